"""Who is answered, and what is asked of him: a sender for each client, and what a packet may cost.

Conventions
-----------
Owned by the control process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from gesturegan_live.control.messages.arguments import RefusedError, Value
from gesturegan_live.control.messages.patterns import is_pattern
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.messages.wire import Batch
from gesturegan_live.control.osc.clients import Client, Clients
from gesturegan_live.control.osc.complaints import Complaints

MOST_COST, COST_OF_READING = 8192, 4  # addresses that a packet may set; what reading one counts as
MOST_PATTERNS = 32  # in a packet


class Sender:
    """Answers one client; what `Instrument` is given as `Reply`.

    Attributes
    ----------
    refused : int
        How often it was answered with ``/fail``.
    heard : float
        When it has sent something last, a clock's seconds.
    """

    __slots__ = ("_clients", "_complain", "client", "heard", "refused")

    def __init__(self, client: Client, clients: Clients, complain: Complaints) -> None:
        self.client = client
        self.refused, self.heard = 0, 0.0
        self._clients, self._complain = clients, complain

    @property
    def trusted(self) -> bool:
        """Whether it may do more than play."""
        return self.client.trusted

    def __str__(self) -> str:
        return str(self.client)

    def __call__(self, address: str, *values: Value) -> None:
        """Send a message back; a refusal is told to the performer too."""
        if address == "/fail":
            self.refused += 1
            self._complain(f"{self.client}:", address, *values)
        self._clients.send(self.client, address, *values)


def unheard(address: str, *values: Value) -> None:
    """Answer nobody: what went first comes again in its turn, and is answered then."""


def check_cost(batches: Iterable[Batch], places: Callable[[str], Sequence[Place]]) -> None:
    """Refuse, whole, a packet that would hold up all others: a pattern may stand for thousands of addresses."""
    cost, patterns = 0, set()
    for batch in batches:
        for address, values in batch.messages:
            reached = len(places(address))
            if reached != 1 and is_pattern(address):
                patterns.add(address)
                if len(patterns) > MOST_PATTERNS:
                    raise RefusedError(f"more than {MOST_PATTERNS} patterns in a packet")
            cost += reached if values else reached * COST_OF_READING
    if cost > MOST_COST:
        raise RefusedError(
            f"a packet for {cost} addresses (one to be read counts {COST_OF_READING}): wanted {MOST_COST} at most"
        )
