"""The growth of an image as something to play: from 4 x 4 pixels to all of them.

Conventions
-----------
Growth runs from 0 (as small as the network's own first image, or `SMALLEST` pixels on the short side) to 1 (the whole
image), evenly in doublings; between two sizes both are mixed, as in progressive growing (Karras et al. 2018, section
2). Images are (B, H, W, C) in [-1, 1] and keep their full shape: small ones are repeated pixel by pixel. A pixel of a
small image stands for the mean *power* of those that it covers, where images are of levels: the mean of logarithms
would be some 10 dB softer.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec

SMALLEST = 4

Image = NDArray[np.float32]


def grown(levels: Sequence[Image], growth: float, codec: Codec) -> Image:
    """Give the image at a stage of its growth.

    Parameters
    ----------
    levels : sequence of ndarray, shape (B, h, w, C)
        The whole image first, then what the network made on the way to it, if it tells; each a whole fraction of it.
        Sizes that are missing are made of the whole image, by means.
    growth : float
        0 to 1.
    codec : Codec
        Whose images they are.
    """
    image = levels[0]
    if growth >= 1.0:
        return image
    _, height, width, _ = image.shape
    own = {level.shape[1]: level for level in levels[1:]}
    factors = [1]
    while min(height, width) // (2 * factors[-1]) >= SMALLEST and not (height | width) % (2 * factors[-1]):
        factors.append(2 * factors[-1])
    place = (1.0 - growth) * (len(factors) - 1)
    below = min(int(place), len(factors) - 2) if len(factors) > 1 else 0
    part = np.float32(place - below)
    span = 0.0 if codec.layout is None else codec.layout.span
    stages = [_stage(image, own, factor, span) for factor in factors[below : below + 2]]
    return stages[0] if len(stages) == 1 else (np.float32(1.0) - part) * stages[0] + part * stages[1]


def _stage(image: Image, own: dict[int, Image], factor: int, span: float) -> Image:
    if factor == 1:
        return image
    batch, height, width, channels = image.shape
    small = own.get(height // factor)
    if small is None:
        blocks = image.reshape(batch, height // factor, factor, width // factor, factor, channels)
        small = blocks.mean(axis=(2, 4))
        if span:  # (1 + level) * span / 2 is the logarithm of a magnitude: of its square, that times two
            small[..., 0] = np.log(np.exp(blocks[..., 0] * np.float32(span)).mean(axis=(2, 4))) / np.float32(span)
    repeated: Image = small.repeat(height // small.shape[1], axis=1).repeat(width // small.shape[2], axis=2)
    return repeated
