"""What a click sticks out in, beside the sound that it is in.

Conventions
-----------
Samples are mono float32. Three measures, of which the largest value within a stretch of sound counts:

``flux``: from one window of `WINDOW` samples (Hann) to the next, `HOP` samples on, the sum of what the magnitudes of
all bins gained; ``high_flux``: the same above `HIGH_HZ`, where a click has energy and a drone little; ``difference``:
the second difference of the samples, which a step or a corner sticks out in.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

WINDOW = 256  # samples
HOP = 64
HIGH_HZ = 5000.0
AROUND_SECONDS = 0.003  # of a sound, on either side, beyond which a break must stand out
ALONE = 3  # samples on either side of a break that belong to it
BEYOND = 10.0  # times the mean around it
AUDIBLE = 1e-3  # second difference, 1 full scale
MEASURES = ("flux", "high_flux", "difference")

_HANN = np.hanning(WINDOW + 1)[:-1].astype(np.float32)


def largest(samples: NDArray[np.float32], sample_rate: int) -> NDArray[np.float64]:
    """Give the largest value of each of `MEASURES`, shape (3,); samples : at least ``WINDOW + HOP`` of them."""
    windows = sliding_window_view(samples, WINDOW)[::HOP]
    magnitudes = np.abs(np.fft.rfft(windows * _HANN, axis=1))
    gained = np.maximum(np.diff(magnitudes, axis=0), 0.0)
    high = int(np.ceil(HIGH_HZ / sample_rate * WINDOW))
    difference = np.abs(np.diff(samples.astype(np.float64), 2))
    return np.array([gained.sum(axis=1).max(), gained[:, high:].sum(axis=1).max(), difference.max()])


def isolated(samples: NDArray[np.float32], sample_rate: int) -> NDArray[np.int64]:
    """Find where a sound breaks: second differences that stand alone, far beyond all within milliseconds.

    The beginning of a stroke goes on; a block that is missing, or a step, does not.

    Returns
    -------
    ndarray, shape (breaks,), int64
        Samples.
    """
    difference = np.abs(np.diff(samples.astype(np.float64), 2))
    around = round(AROUND_SECONDS * sample_rate)
    if len(difference) <= 2 * around:
        return np.zeros(0, np.int64)
    sums = np.concatenate([[0.0], np.cumsum(difference)])
    at = np.arange(around, len(difference) - around)
    spike = sums[at + ALONE + 1] - sums[at - ALONE]  # a step has two, and what smooths it some more
    before = (sums[at - ALONE] - sums[at - around]) / (around - ALONE)
    after = (sums[at + around] - sums[at + ALONE + 1]) / (around - ALONE - 1)
    alone = (difference[at] > AUDIBLE) & (spike > BEYOND * np.maximum(before, after) * (2 * ALONE + 1))
    found = at[alone]
    breaks: NDArray[np.int64] = found[np.diff(found, prepend=-around) > ALONE] + 1
    return breaks
