"""`points`: a clip as points (time, amplitude) of a function; the image of the 1-D function GAN.

Conventions
-----------
Time runs from -1, the first sample, to 1, the last. With as many points as samples the inverse is exact; with fewer,
points stand where a polygon needs them: their density follows ``|x''| ** (2 / 5)``, the best for a piecewise linear fit
in mean square (C. de Boor, "A Practical Guide to Splines", 1978, ch. XII). Decoding sorts the points by time, so that a
network may give them in any order, and joins them by straight lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.boundary import SAMPLE_RATES, Boundary
from gesturegan_live.codecs.codec import Image, Samples

SNAP = 0.01  # samples: what float32 times are off by, at most, in the longest clip
EVEN_SHARE = 0.1  # of the points, spread evenly, so that smooth passages are not left to one line


@dataclass(frozen=True)
class Points(Boundary):
    """Points of a clip, one for every sample by default: 16 384 of both."""

    name: ClassVar[str] = "points"
    PRESETS: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "16384": {},
        "1024": {"points": 1024, "samples": 1024},
        "16384-of-32768": {"points": 16384, "samples": 32768},
    }

    sample_rate: int = 44100
    points: int = 16384
    samples: int = 16384

    def __post_init__(self) -> None:
        self._require_within("sample_rate", *SAMPLE_RATES, "Hz")
        self._require_within("samples", 4, 65536)
        self._require_within("points", 2, self.samples)

    @property
    def clip_samples(self) -> int:
        """Samples in one clip."""
        return self.samples

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(points, 1, 2)."""
        return self.points, 1, 2

    def encode(self, samples: Samples) -> Image:
        """Turn samples (B, clip_samples), clipped to [-1, 1], into images (B, points, 1, 2)."""
        checked = np.clip(self._checked_samples(samples), -1.0, 1.0)
        image = np.empty((len(checked), *self.image_shape), np.float32)
        for clip, points in zip(checked, image, strict=True):
            index = self._knots(clip)
            points[:, 0, 0] = 2.0 * index / (self.samples - 1) - 1.0
            points[:, 0, 1] = clip[index]
        return image

    def decode(self, image: Image) -> Samples:
        """Turn images (B, points, 1, 2) into samples (B, clip_samples)."""
        points = self._checked_image(image)[:, :, 0]
        place = (points[..., 0].astype(np.float64) + 1.0) * ((self.samples - 1) / 2.0)
        nearest = np.rint(place)
        place = np.where(np.abs(place - nearest) < SNAP, nearest, place)
        order = np.argsort(place, axis=1, kind="stable")
        at = np.arange(self.samples)
        samples = np.empty((len(points), self.samples), np.float32)
        for row, out in enumerate(samples):
            out[:] = np.interp(at, place[row, order[row]], points[row, order[row], 1])
        return samples

    def _knots(self, clip: NDArray[np.float32]) -> NDArray[np.int64]:
        """Strictly ascending indices of the samples that become points, the first and the last among them."""
        if self.points == self.samples:
            return np.arange(self.samples)
        bend = np.zeros(self.samples)
        bend[1:-1] = np.abs(np.diff(clip.astype(np.float64), 2)) ** 0.4
        bend /= max(bend.mean(), 1e-12)
        share = np.cumsum((1.0 - EVEN_SHARE) * bend + EVEN_SHARE)
        wanted = np.linspace(share[0], share[-1], self.points)
        count = np.arange(self.points)
        index = np.searchsorted(share, wanted).clip(0, self.samples - 1)
        index = np.maximum.accumulate(index - count) + count  # no two on one sample
        index = np.minimum(index, self.samples - self.points + count)
        index[0] = 0
        return np.asarray(index, np.int64)
