"""A tempo: which beat it is, and when the next one is.

A message whose address has ``/beat`` or ``/bar`` in front of it waits for the next beat, or bar: whoever hands messages
to the instrument asks here when that is (`Clock.due`), and lets it wait as one with a time tag.

Conventions
-----------
Seconds, by the clock of who hands the messages over: Unix time in the server, those of the score in a rendering. Beats
count from 0, and bars begin with beat 0. Handlers (``_do_``) and readers (``_read_``) as in
`gesturegan_live.control.instrument`. Owned by the control process, one thread.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from gesturegan_live.control.messages.arguments import Value
from gesturegan_live.control.messages.dispatcher import Call
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.messages.wire import Batch

TIMED = ("/beat/", "/bar/")  # in front of an address
SLOWEST, FASTEST = 20.0, 400.0  # beats a minute
_LONGEST_PAUSE = 3.0  # seconds between two taps of one tempo
_MOST_TAPS = 8  # that count
_NOW = 1e-3  # beats by which one that is just over is still this one


class Clock:
    """The tempo of a performance.

    Attributes
    ----------
    now : callable
        Seconds; who has a clock sets it.
    bpm : float
        Beats a minute.
    bar : int
        Beats in a bar.
    """

    def __init__(self) -> None:
        self.now: Callable[[], float] = lambda: 0.0
        self.bpm, self.bar = 120.0, 4
        self._origin: float | None = None  # when beat 0 was: when somebody first asked
        self._taps: list[float] = []

    def beat(self, seconds: float) -> float:
        """Say which beat it is at a time."""
        if self._origin is None:
            self._origin = seconds
        return (seconds - self._origin) * self.bpm / 60.0

    def due(self, address: str, seconds: float) -> tuple[str, float]:
        """Give what an address is without ``/beat`` or ``/bar``, and when that is to be obeyed; 0: it does not wait."""
        for prefix, beats in zip(TIMED, (1, self.bar), strict=True):
            if address.startswith(prefix):
                number = math.ceil((self.beat(seconds) - _NOW) / beats) * beats
                return address[len(prefix) - 1 :], self.when(number)
        return address, 0.0

    def parted(self, batch: Batch, now: float) -> list[Batch]:
        """Part what came together into what is due when it says, and what waits for a beat or a bar after that."""
        if not any(address.startswith(TIMED) for address, _ in batch.messages):
            return [batch]
        parts: dict[float, list[tuple[str, list[object]]]] = {}
        for address, values in batch.messages:
            plain, due = self.due(address, max(batch.time, now))
            parts.setdefault(due or batch.time, []).append((plain, values))
        each = batch.size // len(batch.messages)
        return [Batch(time, messages, each * len(messages)) for time, messages in parts.items()]

    def when(self, beat: float) -> float:
        """Say when a beat is, by the tempo as it is; of a clock that was asked for one before."""
        assert self._origin is not None
        return self._origin + beat * 60.0 / self.bpm

    def _go(self, bpm: float, beat: float, seconds: float) -> None:
        """Let it be that beat at a time, and go on with a tempo."""
        self.bpm, self._origin = bpm, seconds - beat * 60.0 / bpm

    def _do_bpm(self, call: Call) -> None:
        now = self.now()
        self._go(float(call.values[0]), self.beat(now), now)

    def _read_bpm(self, _: Place) -> Sequence[Value]:
        return (self.bpm,)

    def _do_bar(self, call: Call) -> None:
        self.bar = int(call.values[0])

    def _read_bar(self, _: Place) -> Sequence[Value]:
        return (self.bar,)

    def _do_beat(self, call: Call) -> None:
        self._go(self.bpm, float(call.values[0]), self.now())

    def _read_beat(self, _: Place) -> Sequence[Value]:
        return (self.beat(self.now()),)

    def _do_tap(self, call: Call) -> None:
        if call.values and not call.values[0]:
            return  # the release of a button
        now = self.now()
        if self._taps and not 0.0 < now - self._taps[-1] < _LONGEST_PAUSE:
            self._taps.clear()
        self._taps = [*self._taps[1 - _MOST_TAPS :], now]
        if len(self._taps) > 1:
            bpm = 60.0 * (len(self._taps) - 1) / (now - self._taps[0])
            self._go(min(max(bpm, SLOWEST), FASTEST), round(self.beat(now)), now)
