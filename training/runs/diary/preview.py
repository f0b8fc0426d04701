"""Pictures and sound of images, so that a run can be watched and heard.

Conventions
-----------
Images: (B, H, W, C) float32 in [-1, 1]. A preview is ``step-00000500.png`` and ``.flac``: the same points of
the latent space every time. In pictures time runs to the right and frequency upwards; one channel is coloured (magma),
three are red, green and blue, and of two the first is shown. Sounds follow each other with a rest.
"""

from __future__ import annotations

import io
from pathlib import Path

import matplotlib as mpl
import numpy as np
import soundfile
from numpy.typing import NDArray
from PIL import Image as Picture

from gesturegan_live.codecs.codec import Codec, Image
from training.runs import disk

COLUMNS = 6
REST_SECONDS = 0.15
FADE_SECONDS = 0.005
_GAP = 4  # pixels between pictures


def save_grid(path: Path, images: Image, codec: Codec, columns: int = COLUMNS) -> None:
    """Write images side by side as a PNG."""
    disk.replace(path, grid(images, codec, columns))


def save_sound(path: Path, images: Image, codec: Codec) -> None:
    """Write the sounds of images one after the other as a FLAC."""
    disk.replace(path, flac(sound(images, codec), codec.sample_rate))


def grid(images: Image, codec: Codec, columns: int = COLUMNS) -> bytes:
    """Images side by side, as a PNG."""
    tiles = [_colours(image, codec) for image in images]
    height, width, _ = tiles[0].shape
    rows = -(-len(tiles) // columns)
    canvas = np.full((rows * (height + _GAP) + _GAP, columns * (width + _GAP) + _GAP, 3), 32, np.uint8)
    for place, tile in enumerate(tiles):
        top = _GAP + place // columns * (height + _GAP)
        left = _GAP + place % columns * (width + _GAP)
        canvas[top : top + height, left : left + width] = tile
    stream = io.BytesIO()
    Picture.fromarray(canvas).quantize(256).save(stream, format="PNG", optimize=True)  # a third of the size
    return stream.getvalue()


def sound(images: Image, codec: Codec) -> NDArray[np.float32]:
    """Join the sounds of images, a rest after each; of one, at most full scale."""
    rate = codec.sample_rate
    fade = max(1, int(FADE_SECONDS * rate))
    edge = np.ones(codec.clip_samples, np.float32)
    edge[:fade] = np.linspace(0, 1, fade)
    edge[-fade:] = np.linspace(1, 0, fade)
    rest = np.zeros(int(REST_SECONDS * rate), np.float32)
    parts = [part for clip in codec.decode(images) for part in (clip * edge, rest)]
    samples: NDArray[np.float32] = np.concatenate(parts)
    samples /= max(1.0, float(np.max(np.abs(samples))))
    return samples


def each(codec: Codec) -> int:
    """Tell the samples from one sound of a preview to the next."""
    return codec.clip_samples + int(REST_SECONDS * codec.sample_rate)


def flac(samples: NDArray[np.float32], sample_rate: int) -> bytes:
    """Encode samples as a FLAC of 16 bits."""
    stream = io.BytesIO()
    soundfile.write(stream, samples, sample_rate, format="FLAC", subtype="PCM_16")
    return stream.getvalue()


def steps(folder: Path) -> list[Path]:
    """List the pictures of a run's previews from old to new, those that have a sound."""
    return [path for path in sorted(folder.glob("step-*.png")) if path.with_suffix(".flac").is_file()]


def _colours(image: NDArray[np.float32], codec: Codec) -> NDArray[np.uint8]:
    """(H, W, C) in [-1, 1] to a picture (h, w, 3)."""
    unit = np.clip(image * 0.5 + 0.5, 0, 1)
    if codec.layout is not None:
        unit = unit.transpose(1, 0, 2)[::-1]
    elif codec.name == "mel-colour":  # low frequencies first, and time to the right already
        unit = unit[::-1]
    if unit.shape[2] == 3:
        return np.asarray(unit * 255, np.uint8)
    return np.asarray(mpl.colormaps["magma"](unit[..., 0])[..., :3] * 255, np.uint8)
