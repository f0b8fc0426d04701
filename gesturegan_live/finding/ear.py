"""What a sound is like to an ear, in numbers: sounds that are alike lie near each other.

After the statistics by which McDermott and Simoncelli (2011, "Sound texture perception via statistics of the auditory
periphery", Neuron 71) make textures that listeners take for each other. Of the level of each of `BANDS` bands on the
mel scale: its mean; how much it varies; how much it changes from one frame to the next, how much from one band to the
next; its steepest rise. When things happen does not count, nor does phase.

Conventions
-----------
Images: (B, H, W, C), of one codec, for nothing is decoded that comes as frames (`FrameLayout`); of other codecs, which
are heard as clips, `LogSpectrogram` makes the frames. Levels are in bels of full scale, frames about `STEP` seconds
apart. What sounds are like: (B, `NUMBERS`) float32.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec, FrameLayout, Image
from gesturegan_live.codecs.log_spectrogram import LogSpectrogram

VERSION = 1  # of these numbers
BANDS = 32
NUMBERS = 5 * BANDS - 1
LOWEST, HIGHEST = 30.0, 20000.0  # Hz
SLOPE = 100.0  # of power, from a band to the next: masking, which makes a tone that moves a little sound alike
STEP = 0.0232  # seconds
FLOOR = 10.0**-8.8  # power below which nothing is heard, of a full-scale sine
_MOST_FRAMES = 4096  # of a clip that comes as samples: 24 s
_WEIGHTS = (1.0, 1.0, 2.0, 2.0, 0.5)  # so that distances go with those of a network taught on libraries of sounds

Array = NDArray[np.float32]


class Ear:
    """Hears what is in the images of one codec."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._other: Codec | None = None
        if codec.layout is None:
            frames = min(max(-(-codec.clip_samples // LogSpectrogram.hop_length), 4), _MOST_FRAMES)
            self._other = LogSpectrogram(codec.sample_rate, time_frames=frames)

    def __call__(self, images: Image) -> Array:
        """Tell what the sounds of images are like."""
        levels = self._levels(images)
        rising = np.diff(levels, axis=1)
        parts = (
            levels.mean(axis=1),
            levels.std(axis=1),
            np.abs(rising).mean(axis=1),
            np.abs(np.diff(levels, axis=2)).mean(axis=1),
            np.maximum(rising, 0.0).max(axis=1),
        )
        return np.concatenate([part * weight for part, weight in zip(parts, _WEIGHTS, strict=True)], axis=1)

    def _levels(self, images: Image) -> Array:
        """Level of each band, (B, T, `BANDS`)."""
        if self._other is None:
            magnitude = self._codec.frames(images).log_magnitude
        else:
            samples = self._codec.decode(images)[:, : self._other.clip_samples]
            missing = self._other.clip_samples - samples.shape[1]
            whole = np.clip(np.pad(samples, ((0, 0), (0, missing))), -1.0, 1.0)
            magnitude = self._other.frames(self._other.encode(whole)).log_magnitude
        layout = self._layout
        together = max(1, min(round(STEP * layout.sample_rate / layout.hop_length), layout.frames // 2))
        count = layout.frames // together
        power = np.exp(2.0 * magnitude[:, : count * together])
        power = power.reshape(len(power), count, together, -1).mean(axis=2) @ self._bands
        return np.asarray(0.5 * np.log10(power + FLOOR), np.float32)

    @property
    def _layout(self) -> FrameLayout:
        layout = (self._other or self._codec).layout
        assert layout is not None
        return layout

    @cached_property
    def _bands(self) -> Array:
        """Weights (W, `BANDS`) of the mean power, full scale 1, each band hearing others ever less."""
        layout = self._layout
        bands = _mel(np.maximum(layout.band_bins * layout.sample_rate / layout.n_fft, 1.0))
        edges = np.linspace(_mel(LOWEST), _mel(HIGHEST), BANDS + 2)
        skirts = SLOPE ** (-np.abs(bands[:, None] - edges[1:-1]) / (edges[1] - edges[0]))
        full_scale = (layout.n_fft / 4) ** 2
        return np.asarray(skirts / skirts.sum(axis=0) / full_scale, np.float32)


def _mel(hertz: NDArray[np.floating] | float) -> NDArray[np.float64]:
    return np.asarray(1127.0 * np.log1p(np.asarray(hertz, np.float64) / 700.0))
