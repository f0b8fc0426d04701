"""`sines-noise`: how loud each band is and how much of it is tones; heard as sinusoids and shaped noise.

X. Serra, J. Smith, "Spectral Modeling Synthesis", Computer Music Journal 14(4), 1990; sound is made as in X. Rodet,
P. Depalle, "Spectral Envelopes and Inverse FFT Synthesis", AES 93, 1992. No phase is kept, and none has to be found: it
runs on with the frequency of each partial, so that sound may be held, stretched, moved and exchanged at will.

Conventions
-----------
Frame t is centred on sample ``(t + 1/2) * hop_length``. Channels: level of a band, on the scale of `level`; tonality,
from -1 (noise) to 1 (a tone) in steps of `TONALITY_DB`; and a correction of the frequency that the slope of the level
tells, in units of `partials.FARTHEST` bands. (-1, -1, 0) is silence. Where there are fewer channels the slope is all
there is, and tonality is guessed from it. Numba is brought in when something is encoded or decoded.
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
from gesturegan_live.codecs.sinusoids.tonality import SIGMA, Bands
from gesturegan_live.codecs.spectra.bands import warped_bins
from gesturegan_live.codecs.spectra.level import SILENT_DB, Level

TONALITY_DB = 24.0  # of tone over noise that make a tonality of 1
FADE = -0.95, -0.8  # level below which nothing but the level is told, and above which all is
_SIZES: Mapping[str, Mapping[str, Any]] = {
    "live": {},
    "full": {"channels": 3},
    "notes": {"bands_per_bin": 2},
    "dense": {"bands": 256, "channels": 3},
    "long": {"hop_length": 512, "time_frames": 320},
    "level": {"channels": 1},
}


@dataclass(frozen=True)
class SinesNoise(Boundary):
    """How loud each band of a clip is, and how much of it is tones.

    Attributes
    ----------
    sample_rate : int
        Hz.
    n_fft, hop_length : int
        Window and hop of the sound that is made, samples; it is looked at through windows of twice, once and half that.
    time_frames, bands : int
        Height and width of the image.
    channels : int
        1: level; 2: and tonality; 3: and a correction of the frequency.
    dynamic_range_db : float
        How far below a full-scale sine the logarithmic range reaches.
    bands_per_bin : int
        1 or 2: how many bands the lowest bins hold each. Partials of notes below 130 Hz lie hardly more than a bin
        apart, and only bands narrower than bins show them apart; those above 1.2 kHz are a quarter wider then.
    """

    name: ClassVar[str] = "sines-noise"
    PRESETS: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        f"{size}-{rate}": {**parameters, "sample_rate": rate}
        for rate in (44100, 48000)
        for size, parameters in _SIZES.items()
    }

    sample_rate: int = 44100
    n_fft: int = 1024
    hop_length: int = 256
    time_frames: int = 256
    bands: int = 128
    channels: int = 2
    dynamic_range_db: float = 80.0
    bands_per_bin: int = 1

    def __post_init__(self) -> None:
        self._require_within("sample_rate", *SAMPLE_RATES, "Hz")
        self._require_power_of_two("n_fft", 64, 8192)
        self._require(
            16 <= self.hop_length <= self.n_fft // 2 and self.hop_length % 2 == 0,
            "hop_length",
            f"an even number from 16 to n_fft / 2 = {self.n_fft // 2}",
        )
        self._require_within("time_frames", 4, 4096)
        self._require_within("bands", 8, self.n_fft // 2 + 1)
        self._require_within("channels", 1, 3)
        self._require_within("dynamic_range_db", 20, 160, "dB")
        self._require_within("bands_per_bin", 1, 2)

    @property
    def clip_samples(self) -> int:
        """One hop for each frame."""
        return self.time_frames * self.hop_length

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(time_frames, bands, channels)."""
        return self.time_frames, self.bands, self.channels

    @cached_property
    def layout(self) -> FrameLayout:
        """How `frames` lie."""
        return FrameLayout(
            self.sample_rate,
            self.n_fft,
            self.hop_length,
            self.time_frames,
            self._centres,
            has_frequency=True,
            has_tonality=True,
            by_row=self.channels > 1,
            span=self._level.span,
        )

    def encode(self, samples: Samples) -> Image:
        """Turn samples (B, clip_samples) into images (B, time_frames, bands, channels)."""
        from gesturegan_live.codecs.sinusoids.partials import FARTHEST, slope

        checked = self._checked_samples(samples)
        image = np.empty((len(checked), *self.image_shape), np.float32)
        for clip, pixels in zip(checked, image, strict=True):
            energy, away, tonality = self._looked_at(clip, self.time_frames)
            level = self._level.pixels(np.sqrt(energy) * np.float32(self.n_fft / 4))
            pixels[..., 0] = level
            if self.channels == 1:
                continue
            seen = np.clip((level - FADE[0]) / (FADE[1] - FADE[0]), 0.0, 1.0)
            odds = tonality / np.maximum(1.0 - tonality, 1e-6)
            tonal = np.clip(10.0 / TONALITY_DB * np.log10(np.maximum(odds, 1e-6)), -1.0, 1.0)
            pixels[..., 1] = (tonal + 1.0) * seen - 1.0
            if self.channels == 3:
                found = (away - slope(self._log_power(level))) * (np.float32(1.0) / FARTHEST)
                pixels[..., 2] = np.clip(found, -1.0, 1.0) * np.clip(2.0 * (tonal + 1.0), 0.0, 1.0) * seen
        return image

    def frames(self, image: Image) -> Frames:
        """Turn images into level, frequency and tonality of each band (B, time_frames, bands)."""
        return self._frames(self._checked_image(image))

    def frame_rows(self, rows: Image) -> Frames:
        """Turn any rows of images (B, n, bands, channels) into what `frames` makes of them (B, n, bands)."""
        return self._frames(np.clip(rows, -1.0, 1.0))

    def decode(self, image: Image) -> Samples:
        """Turn images into samples (B, clip_samples)."""
        from gesturegan_live.codecs.sinusoids.synthesis import synthesise

        return synthesise(self.frames(image), self.layout, self._level.silence + 1.0)

    def _frames(self, image: Image) -> Frames:
        """Split the energy of each band into that of its partial and the rest."""
        from gesturegan_live.codecs.sinusoids.partials import split

        shape = image.shape[:3]
        level, *others = (np.ascontiguousarray(image[..., channel]) for channel in range(self.channels))
        tonal = others[0] if others else self._guessed(level)
        correction = others[1] if self.channels == 3 else level[:0]
        planes = np.empty((3, *shape), np.float32)
        rows = (-1, self.bands)
        split(
            level.reshape(rows),
            tonal.reshape(rows),
            correction.reshape(rows),
            self._level.span / 2.0,
            10.0 ** (-self.dynamic_range_db / 20.0),
            10.0 ** (-(self.dynamic_range_db + SILENT_DB) / 20.0),
            TONALITY_DB * np.log(10.0) / 10.0,
            self._full_scale,
            2.0 * np.pi * self.hop_length / self.n_fft,
            self._centres,
            *(plane.reshape(rows) for plane in planes),
        )
        return Frames(*planes)

    def _log_power(self, level: NDArray[np.float32]) -> NDArray[np.float32]:
        """Natural log of the power of pixels, 0 for a full-scale sine."""
        log_power: NDArray[np.float32] = self._level.log_magnitude(level)
        log_power -= np.float32(self._full_scale)
        log_power *= np.float32(2.0)
        return log_power

    def _guessed(self, level: NDArray[np.float32]) -> NDArray[np.float32]:
        """Take for tones what has the shape of a partial and stays at one place: tonality for levels (B, T, K)."""
        from gesturegan_live.codecs.sinusoids.partials import slope

        log_power = self._log_power(level)
        away = slope(log_power.reshape(-1, self.bands)).reshape(level.shape)
        padded = np.pad(log_power, ((0, 0), (0, 0), (1, 1)), mode="edge")
        curved = np.float32(SIGMA**2) * (2.0 * log_power - padded[..., 2:] - padded[..., :-2])
        near = np.lib.stride_tricks.sliding_window_view(np.pad(away, ((0, 0), (2, 2), (0, 0)), mode="edge"), 5, axis=1)
        return np.where(curved > 0.5, np.clip(1.5 - near.var(axis=-1) / 0.04, -1.0, 1.0), -1.0).astype(np.float32)

    @property
    def _full_scale(self) -> float:
        """Natural log of the magnitude of a full-scale sine."""
        return float(np.log(self.n_fft / 4))

    @cached_property
    def _level(self) -> Level:
        return Level(self.n_fft, self.dynamic_range_db)

    @cached_property
    def _centres(self) -> NDArray[np.float32]:
        return warped_bins(self.bands, self.bands_per_bin * self.n_fft) / np.float32(self.bands_per_bin)

    @cached_property
    def _looked_at(self) -> Bands:
        return Bands(self.sample_rate, self.n_fft, self.hop_length, tuple(map(float, self._centres)))
