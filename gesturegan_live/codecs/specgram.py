"""`specgram`: GANSynth's log magnitude and instantaneous frequency on linear bins.

J. Engel et al., "GANSynth: Adversarial Neural Audio Synthesis", ICLR 2019, and the arithmetic of its released code.

Conventions
-----------
Hop n_fft / 4, periodic Hann, all padding on the left. Channel 0 is ``ln(|X| + 1e-6)``, channel 1 the phase unwrapped
along time, differenced, with the raw first phase put in front, divided by pi; both scaled by GANSynth's constants and
clipped to [-1, 1]. The DC bin is dropped, Nyquist is kept. Silence is -0.8 in channel 0.

Phase runs through float64: a difference taken in float32 after unwrapping loses the last bits that a resynthesis needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.boundary import SAMPLE_RATES, Boundary
from gesturegan_live.codecs.codec import FrameLayout, Frames, Image, Samples
from gesturegan_live.codecs.spectra.transform import hann, shifted_add, stft

MAGNITUDE_SCALE, MAGNITUDE_OFFSET = 0.0661371661726, 0.113718730221
FREQUENCY_SCALE = 0.8
FLOOR = 1e-6

Plane = NDArray[np.float32]
_OTHER_RATES: Mapping[str, Mapping[str, Any]] = {
    f"{rate}-{frames}x{bins}": {"sample_rate": rate, "time_frames": frames, "bins": bins}
    for rate in (22050, 32000, 44100, 48000)
    for frames, bins in ((128, 1024), (256, 512))
}


def instantaneous_frequency(phase: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Unwrap phase along axis 1, difference it, put the raw first phase in front and divide by pi."""
    phase = phase.astype(np.float64)
    step = np.diff(phase, axis=1)
    turned = np.mod(step + np.pi, 2.0 * np.pi) - np.pi
    turned = np.where((turned == -np.pi) & (step > 0.0), np.pi, turned)
    return np.concatenate([phase[:, :1], turned], axis=1) / np.pi


@dataclass(frozen=True)
class Specgram(Boundary):
    """Log magnitude and instantaneous frequency, 128 frames x 1024 bins at 16 kHz by default: four seconds.

    Attributes
    ----------
    sample_rate : int
        Hz.
    time_frames, bins : int
        Height and width of the image; n_fft is twice the width.
    samples : int
        Length of the clip; up to what the frames span, the rest is padding on the left.
    """

    name: ClassVar[str] = "specgram"
    PRESETS: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "gansynth-128x1024": {},
        "gansynth-256x512": {"time_frames": 256, "bins": 512},
        **_OTHER_RATES,
    }

    sample_rate: int = 16000
    time_frames: int = 128
    bins: int = 1024
    samples: int = 64000

    def __post_init__(self) -> None:
        self._require_within("sample_rate", *SAMPLE_RATES, "Hz")
        self._require_within("time_frames", 4, 4096)
        self._require_power_of_two("bins", 32, 4096)
        self._require_within("samples", self.n_fft, self._spanned)

    @property
    def n_fft(self) -> int:
        """Length of window and transform, samples."""
        return 2 * self.bins

    @property
    def hop_length(self) -> int:
        """Samples from frame to frame: 75 % overlap."""
        return self.n_fft // 4

    @property
    def clip_samples(self) -> int:
        """Samples in one clip."""
        return self.samples

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(time_frames, bins, 2)."""
        return self.time_frames, self.bins, 2

    @cached_property
    def layout(self) -> FrameLayout:
        """How `frames` lie: every bin of the transform."""
        centres = np.arange(self.bins + 1, dtype=np.float32)
        return FrameLayout(
            self.sample_rate,
            self.n_fft,
            self.hop_length,
            self.time_frames,
            centres,
            has_frequency=True,
            span=2.0 / MAGNITUDE_SCALE,
        )

    @property
    def _spanned(self) -> int:
        return (self.time_frames - 1) * self.hop_length + self.n_fft

    def encode(self, samples: Samples) -> Image:
        """Turn samples (B, clip_samples) into images (B, time_frames, bins, 2)."""
        return self._normalised(*self.planes(samples))

    def decode(self, image: Image) -> Samples:
        """Turn images (B, time_frames, bins, 2) into samples (B, clip_samples)."""
        from gesturegan_live.codecs.spectra.polar import polar

        log_magnitude, phase = self._spectrum(image)
        padded = np.zeros((*phase.shape[:2], self.bins + 1), np.complex64)
        padded[..., 1:] = polar(log_magnitude, phase)
        frames = np.fft.irfft(padded, self.n_fft, axis=-1).astype(np.float32, copy=False)
        return shifted_add(frames * self._synthesis_window, self.hop_length)[:, self._spanned - self.samples :]

    def frames(self, image: Image) -> Frames:
        """Turn images into log magnitude and frequency per hop, DC included (as silence)."""
        log_magnitude, phase = self._spectrum(image)
        shape = (*phase.shape[:2], self.bins + 1)
        magnitude, frequency = np.full(shape, np.log(FLOOR), np.float32), np.zeros(shape, np.float32)
        magnitude[..., 1:] = log_magnitude
        frequency[:, 1:, 1:] = np.diff(phase, axis=1)
        frequency[:, 0] = frequency[:, 1]  # the image's first row is a phase, not a difference
        return Frames(magnitude, frequency)

    def planes(self, samples: Samples) -> tuple[Plane, NDArray[np.float64]]:
        """Both channels before they are scaled: log magnitude, and frequency over pi."""
        spectrum = self._linear(samples)
        log_magnitude: Plane = np.log(np.abs(spectrum) + np.float32(FLOOR))
        return log_magnitude, instantaneous_frequency(np.angle(spectrum))

    def _linear(self, samples: Samples) -> NDArray[np.complex64]:
        checked = self._checked_samples(samples)
        padding = self._spanned - self.samples
        return stft(checked, self.n_fft, self.hop_length, self.time_frames, padding)[..., 1:]

    def _spectrum(self, image: Image) -> tuple[Plane, NDArray[np.float64]]:
        """Log magnitude and running phase of the linear bins 1 to Nyquist."""
        log_magnitude, frequency = self._denormalised(image)
        return log_magnitude, np.cumsum(frequency, axis=1) * np.pi

    @staticmethod
    def _normalised(log_magnitude: Plane, frequency: NDArray[np.float64]) -> Image:
        image = np.empty((*log_magnitude.shape, 2), np.float32)
        image[..., 0] = MAGNITUDE_SCALE * log_magnitude + MAGNITUDE_OFFSET
        image[..., 1] = FREQUENCY_SCALE * frequency
        np.clip(image, -1.0, 1.0, out=image)
        return image

    def _denormalised(self, image: Image) -> tuple[Plane, NDArray[np.float64]]:
        checked = self._checked_image(image)
        log_magnitude: Plane = checked[..., 0] - np.float32(MAGNITUDE_OFFSET)
        log_magnitude /= np.float32(MAGNITUDE_SCALE)
        frequency: NDArray[np.float64] = checked[..., 1].astype(np.float64)
        return log_magnitude, frequency / FREQUENCY_SCALE

    @cached_property
    def _synthesis_window(self) -> NDArray[np.float32]:
        """Hann over the sum of its shifted squares, as TensorFlow's `inverse_stft_window_fn`."""
        window = hann(self.n_fft).astype(np.float64)
        overlap = (window**2).reshape(-1, self.hop_length).sum(axis=0)
        return np.asarray(window / np.tile(overlap, 4), np.float32)
