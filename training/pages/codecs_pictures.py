"""Pictures of sounds and of codec images: pixels, for pages.

Conventions
-----------
Time runs to the right and frequency upwards, whichever way an image has them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec
from gesturegan_live.codecs.measures.quality import magnitudes

LOWEST_HERTZ, ROWS = 40.0, 180
RANGE_DB = 80.0
COLUMNS = 520

Pixels = NDArray[np.uint8]


def spectrogram(samples: NDArray[np.float32], sample_rate: int, reference: float) -> Pixels:
    """Draw a log-frequency spectrogram from `RANGE_DB` below `reference` (a magnitude) up to it."""
    magnitude = magnitudes(samples, 2048, 512)
    top = sample_rate / 2.0
    hertz = LOWEST_HERTZ * (top / LOWEST_HERTZ) ** np.linspace(0.0, 1.0, ROWS)
    place = np.minimum(hertz * 2048 / sample_rate, 1024.0)
    rows = np.stack([np.interp(place, np.arange(1025), frame) for frame in magnitude])
    decibels = 20.0 * np.log10(np.maximum(rows / reference, 1e-9))
    picture = coloured(decibels.T[::-1] / RANGE_DB + 1.0, "magma")
    return resized(picture, min(COLUMNS, max(200, 4 * len(magnitude))), ROWS)


def codec_image(codec: Codec, image: NDArray[np.float32]) -> Pixels:
    """Draw one image (H, W, C) in [-1, 1] as its kind asks for."""
    unit = (image + 1.0) / 2.0
    if codec.name == "points":
        return _curve(image[:, 0])
    if image.shape[1] == 1:  # slices lie along the channels
        return coloured(unit[:, 0].T, "cividis")
    if image.shape[2] == 3:
        pixels = np.round(255.0 * unit).astype(np.uint8)
        if codec.layout is not None:
            return np.swapaxes(pixels, 0, 1)[::-1]
        return pixels[::-1] if codec.name == "mel-colour" else pixels
    if codec.layout is None:
        return coloured(unit[..., 0], "cividis")
    upright = np.swapaxes(unit, 0, 1)[::-1]
    maps = ("magma", "cividis" if codec.layout.has_tonality else "twilight_shifted")  # of frequency: it goes round
    planes = [coloured(upright[..., channel], name) for channel, name in zip(range(image.shape[2]), maps, strict=False)]
    return np.concatenate(planes, axis=1)


def coloured(unit: NDArray[np.floating], name: str) -> Pixels:
    """Colour values in [0, 1] by a named colour map."""
    from matplotlib import colormaps

    return np.asarray(np.round(255.0 * colormaps[name](np.clip(unit, 0.0, 1.0))[..., :3]), np.uint8)


def resized(pixels: Pixels, width: int, height: int) -> Pixels:
    """Scale smoothly."""
    from PIL import Image

    return np.asarray(Image.fromarray(pixels).resize((width, height), Image.Resampling.LANCZOS))


def _curve(points: NDArray[np.float32]) -> Pixels:
    """Draw (time, amplitude) points as dots on dark ground."""
    size = 256
    grid = np.zeros((size, size))
    column = np.clip((points[:, 0] + 1.0) / 2.0 * (size - 1), 0, size - 1).astype(int)
    row = np.clip((1.0 - points[:, 1]) / 2.0 * (size - 1), 0, size - 1).astype(int)
    np.add.at(grid, (row, column), 1.0)
    return coloured(np.sqrt(grid / max(np.percentile(grid[grid > 0], 95), 1.0)), "cividis")
