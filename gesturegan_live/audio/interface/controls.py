"""What every voice is asked to do at this sample: the target of each parameter.

Conventions
-----------
One ``CONTROL`` record a voice. ``starts`` and ``jumps`` only ever count up: whoever plays remembers the last count it
has acted upon, so that two banks can follow the same controls while one fades into the other. ``matrix`` (voices,
channels) holds each voice's gain to each loudspeaker, written by whichever of pan, azimuth, distance and the matrix's
own gains came last. Events of one kind are applied at once, in NumPy, the newest last. What is on its way is followed
from sample to sample as `Controls.before` says. Owned by the audio callback.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.bounds import COUNT, FINITE, FLAG, Bounds
from gesturegan_live.audio.interface.gestures import Gestures
from gesturegan_live.audio.interface.ramps import STEP, Ramps
from gesturegan_live.show import loudspeakers
from gesturegan_live.show.parameters import (
    FARTHEST_PITCH,
    MATRIX,
    MATRIX_HIGH,
    MODES,
    OUT_INDEX,
    OUT_PARAMETERS,
    OUT_VOICE,
    VOICE_INDEX,
    VOICE_PARAMETERS,
)

CONTROL = np.dtype(
    [
        ("gain", "<f8"),  # 0 while it is muted; as its gesture shapes it
        ("unmuted", "<f8"),  # the gain when it is not
        ("trim", "<f8"),  # a factor beside it
        ("touch", "<f8"),  # another
        ("pan", "<f8"),
        ("azimuth", "<f8"),  # degrees
        ("distance", "<f8"),
        ("position", "<f8"),
        ("rate", "<f8"),
        ("transpose", "<f8"),  # semitones, the pitch of a note among them
        ("transposed", "<f8"),  # without it
        ("pitch", "<f8"),  # of a note
        ("transpose_noise", "<f8"),  # semitones; below the lowest it goes with the tones
        ("tones", "<f8"),  # gains
        ("noise", "<f8"),
        ("stretch_partials", "<f8"),
        ("chaos", "<f8"),
        ("loop_start", "<f8"),  # 0..1 of the clip, in any order
        ("loop_end", "<f8"),
        ("loop_low", "<f8"),  # and in theirs
        ("loop_high", "<f8"),
        ("attack", "<f8"),  # seconds that the gate takes to open
        ("release", "<f8"),  # and to close
        ("energy", "<f8"),
        ("threshold", "<f8"),
        ("decay", "<f8"),  # seconds
        ("pulse", "<f8"),  # a second
        ("gesture", "<i8"),
        ("mode", "<i8"),
        ("gate", "<i8"),
        ("freeze", "<i8"),
        ("mute", "<i8"),
        ("panic", "<i8"),  # whether it closes at once
        ("starts", "<i8"),  # gate openings
        ("jumps", "<i8"),  # position changes
    ]
)
OUTPUT = np.dtype([("gain", "<f8")])

LOOP, ONCE, SCRUB, PINGPONG, ENDLESS = range(len(MODES))  # the first goes round, and the last two
SILENT, HEARD, OPENING = 0, 1, 2  # what an envelope is doing, as a bank needs to know it

_GATE, _GAIN, _MUTE, _PAN, _AZIMUTH, _DISTANCE = (
    VOICE_INDEX[name] for name in ("gate", "gain", "mute", "pan", "azimuth", "distance")
)
_POSITION, _RATE, _TRANSPOSE, _MODE, _FREEZE = (
    VOICE_INDEX[name] for name in ("position", "rate", "transpose", "mode", "freeze")
)
_OUT_GAIN, _OUT_PANIC, _OUT_STOP = (OUT_INDEX[name] for name in ("gain", "panic", "stop"))
_LOW = np.array([parameter.low for parameter in VOICE_PARAMETERS])
_HIGH = np.array([parameter.high for parameter in VOICE_PARAMETERS])
_FIELDS = [{"gain": "unmuted", "transpose": "transposed"}.get(each.name, each.name) for each in VOICE_PARAMETERS]
_LAWS = [parameter.law for parameter in VOICE_PARAMETERS]
_PLACES = _PAN, _AZIMUTH, _DISTANCE
_TRIM, _TOUCH, _PITCH = (VOICE_INDEX[name] for name in ("trim", "touch", "pitch"))
_ENERGY, _GESTURE = VOICE_INDEX["energy"], VOICE_INDEX["gesture"]
_LOOP_ENDS = VOICE_INDEX["loop_start"], VOICE_INDEX["loop_end"]
_SWITCHES = _GATE, _MUTE, _FREEZE  # on from a half up


class Controls:
    """The targets of all voices and of the output.

    Parameters
    ----------
    voices, channels : int
    ring : sequence of float
        Azimuth of each loudspeaker, degrees; empty for an even ring.
    sample_rate : int
        Of the output, Hz.

    Attributes
    ----------
    voices : ndarray, shape (voices,), CONTROL
    output : ndarray, shape (1,), OUTPUT
    matrix : ndarray, shape (voices, channels), float64
        Gain of each voice to each loudspeaker, without the voice's own gain.
    """

    def __init__(self, voices: int, channels: int, ring: Sequence[float] = (), sample_rate: int = 44100) -> None:
        self._ring = loudspeakers.in_order(ring or loudspeakers.even_ring(channels))
        self.voices = np.zeros(voices, CONTROL)
        self.output = np.zeros(1, OUTPUT)
        self.matrix = np.zeros((voices, channels))
        self._ramps = Ramps(VOICE_PARAMETERS, voices, sample_rate)
        self._output_ramps = Ramps(OUT_PARAMETERS, 1, sample_rate)
        self._gestures = Gestures(voices, sample_rate)
        self.reset()

    @property
    def bounds(self) -> Bounds:
        """What may be in its state."""
        gain = _LOW[_GAIN], _HIGH[_GAIN]
        return {
            **{f"voices.{name}": (_LOW[index], _HIGH[index]) for name, index in VOICE_INDEX.items()},
            "voices.unmuted": gain,
            "voices.gain": (_LOW[_GAIN], _HIGH[_GAIN] * _HIGH[_TRIM] * _HIGH[_TOUCH]),
            "voices.transposed": (_LOW[_TRANSPOSE], _HIGH[_TRANSPOSE]),
            "voices.panic": FLAG,
            "voices.loop_low": (0, 1),
            "voices.loop_high": (0, 1),
            "voices.starts": COUNT,
            "voices.jumps": COUNT,
            "output.gain": (OUT_PARAMETERS[_OUT_GAIN].low, OUT_PARAMETERS[_OUT_GAIN].high),
            "matrix": FINITE,
        }

    def reset(self) -> None:
        """Return to the defaults of the parameter table."""
        self.voices[:] = np.zeros(1, CONTROL)
        for name, index in VOICE_INDEX.items():
            self.voices[name] = VOICE_PARAMETERS[index].default
        self.voices["unmuted"] = self.voices["gain"]
        self.voices["loop_high"] = self.voices["loop_end"]
        self.output["gain"] = OUT_PARAMETERS[OUT_INDEX["gain"]].default
        azimuth, distance = VOICE_PARAMETERS[_AZIMUTH].default, VOICE_PARAMETERS[_DISTANCE].default
        self.matrix[:] = self._on_the_ring(float(azimuth), float(distance))
        self._ramps.clear()
        self._output_ramps.clear()
        self._gestures.clear()

    @property
    def moving(self) -> bool:
        """Whether anything is on its way."""
        return self._ramps.running + self._output_ramps.running > 0 or bool(self.voices["gesture"].any())

    def before(self, clock: int, limit: int) -> int:
        """Count the samples from `clock` to where it is to be followed, `limit` at most."""
        return self._gestures.before(clock, min(limit, STEP - clock % STEP)) if self.moving else limit

    def follow(self, clock: int) -> None:
        """Let what is on its way be where it is at that sample, if it is one of those to follow it at."""
        if not self.moving:
            return
        if clock % STEP:
            if self._gestures.is_due(clock):
                self._shape(np.flatnonzero(self.voices["gesture"]), clock)
            return
        for _, _, values in self._output_ramps.follow(clock):
            self.output["gain"] = values
        for kind, voices, values in self._ramps.follow(clock):
            self._set(kind, voices, values)
            if kind in _PLACES:
                for voice in voices.tolist():
                    self._put(voice, kind)
        if len(shaped := np.flatnonzero(self.voices["gesture"])):
            self._gestures.step(self.voices)
            self._shape(shaped, clock)

    def told(self, clock: int) -> NDArray[np.float64]:
        """Say what the voices are asked to do at a sample.

        Returns
        -------
        ndarray, shape (3, voices, parameters)
            By the numbers of the table: each value, where it goes, and in how many seconds; 0: it stays.
        """
        values = np.stack([self.voices[field] for field in _FIELDS], axis=1)
        return np.stack([values.astype(np.float64), *self._ramps.left(clock)])

    def _shape(self, voices: NDArray[np.integer[Any]], clock: int) -> None:
        """Let the energy of some voices shape them at a sample."""
        self.voices["starts"][self._gestures.look(self.voices, voices, clock)] += 1
        self._set_gain(voices)

    def _set_gain(self, voices: NDArray[np.integer[Any]]) -> None:
        control = self.voices[voices]
        shaped = control["unmuted"] * control["trim"] * control["touch"] * self._gestures.shapes(self.voices)[voices]
        self.voices["gain"][voices] = np.where(control["mute"], 0.0, shaped)

    def apply(self, due: NDArray[Any], count: int, clock: int = 0) -> None:
        """Apply the first `count` events at a sample.

        Out of range is clamped, no number or no such voice changes nothing.
        """
        events, begin = due[:count], 0
        for index in np.flatnonzero(events["voice"] == OUT_VOICE).tolist():  # what goes to all divides the others
            self._apply_to_voices(events[begin:index], clock)
            self._apply_to_output(events[index], clock)
            begin = index + 1
        if begin < count:
            self._apply_to_voices(events[begin:], clock)

    def _apply_to_output(self, event: Any, clock: int) -> None:
        parameter, value, seconds = int(event["parameter"]), float(event["value"]), float(event["seconds"])
        if not math.isfinite(value + seconds) or not 0 <= parameter < len(OUT_PARAMETERS):
            return
        value = min(max(value, OUT_PARAMETERS[parameter].low), OUT_PARAMETERS[parameter].high)
        if parameter == _OUT_GAIN:
            now = self._output_ramps.value(0, _OUT_GAIN, clock)
            self._output_ramps.stop(0, _OUT_GAIN)
            if seconds > 0.0:
                start = float(self.output["gain"][0]) if now is None else now
                self._output_ramps.begin(0, _OUT_GAIN, start, value, seconds, clock)
            else:
                self.output["gain"] = value
        elif value >= 0.5:
            self.voices["gate"] = 0
            self.voices["panic"] = parameter == _OUT_PANIC

    def _apply_to_voices(self, events: NDArray[Any], clock: int) -> None:
        voice, parameter, value, seconds = (events[name] for name in ("voice", "parameter", "value", "seconds"))
        good = np.isfinite(value) & np.isfinite(seconds)
        good &= (voice >= 0) & (voice < len(self.voices))
        placed = []  # what decides where a voice is
        for kind in set(parameter[good].tolist()):
            chosen = np.flatnonzero(good & (parameter == kind))
            if kind in _PLACES or MATRIX <= kind < MATRIX + self.matrix.shape[1]:
                placed.append(chosen)
            if 0 <= kind < len(_FIELDS):
                values = np.clip(value[chosen], _LOW[kind], _HIGH[kind])
                if _LAWS[kind] and (self.moving or (seconds[chosen] > 0.0).any()):
                    self._aim(kind, voice[chosen].tolist(), values, seconds[chosen].tolist(), clock)
                else:
                    self._set(kind, voice[chosen], values)
        if placed:
            self._place(events[np.sort(np.concatenate(placed))])

    def _aim(self, kind: int, voices: list[int], values: NDArray[np.float64], seconds: list[float], clock: int) -> None:
        """Let one parameter of some voices go somewhere, from where it is at that sample."""
        for index, voice in enumerate(voices):
            now = self._ramps.value(voice, kind, clock)
            self._ramps.stop(voice, kind)
            if seconds[index] > 0.0:
                start = float(self.voices[_FIELDS[kind]][voice]) if now is None else now
                self._ramps.begin(voice, kind, start, float(values[index]), seconds[index], clock)
            else:
                self._set(kind, np.array([voice], np.int32), values[index : index + 1])
                if kind == _ENERGY and self.voices["gesture"][voice]:
                    self._shape(np.array([voice]), clock)

    def _set(self, kind: int, voice: NDArray[np.integer[Any]], value: NDArray[np.float64]) -> None:
        """Set one parameter of some voices; where one comes more than once its last value stays."""
        voices = self.voices
        if kind in _SWITCHES:
            value = (value >= 0.5).astype(np.float64)
        elif kind in (_MODE, _GESTURE):
            value = np.rint(value)
        voices[_FIELDS[kind]][voice] = value
        if kind == _GATE:
            voices["panic"][voice] = 0
            np.add.at(voices["starts"], voice, value.astype(np.int64))
        elif kind in _LOOP_ENDS:
            ends = voices["loop_start"][voice], voices["loop_end"][voice]
            voices["loop_low"][voice], voices["loop_high"][voice] = np.minimum(*ends), np.maximum(*ends)
        elif kind == _POSITION:
            np.add.at(voices["jumps"], voice, 1)
        elif kind in (_GAIN, _MUTE, _TRIM, _TOUCH):
            self._set_gain(voice)
        elif kind in (_TRANSPOSE, _PITCH):
            together = voices["transposed"][voice] + voices["pitch"][voice]
            voices["transpose"][voice] = np.clip(together, -FARTHEST_PITCH, FARTHEST_PITCH)
        elif kind == _GESTURE:
            self._gestures.begin(voice)
            self._set_gain(voice)

    def _place(self, events: NDArray[Any]) -> None:
        """Fill the rows of voices that were moved, then set the gains to single loudspeakers that came after that."""
        voice, parameter = events["voice"], events["parameter"]
        single = parameter >= MATRIX
        moved = np.full(len(self.voices), -1)
        moves = np.flatnonzero(~single)
        moved[voice[moves]] = moves
        for v in np.flatnonzero(moved >= 0).tolist():
            kind = int(parameter[moved[v]])
            self._ramps.stop(v, *((_AZIMUTH, _DISTANCE) if kind == _PAN else (_PAN,)))
            self._put(v, kind)
        last = np.flatnonzero(single & (np.arange(len(events)) > moved[voice]))
        for v in set(voice[last].tolist()):
            self._ramps.stop(v, *_PLACES)
        gains = np.clip(events["value"][last], 0.0, MATRIX_HIGH)
        self.matrix[voice[last], parameter[last] - MATRIX] = gains

    def _put(self, voice: int, kind: int) -> None:
        """Fill the row of a voice that was placed by that parameter."""
        if kind == _PAN:
            self.matrix[voice] = self._between(float(self.voices["pan"][voice]))
        else:
            azimuth, distance = (float(self.voices[name][voice]) for name in ("azimuth", "distance"))
            self.matrix[voice] = self._on_the_ring(azimuth, distance)

    def _between(self, pan: float) -> list[float]:
        row = [0.0] * self.matrix.shape[1]
        loudspeakers.pan_row(pan, row)
        return row

    def _on_the_ring(self, azimuth: float, distance: float) -> list[float]:
        row = [0.0] * self.matrix.shape[1]
        loudspeakers.ring_row(azimuth, distance, *self._ring, row)
        return row
