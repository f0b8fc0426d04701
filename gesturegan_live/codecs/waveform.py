"""Waveforms laid out as pixels: `waveform-gray` and `waveform-rgb`.

Conventions
-----------
Exact to float32: a sample is a pixel's value. Samples beyond [-1, 1] are clipped, since an image holds no more.
Rows run in time; in `waveform-rgb` three neighbouring samples are the red, green and blue of one pixel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from gesturegan_live.codecs.boundary import SAMPLE_RATES, Boundary
from gesturegan_live.codecs.codec import Image, Samples


class _Pixels(Boundary):
    """Samples are pixel values, in order."""

    @property
    def clip_samples(self) -> int:
        """Samples in one clip: all values of the image."""
        height, width, channels = self.image_shape
        return height * width * channels

    def encode(self, samples: Samples) -> Image:
        """Turn samples (B, clip_samples), clipped to [-1, 1], into images (B, H, W, C)."""
        checked = self._checked_samples(samples)
        return np.clip(checked, -1.0, 1.0).reshape(-1, *self.image_shape)

    def decode(self, image: Image) -> Samples:
        """Turn images (B, H, W, C) into samples (B, clip_samples)."""
        checked = self._checked_image(image)
        return checked.reshape(len(checked), self.clip_samples)


@dataclass(frozen=True)
class WaveformGray(_Pixels):
    """Rows of single samples: 150 x 150 of them, 22 500 samples, by default (half a second)."""

    name: ClassVar[str] = "waveform-gray"
    PRESETS: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "150": {},
        "128": {"side": 128},
        "256": {"side": 256},
    }

    sample_rate: int = 44100
    side: int = 150

    def __post_init__(self) -> None:
        self._require_within("sample_rate", *SAMPLE_RATES, "Hz")
        self._require_within("side", 4, 1024)

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(side, side, 1)."""
        return self.side, self.side, 1


@dataclass(frozen=True)
class WaveformRgb(_Pixels):
    """Rows of RGB pixels of three samples each: 128 x 128 of them, 49 152 samples, by default."""

    name: ClassVar[str] = "waveform-rgb"
    PRESETS: ClassVar[Mapping[str, Mapping[str, Any]]] = {str(2**n): {"side": 2**n} for n in range(2, 11)}

    sample_rate: int = 44100
    side: int = 128

    def __post_init__(self) -> None:
        self._require_within("sample_rate", *SAMPLE_RATES, "Hz")
        self._require_power_of_two("side", 4, 1024)

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(side, side, 3)."""
        return self.side, self.side, 3
