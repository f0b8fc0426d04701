"""Fast Griffin-Lim: phase that agrees with itself, from a good start in a few steps.

D. Griffin, J. Lim, "Signal Estimation from Modified Short-Time Fourier Transform", IEEE TASSP 32(2), 1984; N.
Perraudin, P. Balazs, P. L. Søndergaard, "A Fast Griffin-Lim Algorithm", WASPAA 2013.

Conventions
-----------
One clip at a time: float32 magnitudes (T, n_fft // 2 + 1), complex64 spectra of the same shape, frames as
`transform.stft` has them. Outside the clip there is silence, in every iteration.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.phase.momentum import MOMENTUM
from gesturegan_live.codecs.spectra.transform import Spectrum, hann, irfft, rfft
from gesturegan_live.kernel import allocating_kernel, kernel, relaxed_kernel


def griffin_lim(
    magnitude: NDArray[np.float32],
    spectrum: Spectrum,
    hop_length: int,
    length: int,
    padding: int,
    iterations: int,
    momentum: float = MOMENTUM,
) -> NDArray[np.float32]:
    """Find samples (length,) whose spectrogram comes near `magnitude`, from the phases of `spectrum` on.

    Parameters
    ----------
    magnitude : ndarray, shape (T, n_fft // 2 + 1), float32
        What is asked for.
    spectrum : ndarray, shape (T, n_fft // 2 + 1), complex64
        Where to start: `magnitude` with first phases. Overwritten.
    iterations : int
        Projections onto spectra of real signals and back; 0 inverts `spectrum` as it is.
    momentum : float
        How far each step goes on beyond the last one; 0 is plain Griffin-Lim.
    """
    n_fft = 2 * (spectrum.shape[1] - 1)
    window = hann(n_fft)
    frames = np.empty((len(spectrum), n_fft), np.float32)
    samples = np.zeros((len(spectrum) - 1) * hop_length + n_fft, np.float32)
    gain = overlap_gain(window, hop_length, len(spectrum))
    last = spectrum.copy() if iterations else spectrum
    projected = np.empty_like(spectrum)
    for step in range(iterations + 1):
        irfft(spectrum, frames)
        add_windowed(frames, window, gain, hop_length, padding, length, samples)
        if step == iterations:
            break
        cut_windowed(samples, window, hop_length, frames)
        rfft(frames, out=projected)
        accelerate(magnitude, _pairs(projected), _pairs(last), _pairs(spectrum), np.float32(momentum))
    return samples[padding : padding + length]


def _pairs(spectrum: Spectrum) -> NDArray[np.float32]:
    return spectrum.view(np.float32).reshape(*spectrum.shape, 2)


@allocating_kernel
def overlap_gain(window: NDArray[np.float32], hop_length: int, frames: int) -> NDArray[np.float32]:
    """One over the sum of the squared windows that reach each sample; 0 where none does."""
    gain = np.zeros((frames - 1) * hop_length + len(window), np.float32)
    for t in range(frames):
        for i in range(len(window)):
            gain[t * hop_length + i] += window[i] * window[i]
    for i in range(len(gain)):
        gain[i] = np.float32(1.0) / gain[i] if gain[i] > np.float32(1e-6) else np.float32(0.0)
    return gain


@kernel
def add_windowed(
    frames: NDArray[np.float32],
    window: NDArray[np.float32],
    gain: NDArray[np.float32],
    hop_length: int,
    padding: int,
    length: int,
    samples: NDArray[np.float32],
) -> None:
    """Window and add `frames` into `samples`, padding included, which is silent outside the clip."""
    samples[:] = np.float32(0.0)
    for t in range(len(frames)):
        frame, start = frames[t], t * hop_length
        for i in range(len(window)):
            samples[start + i] += frame[i] * window[i]
    for i in range(len(samples)):
        samples[i] *= gain[i]
    samples[:padding] = np.float32(0.0)
    samples[padding + length :] = np.float32(0.0)


@kernel
def cut_windowed(
    samples: NDArray[np.float32], window: NDArray[np.float32], hop_length: int, frames: NDArray[np.float32]
) -> None:
    """Cut `samples` into windowed `frames`."""
    for t in range(len(frames)):
        start = t * hop_length
        for i in range(len(window)):
            frames[t, i] = samples[start + i] * window[i]


@relaxed_kernel()
def accelerate(
    magnitude: NDArray[np.float32],
    projected: NDArray[np.float32],
    last: NDArray[np.float32],
    spectrum: NDArray[np.float32],
    momentum: np.float32,
) -> None:
    """Give `projected` the wanted magnitude, step on beyond it; `last` keeps it for the next time.

    All but the magnitudes are complex numbers as pairs (T, K, 2), which vectorise where numba's complex numbers do not.
    """
    tiny = np.float32(1e-20)
    for t in range(len(magnitude)):
        for k in range(magnitude.shape[1]):
            real, imag = projected[t, k, 0], projected[t, k, 1]
            scale = magnitude[t, k] / np.sqrt(real * real + imag * imag + tiny)
            real *= scale
            imag *= scale
            spectrum[t, k, 0] = real + momentum * (real - last[t, k, 0])
            spectrum[t, k, 1] = imag + momentum * (imag - last[t, k, 1])
            last[t, k, 0] = real
            last[t, k, 1] = imag
