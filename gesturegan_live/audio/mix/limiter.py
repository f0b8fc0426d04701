"""The last thing before the sound card: master gain and fade, a guard against what is no number, a true-peak limiter.

Conventions
-----------
The bus is (channels, max_block) float64, the output (max_block, channels) float32; all channels share one gain. The
limiter's only delay is its look-ahead, 0.5 ms, and the six samples that its detector needs: 28 samples at 44.1 kHz. As
long as the true peak stays below the threshold samples pass unchanged, to the bit. The threshold lies below the ceiling
by what the detector may miss (`gesturegan_live.audio.mix.true_peak`). A gain that fell stays for 10 ms before it rises:
the half period of 50 Hz, above which a steady tone meets a steady gain (harmonics below -110 dB of a tone of 60 Hz, 6
dB too loud; without the hold -30 dB). Gains are kept as whole numbers (1 = 2 ** 40), so that their running mean never
drifts. Owned by the audio callback.

References
----------
U. Zölzer (ed.), DAFX, 2nd ed., section 4.2.2: look-ahead limiting by a sliding minimum and a moving average.
EBU R 128 (2020): the maximum permitted true peak level is -1 dBTP.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.bounds import COUNT, FINITE, FLAG, Bounds
from gesturegan_live.audio.interface.controls import Controls
from gesturegan_live.audio.mix.mixer import GAIN_SECONDS, PEAK_SECONDS, SETTLED
from gesturegan_live.audio.mix.true_peak import HALF, true_peaks
from gesturegan_live.kernel import inlined, kernel, maximum, minimum
from gesturegan_live.show.parameters import OUT_INDEX, OUT_PARAMETERS

CEILING = 10.0 ** (-1.0 / 20.0)  # -1 dBTP
THRESHOLD = CEILING * 10.0 ** (-0.3 / 20.0)
LOOK_AHEAD_SECONDS = 0.0005
HOLD_SECONDS = 0.010
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
        ("first", "<i8"),  # of the queue of gains that peaks allow
        ("count", "<i8"),
        ("silent", "<i8"),  # samples since the fade ended
    ]
)


@inlined
def _raise(
    target: float, fading: bool, state: Any, factors: NDArray[np.float64], frames: int, sample_rate: float
) -> None:
    """Fill `factors` with the master's gain and fade."""
    pull = 1.0 - math.exp(-1.0 / (GAIN_SECONDS * sample_rate))
    step = (-1.0 if fading else 1.0) / (FADE_SECONDS * sample_rate)
    if state.gain == target and state.fade == 1.0 and not fading:
        for i in range(frames):
            factors[i] = target
        return
    for i in range(frames):
        if state.gain != target:
            state.gain += pull * (target - state.gain)
            if abs(target - state.gain) < SETTLED:
                state.gain = target
        state.fade = minimum(maximum(state.fade + step, 0.0), 1.0)
        state.silent = state.silent + 1 if state.fade == 0.0 else 0
        factors[i] = state.gain * state.fade * state.fade * (3.0 - 2.0 * state.fade)


@inlined
def _take_in(
    bus: NDArray[np.float64], factors: NDArray[np.float64], frames: int, line: NDArray[np.float64], history: int
) -> int:
    """Put the bus behind the last samples of each line, in place of those that have left; count what is no number."""
    guarded = 0
    for c in range(len(bus)):
        samples, made = bus[c], line[c]
        for i in range(frames):
            made[history + i] = samples[i] * factors[i]
        for i in range(history, history + frames):
            if not abs(made[i]) < np.inf:
                made[i] = 0.0
                guarded += 1
    return guarded


@inlined
def _reduce(
    peaks: NDArray[np.float64],
    state: Any,
    gains: NDArray[np.int64],
    lowest: NDArray[np.float64],
    lowest_at: NDArray[np.int64],
    sample_rate: float,
    factors: NDArray[np.float64],
    frames: int,
) -> None:
    """Fill `factors` with the gain that keeps the peaks at the threshold."""
    ahead, size = len(gains), len(lowest)
    recover = 1.0 - math.exp(-1.0 / (RELEASE_SECONDS * sample_rate))
    for i in range(frames):
        # The lowest gain that any peak of the window allows: a queue whose values rise from front to back.
        if state.count > 0 and lowest_at[state.first] <= state.clock - size:
            state.first = (state.first + 1) % size
            state.count -= 1
        if peaks[i] > THRESHOLD:
            allowed = THRESHOLD / peaks[i]
            while state.count > 0 and lowest[(state.first + state.count - 1) % size] >= allowed:
                state.count -= 1
            back = (state.first + state.count) % size
            lowest[back], lowest_at[back] = allowed, state.clock
            state.count += 1
        floor = lowest[state.first] if state.count > 0 else 1.0
        state.released = minimum(floor, state.released + recover * (1.0 - state.released))
        if 1.0 - state.released < SETTLED:
            state.released = minimum(floor, 1.0)
        whole = int(state.released * ONE)
        place = state.clock % ahead
        state.total += whole - gains[place]
        gains[place] = whole
        factors[i] = state.total / (ONE * ahead)
        state.clock += 1


@inlined
def _give(
    line: NDArray[np.float64],
    history: int,
    factors: NDArray[np.float64],
    frames: int,
    peaks: NDArray[np.float64],
    sample_rate: float,
    out: NDArray[np.float32],
) -> None:
    """Write the oldest samples of each line, so many as it has new ones; keep the peaks."""
    top = np.float32(CEILING)
    fall = math.exp(-frames / (PEAK_SECONDS * sample_rate))
    for c in range(len(line)):
        delayed = line[c]
        highest = 0.0
        for i in range(frames):
            sample = minimum(maximum(np.float32(delayed[i] * factors[i]), -top), top)
            out[i, c] = sample
            highest = maximum(highest, abs(float(sample)))
        peaks[c] = maximum(highest, peaks[c] * fall)
        for i in range(history):
            delayed[i] = delayed[frames + i]


@kernel
def _limit(
    bus: NDArray[np.float64],
    frames: int,
    target: float,
    fading: bool,
    states: NDArray[Any],
    line: NDArray[np.float64],
    gains: NDArray[np.int64],
    lowest: NDArray[np.float64],
    lowest_at: NDArray[np.int64],
    scratch: NDArray[np.float64],
    around: NDArray[np.float64],
    peaks: NDArray[np.float64],
    out: NDArray[np.float32],
    sample_rate: float,
) -> int:
    state = states[0]
    ahead = len(gains)
    history = ahead + HALF
    factors, rising = scratch[0], scratch[1]
    _raise(target, fading, state, factors, frames, sample_rate)
    guarded = _take_in(bus, factors, frames, line, history)
    highest = true_peaks(line, history, frames, THRESHOLD, around, rising)
    if highest <= THRESHOLD and state.count == 0 and state.total == int(ONE) * ahead:
        for i in range(frames):
            factors[i] = 1.0
        state.clock += frames
    else:
        _reduce(rising, state, gains, lowest, lowest_at, sample_rate, factors, frames)
    _give(line, history, factors, frames, peaks, sample_rate, out)
    return guarded


class Limiter:
    """Bus to output, never beyond the ceiling.

    Attributes
    ----------
    out : ndarray, shape (max_block, channels), float32
    peaks : ndarray, shape (channels,), float64
        Falling peak of what went out.
    fading : bool
        Whether the output is fading out, or stays faded.
    delay : int
        Samples by which the output follows the bus.
    """

    def __init__(self, channels: int, sample_rate: int, max_block: int) -> None:
        ahead = max(HALF, int(LOOK_AHEAD_SECONDS * sample_rate))
        self.delay = ahead + HALF
        self.out = np.zeros((max_block, channels), np.float32)
        self.peaks = np.zeros(channels)
        self.fading = False
        self._sample_rate = float(sample_rate)
        self._state = np.zeros(1, STATE)
        self._line = np.zeros((channels, self.delay + max_block))
        self._gains = np.zeros(ahead, np.int64)
        window = ahead + 2 + int(HOLD_SECONDS * sample_rate)  # a peak between two samples is met at both
        self._lowest = np.zeros(window)
        self._lowest_at = np.zeros(window, np.int64)
        self._scratch = np.zeros((2, max_block))
        self._around = np.zeros(max_block + 2 * HALF - 1)
        self.reset()

    @property
    def bounds(self) -> Bounds:
        """What may be in its state."""
        scratch, gain = dict.fromkeys(("_around", "_scratch", "out")), OUT_PARAMETERS[OUT_INDEX["gain"]]
        return scratch | {
            "peaks": (0, FINITE[1]),
            "fading": FLAG,
            "_state.gain": (gain.low, gain.high),
            "_state.fade": (0, 1),
            "_state.released": (0, 1),
            "_state.total": (0, ONE * len(self._gains)),
            "_state.clock": COUNT,
            "_state.first": (0, len(self._lowest) - 1),
            "_state.count": (0, len(self._lowest)),
            "_state.silent": COUNT,
            "_line": FINITE,
            "_gains": (0, ONE),
            "_lowest": (0, 1),
            "_lowest_at": COUNT,
        }

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
                self._line,
                self._gains,
                self._lowest,
                self._lowest_at,
                self._scratch,
                self._around,
                self.peaks,
                self.out,
                self._sample_rate,
            )
        )

    def mute(self) -> None:
        """Be silent at once: before the first sample, for a start that fades in."""
        self._state["fade"] = 0.0

    def reset(self) -> None:
        """Return to silence, at full level."""
        self.fading = False
        self._state[:] = np.zeros(1, STATE)
        for name in ("gain", "fade", "released"):
            self._state[name] = 1.0
        self._state["total"] = int(ONE) * len(self._gains)
        self._gains[:] = int(ONE)
        for array in (self._line, self.peaks, self.out, self._lowest, self._lowest_at):
            array[:] = 0
