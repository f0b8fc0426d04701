"""What a model must beat: principal components of the images that it is taught, under the codec's own speckle.

Conventions
-----------
Images (B, H, W, C) in [-1, 1], of the files that are taught, never of those held out. A point is so many numbers,
standard normal; its image is ``mean + sum(number * deviation * direction)``. Over it lies speckle, as the codec makes
it of white noise: its pattern is that of noise, encoded; how deep it is at a place is how far the pixels of that band
deviate in noise of that level. Made in seconds, without a network.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from gesturegan_live.codecs.codec import Codec

DIMENSION = 64  # numbers in a point
MOST = 1024  # images that components are taken of
NOISES_DB = np.arange(-110.0, 0.0, 10.0)  # levels of the noise that speckle is measured in, RMS under full scale
AT_ONCE = 16
_RISES = 0.5  # by which the pixels of loud noise are above those of soft noise, where images are of levels

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Speckle:
    """How much a codec's pixels deviate in noise.

    Attributes
    ----------
    levels : ndarray, shape (L, W)
        Mean of the first channel in noise of each loudness, ascending.
    amounts : ndarray, shape (L, W, C)
        Deviations there; nothing where a codec's images are not of levels.
    """

    codec: Codec
    levels: Array
    amounts: Array

    @staticmethod
    def of(codec: Codec, seed: int = 0) -> Speckle:
        """Measure a codec."""
        draw = np.random.default_rng(seed)
        noise = draw.standard_normal((2, codec.clip_samples))
        scales = 10 ** (NOISES_DB / 20)
        images = np.stack([codec.encode(np.asarray(noise * scale, np.float32)) for scale in scales])  # (L, 2, H, W, C)
        levels = np.maximum.accumulate(images[..., 0].mean(axis=(1, 2)), axis=0)
        amounts = images.std(axis=(1, 2))
        if np.median(levels[-1] - levels[0]) < _RISES:
            amounts = np.zeros_like(amounts)
        return Speckle(codec, levels, amounts)

    def laid(self, images: Array, draw: np.random.Generator) -> Array:
        """Lay speckle over smooth images (B, H, W, C), another one over each."""
        if not self.amounts.any():
            return images
        width = images.shape[2]
        loud = 10 ** (NOISES_DB[-2] / 20)
        deviation = np.maximum(self.amounts[-2], 1e-6)
        made = np.empty_like(images)
        for first in range(0, len(images), AT_ONCE):
            smooth = images[first : first + AT_ONCE]
            noise = draw.standard_normal((len(smooth), self.codec.clip_samples)) * loud
            pattern = self.codec.encode(np.asarray(noise, np.float32))
            pattern = (pattern - pattern.mean(axis=(0, 1))) / deviation
            for band in range(width):
                level, amounts = smooth[:, :, band, 0], self.amounts[:, band]  # (B, H), (L, C)
                for channel, amount in enumerate(amounts.T):
                    pattern[:, :, band, channel] *= np.interp(level, self.levels[:, band], amount)
            made[first : first + AT_ONCE] = np.clip(smooth + pattern, -1, 1)
        return made


@dataclass(frozen=True, eq=False)
class Baseline:
    """Components of a set of images, and the speckle of their codec.

    Attributes
    ----------
    mean : ndarray, shape (H * W * C,)
    directions : ndarray, shape (D, H * W * C)
        Orthonormal, the strongest first.
    deviations : ndarray, shape (D,)
    """

    mean: Array
    directions: Array
    deviations: Array
    speckle: Speckle

    @staticmethod
    def of(images: Array, codec: Codec, dimension: int = DIMENSION) -> Baseline:
        """Find the components of taught images, as many as are asked for or there are."""
        flat = images[:MOST].reshape(min(len(images), MOST), -1)
        mean = flat.mean(axis=0)
        centred = flat - mean
        count = max(1, min(dimension, len(flat) - 1))
        products = np.asarray(centred @ centred.T, np.float64)
        values, vectors = eigh(products, subset_by_index=(len(flat) - count, len(flat) - 1))
        lengths = np.sqrt(np.maximum(values[::-1], 1e-12))
        directions = (vectors[:, ::-1] / lengths).T.astype(np.float32) @ centred
        deviations = np.asarray(lengths / np.sqrt(max(1, len(flat) - 1)), np.float32)
        return Baseline(mean, directions, deviations, Speckle.of(codec))

    def drawn(self, count: int, draw: np.random.Generator) -> Array:
        """Make the images of so many random points."""
        points = draw.standard_normal((count, len(self.deviations))).astype(np.float32)
        return self.speckle.laid(self._smooth(points * self.deviations), draw)

    def returned(self, images: Array, draw: np.random.Generator) -> Array:
        """Make of images what their points bring back."""
        return self.speckle.laid(self.smooth(images), draw)

    def smooth(self, images: Array) -> Array:
        """Make of images what their points bring back, without speckle."""
        flat: Array = images.reshape(len(images), -1) - self.mean
        return self._smooth(flat @ self.directions.T)

    def _smooth(self, weights: Array) -> Array:
        images = np.clip(self.mean + weights @ self.directions, -1, 1)
        return images.reshape(len(images), *self.speckle.codec.image_shape)
