"""What every voice is asked to do at this sample: the target of each parameter.

Conventions
-----------
One ``CONTROL`` record a voice. ``starts`` and ``jumps`` only ever count up: whoever plays remembers the last count it
has acted upon, so that two banks can follow the same controls while one fades into the other. ``matrix`` (voices,
channels) holds each voice's gain to each loudspeaker, written by whichever of pan, azimuth, distance and the matrix's
own gains came last. Owned by the audio callback.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.bounds import COUNT, FINITE, Bounds
from gesturegan_live.kernel import kernel, part
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
_OUT_LOW = np.array([parameter.low for parameter in OUT_PARAMETERS])
_OUT_HIGH = np.array([parameter.high for parameter in OUT_PARAMETERS])


_pan_row = part(loudspeakers.pan_row)
_ring_row = kernel(loudspeakers.ring_row)


@kernel
def _apply(  # noqa: PLR0912, PLR0915 - one branch for each parameter
    due: NDArray[Any],
    count: int,
    control: NDArray[Any],
    output: NDArray[Any],
    matrix: NDArray[np.float64],
    azimuths: NDArray[np.float64],
    channels: NDArray[np.int64],
) -> None:
    for i in range(count):
        voice, parameter, value = due[i].voice, due[i].parameter, due[i].value
        if voice == OUT_VOICE:
            if not math.isfinite(value) or parameter < 0 or parameter >= len(_OUT_LOW):
                continue
            value = min(max(value, _OUT_LOW[parameter]), _OUT_HIGH[parameter])
            if parameter == _OUT_GAIN:
                output[0].gain = value
            elif value >= 0.5:
                release = PANIC_SECONDS if parameter == _OUT_PANIC else RELEASE_SECONDS
                for v in range(len(control)):
                    control[v].gate = 0
                    control[v].release = release
            continue
        if not math.isfinite(value) or voice < 0 or voice >= len(control):
            continue
        if MATRIX <= parameter < MATRIX + len(channels):
            matrix[voice, parameter - MATRIX] = min(max(value, 0.0), MATRIX_HIGH)
            continue
        if parameter < 0 or parameter >= len(_LOW):
            continue
        value = min(max(value, _LOW[parameter]), _HIGH[parameter])
        if parameter == _GATE:
            control[voice].gate = int(value >= 0.5)
            control[voice].release = RELEASE_SECONDS
            control[voice].starts += int(value >= 0.5)
        elif parameter == _GAIN:
            control[voice].unmuted = value
            if control[voice].mute == 0:
                control[voice].gain = value
        elif parameter == _MUTE:
            control[voice].mute = int(value >= 0.5)
            control[voice].gain = 0.0 if value >= 0.5 else control[voice].unmuted
        elif parameter == _PAN:
            control[voice].pan = value
            _pan_row(value, matrix[voice])
        elif parameter in (_AZIMUTH, _DISTANCE):
            if parameter == _AZIMUTH:
                control[voice].azimuth = value
            else:
                control[voice].distance = value
            _ring_row(control[voice].azimuth, control[voice].distance, azimuths, channels, matrix[voice])
        elif parameter == _POSITION:
            control[voice].position = value
            control[voice].jumps += 1
        elif parameter == _RATE:
            control[voice].rate = value
        elif parameter == _TRANSPOSE:
            control[voice].transpose = value
        elif parameter == _MODE:
            control[voice].mode = round(value)
        elif parameter == _FREEZE:
            control[voice].freeze = int(value >= 0.5)


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
            "output.gain": (_OUT_LOW[_OUT_GAIN], _OUT_HIGH[_OUT_GAIN]),
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
        for row in self.matrix:
            _ring_row(float(azimuth), float(distance), self._azimuths, self._channels, row)

    def apply(self, due: NDArray[Any], count: int) -> None:
        """Apply the first `count` events; out of range is clamped, no number or no such voice changes nothing."""
        _apply(due, count, self.voices, self.output, self.matrix, self._azimuths, self._channels)
