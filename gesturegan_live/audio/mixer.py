"""Voices to loudspeakers: gate envelopes, gains, the sum.

Conventions
-----------
Voices are (voices, max_block) float32, the bus (channels, max_block) float64, of which the first `frames` samples
count. Every gain moves by a one-pole filter sample by sample, so that no control is heard as steps. Owned by the audio
callback.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.controls import HEARD, ONCE, OPENING, SILENT, Controls
from gesturegan_live.audio.kernel import kernel

ATTACK_SECONDS = 0.005
STRIKE_SECONDS = 0.001  # attack of `once`, which begins where the clip does
GAIN_SECONDS = 0.004  # time constant of every gain
METER_SECONDS = 0.100  # time constant of every mean square
PEAK_SECONDS = 0.300  # and of a peak's fall
SETTLED = 1e-7


@kernel
def _listen(envelopes: NDArray[np.float64], controls: NDArray[Any], heard: NDArray[np.int64]) -> None:
    for v in range(len(envelopes)):
        if envelopes[v] > 0.0:
            heard[v] = HEARD
        else:
            heard[v] = OPENING if controls[v].gate == 1 else SILENT


@kernel
def _envelope(state: float, control: Any, level: NDArray[np.float64], frames: int, sample_rate: float) -> float:
    """Fill `level` with the gate's envelope (a smooth step); return its state."""
    if control.gate == 1:
        step = 1.0 / ((STRIKE_SECONDS if control.mode == ONCE else ATTACK_SECONDS) * sample_rate)
    else:
        step = -1.0 / (control.release * sample_rate)
    for i in range(frames):
        state = min(max(state + step, 0.0), 1.0)
        level[i] = state * state * (3.0 - 2.0 * state)
    return state


@kernel
def _mix(
    voices: NDArray[np.float32],
    frames: int,
    controls: NDArray[Any],
    matrix: NDArray[np.float64],
    envelopes: NDArray[np.float64],
    gains: NDArray[np.float64],
    squares: NDArray[np.float64],
    levels: NDArray[np.float64],
    wrong: NDArray[np.int64],
    bus: NDArray[np.float64],
    sample_rate: float,
) -> int:
    guarded = 0
    pull = 1.0 - math.exp(-1.0 / (GAIN_SECONDS * sample_rate))
    meter = 1.0 - math.exp(-1.0 / (METER_SECONDS * sample_rate))
    bus[:, :frames] = 0.0
    for v in range(len(voices)):
        wrong[v] = 0
        silent = envelopes[v] <= 0.0 and controls[v].gate == 0
        level = levels[v]
        envelopes[v] = _envelope(envelopes[v], controls[v], level, frames, sample_rate)
        square = squares[v]
        for i in range(frames):
            sample = float(voices[v, i])
            if not math.isfinite(sample):
                sample = 0.0
                wrong[v] += 1
            level[i] *= sample
            heard = level[i] * controls[v].gain
            square += meter * (heard * heard - square)
        squares[v] = square if square > 1e-20 else 0.0
        guarded += wrong[v]
        for c in range(len(bus)):
            target = controls[v].gain * matrix[v, c]
            gain = gains[v, c]
            if gain == target:
                if gain != 0.0 and not silent:
                    for i in range(frames):
                        bus[c, i] += gain * level[i]
                continue
            for i in range(frames):
                gain += pull * (target - gain)
                if abs(target - gain) < SETTLED:
                    gain = target
                bus[c, i] += gain * level[i]
            gains[v, c] = gain
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
        self._gains = np.zeros((voices, channels))
        self.levels = np.zeros((voices, max_block))
        self._sample_rate = float(sample_rate)

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
                self._gains,
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
        self._gains[:] = 0.0
