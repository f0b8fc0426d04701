"""`log-spectrogram`: log magnitude on a warped frequency axis, phase by PGHI; the default for live use.

Conventions
-----------
Frame t is centred on sample ``(t + 1/2) * hop_length``: one frame per hop. A band's pixel is
``2 log(1 + m / m_low) / log(1 + m_top / m_low) - 1`` with its mean magnitude m, the magnitude ``m_top`` of a full-scale
sine, and ``m_low`` at `dynamic_range_db` below it: logarithmic above ``m_low``, and silence is exactly -1. Levels are
absolute. The sign of the samples and the phase are not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gesturegan_live.codecs.bands import expand_bands, triangles, warped_bins
from gesturegan_live.codecs.boundary import SAMPLE_RATES, Boundary
from gesturegan_live.codecs.codec import FrameLayout, Frames, Image, Samples
from gesturegan_live.codecs.pghi import polar, rtpghi
from gesturegan_live.codecs.transform import istft, stft

SILENT_DB = 40.0  # how far below the range a band may fall in `frames`: image -1 is 120 dB below full scale


@dataclass(frozen=True)
class LogSpectrogram(Boundary):
    """Log-magnitude bands of a clip; one channel, time along the height, frequency along the width.

    Attributes
    ----------
    sample_rate : int
        Hz.
    n_fft, hop_length : int
        Window and hop of the transform, samples.
    time_frames, bands : int
        Height and width of the image.
    dynamic_range_db : float
        How far below a full-scale sine the logarithmic range reaches.
    """

    name: ClassVar[str] = "log-spectrogram"
    PRESETS: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "live-44100": {},
        "live-48000": {"sample_rate": 48000},
    }

    sample_rate: int = 44100
    n_fft: int = 1024
    hop_length: int = 256
    time_frames: int = 256
    bands: int = 128
    dynamic_range_db: float = 80.0

    def __post_init__(self) -> None:
        self._require_within("sample_rate", *SAMPLE_RATES, "Hz")
        self._require_power_of_two("n_fft", 64, 16384)
        self._require(
            16 <= self.hop_length <= self.n_fft // 2 and self.hop_length % 2 == 0,
            "hop_length",
            f"an even number from 16 to n_fft / 2 = {self.n_fft // 2}",
        )
        self._require_within("time_frames", 4, 4096)
        self._require_within("bands", 8, self.n_fft // 2 + 1)
        self._require_within("dynamic_range_db", 20, 160, "dB")

    @property
    def clip_samples(self) -> int:
        """One hop for each frame."""
        return self.time_frames * self.hop_length

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(time_frames, bands, 1)."""
        return self.time_frames, self.bands, 1

    @cached_property
    def layout(self) -> FrameLayout:
        """How `frames` lie."""
        return FrameLayout(
            sample_rate=self.sample_rate,
            n_fft=self.n_fft,
            hop_length=self.hop_length,
            frames=self.time_frames,
            band_bins=warped_bins(self.bands, self.n_fft),
        )

    def encode(self, samples: Samples) -> Image:
        """Turn samples (B, clip_samples) into images (B, time_frames, bands, 1)."""
        checked = self._checked_samples(samples)
        spectrum = stft(checked, self.n_fft, self.hop_length, self.time_frames, self._padding)
        bands: NDArray[np.float32] = np.abs(spectrum) @ triangles(self.bands, self.n_fft)
        low, span = self._scale
        image = (2.0 / span) * np.log1p(bands / low) - 1.0
        clipped: Image = np.clip(image, -1.0, 1.0).astype(np.float32)[..., None]
        return clipped

    def frames(self, image: Image) -> Frames:
        """Turn images into log magnitude per band (B, time_frames, bands)."""
        low, span = self._scale
        level = np.expm1((self._checked_image(image)[..., 0] + 1.0) * (span / 2.0)) * low
        floor = low * 10.0 ** (-SILENT_DB / 20.0)
        return Frames(np.log(np.maximum(level, floor)).astype(np.float32))

    def decode(self, image: Image) -> Samples:
        """Turn images into samples (B, clip_samples); phase by RTPGHI with one frame of look-ahead."""
        log_bands = self.frames(image).log_magnitude
        floor = np.log(self._scale[0]) - SILENT_DB * np.log(10.0) / 20.0 + 1e-3
        spectra = np.empty((*log_bands.shape[:2], self.n_fft // 2 + 1), np.complex64)
        for bands, spectrum in zip(log_bands, spectra, strict=True):
            log_magnitude = _expand(bands, self.layout.band_bins, self.n_fft)
            phase = rtpghi(log_magnitude, self.hop_length, self.n_fft, 1)
            log_magnitude[log_magnitude <= floor] = -np.inf
            spectrum[:] = polar(log_magnitude, phase)
        return istft(spectra, self.hop_length, self.clip_samples, self._padding)

    @property
    def _padding(self) -> int:
        return (self.n_fft - self.hop_length) // 2

    @property
    def _scale(self) -> tuple[float, float]:
        """Lowest magnitude of the logarithmic range, and the span of log1p over it."""
        top = self.n_fft / 4
        low = top * 10.0 ** (-self.dynamic_range_db / 20.0)
        return low, float(np.log1p(top / low))


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _expand(bands: NDArray[np.float32], band_bins: NDArray[np.float32], n_fft: int) -> NDArray[np.float32]:
    expanded = np.empty((len(bands), n_fft // 2 + 1), np.float32)
    for t in range(len(bands)):
        expand_bands(bands[t], band_bins, expanded[t])
    return expanded
