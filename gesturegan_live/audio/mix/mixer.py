"""Voices to loudspeakers: gains, the sum.

Conventions
-----------
Voices are (voices, max_block) float32, the bus (channels, max_block) float64, of which the first `frames` samples
count. Every gain moves as a one-pole filter does, sample by sample, so that no control is heard as steps. Owned
by the audio callback.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.bounds import FINITE, Bounds, Range
from gesturegan_live.audio.interface.controls import HEARD, OPENING, SILENT, Controls
from gesturegan_live.audio.mix.gate import envelope
from gesturegan_live.kernel import kernel, minimum, part, summing_part

GAIN_SECONDS = 0.004  # time constant of every gain
METER_SECONDS = 0.100  # time constant of every mean square
PEAK_SECONDS = 0.300  # and of a peak's fall
SETTLED = 1e-7


RAMP = np.dtype(
    [
        ("target", "<f8"),  # a gain's
        ("way", "<f8"),  # that was left when the target was set
        ("age", "<i8"),  # samples since then
    ]
)


def ramp_decay(sample_rate: int) -> NDArray[np.float64]:
    """Give what is left of a gain's way after 1, 2, 3 … samples, until nothing is to be heard of it."""
    samples = GAIN_SECONDS * sample_rate
    return np.exp(-np.arange(1, round(-math.log(SETTLED) * samples) + 1) / samples)


def ramp_bounds(decay: NDArray[np.float64]) -> dict[str, Range]:
    """Give the bounds of a part's ``_ramps`` whose gains decay so."""
    return {"_ramps.target": FINITE, "_ramps.way": FINITE, "_ramps.age": (0, len(decay) - 1)}


@kernel
def _listen(envelopes: NDArray[np.float64], controls: NDArray[Any], heard: NDArray[np.int64]) -> None:
    for v in range(len(envelopes)):
        if envelopes[v] > 0.0:
            heard[v] = HEARD
        else:
            heard[v] = OPENING if controls[v].gate == 1 else SILENT


@summing_part
def _mean_square(samples: NDArray[np.float64], frames: int) -> float:
    total = 0.0
    for i in range(frames):
        total += samples[i] * samples[i]
    return total / frames


@part
def add_ramped(
    level: NDArray[np.float64],
    frames: int,
    target: float,
    ramp: Any,
    decay: NDArray[np.float64],
    silent: bool | np.bool_,
    line: NDArray[np.float64],
    start: int | np.int64,
) -> None:
    """Add a voice to one loudspeaker, from sample `start` of its line on.

    The gain is known from what is left of its way: the samples of a block do not wait for each other, and do not depend
    on where a block ends.
    """
    if target != ramp.target:
        gain = ramp.target + (ramp.way * decay[ramp.age - 1] if ramp.age > 0 else ramp.way)
        ramp.way, ramp.target, ramp.age = gain - target, target, 0
    moving = 0
    if ramp.way != 0.0:
        moving = minimum(frames, len(decay) - ramp.age)
        way, age = ramp.way, ramp.age
        if not silent:
            for i in range(moving):
                line[start + i] += (target + way * decay[age + i]) * level[i]
        ramp.age += moving
        if ramp.age == len(decay):
            ramp.way, ramp.age = 0.0, 0
    if target != 0.0 and not silent:
        for i in range(moving, frames):
            line[start + i] += target * level[i]


@kernel
def _mix(
    voices: NDArray[np.float32],
    frames: int,
    controls: NDArray[Any],
    matrix: NDArray[np.float64],
    envelopes: NDArray[np.float64],
    ramps: NDArray[Any],
    decay: NDArray[np.float64],
    squares: NDArray[np.float64],
    levels: NDArray[np.float64],
    wrong: NDArray[np.int64],
    bus: NDArray[np.float64],
    sample_rate: float,
) -> int:
    guarded = 0
    meter = 1.0 - math.exp(-frames / (METER_SECONDS * sample_rate))
    for c in range(len(bus)):
        for i in range(frames):
            bus[c, i] = 0.0
    for v in range(len(voices)):
        samples, level = voices[v], levels[v]
        silent = envelopes[v] <= 0.0 and controls[v].gate == 0
        bad = 0
        for i in range(frames):
            level[i] = samples[i]
            bad += not abs(level[i]) < np.inf
        if bad > 0:
            for i in range(frames):
                if not abs(level[i]) < np.inf:
                    level[i] = 0.0
        wrong[v] = bad
        guarded += bad
        envelopes[v] = envelope(envelopes[v], controls[v], level, frames, sample_rate)
        square = controls[v].gain * controls[v].gain * _mean_square(level, frames)
        squares[v] += meter * (square - squares[v])
        if squares[v] < 1e-20:
            squares[v] = 0.0
        for c in range(len(bus)):
            add_ramped(level, frames, controls[v].gain * matrix[v, c], ramps[v, c], decay, silent, bus[c], np.int64(0))
    return guarded


class Mixer:
    """Sums voices into the bus.

    Attributes
    ----------
    bus : ndarray, shape (channels, max_block), float64
    heard : ndarray, shape (voices,), int64
        What `listen` found: SILENT, HEARD or OPENING.
    levels : ndarray, shape (voices, max_block), float64
        Samples of each voice in the last `mix`, after its envelope and before any gain.
    wrong : ndarray, shape (voices,), int64
        Samples of each voice in the last `mix` that were no numbers and went as zeros.
    squares : ndarray, shape (voices,), float64
        Running mean square of each voice, after envelope and gain.
    """

    def __init__(self, voices: int, channels: int, sample_rate: int, max_block: int) -> None:
        self.bus = np.zeros((channels, max_block))
        self.heard = np.zeros(voices, np.int64)
        self.wrong = np.zeros(voices, np.int64)
        self.squares = np.zeros(voices)
        self._envelopes = np.zeros(voices)
        self._ramps = np.zeros((voices, channels), RAMP)
        self._decay = ramp_decay(sample_rate)
        self.levels = np.zeros((voices, max_block))
        self._sample_rate = float(sample_rate)

    @property
    def bounds(self) -> Bounds:
        """What may be in its state."""
        scratch = dict.fromkeys(("bus", "heard", "levels", "wrong"))
        return scratch | ramp_bounds(self._decay) | {"_envelopes": (0, 1), "squares": (0, FINITE[1])}

    def listen(self, controls: Controls) -> None:
        """Find out which voices will be heard from this sample on."""
        _listen(self._envelopes, controls.voices, self.heard)

    def mix(self, voices: NDArray[np.float32], frames: int, controls: Controls) -> int:
        """Fill the bus; return how many samples were no numbers."""
        return int(
            _mix(
                voices,
                frames,
                controls.voices,
                controls.matrix,
                self._envelopes,
                self._ramps,
                self._decay,
                self.squares,
                self.levels,
                self.wrong,
                self.bus,
                self._sample_rate,
            )
        )

    def reset(self) -> None:
        """Return to silence."""
        self.bus[:] = 0.0
        self.squares[:] = 0.0
        self._envelopes[:] = 0.0
        self._ramps[:] = np.zeros(1, RAMP)
