"""Sound from frames as they come: a frame in, a hop out, in one compiled call that makes no new array.

A frame's phases are those of real-time PGHI (`pghi`). Since its neighbours in time are not all there yet, they may then
be polished against the sound that is already under way: one Griffin-Lim step on that frame alone, as in X. Zhu, G. T.
Beauregard, L. L. Wyse, "Real-Time Signal Estimation From Modified Short-Time Fourier Transform Magnitude Spectra", IEEE
TASLP 15(5), 2007.

Conventions
-----------
Frames are natural log magnitudes of ``n_fft // 2 + 1`` bins, float32, in units of `transform.stft`. With one frame of
look-ahead what comes out belongs to the frame before the one that goes in. Used by one thread at a time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.phase.pghi import rtpghi_frame, rtpghi_work
from gesturegan_live.codecs.spectra.exponential import exponential
from gesturegan_live.codecs.spectra.fourier import FourierPlan, fourier_plan, fourier_work, real_forward, real_inverse
from gesturegan_live.codecs.spectra.polar import polar_parts
from gesturegan_live.codecs.spectra.transform import hann
from gesturegan_live.kernel import kernel, maximum, minimum, part, relaxed_part

BEFORE = -100.0  # log magnitude of the frames before the first
# what few windows have reached so far is not taken for known: 0.3 dB nearer over recorded textures than no such floor
LEAST_REACHED = 0.3
# frames far below what was heard just before are not worth polishing: what they lack is masked
MASKED = np.float32(10.0 ** (-25.0 / 10.0))
FORGET = np.float32(0.96)  # of the loudest power, from hop to hop: 30 dB in a second of 172 hops

Line = NDArray[np.float32]


class _State(NamedTuple):
    """All that a stream needs from one hop to the next, and its scratch."""

    recent: NDArray[np.float32]  # the last three frames, the newest last
    phase: NDArray[np.float32]  # of the frame before and of this one
    total: Line  # what earlier frames give to the samples of this one, windowed twice
    window: Line
    foreseen: Line  # the window over the squared windows that reach each sample so far, this frame's included
    gain: Line  # one over the sum of all squared windows, for the samples of a hop
    slope: Line
    work: Line
    magnitude: Line
    real: Line
    imag: Line
    frame: Line
    hop: Line
    loudest: Line  # power of the loudest frame lately, one value


class HopStream:
    """Real-time PGHI and overlap-add, hop by hop.

    Parameters
    ----------
    n_fft : int
        Length of the window and of the transform, samples: a power of two.
    hop_length : int
        Samples that each frame adds; divides `n_fft`.
    look_ahead : int
        0 or 1 frames; 1 gives better phases for one hop of delay.
    steps : int
        Polishing steps on each frame that is not masked by what came before; 0 is PGHI alone.
    """

    def __init__(self, n_fft: int, hop_length: int, look_ahead: int = 1, steps: int = 1) -> None:
        if look_ahead not in (0, 1):
            raise ValueError(f"hop stream: look_ahead is {look_ahead}; wanted 0 or 1")
        if not 0 <= steps <= 8:
            raise ValueError(f"hop stream: steps is {steps}; wanted 0 to 8")
        if n_fft < 16 or n_fft & (n_fft - 1):
            raise ValueError(f"hop stream: n_fft is {n_fft}; wanted a power of two from 16")
        if hop_length < 1 or n_fft % hop_length or 2 * hop_length > n_fft:
            raise ValueError(f"hop stream: hop_length is {hop_length}; wanted a divisor of n_fft / 2 = {n_fft // 2}")
        self.look_ahead, self.steps = look_ahead, steps
        bins = n_fft // 2 + 1
        window = hann(n_fft).astype(np.float64)
        squared = window**2
        reached = squared.copy()
        for shift in range(hop_length, n_fft, hop_length):
            reached[: n_fft - shift] += squared[shift:]
        self._plan = fourier_plan(n_fft)
        self._state = _State(
            recent=np.empty((3, bins), np.float32),
            phase=np.empty((2, bins), np.float32),
            total=np.empty(n_fft, np.float32),
            window=hann(n_fft),
            foreseen=(window / np.maximum(reached, LEAST_REACHED)).astype(np.float32),
            gain=(1.0 / squared.reshape(-1, hop_length).sum(axis=0)).astype(np.float32),
            slope=np.empty(bins, np.float32),
            work=np.empty(max(rtpghi_work(n_fft), fourier_work(n_fft)), np.float32),
            magnitude=np.empty(bins, np.float32),
            real=np.empty(bins, np.float32),
            imag=np.empty(bins, np.float32),
            frame=np.empty(n_fft, np.float32),
            hop=np.empty(hop_length, np.float32),
            loudest=np.empty(1, np.float32),
        )
        self.reset()

    def reset(self) -> None:
        """Forget what came before."""
        self._state.recent[:] = BEFORE
        self._state.phase[:] = 0.0
        self._state.total[:] = 0.0
        self._state.loudest[:] = 0.0

    def push(self, log_magnitude: Line) -> Line:
        """Take a frame, give the next hop: samples (hop_length,), overwritten by the next call."""
        _push(log_magnitude, self._state, self._plan, self.look_ahead, self.steps)
        return self._state.hop

    def run(self, log_magnitude: NDArray[np.float32]) -> NDArray[np.float32]:
        """Take all frames (T, bins) of a clip, give all hops (T * hop_length,): `push` without Python between."""
        samples = np.empty((len(log_magnitude), len(self._state.hop)), np.float32)
        _run(log_magnitude, self._state, self._plan, self.look_ahead, self.steps, samples)
        return samples.reshape(-1)


@kernel
def _run(
    frames: NDArray[np.float32],
    state: _State,
    plan: FourierPlan,
    look_ahead: int,
    steps: int,
    samples: NDArray[np.float32],
) -> None:
    for t in range(len(frames)):
        _push(frames[t], state, plan, look_ahead, steps)
        for i in range(len(state.hop)):
            samples[t, i] = state.hop[i]


@kernel
def _push(log_magnitude: Line, state: _State, plan: FourierPlan, look_ahead: int, steps: int) -> None:
    n_fft, hop_length = len(state.window), len(state.hop)
    due = 2 - look_ahead
    _advance(log_magnitude, state.recent, state.phase, state.slope, due)
    phase = state.phase[1]
    rtpghi_frame(
        state.recent[due],
        state.slope,
        state.recent[due - 1],
        state.phase[0],
        phase,
        state.work,
        hop_length,
        n_fft,
    )
    exponential(state.recent[due], state.magnitude)
    polar_parts(state.magnitude, phase, state.real, state.imag)
    power = _power(state.magnitude)
    state.loudest[0] = maximum(power, FORGET * state.loudest[0])
    if power < MASKED * state.loudest[0]:
        steps = 0
    for step in range(steps + 1):
        real_inverse(plan, state.real, state.imag, state.frame, state.work)
        if step == steps:
            break
        for i in range(n_fft):
            state.frame[i] = (state.total[i] + state.frame[i] * state.window[i]) * state.foreseen[i]
        real_forward(plan, state.frame, state.real, state.imag, state.work)
        _impose(state.magnitude, state.real, state.imag, phase)
    _add(state.frame, state.window, state.gain, state.total, state.hop)


@part
def _advance(
    log_magnitude: Line, recent: NDArray[np.float32], phase: NDArray[np.float32], slope: Line, due: int
) -> None:
    """Move the frames on by one, and find the slope in time of the one that is due."""
    silence = np.float32(BEFORE)
    for k in range(len(log_magnitude)):
        recent[0, k] = recent[1, k]
        recent[1, k] = recent[2, k]
        recent[2, k] = log_magnitude[k]
        phase[0, k] = phase[1, k]
        before, here, after = recent[due - 1, k], recent[due, k], recent[2, k]
        # nothing came before the first frame, and so nothing rises there
        slope[k] = after - here if before == silence else (after - before) / np.float32(3 - due)


@relaxed_part("reassoc", "contract")
def _power(magnitude: Line) -> np.float32:
    power = np.float32(0.0)
    for k in range(len(magnitude)):
        power += magnitude[k] * magnitude[k]
    return power


@relaxed_part("nsz", "arcp", "contract", "reassoc")
def _impose(magnitude: Line, real: Line, imag: Line, phase: Line) -> None:
    """Give a spectrum the wanted magnitude, and write its phase (within 2e-6 of the arc tangent, without a branch)."""
    for k in range(len(magnitude)):
        x, y = real[k], imag[k]
        scale = magnitude[k] / np.sqrt(x * x + y * y + np.float32(1e-20))
        real[k], imag[k] = x * scale, y * scale
        wide, high = abs(x), abs(y)
        ratio = minimum(wide, high) / (maximum(wide, high) + np.float32(1e-20))
        square = ratio * ratio
        angle = np.float32(-0.01172120)
        angle = angle * square + np.float32(0.05265332)
        angle = angle * square + np.float32(-0.11643287)
        angle = angle * square + np.float32(0.19354346)
        angle = angle * square + np.float32(-0.33262347)
        angle = (angle * square + np.float32(0.99997726)) * ratio
        angle = np.float32(np.pi / 2) - angle if high > wide else angle
        angle = np.float32(np.pi) - angle if x < np.float32(0.0) else angle
        phase[k] = -angle if y < np.float32(0.0) else angle


@part
def _add(frame: Line, window: Line, gain: Line, total: Line, hop: Line) -> None:
    """Add a windowed frame to what is under way; what is complete moves out as the hop."""
    n_fft, hop_length = len(frame), len(hop)
    for i in range(n_fft):
        total[i] += frame[i] * window[i]
    for i in range(hop_length):
        hop[i] = total[i] * gain[i]
    for i in range(n_fft - hop_length):
        total[i] = total[i + hop_length]
    total[n_fft - hop_length :] = np.float32(0.0)
