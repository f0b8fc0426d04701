"""What every representation is: a reversible map between a clip and an image.

Conventions
-----------
``samples``: float32, shape (B, clip_samples), nominally in [-1, 1].
``image``: float32, shape (B, H, W, C), in [-1, 1]; spectral images have time along H and frequency along W.
NumPy in, NumPy out; no function keeps state between calls. Imported by every process and by ``training``: nothing
heavier than NumPy, and numba where `encode` or `decode` needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Image = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class FrameLayout:
    """How the frames of a spectral codec lie in time and frequency; all that a voice needs to play them.

    Attributes
    ----------
    sample_rate : int
        Hz.
    n_fft : int
        Length of the analysis window and of the transform, samples; the window is a periodic Hann.
    hop_length : int
        Samples from one frame to the next.
    frames : int
        Frames in one image.
    band_bins : ndarray, shape (K,), float32, ascending
        Centre of each band in (fractional) bins of the transform; ``arange(n_fft // 2 + 1)`` where bands are bins.
        Between two centres log magnitude is interpolated linearly.
    has_frequency : bool
        Whether the codec knows the instantaneous frequency; otherwise phase follows from the magnitude (PGHI).
    has_tonality : bool
        Whether it tells tones from noise: each band then holds one sinusoid or none, and noise.
    by_row : bool
        Whether each frame is decoded from one row of the image alone, so that a few rows can be decoded by themselves.
    span : float
        Natural logarithms of magnitude from -1 to 1 of the image's first channel, its level.
    """

    sample_rate: int
    n_fft: int
    hop_length: int
    frames: int
    band_bins: NDArray[np.float32]
    has_frequency: bool = False
    has_tonality: bool = False
    by_row: bool = False
    span: float = 0.0


@dataclass(frozen=True, eq=False)
class Frames:
    """Decoded images as a voice plays them, frame by frame.

    Attributes
    ----------
    log_magnitude : ndarray, shape (B, T, K), float32
        Natural logarithm of the STFT magnitude, in units where a full-scale sine has magnitude ``sum(window) / 2``
        (that is, of the plain STFT of the samples).
    frequency : ndarray, shape (B, T, K), float32, or None
        Instantaneous frequency, radians per hop, unwrapped or modulo 2 pi.
    tonality : ndarray, shape (B, T, K), float32, or None
        How much of the power of a band is that of one sinusoid, 0 to 1; the rest is noise. Its frequency is unwrapped,
        and the magnitude is that of the sum of both powers, not of a bin.
    """

    log_magnitude: NDArray[np.float32]
    frequency: NDArray[np.float32] | None = None
    tonality: NDArray[np.float32] | None = None


class Codec(Protocol):
    """A representation with its parameters: a frozen dataclass that round-trips through JSON."""

    name: ClassVar[str]

    @property
    def sample_rate(self) -> int:
        """Samples per second, Hz."""

    @property
    def clip_samples(self) -> int:
        """Samples in one clip."""

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """(H, W, C)."""

    @property
    def layout(self) -> FrameLayout | None:
        """How `frames` lie; None for codecs whose images are heard as clips."""

    def encode(self, samples: Samples) -> Image:
        """Turn samples (B, clip_samples) into images (B, H, W, C)."""

    def decode(self, image: Image) -> Samples:
        """Turn images (B, H, W, C) into samples (B, clip_samples)."""

    def frames(self, image: Image) -> Frames:
        """Turn images (B, H, W, C) into frames; only where `layout` is not None."""

    def to_json(self) -> dict[str, Any]:
        """``{"name": ..., every parameter}``: what `codecs.from_json` takes."""


@runtime_checkable
class RowCodec(Protocol):
    """A codec of which any rows can be turned into frames by themselves (`FrameLayout.by_row`)."""

    name: ClassVar[str]

    def frame_rows(self, rows: Image) -> Frames:
        """Turn any rows of images (B, n, W, C) into what `frames` makes of them (B, n, K)."""
