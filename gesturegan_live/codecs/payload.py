"""What the generator hands to the voices for one image: the samples of a clip, or the frames of a spectrum.

Conventions
-----------
float32, shape (clip_samples,) where the codec has no frames, else (C, frames, bands) with the natural log magnitude
first and, where the codec knows it, the instantaneous frequency second.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec, Image
from gesturegan_live.codecs.spectral import Spectral


def payload_shape(codec: Codec) -> tuple[int, ...]:
    """Give the shape of one payload."""
    layout = codec.layout
    if layout is None:
        return (codec.clip_samples,)
    return (2 if layout.has_frequency else 1, layout.frames, len(layout.band_bins))


def payloads(codec: Codec, image: Image) -> NDArray[np.float32]:
    """Decode images (B, H, W, C) to payloads (B, ...)."""
    if codec.layout is None:
        return codec.decode(image)
    frames = codec.frames(image)
    parts = [frames.log_magnitude] if frames.frequency is None else [frames.log_magnitude, frames.frequency]
    return np.stack(parts, axis=1)


STRIP_ROWS = 32  # of an image: the stretch of it that is made before the rest, because it is about to be heard
STRIP_GRID = 8  # a strip begins with a multiple of so many rows


def strip_shape(codec: Codec) -> tuple[int, ...]:
    """Give the shape of a strip's payload: the number of its first row, then its rows (none where it has no frames)."""
    return (1 + (STRIP_ROWS * len(codec.layout.band_bins) if codec.layout is not None else 0),)


def strip_payload(codec: Codec, rows: Image, first: int) -> NDArray[np.float32]:
    """Decode rows (1, n, W, C) of an image, of which `first` is the first: its number, then the log magnitudes."""
    assert isinstance(codec, Spectral)
    if not np.isfinite(rows).all():
        raise ValueError(f"{codec.name}: rows of an image hold NaN or infinity; wanted finite numbers")
    return np.concatenate([[np.float32(first)], codec.frame_rows(rows).reshape(-1)])
