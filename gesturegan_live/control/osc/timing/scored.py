"""A score, played live: its messages are obeyed at their times, as bundles are, while others play too.

Conventions
-----------
Times are Unix times in seconds; those of the score count from its beginning. A hand's panic, or ``/clearSched``, ends
the score; its own only forgets what it has handed over. Owned by the control process, on its asyncio loop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gesturegan_live.control.messages.wire import Batch
from gesturegan_live.control.osc.timing.batches import Batches
from gesturegan_live.control.osc.timing.line import Line
from gesturegan_live.control.score import Event
from gesturegan_live.control.tempo.clock import Clock

_MARGIN = 0.05  # seconds before the lead that a message is handed to the scheduler: what waits for a beat is told then
_MOST = 1024  # messages in a turn


@dataclass
class _Line(Line):
    """One line of the score, which is answered."""

    number: int = 0  # of the event


class Scored:
    """A score that plays.

    Parameters
    ----------
    name : str
        Of its file.
    events : sequence of Event
        By time.
    begin : float
        When it begins.
    lead : callable
        Seconds ahead of its time at which audio wants a message.
    batches : Batches
        By which it is obeyed.
    clock : Clock
        For what waits for a beat.
    say : callable
        Takes a line for the performer: each answer that a message gets.
    """

    def __init__(
        self,
        name: str,
        events: Sequence[Event],
        begin: float,
        lead: Callable[[], float],
        batches: Batches,
        clock: Clock,
        say: Callable[[str], object],
    ) -> None:
        self._name, self._events, self._begin, self._lead, self._batches = name, events, begin, lead, batches
        self._clock, self._say = clock, say
        self._next = 0

    def tick(self, now: float) -> None:
        """Hand over what is due soon, at a time."""
        until = now + self._lead() + _MARGIN
        for _ in range(_MOST):
            if self._next == len(self._events):
                return
            event = self._events[self._next]
            at = self._begin + event.seconds
            if at > until:
                return
            line = _Line(f"{self._name} line {event.line}:", self._say, number=self._next)
            self._next += 1
            for batch in self._clock.parted(Batch(at, [(event.address, list(event.arguments))], 0), now):
                try:
                    self._batches.schedule(batch, line)
                except ValueError as error:  # too much waits
                    line("/fail", event.address, str(error))

    def forgotten(self) -> None:
        """Go on with what comes after the message that has had all forgotten; or end, where that was not of this."""
        line = self._batches.teller
        if not isinstance(line, _Line):
            self._events = ()
            self._next = 0
            return
        self._next = line.number + 1
