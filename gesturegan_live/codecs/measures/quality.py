"""How near a sound came back: what benches and reports measure codecs by.

Conventions
-----------
Sounds are float32, shape (n,); magnitudes float32, shape (T, n_fft // 2 + 1), of a centred STFT. Decibels: lower is
better.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.spectra.transform import stft

N_FFT, HOP_LENGTH = 1024, 256
FLOOR_DB = float(20.0 * np.log10(np.finfo(np.float32).eps))
LEVEL_LOST = ("mel-colour",)  # codecs that keep no level: judged at the best gain
HEARD_DB = 80.0  # below the loudest bin; softer ones do not count in a log-spectral distance

Magnitude = NDArray[np.float32]


def magnitudes(samples: NDArray[np.float32], n_fft: int = N_FFT, hop_length: int = HOP_LENGTH) -> Magnitude:
    """Centred STFT magnitudes of one sound, (T, n_fft // 2 + 1)."""
    frames = 1 + len(samples) // hop_length
    magnitude: Magnitude = np.abs(stft(samples[None], n_fft, hop_length, frames, n_fft // 2)[0])
    return magnitude


def spectral_convergence(wanted: Magnitude, found: Magnitude) -> float:
    """``20 log10(‖found - wanted‖ / ‖wanted‖)``, not below what float32 tells apart (`FLOOR_DB`)."""
    error = float(np.linalg.norm(found.astype(np.float64) - wanted) / np.linalg.norm(wanted.astype(np.float64)))
    return max(20.0 * math.log10(max(error, 1e-12)), FLOOR_DB)


def log_spectral_distance(wanted: Magnitude, found: Magnitude) -> float:
    """Root mean square difference of the spectra of a frame in dB, mean over frames, down to `HEARD_DB`."""
    floor = float(wanted.max()) * 10.0 ** (-HEARD_DB / 20.0)
    ratio = np.log10(np.maximum(wanted, floor)) - np.log10(np.maximum(found, floor))
    return float(np.mean(np.sqrt(np.mean(np.square(20.0 * ratio), axis=1))))


def at_best_gain(wanted: Magnitude, found: Magnitude) -> Magnitude:
    """Scale `found` to come nearest to `wanted`."""
    scaled: Magnitude = found * np.float32(np.sum(found * wanted) / max(float(np.sum(found * found)), 1e-12))
    return scaled


def clips(samples: NDArray[np.float32], clip_samples: int) -> NDArray[np.float32]:
    """Cut a sound into clips, (B, clip_samples), the last one padded with zeros."""
    count = -(-len(samples) // clip_samples)
    return np.pad(samples, (0, count * clip_samples - len(samples))).reshape(count, clip_samples)
