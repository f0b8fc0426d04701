"""Which of two sounds a short window is closer to: when a change is heard.

Conventions
-----------
A window is `WINDOW` samples under a Hann window; its spectrum is its log magnitudes in dB, never below `FLOOR_DB` of a
full-scale sine. The distance of two spectra is the mean square of their difference. The *reference* of a sound is the
mean spectrum of many of its windows. A change is heard at the end of the first window that is closer to the new sound's
reference than to the old one's.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

WINDOW = 256  # samples
STEP = 4  # samples from one window to the next: a tenth of a millisecond
FLOOR_DB = -90.0

Spectrum = NDArray[np.float32]

_HANN = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
_FULL_SCALE = float(_HANN.sum()) / 2.0


def spectra(samples: NDArray[np.float32], step: int = STEP) -> Spectrum:
    """Spectrum of every window, dB, shape (windows, bins); window k ends with sample ``k * step + WINDOW``."""
    windows = sliding_window_view(samples, WINDOW)[::step]
    magnitudes = np.abs(np.fft.rfft(windows * _HANN, axis=1)) / _FULL_SCALE
    decibels: Spectrum = 20.0 * np.log10(np.maximum(magnitudes, 10.0 ** (FLOOR_DB / 20.0)))
    return decibels


def reference(samples: NDArray[np.float32]) -> Spectrum:
    """Mean spectrum of a sound that rests."""
    mean: Spectrum = spectra(samples).mean(axis=0)
    return mean


def closeness(of: Spectrum, old: Spectrum, new: Spectrum) -> NDArray[np.float32]:
    """By how much each spectrum is closer to the new reference than to the old one (negative: to the old one)."""
    difference: NDArray[np.float32] = ((of - old) ** 2).mean(axis=-1) - ((of - new) ** 2).mean(axis=-1)
    return difference


def change(samples: NDArray[np.float32], old: Spectrum, new: Spectrum) -> int | None:
    """Place in `samples` at which the first window ends that is closer to the new sound; None where none is."""
    closer = np.flatnonzero(closeness(spectra(samples), old, new) > 0.0)
    return int(closer[0]) * STEP + WINDOW if len(closer) else None


def told_apart(first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
    """How surely two resting sounds are told apart: the worst window's closeness to its own sound, dB squared."""
    a, b = spectra(first, 4 * STEP), spectra(second, 4 * STEP)
    mean_a, mean_b = a.mean(axis=0), b.mean(axis=0)
    return float(min(closeness(a, mean_b, mean_a).min(), closeness(b, mean_a, mean_b).min()))
