"""The short-time Fourier transform and its inverse, over a batch.

Conventions
-----------
Frame t holds ``n_fft`` samples from ``t * hop_length - padding`` on; what lies outside the clip is zero. Periodic Hann
window. Spectra are plain FFTs of the windowed frame, sample 0 first: complex64, shape (B, T, n_fft // 2 + 1).
`padding` of ``(n_fft - hop_length) // 2`` at both ends gives one frame per hop, centred on it.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numba import njit
from numpy.typing import NDArray

Spectrum = NDArray[np.complex64]


@lru_cache(maxsize=32)
def hann(n_fft: int) -> NDArray[np.float32]:
    """Periodic Hann window, read only."""
    window = (0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(n_fft) / n_fft)).astype(np.float32)
    window.setflags(write=False)
    return window


def stft(samples: NDArray[np.float32], n_fft: int, hop_length: int, frames: int, padding: int) -> Spectrum:
    """Short-time Fourier transform of a batch, (B, n) to (B, frames, n_fft // 2 + 1)."""
    batch, length = samples.shape
    padded = np.zeros((batch, max((frames - 1) * hop_length + n_fft, padding + length)), np.float32)
    padded[:, padding : padding + length] = samples
    windows = np.lib.stride_tricks.sliding_window_view(padded, n_fft, axis=1)[:, ::hop_length][:, :frames]
    return np.fft.rfft(windows * hann(n_fft), axis=-1).astype(np.complex64, copy=False)


def istft(spectrum: Spectrum, hop_length: int, length: int, padding: int) -> NDArray[np.float32]:
    """Least-squares inverse of `stft` (Griffin & Lim 1984, eq. 6), (B, T, K) to (B, length)."""
    n_fft = 2 * (spectrum.shape[-1] - 1)
    frames = np.fft.irfft(spectrum, n_fft, axis=-1)
    samples = np.empty((len(spectrum), length), np.float32)
    for clip, out in zip(frames, samples, strict=True):
        overlap_add(clip, hann(n_fft), hop_length, padding, out)
    return samples


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def overlap_add(
    frames: NDArray[np.float32],
    window: NDArray[np.float32],
    hop_length: int,
    padding: int,
    out: NDArray[np.float32],
) -> None:
    """Window and add frames (T, n_fft) into `out`, divided by the sum of the squared windows that reach each sample."""
    n_fft = len(window)
    total = (len(frames) - 1) * hop_length + n_fft
    added = np.zeros(total, np.float32)
    weight = np.zeros(total, np.float32)
    for t in range(len(frames)):
        start = t * hop_length
        for i in range(n_fft):
            added[start + i] += frames[t, i] * window[i]
            weight[start + i] += window[i] * window[i]
    out[:] = 0.0
    for i in range(min(len(out), total - padding)):
        if weight[padding + i] > 1e-6:
            out[i] = added[padding + i] / weight[padding + i]
