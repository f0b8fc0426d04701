"""When a cue goes by itself: after seconds, with a beat or a bar, once an input rises or falls.

Conventions
-----------
Seconds are those of `Clock.now`. Owned by the control process, one thread.
"""

from __future__ import annotations

import math

from gesturegan_live.control.tempo.clock import Clock
from gesturegan_live.gesture.inputs import Inputs
from gesturegan_live.show.cues import ABOVE, BARS, BEATS, BELOW, GO, SECONDS, Wait

_NOW = 1e-3  # beats by which one that is just over is still this one


class Waiting:
    """One cue that waits.

    Parameters
    ----------
    wait : Wait
        For what.
    begin : float
        From when on.
    clock : Clock
    inputs : Inputs
    """

    def __init__(self, wait: Wait, begin: float, clock: Clock, inputs: Inputs) -> None:
        self._wait, self._clock, self._inputs = wait, clock, inputs
        self._begin = begin
        self._beat = self._target(clock.beat(begin)) if wait.kind in {BEATS, BARS} else 0.0
        self._was_off = False  # whether the input was where it is not to be, or nothing had come yet
        self.rests = ""  # why no input can be looked at
        self.moved()

    def due(self) -> float | None:
        """Give the time at which it goes; None where nobody knows yet."""
        if self._wait.kind == SECONDS:
            return self._begin + self._wait.amount
        if self._wait.kind not in {BEATS, BARS}:
            return None
        now = self._clock.now()
        beat = self._clock.beat(now)
        if now >= self._begin and self._beat - beat > self._beats:  # another clock has set the beat back
            self._beat = self._target(beat)
        return self._clock.when(self._beat)

    def moved(self) -> bool:
        """Look at the input; whether it has come where it is to be, from where it was not."""
        if self._wait.kind not in {ABOVE, BELOW}:
            return False
        try:
            values = self._inputs.source(self._wait.source).values()
            self.rests = ""
        except ValueError as error:
            values, self.rests = (), str(error)
        if len(values) > 1:
            self.rests = f"{self._wait.source} has {len(values)} values: wanted {self._wait.source}/0, say"
        if len(values) != 1:
            self._was_off = not values
            return False
        is_on = values[0] > self._wait.amount if self._wait.kind == ABOVE else values[0] < self._wait.amount
        came, self._was_off = is_on and self._was_off, not is_on
        return came

    def said(self) -> str:
        """Say what it waits for, and for how long, for people."""
        if self._wait.kind == GO:
            return ""
        due = self.due()
        if due is None:
            return f"at {self._wait}" + f" ({self.rests})" * bool(self.rests)
        left = f"in {max(due - self._clock.now(), 0.0):.1f} s"
        return left if self._wait.kind == SECONDS else f"after {self._wait}, {left}"

    @property
    def _beats(self) -> float:
        return self._wait.amount * (self._clock.bar if self._wait.kind == BARS else 1)

    def _target(self, beat: float) -> float:
        """Give the beat at which it goes, from one on."""
        unit = self._clock.bar if self._wait.kind == BARS else 1
        return (math.floor(beat / unit + _NOW) + self._wait.amount) * unit
