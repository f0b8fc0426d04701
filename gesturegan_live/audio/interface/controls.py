"""What every voice is asked to do at this sample: the target of each parameter.

Conventions
-----------
One ``CONTROL`` record a voice. ``starts`` and ``jumps`` only ever count up: whoever plays remembers the last count it
has acted upon, so that two banks can follow the same controls while one fades into the other. ``matrix`` (voices,
channels) holds each voice's gain to each loudspeaker, written by whichever of pan, azimuth, distance and the matrix's
own gains came last. Events of one kind are applied at once, in NumPy, the newest last. Owned by the audio callback.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.bounds import COUNT, FINITE, Bounds
from gesturegan_live.show import loudspeakers
from gesturegan_live.show.parameters import (
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
        ("gain", "<f8"),  # 0 while it is muted
        ("unmuted", "<f8"),  # the gain when it is not
        ("pan", "<f8"),
        ("azimuth", "<f8"),  # degrees
        ("distance", "<f8"),
        ("position", "<f8"),
        ("rate", "<f8"),
        ("transpose", "<f8"),  # semitones
        ("transpose_noise", "<f8"),  # semitones; below the lowest it goes with the tones
        ("tones", "<f8"),  # gains
        ("noise", "<f8"),
        ("stretch_partials", "<f8"),
        ("release", "<f8"),  # seconds that the next closing of the gate takes
        ("mode", "<i8"),
        ("gate", "<i8"),
        ("freeze", "<i8"),
        ("mute", "<i8"),
        ("starts", "<i8"),  # gate openings
        ("jumps", "<i8"),  # position changes
    ]
)
OUTPUT = np.dtype([("gain", "<f8")])

LOOP, ONCE, SCRUB = (MODES.index(name) for name in ("loop", "once", "scrub"))
SILENT, HEARD, OPENING = 0, 1, 2  # what an envelope is doing, as a bank needs to know it
RELEASE_SECONDS = 0.030
PANIC_SECONDS = 0.010

_GATE, _GAIN, _MUTE, _PAN, _AZIMUTH, _DISTANCE = (
    VOICE_INDEX[name] for name in ("gate", "gain", "mute", "pan", "azimuth", "distance")
)
_POSITION, _RATE, _TRANSPOSE, _MODE, _FREEZE = (
    VOICE_INDEX[name] for name in ("position", "rate", "transpose", "mode", "freeze")
)
_OUT_GAIN, _OUT_PANIC, _OUT_STOP = (OUT_INDEX[name] for name in ("gain", "panic", "stop"))
_LOW = np.array([parameter.low for parameter in VOICE_PARAMETERS])
_HIGH = np.array([parameter.high for parameter in VOICE_PARAMETERS])
_NAMES = [parameter.name for parameter in VOICE_PARAMETERS]
_PLACES = _PAN, _AZIMUTH, _DISTANCE
_SWITCHES = _GATE, _MUTE, _FREEZE  # on from a half up


class Controls:
    """The targets of all voices and of the output.

    Parameters
    ----------
    voices, channels : int
    ring : sequence of float
        Azimuth of each loudspeaker, degrees; empty for an even ring.

    Attributes
    ----------
    voices : ndarray, shape (voices,), CONTROL
    output : ndarray, shape (1,), OUTPUT
    matrix : ndarray, shape (voices, channels), float64
        Gain of each voice to each loudspeaker, without the voice's own gain.
    """

    def __init__(self, voices: int, channels: int, ring: Sequence[float] = ()) -> None:
        azimuths, order = loudspeakers.in_order(ring or loudspeakers.even_ring(channels))
        self._azimuths, self._channels = np.array(azimuths, np.float64), np.array(order, np.int64)
        self.voices = np.zeros(voices, CONTROL)
        self.output = np.zeros(1, OUTPUT)
        self.matrix = np.zeros((voices, channels))
        self.reset()

    @property
    def bounds(self) -> Bounds:
        """What may be in its state."""
        gain = _LOW[_GAIN], _HIGH[_GAIN]
        return {
            **{f"voices.{name}": (_LOW[index], _HIGH[index]) for name, index in VOICE_INDEX.items()},
            "voices.unmuted": gain,
            "voices.release": (PANIC_SECONDS, RELEASE_SECONDS),
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
        self.voices["release"] = RELEASE_SECONDS
        self.output["gain"] = OUT_PARAMETERS[OUT_INDEX["gain"]].default
        azimuth, distance = VOICE_PARAMETERS[_AZIMUTH].default, VOICE_PARAMETERS[_DISTANCE].default
        self.matrix[:] = self._on_the_ring(float(azimuth), float(distance))

    def apply(self, due: NDArray[Any], count: int) -> None:
        """Apply the first `count` events; out of range is clamped, no number or no such voice changes nothing."""
        events, begin = due[:count], 0
        for index in np.flatnonzero(events["voice"] == OUT_VOICE).tolist():  # what goes to all divides the others
            self._apply_to_voices(events[begin:index])
            self._apply_to_output(int(events["parameter"][index]), float(events["value"][index]))
            begin = index + 1
        if begin < count:
            self._apply_to_voices(events[begin:])

    def _apply_to_output(self, parameter: int, value: float) -> None:
        if not math.isfinite(value) or not 0 <= parameter < len(OUT_PARAMETERS):
            return
        value = min(max(value, OUT_PARAMETERS[parameter].low), OUT_PARAMETERS[parameter].high)
        if parameter == _OUT_GAIN:
            self.output["gain"] = value
        elif value >= 0.5:
            self.voices["gate"] = 0
            self.voices["release"] = PANIC_SECONDS if parameter == _OUT_PANIC else RELEASE_SECONDS

    def _apply_to_voices(self, events: NDArray[Any]) -> None:
        voice, parameter, value = events["voice"], events["parameter"], events["value"]
        good = np.isfinite(value)
        good &= (voice >= 0) & (voice < len(self.voices))
        placed = []  # what decides where a voice is
        for kind in set(parameter[good].tolist()):
            chosen = np.flatnonzero(good & (parameter == kind))
            if kind in _PLACES or MATRIX <= kind < MATRIX + self.matrix.shape[1]:
                placed.append(chosen)
            if 0 <= kind < len(_NAMES):
                self._set(kind, voice[chosen], np.clip(value[chosen], _LOW[kind], _HIGH[kind]))
        if placed:
            self._place(events[np.sort(np.concatenate(placed))])

    def _set(self, kind: int, voice: NDArray[np.int32], value: NDArray[np.float64]) -> None:
        """Set one parameter of some voices; where one comes more than once its last value stays."""
        voices = self.voices
        if kind in _SWITCHES:
            value = (value >= 0.5).astype(np.float64)
        elif kind == _MODE:
            value = np.rint(value)
        voices["unmuted" if kind == _GAIN else _NAMES[kind]][voice] = value
        if kind == _GATE:
            voices["release"][voice] = RELEASE_SECONDS
            np.add.at(voices["starts"], voice, value.astype(np.int64))
        elif kind == _POSITION:
            np.add.at(voices["jumps"], voice, 1)
        elif kind in (_GAIN, _MUTE):
            voices["gain"][voice] = np.where(voices["mute"][voice], 0.0, voices["unmuted"][voice])

    def _place(self, events: NDArray[Any]) -> None:
        """Fill the rows of voices that were moved, then set the gains to single loudspeakers that came after that."""
        voice, parameter = events["voice"], events["parameter"]
        single = parameter >= MATRIX
        moved = np.full(len(self.voices), -1)
        moves = np.flatnonzero(~single)
        moved[voice[moves]] = moves
        for v in np.flatnonzero(moved >= 0).tolist():
            control = self.voices[v]
            if parameter[moved[v]] == _PAN:
                self.matrix[v] = self._between(float(control["pan"]))
            else:
                self.matrix[v] = self._on_the_ring(float(control["azimuth"]), float(control["distance"]))
        last = np.flatnonzero(single & (np.arange(len(events)) > moved[voice]))
        gains = np.clip(events["value"][last], 0.0, MATRIX_HIGH)
        self.matrix[voice[last], parameter[last] - MATRIX] = gains

    def _between(self, pan: float) -> list[float]:
        row = [0.0] * self.matrix.shape[1]
        loudspeakers.pan_row(pan, row)
        return row

    def _on_the_ring(self, azimuth: float, distance: float) -> list[float]:
        row = [0.0] * self.matrix.shape[1]
        loudspeakers.ring_row(azimuth, distance, self._azimuths.tolist(), self._channels.tolist(), row)
        return row
