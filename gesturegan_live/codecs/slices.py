"""`slices`: contiguous windowed slices, overlap-added; the image of the slice GAN.

Conventions
-----------
Slice s holds `slice_samples` samples from ``(s - 1) * slice_samples / 2`` on, under a sine window; what lies outside
the clip is zero. Decoding windows again and adds: the squared windows sum to 1, so the inverse is exact to float32, and
where a network's slices do not meet, they fade into each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.boundary import SAMPLE_RATES, Boundary
from gesturegan_live.codecs.codec import Image, Samples


@dataclass(frozen=True)
class Slices(Boundary):
    """Half-overlapping slices: 256 of 512 samples by default, 65 280 samples."""

    name: ClassVar[str] = "slices"
    PRESETS: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "256x512": {},
        "128x256": {"slice_count": 128, "slice_samples": 256},
        "64x1024": {"slice_count": 64, "slice_samples": 1024},
    }

    sample_rate: int = 44100
    slice_count: int = 256
    slice_samples: int = 512

    def __post_init__(self) -> None:
        self._require_within("sample_rate", *SAMPLE_RATES, "Hz")
        self._require_within("slice_count", 2, 4096)
        self._require(
            2 <= self.slice_samples <= 16384 and self.slice_samples % 2 == 0,
            "slice_samples",
            "an even number from 2 to 16384",
        )

    @property
    def clip_samples(self) -> int:
        """What two slices cover everywhere."""
        return (self.slice_count - 1) * self.slice_samples // 2

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(slice_count, 1, slice_samples)."""
        return self.slice_count, 1, self.slice_samples

    @cached_property
    def _window(self) -> NDArray[np.float32]:
        phase = (np.arange(self.slice_samples) + 0.5) / self.slice_samples
        return np.sin(np.pi * phase).astype(np.float32)

    def encode(self, samples: Samples) -> Image:
        """Turn samples (B, clip_samples), clipped to [-1, 1], into images (B, slice_count, 1, slice_samples)."""
        checked = np.clip(self._checked_samples(samples), -1.0, 1.0)
        half = self.slice_samples // 2
        halves = np.pad(checked, ((0, 0), (half, half))).reshape(len(checked), self.slice_count + 1, half)
        slices = np.concatenate([halves[:, :-1], halves[:, 1:]], axis=-1)
        return np.asarray(slices * self._window, np.float32)[:, :, None, :]

    def decode(self, image: Image) -> Samples:
        """Turn images (B, slice_count, 1, slice_samples) into samples (B, clip_samples)."""
        slices = self._checked_image(image)[:, :, 0, :] * self._window
        half = self.slice_samples // 2
        joined = slices[:, :-1, half:] + slices[:, 1:, :half]
        return joined.reshape(len(joined), self.clip_samples)
