"""Cues, played live: what they play is obeyed at its time, as bundles are; what means another model waits for it.

Conventions
-----------
Times are Unix times in seconds. Owned by the control process, on its asyncio loop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from gesturegan_live.control.cues.cues import Message
from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.messages.arguments import Value
from gesturegan_live.control.messages.wire import Batch
from gesturegan_live.control.osc.timing.batches import Batches
from gesturegan_live.control.osc.timing.line import Line
from gesturegan_live.control.osc.timing.scheduler import Scheduler

_MARGIN = 0.05  # seconds before the lead that a cue is handed over: what waits for a beat is told then
_AWAITED = frozenset(
    {"model_load", "map_load", "map_train", "scene_import"}
)  # what comes after them means what they bring


class _Cue(Line):
    """A cue, which is answered; that it is done goes without saying."""

    def __call__(self, address: str, *values: Value) -> None:
        """Tell the performer what was refused, or left."""
        if address != "/done" or (len(values) > 2 and isinstance(values[-1], str)):
            super().__call__(address, *values)


class Cued:
    """Plays the cues of an instrument.

    Parameters
    ----------
    instrument : Instrument
    batches : Batches
        By which it is obeyed.
    scheduler : Scheduler
    now : callable
        Unix time.
    say : callable
        Takes a line for the performer.
    """

    def __init__(
        self,
        instrument: Instrument,
        batches: Batches,
        scheduler: Scheduler,
        now: Callable[[], float],
        say: Callable[[str], object],
    ) -> None:
        self._instrument, self._batches, self._scheduler = instrument, batches, scheduler
        self._now, self._say = now, say
        self._forgotten = 0  # how often
        instrument.cues.send = lambda name, at, messages: self._play(_Cue(f"cue {name}:", say), at, messages)

    def tick(self) -> None:
        """Hand over what is due soon."""
        self._instrument.cues.tick(self._now() + self._instrument.stage.lead + _MARGIN)

    def forgotten(self) -> None:
        """Forget what waits for a model; let the armed cue wait for a hand, where a hand has had all forgotten."""
        if not isinstance(self._batches.teller, Line):
            self._forgotten += 1
            self._instrument.cues.hold()

    def _play(self, line: Line, at: float, messages: Sequence[Message]) -> None:
        """Have messages obeyed at a time, and those after one that brings something once it has."""
        if not messages:
            return  # a pause
        count = next((number for number, each in enumerate(messages, 1) if self._is_awaited(each)), len(messages))
        first, rest = messages[:count], messages[count:]
        try:
            for each in self._instrument.clock.parted(Batch(at, [(to, list(v)) for to, v in first], 0), self._now()):
                self._batches.schedule(each, line)
            if rest:
                then = partial(self._batches.works.sync, partial(self._go_on, line, rest, self._forgotten))
                if at:
                    self._scheduler.at(at, then)
                else:
                    then()
        except ValueError as error:  # too much waits
            line("/fail", first[0][0], str(error))

    def _go_on(self, line: Line, rest: Sequence[Message], forgotten: int) -> None:
        """Have the rest obeyed, unless it has been forgotten meanwhile."""
        if forgotten == self._forgotten:
            self._play(line, 0.0, rest)

    def _is_awaited(self, message: Message) -> bool:
        return any(place.route.handler in _AWAITED for place in self._instrument.places(message[0]))
