"""What a run's figures are to be read by: the same figures of recordings, of the baseline and of noise.

Conventions
-----------
Each a name and the figures of `quick`, against the same reference and of as many images as a checkpoint is judged by:

``recordings``  other clips of what is taught: a perfect model
``baseline``    random points of `baseline`: what five seconds give, without a network
``noise``       white noise, as loud as the clips
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from training.dataset.manifest import Dataset
from training.metrics.baseline import MOST, Baseline
from training.metrics.quick import Figures, Reference, figures, hear

RECORDINGS, BASELINE, NOISE = "recordings", "baseline", "noise"

Array = NDArray[np.float32]


def scale(
    dataset: Dataset, reference: Reference, taught: NDArray[np.intp], count: int, seed: int = 1
) -> dict[str, Figures]:
    """Measure so many sounds that stand beside a checkpoint's; `taught` are the clips that a run is taught."""
    draw = np.random.default_rng(seed)
    order = draw.permutation(taught)
    components = Baseline.of(dataset.images(np.sort(order[:MOST])), dataset.codec)
    recordings = dataset.images(np.sort(order[:count]))
    sets = {
        RECORDINGS: recordings,
        BASELINE: components.drawn(len(recordings), draw),
        NOISE: dataset.codec.encode(noise(hear(recordings, dataset.codec), draw)),
    }
    return {name: figures(images, reference) for name, images in sets.items()}


def noise(sounds: Array, draw: np.random.Generator) -> Array:
    """White noise, as loud as each of the sounds (B, n)."""
    levels = np.sqrt(np.mean(np.square(sounds, dtype=np.float64), axis=1, keepdims=True))
    return np.asarray(draw.standard_normal(sounds.shape) * levels, np.float32)
