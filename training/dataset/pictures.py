"""Images that a corpus already holds, cut into images of one width.

What "prep mels" are made for: uint8 (bands, L, 3), frequency along the height, time along the width, to be taken as the
images of the codec ``mel-colour``.

Conventions
-----------
The places where they are cut follow `CutConfig` as with sound, counted in columns; offsets are told in samples.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec, Image
from gesturegan_live.codecs.mel_colour import MelColour
from training.corpus.source import Source
from training.dataset import records
from training.dataset.clips import CutConfig

Pixels = NDArray[np.uint8]


def check(codec: Codec, config: CutConfig) -> None:
    """Refuse a codec or a way of cutting that images do not allow."""
    if codec.name != MelColour.name:
        raise ValueError(f"codec is {codec.name!r}, expected 'mel-colour': the corpus holds its images and no sound")
    if config.cut == "onset" or config.speeds != (1.0,):
        raise ValueError("the corpus holds images and no sound: cut is by grid or random, speed 1")


def cut(source: Source, codec: MelColour, config: CutConfig) -> Iterator[tuple[int, Image]]:
    """Offset in samples and image, float32 in [-1, 1], of each clip of a source that lies as an image."""
    assert source.image is not None
    pixels = source.image.read(source.path)
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[0] != codec.bands or pixels.shape[2] != 3:
        raise ValueError(f"is {pixels.dtype} {pixels.shape}, expected uint8 ({codec.bands}, L, 3)")
    width, columns = codec.bands, pixels.shape[1]
    if columns == 0:
        raise ValueError("holds no columns")
    for column in _columns(source.name, columns, width, config):
        image = np.zeros((width, width, 3), np.uint8)  # what is missing is the quietest: 0
        part = pixels[:, column : column + width]
        copies = min(config.tiles, width // part.shape[1]) if config.short == "tile" else 1
        for copy in range(copies):
            first = copy * width // copies
            image[:, first : first + part.shape[1]] = part
        if image.max() > image.min():
            yield column * codec.hop_length, records.read(image)


def _columns(name: str, columns: int, width: int, config: CutConfig) -> list[int]:
    if columns <= width:
        return [0]
    last = columns - width
    if config.cut == "random":
        return [int(place) for place in np.sort(config.draw(name).integers(0, last, config.crops, endpoint=True))]
    places = list(range(0, last + 1, config.hop(width)))
    return places if places[-1] == last else [*places, last]
