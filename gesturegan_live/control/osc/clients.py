"""Who sends messages, and where the answers to them go.

Answers go to the source of the packet, from the socket that it came to. A client that cannot listen on the port it
sends from (Max) names another port of its own host with ``/notify``; a host is never taken from a message.

Conventions
-----------
Owned by the control process.
"""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from gesturegan_live.control.messages import wire
from gesturegan_live.control.messages.arguments import RefusedError, Value
from gesturegan_live.control.osc.allowance import A_FRIEND, ALL_FRIENDS, Allowance
from gesturegan_live.control.osc.endpoint import Address, Way
from gesturegan_live.show.trust import is_loopback

MOST = 64  # clients that are notified; the oldest gives way
_WHOLE = 1200  # bytes of messages in a datagram that no network takes apart
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Client:
    """Where a packet came from.

    Attributes
    ----------
    source : tuple
        Host and port; a name and 0 for what comes by no socket.
    endpoint : Way
        What it came by.
    trusted : bool
        Whether it may do more than play, and be told more than it asks for.
    """

    source: Address
    endpoint: Way
    trusted: bool

    def __str__(self) -> str:
        host, port = self.source[:2]
        return f"{host}:{port}" if port else str(host)


class Clients:
    """Those who are answered, and those who asked to be notified.

    Attributes
    ----------
    unanswered : int
        Answers that went nowhere, since those beyond this computer are told only so much.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.unanswered = 0
        self._allowance, self._friends = Allowance(now), Allowance(now, A_FRIEND, ALL_FRIENDS)
        self._notified: dict[Address, tuple[int, Client]] = {}  # source: id, where to

    def __len__(self) -> int:
        return len(self._notified)

    def notify(self, client: Client, number: int | None, port: int | None) -> int:
        """Register a client; returns its id."""
        source = client.source
        target = client if port is None else Client((source[0], port, *source[2:]), client.endpoint, client.trusted)
        if target.endpoint.is_own(target.source):
            raise RefusedError(f"port {port} is the instrument's own: wanted one that the client listens to")
        for other in [s for s, (n, _) in self._notified.items() if s == source or (s[0] == source[0] and n == number)]:
            del self._notified[other]  # the same client, perhaps back with another source port
        if len(self._notified) >= MOST:
            del self._notified[next(iter(self._notified))]
        if number is None:
            taken = {taken for taken, _ in self._notified.values()}
            number = next(free for free in range(MOST) if free not in taken)
        self._notified[source] = (number, target)
        return number

    def is_notified(self, client: Client) -> bool:
        """Whether a client asked to be notified."""
        return client.source in self._notified

    def forget(self, client: Client) -> int:
        """Remove a client; returns its id."""
        if client.source not in self._notified:
            raise RefusedError("this client was not notified")
        return self._notified.pop(client.source)[0]

    def gone(self, endpoint: Way) -> None:
        """Forget those who are not there any more, with what they came by."""
        for source in [source for source, (_, client) in self._notified.items() if client.endpoint is endpoint]:
            del self._notified[source]

    def send(self, client: Client, address: str, *values: Value) -> None:
        """Answer a client."""
        notified = self._notified.get(client.source)
        self._send(client if notified is None else notified[1], address, values)

    def broadcast(self, address: str, *values: Value) -> None:
        """Tell every client that asked to be notified."""
        for _, target in list(self._notified.values()):
            self._send(target, address, values)

    def tell(self, client: Client, messages: Iterable[tuple[str, Sequence[Value]]]) -> None:
        """Tell a client several messages, in as few datagrams as a network carries whole."""
        notified = self._notified.get(client.source)
        target = client if notified is None else notified[1]
        waiting: list[bytes] = []
        for address, values in messages:
            message = _encoded(address, values)
            if waiting and sum(map(len, waiting)) + len(message) > _WHOLE:
                self._put(target, waiting[0] if len(waiting) == 1 else wire.bundle(waiting))
                waiting = []
            waiting.append(message)
        if waiting:
            self._put(target, waiting[0] if len(waiting) == 1 else wire.bundle(waiting))

    def _send(self, target: Client, address: str, values: Sequence[Value]) -> None:
        self._put(target, _encoded(address, values))

    def _put(self, target: Client, datagram: bytes) -> None:
        host, allowance = target.source[0], self._friends if target.trusted else self._allowance
        if not (target.trusted and _is_here(host)) and not allowance.take(host, len(datagram)):
            self.unanswered += 1
            return
        try:
            target.endpoint.send(datagram, target.source)
        except OSError as error:  # the network's affair: the next answer may get through
            logger.warning("answer %s to %s: %s", datagram[:40], target, error.strerror)


@functools.lru_cache(256)
def _is_here(host: str) -> bool:
    """Whether it is this computer, or comes by no socket."""
    try:
        return is_loopback(host)
    except ValueError:
        return True


def _encoded(address: str, values: Sequence[Value]) -> bytes:
    datagram = wire.encode(address, values)
    if len(datagram) > wire.LARGEST_DATAGRAM:
        return wire.encode("/fail", (address, f"the answer has {len(datagram)} bytes, which no datagram holds"))
    return datagram
