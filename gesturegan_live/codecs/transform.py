"""The short-time Fourier transform and its inverse, over a batch.

Conventions
-----------
Frame t holds ``n_fft`` samples from ``t * hop_length - padding`` on; what lies outside the clip is zero. Periodic Hann
window. Spectra are plain FFTs of the windowed frame, sample 0 first: complex64, shape (B, T, n_fft // 2 + 1).
`padding` of ``(n_fft - hop_length) // 2`` at both ends gives one frame per hop, centred on it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.kernel import relaxed_kernel

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
    return rfft(windows * hann(n_fft))


def rfft(frames: NDArray[np.float32], out: Spectrum | None = None) -> Spectrum:
    """Real FFT of the last axis in float32.

    NumPy (2.0 to 2.4) takes a 15 times slower loop where its scale factor is a plain 1, as `norm="backward"` makes it;
    a power of two taken out again is exact, and as quick as any.
    """
    # NumPy's types know float64 only; float32 in gives complex64 out
    spectrum: Spectrum = np.fft.rfft(frames, axis=-1, norm="forward", out=out)  # type: ignore[arg-type, assignment]
    spectrum *= np.float32(frames.shape[-1])
    return spectrum


def irfft(spectrum: Spectrum, out: NDArray[np.float32]) -> None:
    """Inverse of `rfft`, into `out`, whose last axis has the length of the transform."""
    np.fft.irfft(spectrum, out.shape[-1], axis=-1, out=out)  # type: ignore[arg-type]


def shifted_add(frames: NDArray[np.float32], hop_length: int) -> NDArray[np.float32]:
    """Add frames (B, T, n_fft), each a hop further on; the hop divides n_fft."""
    batch, count, n_fft = frames.shape
    parts = n_fft // hop_length
    added = np.zeros((batch, count + parts - 1, hop_length), np.float32)
    split = frames.reshape(batch, count, parts, hop_length)
    for part in range(parts):
        added[:, part : part + count] += split[:, :, part]
    return added.reshape(batch, -1)


def polar(log_magnitude: NDArray[np.float32], phase: NDArray[np.floating[Any]]) -> Spectrum:
    """Spectrum of a natural log magnitude and a phase, radians."""
    spectrum = np.empty(phase.shape, np.complex64)
    pairs = spectrum.view(np.float32).reshape(-1, 2)
    polar_parts(np.exp(log_magnitude).reshape(-1), phase.reshape(-1), pairs[:, 0], pairs[:, 1])
    return spectrum


@relaxed_kernel("nsz", "arcp", "contract", "reassoc")
def polar_parts(
    magnitude: NDArray[np.float32],
    phase: NDArray[np.floating[Any]],
    real: NDArray[np.float32],
    imag: NDArray[np.float32],
) -> None:
    """Write real and imaginary parts of magnitudes and phases, all (n,).

    Sine and cosine of half the angle by their series, doubled: within 4e-7, and without a branch, so that it
    vectorises.
    """
    for k in range(len(magnitude)):
        angle = phase[k]
        turns = np.floor(angle * (0.5 / np.pi) + 0.5)
        half = np.float32(0.5 * (angle - turns * (2.0 * np.pi)))  # [-pi / 2, pi / 2]
        square = half * half
        sine = np.float32(-2.3889859e-08)
        sine = sine * square + np.float32(2.7525562e-06)
        sine = sine * square + np.float32(-0.00019840874)
        sine = sine * square + np.float32(0.0083333310)
        sine = sine * square + np.float32(-0.16666667)
        sine = (sine * square + np.float32(1.0)) * half
        cosine = np.float32(-2.605e-07)
        cosine = cosine * square + np.float32(2.47609e-05)
        cosine = cosine * square + np.float32(-0.0013888397)
        cosine = cosine * square + np.float32(0.041666638)
        cosine = cosine * square + np.float32(-0.5)
        cosine = cosine * square + np.float32(1.0)
        real[k] = magnitude[k] * (cosine * cosine - sine * sine)
        imag[k] = magnitude[k] * (np.float32(2.0) * sine * cosine)
