"""One figure for a checkpoint, cheap enough for every preview.

Conventions
-----------
The kernel distance of some generated images to some of the dataset's clips, both heard through the codec; less is
better. It has no bias, so that checkpoints may be compared whatever the number of images, the same at each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec
from training.dataset.manifest import Dataset
from training.metrics import distance
from training.metrics.embedding import embed

REFERENCE = 192  # clips
IMAGES = 64  # that a checkpoint should be judged by; some seconds on two cores

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Reference:
    """The clips that checkpoints are held against.

    Attributes
    ----------
    codec : Codec
        What makes sounds of images.
    points : ndarray, shape (N, 512)
        The clips' embedding.
    width : float
        Of the kernel.
    """

    codec: Codec
    points: Array
    width: float


def reference(dataset: Dataset, count: int = REFERENCE, seed: int = 0) -> Reference:
    """Draw clips of the dataset and embed them, once for a whole run."""
    draw = np.random.default_rng(seed)
    clips = np.sort(draw.choice(dataset.clips, min(count, dataset.clips), replace=False))
    points = hear(dataset.images(clips), dataset.codec)
    return Reference(dataset.codec, points, distance.bandwidth(points))


def quick(images: Array, reference: Reference) -> float:
    """Kernel distance of images (B, H, W, C) in [-1, 1] to the reference."""
    return distance.kernel(hear(images, reference.codec), reference.points, reference.width)


def hear(images: Array, codec: Codec) -> Array:
    """Embed the sounds of images, few at a time: (B, 512)."""
    parts = [images[first : first + 8] for first in range(0, len(images), 8)]
    return np.concatenate([embed(codec.decode(part), codec.sample_rate) for part in parts])
