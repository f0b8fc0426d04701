"""What the generator hands to the voices for one image: the samples of a clip, or the frames of a spectrum.

Conventions
-----------
float32, shape (clip_samples,) where the codec has no frames, else (planes, frames, bands): natural log magnitude and,
where the codec knows them, instantaneous frequency and tonality.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec, FrameLayout, Frames, Image, RowCodec


def payload_shape(codec: Codec) -> tuple[int, ...]:
    """Give the shape of one payload."""
    layout = codec.layout
    if layout is None:
        return (codec.clip_samples,)
    return (planes(layout), layout.frames, len(layout.band_bins))


def planes(layout: FrameLayout) -> int:
    """Count the planes of a payload."""
    return 1 + layout.has_frequency + layout.has_tonality


def payloads(codec: Codec, image: Image) -> NDArray[np.float32]:
    """Decode images (B, H, W, C) to payloads (B, ...)."""
    if codec.layout is None:
        return codec.decode(image)
    return _stacked(codec.frames(image))


def _stacked(frames: Frames) -> NDArray[np.float32]:
    parts = (frames.log_magnitude, frames.frequency, frames.tonality)
    return np.stack([part for part in parts if part is not None], axis=1)


STRIP_ROWS = 32  # of an image: the stretch of it that is made before the rest, because it is about to be heard
STRIP_GRID = 8  # a strip begins with a multiple of so many rows


def strip_shape(codec: Codec) -> tuple[int, ...]:
    """Give the shape of a strip's payload: the number of its first row, then its rows (none where it has no frames)."""
    return (strip_size(codec.layout) if codec.layout is not None else 1,)


def strip_size(layout: FrameLayout) -> int:
    """Count the numbers in a strip's payload; codecs whose frames need more than their row never make one."""
    return 1 + (planes(layout) if layout.by_row else 1) * STRIP_ROWS * len(layout.band_bins)


def strip_payload(codec: Codec, rows: Image, first: int) -> NDArray[np.float32]:
    """Decode rows (1, n, W, C) of an image, of which `first` is the first: its number, then its planes."""
    assert isinstance(codec, RowCodec)
    if not np.isfinite(rows).all():
        raise ValueError(f"{codec.name}: rows of an image hold NaN or infinity; wanted finite numbers")
    return np.concatenate([[np.float32(first)], _stacked(codec.frame_rows(rows)).reshape(-1)])
