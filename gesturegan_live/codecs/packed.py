"""`packed-rgb`: one 16-bit sample per pixel, its bits shared out over red, green and blue.

Conventions
-----------
A sample is rounded to 16-bit PCM, ``round(32768 x)``. Red holds its highest 6 bits, green the next 5, blue the last 5.
Where the bits above are odd, a channel counts downwards (a reflected code): a channel then never jumps when the
waveform moves by one step, which a network would have to learn as an edge. Decoding rounds each channel to its nearest
level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from gesturegan_live.codecs.boundary import SAMPLE_RATES, Boundary
from gesturegan_live.codecs.codec import Image, Samples

BITS = (6, 5, 5)


@dataclass(frozen=True)
class PackedRgb(Boundary):
    """A square of 16-bit samples, 128 x 128 of them by default; within 2**-16 of the samples, exact for 16-bit ones."""

    name: ClassVar[str] = "packed-rgb"
    PRESETS: ClassVar[Mapping[str, Mapping[str, Any]]] = {"128": {}, "256": {"side": 256}}

    sample_rate: int = 44100
    side: int = 128

    def __post_init__(self) -> None:
        self._require_within("sample_rate", *SAMPLE_RATES, "Hz")
        self._require_power_of_two("side", 4, 1024)

    @property
    def clip_samples(self) -> int:
        """One sample for each pixel."""
        return self.side * self.side

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(side, side, 3)."""
        return self.side, self.side, 3

    def encode(self, samples: Samples) -> Image:
        """Turn samples (B, clip_samples), clipped to [-1, 1], into images (B, side, side, 3)."""
        checked = self._checked_samples(samples)
        pcm = np.clip(np.rint(checked * np.float32(32768)), -32768, 32767).astype(np.int32) + 32768
        image = np.empty((*pcm.shape, 3), np.float32)
        above = np.zeros_like(pcm)
        shift = 16
        for channel, bits in enumerate(BITS):
            shift -= bits
            top = (1 << bits) - 1
            digit = (pcm >> shift) & top
            reflected = np.where(above & 1, top - digit, digit)
            image[..., channel] = reflected * np.float32(2 / top) - 1
            above = pcm >> shift
        return np.clip(image, -1.0, 1.0).reshape(-1, *self.image_shape)

    def decode(self, image: Image) -> Samples:
        """Turn images (B, side, side, 3) into samples (B, clip_samples)."""
        checked = self._checked_image(image).reshape(-1, self.clip_samples, 3)
        pcm = np.zeros(checked.shape[:2], np.int32)
        for channel, bits in enumerate(BITS):
            top = (1 << bits) - 1
            reflected = np.rint((checked[..., channel] + 1) * np.float32(top / 2)).astype(np.int32)
            digit = np.where(pcm & 1, top - reflected, reflected)
            pcm = (pcm << bits) | digit
        return (pcm - 32768).astype(np.float32) / np.float32(32768)
