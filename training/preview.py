"""Pictures and sound of images, so that a run can be watched and heard.

Conventions
-----------
Images: (B, H, W, C) float32 in [-1, 1]. In pictures time runs to the right and frequency upwards; one channel is
coloured (magma), three are red, green and blue, and of two the first is shown. Sounds follow each other with a rest.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
import soundfile
from numpy.typing import NDArray
from PIL import Image as Picture

from gesturegan_live.codecs.codec import Codec, Image

COLUMNS = 6
REST_SECONDS = 0.15
FADE_SECONDS = 0.005
_GAP = 4  # pixels between pictures


def save_grid(path: Path, images: Image, codec: Codec, columns: int = COLUMNS) -> None:
    """Write images side by side as a PNG."""
    tiles = [_colours(image, spectral=codec.layout is not None) for image in images]
    height, width, _ = tiles[0].shape
    rows = -(-len(tiles) // columns)
    canvas = np.full((rows * (height + _GAP) + _GAP, columns * (width + _GAP) + _GAP, 3), 32, np.uint8)
    for place, tile in enumerate(tiles):
        top = _GAP + place // columns * (height + _GAP)
        left = _GAP + place % columns * (width + _GAP)
        canvas[top : top + height, left : left + width] = tile
    Picture.fromarray(canvas).quantize(256).save(path, format="PNG", optimize=True)  # a third of the size


def save_sound(path: Path, images: Image, codec: Codec) -> None:
    """Write the sounds of images one after the other as a FLAC."""
    rate = codec.sample_rate
    fade = max(1, int(FADE_SECONDS * rate))
    edge = np.ones(codec.clip_samples, np.float32)
    edge[:fade] = np.linspace(0, 1, fade)
    edge[-fade:] = np.linspace(1, 0, fade)
    rest = np.zeros(int(REST_SECONDS * rate), np.float32)
    parts = [part for clip in codec.decode(images) for part in (clip * edge, rest)]
    sound = np.concatenate(parts)
    sound /= max(1.0, float(np.max(np.abs(sound))))
    soundfile.write(path, sound, rate, format="FLAC", subtype="PCM_16")


def _colours(image: NDArray[np.float32], *, spectral: bool) -> NDArray[np.uint8]:
    """(H, W, C) in [-1, 1] to a picture (h, w, 3)."""
    unit = np.clip(image * 0.5 + 0.5, 0, 1)
    if spectral:
        unit = unit.transpose(1, 0, 2)[::-1]
    if unit.shape[2] == 3:
        return np.asarray(unit * 255, np.uint8)
    return np.asarray(mpl.colormaps["magma"](unit[..., 0])[..., :3] * 255, np.uint8)
