"""The last thing before the sound card: master gain and fade, a guard against what is no number, a peak limiter.

Conventions
-----------
The bus is (channels, max_block) float64, the output (max_block, channels) float32. The limiter looks ahead by 1 ms,
which is its only delay; all channels share one gain. Below the ceiling samples pass unchanged, to the bit. Gains are
kept as whole numbers (1 = 2 ** 40), so that their running mean never drifts. Owned by the audio callback.

References
----------
U. Zölzer (ed.), DAFX, 2nd ed., section 4.2.2: look-ahead limiting by a sliding minimum and a moving average.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.controls import Controls
from gesturegan_live.audio.kernel import kernel
from gesturegan_live.audio.mixer import GAIN_SECONDS, METER_SECONDS, PEAK_SECONDS, SETTLED

CEILING = 10.0 ** (-0.3 / 20.0)  # -0.3 dBFS
LOOK_AHEAD_SECONDS = 0.001
RELEASE_SECONDS = 0.060
FADE_SECONDS = 0.030
ONE = 2.0**40

STATE = np.dtype(
    [
        ("gain", "<f8"),  # master, smoothed
        ("fade", "<f8"),  # 0..1
        ("released", "<f8"),  # the limiter's gain before averaging
        ("total", "<i8"),  # of the gains in the average
        ("clock", "<i8"),
        ("first", "<i8"),  # of the queue of falling peaks
        ("count", "<i8"),
        ("silent", "<i8"),  # samples since the fade ended
    ]
)


@kernel
def _limit(
    bus: NDArray[np.float64],
    frames: int,
    target: float,
    fading: bool,
    states: NDArray[Any],
    delayed: NDArray[np.float64],
    leaving: NDArray[np.float64],
    gains: NDArray[np.int64],
    lowest: NDArray[np.float64],
    lowest_at: NDArray[np.int64],
    peaks: NDArray[np.float64],
    squares: NDArray[np.float64],
    out: NDArray[np.float32],
    sample_rate: float,
) -> int:
    state = states[0]
    channels, ahead = delayed.shape
    pull = 1.0 - math.exp(-1.0 / (GAIN_SECONDS * sample_rate))
    recover = 1.0 - math.exp(-1.0 / (RELEASE_SECONDS * sample_rate))
    meter = 1.0 - math.exp(-1.0 / (METER_SECONDS * sample_rate))
    fall = math.exp(-1.0 / (PEAK_SECONDS * sample_rate))
    step = (-1.0 if fading else 1.0) / (FADE_SECONDS * sample_rate)
    top = np.float32(CEILING)
    guarded = 0
    for i in range(frames):
        if state.gain != target:
            state.gain += pull * (target - state.gain)
            if abs(target - state.gain) < SETTLED:
                state.gain = target
        state.fade = min(max(state.fade + step, 0.0), 1.0)
        state.silent = state.silent + 1 if state.fade == 0.0 else 0
        gain = state.gain * state.fade * state.fade * (3.0 - 2.0 * state.fade)
        place = state.clock % ahead
        peak = 0.0
        for c in range(channels):
            sample = bus[c, i] * gain
            if not math.isfinite(sample):
                sample = 0.0
                guarded += 1
            leaving[c] = delayed[c, place]
            delayed[c, place] = sample
            peak = max(peak, abs(sample))
        # The lowest gain that any sample of the window allows: a queue whose values rise from front to back.
        allowed = min(1.0, CEILING / peak) if peak > CEILING else 1.0
        if state.count > 0 and lowest_at[state.first] < state.clock - ahead:
            state.first = (state.first + 1) % (ahead + 1)
            state.count -= 1
        while state.count > 0 and lowest[(state.first + state.count - 1) % (ahead + 1)] >= allowed:
            state.count -= 1
        back = (state.first + state.count) % (ahead + 1)
        lowest[back], lowest_at[back] = allowed, state.clock
        state.count += 1
        state.released = min(lowest[state.first], state.released + recover * (1.0 - state.released))
        if 1.0 - state.released < SETTLED:
            state.released = min(lowest[state.first], 1.0)
        whole = int(state.released * ONE)
        state.total += whole - gains[place]
        gains[place] = whole
        reduction = state.total / (ONE * ahead)
        for c in range(channels):
            out[i, c] = min(max(np.float32(leaving[c] * reduction), -top), top)
            magnitude = abs(float(out[i, c]))
            peaks[c] = max(magnitude, peaks[c] * fall)
            squares[c] += meter * (magnitude * magnitude - squares[c])
        state.clock += 1
    return guarded


class Limiter:
    """Bus to output, never beyond the ceiling.

    Attributes
    ----------
    out : ndarray, shape (max_block, channels), float32
    peaks, squares : ndarray, shape (channels,), float64
        Falling peak and running mean square of what went out.
    fading : bool
        Whether the output is fading out, or stays faded.
    delay : int
        Samples by which the output follows the bus.
    """

    def __init__(self, channels: int, sample_rate: int, max_block: int) -> None:
        self.delay = max(1, int(LOOK_AHEAD_SECONDS * sample_rate))
        self.out = np.zeros((max_block, channels), np.float32)
        self.peaks = np.zeros(channels)
        self.squares = np.zeros(channels)
        self.fading = False
        self._sample_rate = float(sample_rate)
        self._state = np.zeros(1, STATE)
        self._delayed = np.zeros((channels, self.delay))
        self._leaving = np.zeros(channels)
        self._gains = np.zeros(self.delay, np.int64)
        self._lowest = np.zeros(self.delay + 1)
        self._lowest_at = np.zeros(self.delay + 1, np.int64)
        self.reset()

    @property
    def faded(self) -> bool:
        """Whether a fade-out has ended and its last sample has left."""
        return int(self._state["silent"][0]) > self.delay

    def limit(self, bus: NDArray[np.float64], frames: int, controls: Controls) -> int:
        """Fill `out`; return how many samples of the bus were no numbers."""
        return int(
            _limit(
                bus,
                frames,
                float(controls.output["gain"][0]),
                self.fading,
                self._state,
                self._delayed,
                self._leaving,
                self._gains,
                self._lowest,
                self._lowest_at,
                self.peaks,
                self.squares,
                self.out,
                self._sample_rate,
            )
        )

    def reset(self) -> None:
        """Return to silence, at full level."""
        self.fading = False
        self._state[:] = np.zeros(1, STATE)
        for name in ("gain", "fade", "released"):
            self._state[name] = 1.0
        self._state["total"] = int(ONE) * self.delay
        self._gains[:] = int(ONE)
        for array in (self._delayed, self.peaks, self.squares, self.out, self._lowest, self._lowest_at):
            array[:] = 0
