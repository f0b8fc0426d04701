"""Mel filter banks: GANSynth's and librosa's default.

Conventions
-----------
Matrices are (bins, bands), to be multiplied from the right of spectra (..., bins). Cached, read only.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

HTK_BREAK = 700.0  # Hz
HTK_Q = 1127.0  # mel per neper
SLANEY_STEP = 200.0 / 3.0  # Hz per mel below 1 kHz (M. Slaney, Auditory Toolbox, 1998)
SLANEY_LOG_STEP = np.log(6.4) / 27.0  # nepers per mel above it


@lru_cache(maxsize=8)
def gansynth_mel(bands: int, sample_rate: int) -> NDArray[np.float32]:
    """Mel matrix (bands, bands) of J. Engel et al., "GANSynth: Adversarial Neural Audio Synthesis", ICLR 2019.

    HTK mel from 0 Hz to Nyquist. Bands narrower than 1.5 linear bins are widened from band 0 upwards in place: an edge
    is its neighbour's centre, so that each widening moves that too, as in the released code and its checkpoints.
    """
    nyquist = sample_rate / 2.0
    resolution = nyquist / bands
    edges = np.linspace(0.0, HTK_Q * np.log1p(nyquist / HTK_BREAK), bands + 2)

    def hertz(mel: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
        return np.asarray(HTK_BREAK * np.expm1(mel / HTK_Q))

    for band in range(bands):
        low, centre, high = hertz(edges[band : band + 3])
        if high - low < 1.5 * resolution:
            half = HTK_Q * np.arcsinh(0.75 * resolution / (centre + HTK_BREAK))
            edges[band], edges[band + 2] = edges[band + 1] - half, edges[band + 1] + half
    low, centre, high = hertz(edges[:-2]), hertz(edges[1:-1]), hertz(edges[2:])
    bins = np.linspace(0.0, nyquist, bands)[:, None]
    matrix = np.clip(np.minimum((bins - low) / (centre - low), (high - bins) / (high - centre)), 0.0, None)
    matrix[0] = 0.0
    return _frozen(matrix)


@lru_cache(maxsize=8)
def gansynth_mel_inverse(bands: int, sample_rate: int) -> NDArray[np.float32]:
    """Approximate inverse (bands, bands) of `gansynth_mel`: its transpose, divided by the column sums of M Mᵀ."""
    matrix = gansynth_mel(bands, sample_rate).astype(np.float64)
    sums = (matrix @ matrix.T).sum(axis=0)
    return _frozen(matrix.T * np.where(np.abs(sums) > 1e-8, 1.0 / np.where(sums == 0.0, 1.0, sums), sums))


@lru_cache(maxsize=8)
def slaney_mel(n_fft: int, sample_rate: int, bands: int, low: float, high: float) -> NDArray[np.float32]:
    """Area-normalised Slaney mel matrix (n_fft // 2 + 1, bands), from `low` to `high` Hz, as librosa's default."""
    mel = np.linspace(slaney_from_hertz(low), slaney_from_hertz(high), bands + 2)
    edges = slaney_to_hertz(mel)
    bins = np.linspace(0.0, sample_rate / 2.0, n_fft // 2 + 1)[:, None]
    rising = (bins - edges[:-2]) / np.diff(edges)[:-1]
    falling = (edges[2:] - bins) / np.diff(edges)[1:]
    return _frozen(np.clip(np.minimum(rising, falling), 0.0, None) * (2.0 / (edges[2:] - edges[:-2])))


def slaney_from_hertz(hertz: float) -> float:
    """Mel of a frequency: linear below 1 kHz, logarithmic above."""
    if hertz < 1000.0:
        return hertz / SLANEY_STEP
    return float(1000.0 / SLANEY_STEP + np.log(hertz / 1000.0) / SLANEY_LOG_STEP)


def slaney_to_hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    """Frequencies of mels; the inverse of `slaney_from_hertz`."""
    knee = 1000.0 / SLANEY_STEP
    return np.where(mel < knee, mel * SLANEY_STEP, 1000.0 * np.exp(SLANEY_LOG_STEP * (mel - knee)))


def _frozen(matrix: NDArray[np.float64]) -> NDArray[np.float32]:
    narrow = np.ascontiguousarray(matrix, np.float32)
    narrow.setflags(write=False)
    return narrow
