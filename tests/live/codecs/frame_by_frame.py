"""Real-time PGHI over a whole spectrogram, frame by frame."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gesturegan_live.codecs.phase.pghi import rtpghi_frame


@njit(nogil=True)
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
