"""`mel-colour`: the "prep mels" of FAT2019, mel spectrograms in dB as 8-bit colour images.

As `librosa.feature.melspectrogram` and `power_to_db` (reference 1, top_db 80) make them, standardised, scaled to 0-255
and floored, cut to as many columns as there are bands, in three equal channels.

Conventions
-----------
Frequency runs along the height, low first, and time along the width: this codec alone keeps its source's order. Frame t
is centred on sample ``t * hop_length``. A ``uint8`` v stands for v / 127.5 - 1, and is taken as it is, as the published
pickles have it.

Phase does not come back, nor does the sign. Level does not either: each clip was scaled by its own quietest and loudest
band. `decode` takes the loudest for the top of `DECODED_RANGE_DB`, the most that `power_to_db` leaves, and gives every
clip that is not silent the peak `DECODED_PEAK`. What is softer than 80 dB below a clip's loudest band is gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gesturegan_live.codecs.boundary import Boundary
from gesturegan_live.codecs.codec import Image, Samples
from gesturegan_live.codecs.spectra.filter_bank import FilterBank
from gesturegan_live.codecs.spectra.mel import slaney_mel

TOP_DB = 80.0  # librosa's power_to_db
SMALLEST_POWER = 1e-10
EPSILON = 1e-6
LOWEST_HERTZ = 20.0
DECODED_RANGE_DB = TOP_DB
DECODED_PEAK = 0.5
FITTING_STEPS = 8  # of multiplicative updates from mel to linear bins


@dataclass(frozen=True)
class MelColour(Boundary):
    """One second of sound as a 128 x 128 colour image.

    Attributes
    ----------
    sample_rate : int
        Hz.
    samples : int
        Length of the clip, which ends within the last column's window; who has less pads with zeros.
    n_fft, hop_length : int
        Window and hop of the transform, samples.
    bands : int
        Mel bands from 20 Hz to Nyquist, and columns: height and width of the image.
    """

    name: ClassVar[str] = "mel-colour"
    PRESETS: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "fat2019": {},
        "two-seconds": {"samples": 88200, "hop_length": 694},
        "48000": {"sample_rate": 48000, "samples": 48000, "hop_length": 377},
    }

    sample_rate: int = 44100
    samples: int = 44100
    n_fft: int = 2560
    hop_length: int = 347
    bands: int = 128

    def __post_init__(self) -> None:
        self._require_within("sample_rate", 4000, 384000, "Hz")
        self._require_within("bands", 8, 512)
        self._require(64 <= self.n_fft <= 16384 and self.n_fft % 2 == 0, "n_fft", "an even number from 64 to 16384")
        self._require_within("hop_length", 16, self.n_fft // 2)
        last = (self.bands - 1) * self.hop_length  # the last frame's centre
        self._require_within("samples", last, min(last + self.n_fft // 2, 128 * 65536))
        wanted = f"so few that each holds a bin of n_fft {self.n_fft} at {self.sample_rate} Hz"
        self._require(bool(self._mel.any(axis=0).all()), "bands", wanted)

    @property
    def clip_samples(self) -> int:
        """Samples in one clip."""
        return self.samples

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(bands, bands, 3): frequency, time, three equal channels."""
        return self.bands, self.bands, 3

    def encode(self, samples: Samples) -> Image:
        """Turn samples (B, clip_samples) into images (B, bands, bands, 3)."""
        steps = self.encode_uint8(samples)
        return np.repeat((steps / np.float32(127.5) - np.float32(1.0))[..., None], 3, axis=-1)

    def encode_uint8(self, samples: Samples) -> NDArray[np.uint8]:
        """One channel as the pickles hold it, (B, bands, bands)."""
        checked = self._checked_samples(samples)
        power = np.square(np.abs(self._spectrum(checked)))
        decibels = 10.0 * np.log10(np.maximum(self._to_mel(power), np.float32(SMALLEST_POWER)))
        decibels = np.swapaxes(decibels, 1, 2)
        loudest = decibels.max(axis=(1, 2), keepdims=True)
        decibels = np.maximum(decibels, loudest - np.float32(TOP_DB))[..., : self.bands]
        return np.stack([_stretched(clip) for clip in decibels]) if len(decibels) else decibels.astype(np.uint8)

    def decode(self, image: ArrayLike) -> Samples:
        """Turn images (B, bands, bands, 3), float32 or uint8, into samples (B, clip_samples)."""
        from gesturegan_live.codecs.phase.inversion import invert

        given = np.asarray(image)
        if given.dtype == np.uint8:
            given = given / np.float32(127.5) - np.float32(1.0)
        pixels = np.swapaxes(self._checked_image(given).mean(axis=-1), 1, 2)
        silent = pixels.max(axis=(1, 2)) - pixels.min(axis=(1, 2)) < EPSILON
        decibels = (pixels - np.float32(1.0)) * np.float32(DECODED_RANGE_DB / 2.0)
        log_magnitude = self._linear(np.exp(decibels * np.float32(np.log(10.0) / 10.0)))
        samples = invert(log_magnitude, self.hop_length, self.clip_samples, self.n_fft // 2)
        peak = np.abs(samples).max(axis=1, keepdims=True)
        samples *= np.float32(DECODED_PEAK) / np.maximum(peak, np.float32(SMALLEST_POWER))
        samples[silent] = 0.0
        return samples

    def _spectrum(self, samples: Samples) -> NDArray[np.complex64]:
        """Centred STFT, transformed in float64 and rounded as librosa does it, for the sake of the last uint8 step."""
        margin = self.n_fft // 2
        padded = np.pad(samples, ((0, 0), (margin, margin)))
        window = 0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(self.n_fft) / self.n_fft)
        frames = np.lib.stride_tricks.sliding_window_view(padded, self.n_fft, axis=1)[:, :: self.hop_length]
        spectrum = np.empty((*frames.shape[:2], margin + 1), np.complex64)
        for clip, out in zip(frames, spectrum, strict=True):
            out[:] = np.fft.rfft(clip * window, axis=-1)
        return spectrum

    def _linear(self, power: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log magnitudes of the linear bins whose mel power is the one given, or nearly.

        Multiplicative updates for the Kullback-Leibler divergence (Lee & Seung 2001): not negative, as NNLS, but smooth
        where bins outnumber bands, and a hundred times faster.
        """
        fitted = self._to_bins(power)
        for _ in range(FITTING_STEPS):
            missing = power / np.maximum(self._to_mel(fitted), np.float32(1e-20))
            fitted = fitted * self._to_bins_evenly(np.asarray(missing, np.float32))
        return np.float32(0.5) * np.log(np.maximum(fitted, np.float32(1e-20)))

    @cached_property
    def _mel(self) -> NDArray[np.float32]:
        return slaney_mel(self.n_fft, self.sample_rate, self.bands, LOWEST_HERTZ, self.sample_rate / 2.0)

    @cached_property
    def _to_mel(self) -> FilterBank:
        return FilterBank.of(self._mel)

    @cached_property
    def _to_bins(self) -> FilterBank:
        """A first guess: each band's power spread evenly, per unit of its filter's area."""
        area = self._mel.sum(axis=0)
        return FilterBank.of((self._mel / area / np.maximum(self._mel.sum(axis=1, keepdims=True), 1e-9)).T)

    @cached_property
    def _to_bins_evenly(self) -> FilterBank:
        """The bank transposed, each bin's weights summing to 1."""
        return FilterBank.of((self._mel / np.maximum(self._mel.sum(axis=1, keepdims=True), 1e-9)).T)


def _stretched(decibels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Standardise one clip, scale it to 0-255 and floor it, operation by operation as FAT2019's preparation did."""
    centred = decibels - decibels.mean()
    standard = centred / (centred.std() + np.float32(EPSILON))
    low, high = standard.min(), standard.max()
    if high - low <= EPSILON:
        return np.zeros(standard.shape, np.uint8)
    scaled: NDArray[np.float32] = 255 * (standard - low) / (high - low)
    return scaled.astype(np.uint8)
