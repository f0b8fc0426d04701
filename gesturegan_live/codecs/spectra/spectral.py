"""What the codecs of magnitude bands share: samples to bands to pixels, and back by PGHI.

Conventions
-----------
Frame t is centred on sample ``(t + 1/2) * hop_length``: one frame per hop. A pixel is the mean magnitude of a band on
the scale of `level`: absolute, 1 for a full-scale sine, -1 for silence. Images have one channel, time along the height
and frequency along the width. The sign of the samples and the phase are not kept.

`frames` are for voices, which interpolate between bands; `decode` has the time to fit bins to the bands, and to polish
the phase. Only `encode` and `decode` bring in numba, when they are first called: who knows a codec need not.
"""

from __future__ import annotations

from abc import abstractmethod
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.boundary import SAMPLE_RATES, Boundary
from gesturegan_live.codecs.codec import FrameLayout, Frames, Image, Samples
from gesturegan_live.codecs.phase.momentum import SHORT_MOMENTUM
from gesturegan_live.codecs.spectra.bands import expand_bands, triangles
from gesturegan_live.codecs.spectra.filter_bank import FilterBank
from gesturegan_live.codecs.spectra.level import Level
from gesturegan_live.codecs.spectra.transform import stft

MAKEUP_DB = 0.6  # what frames lose where their phases do not agree: the median over recorded textures
QUICK_STEPS = 2  # of Griffin-Lim in `decode`: bands leave an error that more steps do not mend
FITTING_STEPS = 3  # of multiplicative updates from bands to bins; more gain under 0.1 dB


class Spectral(Boundary):
    """Bands of an STFT as an image; subclasses are dataclasses with these fields, and say where the bands lie."""

    sample_rate: int
    n_fft: int
    hop_length: int
    time_frames: int
    dynamic_range_db: float

    def __post_init__(self) -> None:
        self._require_within("sample_rate", *SAMPLE_RATES, "Hz")
        self._require_power_of_two("n_fft", 64, 16384)
        self._require(
            16 <= self.hop_length <= self.n_fft // 2 and self.hop_length % 2 == 0,
            "hop_length",
            f"an even number from 16 to n_fft / 2 = {self.n_fft // 2}",
        )
        self._require_within("time_frames", 4, 4096)
        self._require_within("dynamic_range_db", 20, 160, "dB")

    @property
    @abstractmethod
    def _centres(self) -> NDArray[np.float32]:
        """Centre of each band, bins."""

    @property
    def _polish(self) -> tuple[int, float]:
        """Griffin-Lim steps of `decode`, and their momentum."""
        return QUICK_STEPS, SHORT_MOMENTUM

    @property
    def clip_samples(self) -> int:
        """One hop for each frame."""
        return self.time_frames * self.hop_length

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(time_frames, bands, 1)."""
        return self.time_frames, len(self._centres), 1

    @cached_property
    def layout(self) -> FrameLayout:
        """How `frames` lie."""
        return FrameLayout(
            self.sample_rate,
            self.n_fft,
            self.hop_length,
            self.time_frames,
            self._centres,
            by_row=True,
            span=self._level.span,
        )

    def encode(self, samples: Samples) -> Image:
        """Turn samples (B, clip_samples) into images (B, time_frames, bands, 1)."""
        checked = self._checked_samples(samples)
        spectrum = stft(checked, self.n_fft, self.hop_length, self.time_frames, self._padding)
        return self._level.pixels(self._to_bands(np.abs(spectrum)))[..., None]

    def frames(self, image: Image) -> Frames:
        """Turn images into log magnitude per band (B, time_frames, bands), made up for the level that voices lose."""
        return self.frame_rows(self._checked_image(image))

    def frame_rows(self, rows: Image) -> Frames:
        """Turn any rows of images (B, n, bands, 1) into what `frames` makes of them (B, n, bands)."""
        makeup = np.float32(MAKEUP_DB * np.log(10.0) / 20.0)
        return Frames(self._level.log_magnitude(rows[..., 0]) + makeup)

    def decode(self, image: Image) -> Samples:
        """Turn images into samples (B, clip_samples)."""
        from gesturegan_live.codecs.phase.inversion import invert

        log_bands = self._log_bands(image)
        log_magnitude = self._fitted(log_bands)
        log_magnitude[log_magnitude < self._level.silence + 1.0] = -np.inf
        return invert(log_magnitude, self.hop_length, self.clip_samples, self._padding, *self._polish)

    def _log_bands(self, image: Image) -> NDArray[np.float32]:
        return self._level.log_magnitude(self._checked_image(image)[..., 0])

    def _fitted(self, log_bands: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log magnitudes of all bins whose bands are the ones given, or nearly.

        Multiplicative updates for the Kullback-Leibler divergence (Richardson 1972; Lee & Seung 2001) from interpolated
        bands on: nothing turns negative, and what is interpolated well stays.
        """
        expanded = expand_bands(log_bands, self._centres, self.n_fft // 2 + 1)
        if np.array_equal(self._centres, np.arange(len(self._centres))):
            return expanded
        magnitude: NDArray[np.float32] = np.exp(expanded)
        bands: NDArray[np.float32] = np.exp(log_bands)
        for _ in range(FITTING_STEPS):
            magnitude = magnitude * self._to_bins(bands / self._to_bands(magnitude))
        fitted: NDArray[np.float32] = np.log(magnitude)
        return fitted

    @property
    def _padding(self) -> int:
        return (self.n_fft - self.hop_length) // 2

    @cached_property
    def _level(self) -> Level:
        return Level(self.n_fft, self.dynamic_range_db)

    @cached_property
    def _to_bands(self) -> FilterBank:
        return FilterBank.of(triangles(self._centres, self.n_fft))

    @cached_property
    def _to_bins(self) -> FilterBank:
        """The triangles transposed, each bin's weights summing to 1."""
        transposed = triangles(self._centres, self.n_fft).T
        return FilterBank.of(transposed / np.maximum(transposed.sum(axis=0), 1e-6))
