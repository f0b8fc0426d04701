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
from numba import njit
from numpy.typing import NDArray

HANN_GAMMA = 0.25645  # of the Gaussian nearest to a Hann window, times the squared window length (2016, table 1)
LOG_TOLERANCE = -13.8  # bins 120 dB below the strongest of two frames carry no phase worth following
TWO_PI = 2.0 * np.pi

Frame = NDArray[np.float32]


def rtpghi_work(n_fft: int) -> int:
    """Size of the float32 scratch that `rtpghi_frame` takes."""
    return 4 * (n_fft // 2 + 1)


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def rtpghi_frame(  # noqa: PLR0912, PLR0915
    log_magnitude: Frame,
    time_slope: Frame,
    previous_log_magnitude: Frame,
    previous_phase: Frame,
    phase: Frame,
    work: Frame,
    hop_length: int,
    n_fft: int,
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
    """
    bins = len(log_magnitude)
    from_past = work[:bins]  # phase, if it comes from the frame before
    step = work[bins : 2 * bins]  # phase from bin k - 1 to bin k
    strength = work[2 * bins : 3 * bins]  # of the best way to a bin from below or from the past
    reached = work[3 * bins : 4 * bins]  # phase at a bin on that way

    per_bin = np.float32(HANN_GAMMA * n_fft / hop_length)  # gamma / (hop n_fft)
    per_hop = np.float32(0.25 / per_bin)  # centred difference, mean of two frames
    pi = np.float32(np.pi)
    two_pi = np.float32(TWO_PI)

    strongest = np.float32(-1e30)
    for k in range(bins):
        strongest = max(strongest, log_magnitude[k], previous_log_magnitude[k])
    tolerance = strongest + np.float32(LOG_TOLERANCE)

    step[0] = 0.0
    for k in range(1, bins):
        step[k] = np.float32(-0.5) * per_bin * (time_slope[k - 1] + time_slope[k]) - pi
    mask = n_fft - 1  # the advance of bin k is 2 pi k hop / n_fft, kept exact modulo 2 pi
    whole = n_fft & mask == 0
    for k in range(1, bins - 1):
        turns = (k * hop_length) & mask if whole else (k * hop_length) % n_fft
        slope = (
            log_magnitude[k + 1] - log_magnitude[k - 1] + previous_log_magnitude[k + 1] - previous_log_magnitude[k - 1]
        )
        from_past[k] = previous_phase[k] + two_pi * np.float32(turns) / np.float32(n_fft) + per_hop * slope
    # the spectrum is even about DC and Nyquist: no slope there
    from_past[0] = previous_phase[0]
    from_past[bins - 1] = previous_phase[bins - 1] + pi * np.float32(hop_length % 2)

    # upwards: a bin below the tolerance is no way through, one that has just begun is led by the strongest beside it
    way = np.float32(-1e30)
    path = np.float64(0.0)
    for k in range(bins):
        past = previous_log_magnitude[k]
        if past < tolerance:
            past = log_magnitude[k] - np.float32(1e6)
        path += step[k]
        if past >= way:
            way = past
            path = np.float64(from_past[k])
        strength[k] = way
        reached[k] = np.float32(path)
        here = log_magnitude[k]
        way = min(way, here) if here >= tolerance else np.float32(-1e30)

    # downwards: the better of that way and the one from above
    way = np.float32(-1e30)
    path = np.float64(0.0)
    above = np.float32(0.0)
    for k in range(bins - 1, -1, -1):
        path -= above
        above = step[k]
        own = strength[k]
        if own >= way:
            phase[k] = reached[k]
        else:
            phase[k] = np.float32(path)
        # only what does not come from above may go on downwards unchanged; `way` holds the better of both
        if own >= way:
            path = np.float64(reached[k])
            way = own
        here = log_magnitude[k]
        way = min(way, here) if here >= tolerance else np.float32(-1e30)

    for k in range(bins):
        if log_magnitude[k] < tolerance:
            # a golden-ratio turn that grows with the bin: random enough, and the same every time
            scattered = previous_phase[k] + np.float32(0.61803398875) * np.float32((k * k) % 4096) * two_pi
        else:
            scattered = phase[k]
        phase[k] = scattered - two_pi * np.floor(scattered / two_pi + np.float32(0.5))


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def rtpghi(log_magnitude: NDArray[np.float32], hop_length: int, n_fft: int, look_ahead: int) -> NDArray[np.float32]:
    """Phase of a whole spectrogram (T, bins) by `rtpghi_frame`, with 0 or 1 frames of look-ahead."""
    frames, bins = log_magnitude.shape
    phase = np.zeros((frames, bins), np.float32)
    work = np.empty(4 * bins, np.float32)
    slope = np.empty(bins, np.float32)
    before = np.full(bins, np.float32(-100.0), np.float32)
    start = np.zeros(bins, np.float32)
    for t in range(frames):
        first = max(t - 1, 0)
        last = min(t + look_ahead, frames - 1)
        span = np.float32(max(last - first, 1))
        for k in range(bins):
            slope[k] = (log_magnitude[last, k] - log_magnitude[first, k]) / span
        if t == 0:
            rtpghi_frame(log_magnitude[0], slope, before, start, phase[0], work, hop_length, n_fft)
        else:
            rtpghi_frame(log_magnitude[t], slope, log_magnitude[t - 1], phase[t - 1], phase[t], work, hop_length, n_fft)
    return phase
