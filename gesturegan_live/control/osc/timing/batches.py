"""What came together is obeyed together, at its time; what audio applies is handed over ahead, with its sample.

Conventions
-----------
Times are Unix times in seconds. Owned by the control process, on its asyncio loop.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.messages import wire
from gesturegan_live.control.messages.arguments import Value, shown
from gesturegan_live.control.messages.dispatcher import Work
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.messages.routes.table import REPLIES
from gesturegan_live.control.osc.timing.scheduler import MOST_BYTES, Scheduler
from gesturegan_live.control.works import Works

_GATHER = 0.002  # seconds that a burst may hold back what it changes
_REMEMBERED = 64  # messages

Message = tuple[str, list[object]]


class Teller(Protocol):
    """Who has sent something, and is answered."""

    refused: int

    @property
    def trusted(self) -> bool:
        """Whether it may do more than play."""

    def __call__(self, address: str, *values: Value) -> None:
        """Send a message back; ``/fail`` counts as refused."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that played, or was to."""

    teller: Teller
    address: str
    values: list[object]
    refused: bool = False

    def __str__(self) -> str:
        return "refused: " * self.refused + _text(self.address, self.values)


class Batches:
    """Obeys batches of messages.

    Parameters
    ----------
    instrument : Instrument
    scheduler : Scheduler
        Where they wait.
    now : callable
        Unix time, seconds.
    show : callable
        Prints a line for the performer.
    received : callable
        How many packets have come: a burst of them is sent to the processes as one.

    Attributes
    ----------
    works : Works
        What is under way.
    late : int
        Those that came after their time.
    dump : bool
        Whether each message is shown.
    teller : Teller or None
        Whose message is being obeyed.
    recent : sequence of Heard
        The last messages that played, or were to.
    heard : int
        How many of them there have been.
    """

    def __init__(
        self,
        instrument: Instrument,
        scheduler: Scheduler,
        now: Callable[[], float],
        show: Callable[[str], object],
        received: Callable[[], int],
    ) -> None:
        self.works = Works()
        self.late = 0
        self.dump = False
        self.teller: Teller | None = None
        self._instrument, self._scheduler, self._now = instrument, scheduler, now
        self._show, self._received = show, received
        self.recent: deque[Heard] = deque(maxlen=_REMEMBERED)
        self.heard = 0
        self._flushing = False
        self._flush_by = 0.0

    @property
    def last(self) -> str:
        """The last message that played, or was to, for people; empty where none was."""
        return str(self.recent[-1]) if self.recent else ""

    def schedule(self, batch: wire.Batch, teller: Teller) -> None:
        """Obey a batch at its time; ValueError where too much waits."""
        if batch.time == 0:
            self._run(batch.messages, teller)
            return
        late = self._now() - batch.time
        if late > 0:
            self.late += 1
            teller("/late", *wire.timetag(batch.time), *wire.timetag(self._now()), late)
            self._run(batch.messages, teller)
            return
        places = {address: self._instrument.places(address) for address, _ in batch.messages}
        ahead: list[Message] = []
        rest = batch.messages
        if not any(place.route.forgets for found in places.values() for place in found):
            by_audio = {address for address, found in places.items() if _is_by_audio(found)}
            ahead = [message for message in rest if message[0] in by_audio]
            rest = [message for message in rest if message[0] not in by_audio]
        most = MOST_BYTES if teller.trusted else MOST_BYTES // 4
        size = batch.size // len(batch.messages)
        if ahead:
            act = partial(self._run_ahead, batch.time, ahead, teller)
            self._scheduler.at(batch.time - self._instrument.stage.lead, act, size * len(ahead), most)
        if rest:
            self._scheduler.at(batch.time, partial(self._run, rest, teller), size * len(rest), most)

    def handler(self, teller: Teller) -> Callable[..., list[Work]]:
        """Give what obeys a message of somebody."""
        return self._instrument.handle if teller.trusted else self._instrument.handle_untrusted

    def _run_ahead(self, at: float, messages: list[Message], teller: Teller) -> None:
        sample = self._instrument.stage.sample_at(at)
        if sample > 0:
            scenery = self._instrument.scenery
            cues, now = self._instrument.cues, scenery.defer
            scenery.defer, cues.at = partial(self._defer, at), at
            try:
                self._run(messages, teller, sample)
            finally:
                scenery.defer, cues.at = now, 0.0
        else:  # no sound card runs just now: they keep their time, if not their sample
            self._scheduler.at(at, partial(self._run, messages, teller))

    def _defer(self, at: float, act: Callable[[], None]) -> None:
        """Let what has no sample wait for its time."""

        def due() -> None:
            act()
            self._instrument.flush()

        self._scheduler.at(at, due)

    def _run(self, messages: list[Message], teller: Teller, sample: int = 0) -> None:
        handle, before, self.teller = self.handler(teller), self.teller, teller
        for address, values in messages:
            if self.dump:
                self._show(f"{teller} {_text(address, values)}")
            if address in REPLIES:
                continue  # another server's answer; to answer it would go back and forth for ever
            played, refused = self._instrument.played, teller.refused
            for work in handle(address, values, teller, sample):
                self.works.start(work)
            if teller.refused != refused:
                if values:  # what is refused without them was a question
                    self._remember(Heard(teller, address, values, refused=True))
            elif self._instrument.played != played:
                self._remember(Heard(teller, address, values))
        self.teller = before  # a cue goes within a message
        if not self._flushing:
            loop = asyncio.get_running_loop()
            self._flushing, self._flush_by = True, loop.time() + _GATHER
            loop.call_soon(self._flush, -1)

    def _remember(self, heard: Heard) -> None:
        self.recent.append(heard)
        self.heard += 1

    def _flush(self, seen: int) -> None:
        """Send the changes once no packet has come in a turn of the loop, so that a burst is sent as one."""
        loop, received = asyncio.get_running_loop(), self._received()
        if received != seen and loop.time() < self._flush_by:
            loop.call_soon(self._flush, received)
            return
        self._flushing = False
        self._instrument.flush()


def _is_by_audio(places: Sequence[Place]) -> bool:
    """Whether all that an address stands for may be handed over ahead of its time, with its sample."""
    return bool(places) and all(place.route.is_scheduled_by_audio for place in places)


def _text(address: str, values: list[object]) -> str:
    return " ".join([shown(address)[1:-1], *(shown(value) for value in values[:8]), *(["…"] if values[8:] else [])])
