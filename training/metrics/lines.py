"""How sharp lines are: partials, which lie along time, and attacks, which lie along frequency.

Conventions
-----------
``images``: (B, H, W, C) with time along the height; only the first channel, the level x, is looked at. d is its second
difference across a line, x[k - 1] - 2 x[k] + x[k + 1], and d' the mean of d at 6 to 13 pixels further along it ::

    sharpness = sqrt(max(0, mean d d'))

along frequency for partials, along time for attacks. Lines go on, so that d' is like d. Speckle, of which one pixel's
second difference is full, is another one by then, and a grid of up to 8 pixels has no mean of its own over 8: neither
counts. As a ratio to recordings 1 is as sharp, less is blurred.

`correlation` is of pairs of images, of the second difference along frequency, pixel by pixel: 1 where every line comes
back in its place, 0 where none does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.metrics.peaks import find

APART, OVER = 6, 8  # pixels; windows of spectral codecs overlap by less than 6

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Sharpness:
    """Of a set of images, in their units.

    Attributes
    ----------
    partials, attacks : float
        Across frequency and across time.
    """

    partials: float
    attacks: float

    def beside(self, other: Sharpness) -> Sharpness:
        """Divide by another set's."""
        return Sharpness(
            self.partials / max(other.partials, 1e-9),
            self.attacks / max(other.attacks, 1e-9),
        )


def sharpness(images: Array) -> Sharpness:
    """Measure how sharp the lines of a set of images are."""
    return of_products(products(images))


def products(images: Array) -> NDArray[np.float64]:
    """Mean of d d' of each image, for partials and for attacks: (B, 2); 0 where images are too small."""
    level = images[..., 0]
    return np.stack([_held(np.diff(level, 2, axis=2), 1), _held(np.diff(level, 2, axis=1), 2)], axis=1)


def of_products(found: NDArray[np.float64], weights: NDArray[np.float64] | None = None) -> Sharpness:
    """Sharpness of a set by its images' products, each of which may count more often than once."""
    partials, attacks = np.sqrt(np.maximum(0.0, np.average(found, axis=0, weights=weights)))
    return Sharpness(partials=float(partials), attacks=float(attacks))


def correlation(recordings: Array, returned: Array) -> float:
    """Measure how far lines of frequency come back in pairs of images: 0 to 1."""
    one, other = (np.diff(images[..., 0].astype(np.float64), 2, axis=2).ravel() for images in (recordings, returned))
    return float(one @ other / np.maximum(np.sqrt((one @ one) * (other @ other)), 1e-12))


def clear_partials(samples: Array, sample_rate: int) -> NDArray[np.float64]:
    """Count clear peaks of each sound (B, n), a heard frame: (B,); 0 of silence."""
    found = find(samples, sample_rate)
    counts = np.bincount(found.sound, minlength=len(samples))
    return np.asarray(counts / np.maximum(found.heard.sum(axis=1), 1))


def _held(second: Array, axis: int) -> NDArray[np.float64]:
    """Mean product of second differences (B, H, W) with what follows them along an axis: (B,)."""
    along = np.moveaxis(second, axis, 1)
    count = along.shape[1] - APART - OVER + 1
    if count < 1:
        return np.zeros(len(second))
    further = np.mean([along[:, APART + k : APART + k + count] for k in range(OVER)], axis=0)
    return np.asarray(np.mean(along[:, :count] * further, axis=(1, 2), dtype=np.float64))
