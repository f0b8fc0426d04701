"""Phase from magnitude, frame by frame: real-time phase gradient heap integration (RTPGHI).

The phase derivatives of a Gaussian-window STFT follow from its log magnitude; they are integrated from the strongest
neighbour on. Z. Průša, P. Balazs, P. L. Søndergaard, "A Noniterative Method for Reconstruction of Phase From STFT
Magnitude", IEEE/ACM TASLP 25(5), 2017; Z. Průša, P. L. Søndergaard, "Real-Time Spectrogram Inversion Using Phase
Gradient Heap Integration", DAFx-16, 2016.

Within one frame the heap's order is a bottleneck path on a line: a bin takes its phase from the past (as strong as its
own bin in the frame before), or along the frame from below or from above, each as strong as the weakest bin on the best
way there. One sweep up and one sweep down find those strengths, and give the phases that the heap gives.

Conventions
-----------
Log magnitudes are natural; phases are radians in [-pi, pi], of the plain FFT of a frame windowed by a periodic Hann,
sample 0 first (as `transform.stft`). Frames and scratch are 1-D float32 arrays of ``n_fft // 2 + 1`` bins. The kernels
hold neither the GIL nor state, and allocate nothing: the audio process calls them per voice and hop.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.kernel import inlined, maximum, minimum, part, relaxed_part

HANN_GAMMA = 0.25645  # of the Gaussian nearest to a Hann window, times the squared window length (2016, table 1)
LOG_TOLERANCE = -13.8  # bins 120 dB below the strongest of two frames carry no phase worth following
TWO_PI = 2.0 * np.pi
QUICK = {"nsz", "arcp", "contract", "reassoc", "nnan"}  # lets loops vectorise; no frame holds NaN

Frame = NDArray[np.float32]


def rtpghi_work(n_fft: int) -> int:
    """Size of the float32 scratch that `rtpghi_frame` takes."""
    return 4 * (n_fft // 2 + 1)


@inlined
def rtpghi_frame(
    log_magnitude: Frame,
    time_slope: Frame,
    previous_log_magnitude: Frame,
    previous_phase: Frame,
    phase: Frame,
    work: Frame,
    hop_length: int,
    n_fft: int,
    stretch: float = 1.0,
) -> None:
    """Write the phase of one frame, given the frame before it.

    Parameters
    ----------
    log_magnitude : ndarray, shape (bins,), float32
        Natural log magnitude of this frame.
    time_slope : ndarray, shape (bins,), float32
        Derivative of `log_magnitude` per frame of the sequence that is synthesised: a centred difference looks one
        frame ahead, a backward one does not. Take it within one side where two images meet.
    previous_log_magnitude, previous_phase : ndarray, shape (bins,), float32
        The frame before. Before the first frame: any magnitude far below (say -100), and phase 0.
    phase : ndarray, shape (bins,), float32
        Out. Must not be `previous_phase`.
    work : ndarray, shape (rtpghi_work(n_fft),), float32
        Scratch; nothing in it needs to be kept between calls.
    stretch : float
        How many times wider than under a Hann window of `n_fft` the partials are, because the spectrum was stretched.
    """
    bins = len(log_magnitude)
    from_past = work[:bins]  # phase, if it comes from the frame before
    step = work[bins : 2 * bins]  # phase from bin k - 1 to bin k
    tolerance = _strongest(log_magnitude, previous_log_magnitude) + np.float32(LOG_TOLERANCE)
    per_bin = HANN_GAMMA * n_fft / hop_length / stretch**2
    _integrands(
        log_magnitude, time_slope, previous_log_magnitude, previous_phase, from_past, step, hop_length, n_fft, per_bin
    )
    _sweep(
        log_magnitude,
        previous_log_magnitude,
        from_past,
        step,
        work[2 * bins : 3 * bins],
        work[3 * bins : 4 * bins],
        tolerance,
        phase,
    )
    _scatter(log_magnitude, previous_phase, tolerance, phase)


@relaxed_part(*QUICK)
def _strongest(log_magnitude: Frame, previous_log_magnitude: Frame) -> np.float32:
    strongest = np.float32(-1e30)
    for k in range(len(log_magnitude)):
        strongest = maximum(strongest, log_magnitude[k])
        strongest = maximum(strongest, previous_log_magnitude[k])
    return strongest


@relaxed_part(*QUICK)
def _integrands(
    log_magnitude: Frame,
    time_slope: Frame,
    previous_log_magnitude: Frame,
    previous_phase: Frame,
    from_past: Frame,
    step: Frame,
    hop_length: int,
    n_fft: int,
    gamma_per_bin: float,
) -> None:
    """Write the phase that each bin has if it comes from the past, and the phase from one bin to the next."""
    bins = len(log_magnitude)
    per_bin = np.float32(gamma_per_bin)  # gamma / (hop n_fft)
    per_hop = np.float32(0.25) / per_bin  # centred difference, mean of two frames
    pi = np.float32(np.pi)
    half = np.float32(0.5) * per_bin
    step[0] = np.float32(0.0)
    for k in range(1, bins):
        step[k] = -half * (time_slope[k - 1] + time_slope[k]) - pi
    # bin k advances by k * hop / n_fft turns; whole turns are left out before they cost float32 its last bits
    turn = np.float32(2.0 * np.pi / n_fft)
    mask = np.int32(n_fft - 1)
    hop = np.int32(hop_length)
    for k in range(1, bins - 1):
        from_past[k] = turn * np.float32(np.int32(np.int32(k) * hop) & mask)
    for k in range(1, bins - 1):
        now = log_magnitude[k + 1] - log_magnitude[k - 1]
        then = previous_log_magnitude[k + 1] - previous_log_magnitude[k - 1]
        from_past[k] += previous_phase[k] + per_hop * (now + then)
    # the spectrum is even about DC and Nyquist: no slope there
    from_past[0] = previous_phase[0]
    from_past[bins - 1] = previous_phase[bins - 1] + pi * np.float32(hop_length % 2)


@part
def _sweep(
    log_magnitude: Frame,
    previous_log_magnitude: Frame,
    from_past: Frame,
    step: Frame,
    strength: Frame,
    reached: Frame,
    tolerance: np.float32,
    phase: Frame,
) -> None:
    """Find the strongest way to each bin, upwards and then downwards, and the phase along it.

    A bin below the tolerance is no way through; where the past is below it, the strongest of the bins that have just
    begun leads the others.
    """
    bins = len(log_magnitude)
    nowhere = np.float32(-1e30)
    way = nowhere
    path = np.float64(0.0)
    for k in range(bins):
        here = log_magnitude[k]
        past = previous_log_magnitude[k]
        past = here - np.float32(1e6) if past < tolerance else past
        path += np.float64(step[k])
        stronger = past >= way
        way = past if stronger else way
        path = np.float64(from_past[k]) if stronger else path
        strength[k] = way  # of the best way from below or from the past
        reached[k] = np.float32(path)  # the phase at its end
        way = minimum(way, here) if here >= tolerance else nowhere
    way = nowhere
    path = np.float64(0.0)
    for k in range(bins - 1, -1, -1):
        stronger = strength[k] >= way
        way = strength[k] if stronger else way
        path = np.float64(reached[k]) if stronger else path
        phase[k] = np.float32(path)
        here = log_magnitude[k]
        way = minimum(way, here) if here >= tolerance else nowhere
        path -= np.float64(step[k])


@relaxed_part(*QUICK)
def _scatter(log_magnitude: Frame, previous_phase: Frame, tolerance: np.float32, phase: Frame) -> None:
    """Draw phases of bins below the tolerance, and wrap all."""
    two_pi = np.float32(TWO_PI)
    for k in range(len(phase)):
        # a golden-ratio turn that grows with the bin: random enough, and the same every time
        square = np.float32((np.int32(k) * np.int32(k)) & np.int32(4095))
        drawn = previous_phase[k] + np.float32(0.61803398875 * TWO_PI) * square
        scattered = drawn if log_magnitude[k] < tolerance else phase[k]
        phase[k] = scattered - two_pi * np.floor(scattered * np.float32(1.0 / TWO_PI) + np.float32(0.5))
