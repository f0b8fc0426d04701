"""Loops that last so many beats: the rate of a voice follows from the tempo, until a hand sets it.

Conventions
-----------
Handlers (``_do_``) and readers (``_read_``) as in `gesturegan_live.control.instrument`, which lets its time pass. Owned
by the control process, one thread.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from gesturegan_live.control.messages.arguments import RefusedError, Value
from gesturegan_live.control.messages.dispatcher import Call, Dispatcher
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.stage import Stage
from gesturegan_live.control.tempo.clock import Clock
from gesturegan_live.show.parameters import VOICE_INDEX, VOICE_PARAMETERS

_FASTEST = VOICE_PARAMETERS[VOICE_INDEX["rate"]].high


class Beats:
    """The loops that keep to the tempo.

    Parameters
    ----------
    stage : Stage
    clock : Clock

    Attributes
    ----------
    dispatcher : Dispatcher
        By which rates are read and set; to be set before anything is asked for.
    """

    dispatcher: Dispatcher

    def __init__(self, stage: Stage, clock: Clock) -> None:
        self._stage, self._clock = stage, clock
        self._beats = [0.0] * stage.voices
        self._rates = [0.0] * stage.voices  # as they were set from here

    def tick(self) -> None:
        """Follow the tempo and the ends of the loops."""
        for voice, beats in enumerate(self._beats):
            if beats:
                rate = self._get(voice, "rate")
                if rate != self._rates[voice]:
                    self._beats[voice] = 0.0  # a hand has set it
                elif (wanted := self._wanted(voice, beats, rate)) != rate:
                    self._set(voice, wanted)

    def let_go(self, voice: int) -> None:
        """Let a voice follow the tempo no more."""
        self._beats[voice] = 0.0

    def _do_beats(self, call: Call) -> None:
        voice, beats = call.place.voice, float(call.values[0])
        if beats:
            rate = self._wanted(voice, beats, self._get(voice, "rate"))
            if abs(rate) > _FASTEST:
                raise RefusedError(
                    f"beats is {beats:g}: its loop would run at {abs(rate):.3g} times its speed, wanted 8"
                )
            self._set(voice, rate)
        self._beats[voice] = beats

    def _read_beats(self, place: Place) -> Sequence[Value]:
        return (self._beats[place.voice],)

    def _wanted(self, voice: int, beats: float, rate: float) -> float:
        """Give the rate at which a loop lasts so many beats, in the direction that it has."""
        codec = self._stage.model.codec
        part = abs(self._get(voice, "loop_end") - self._get(voice, "loop_start")) or 1.0
        seconds = part * codec.clip_samples / codec.sample_rate
        return math.copysign(seconds * self._clock.bpm / (60.0 * beats), rate or 1.0)

    def _place(self, voice: int, name: str) -> Place:
        return self.dispatcher.addresses.find(f"/gan/voice/{voice + 1}/{name}")[0]

    def _get(self, voice: int, name: str) -> float:
        return float(self.dispatcher.read(self._place(voice, name))[0])

    def _set(self, voice: int, rate: float) -> None:
        rate = min(max(rate, -_FASTEST), _FASTEST)
        self.dispatcher.set(self._place(voice, "rate"), [rate])
        self._rates[voice] = self._get(voice, "rate")
