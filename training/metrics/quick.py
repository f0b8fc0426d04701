"""How a checkpoint stands, in figures cheap enough for every preview.

Conventions
-----------
Of some generated images, beside some clips of recordings, both heard through the codec:

``distance``  kernel distance in the sound embedding; less is better. It has no bias, so that checkpoints may be
              compared whatever the number of images, the same at each
``grid``      how many times the recordings' the worst pattern of a few pixels stands out (`grid`); 1 is none
``hum``       part of the sounds whose amplitude hums at a rate of frames
``clear``     clear partials a frame, over the recordings'; 1 is as many
``partials``  how sharp lines along time are, over the recordings'; 1 is as sharp
``attacks``   how sharp lines along frequency are, likewise

``fault``     all of that as one number, by which checkpoints are chosen: the distance, raised by what is wrong with
              lines and grid (`fault`)

What cannot be told is not a number: where recordings all sound alike, or images have no frames.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec
from training.dataset.manifest import Dataset
from training.metrics import grid, lines
from training.metrics.embedding import distance
from training.metrics.embedding.embedding import embed
from training.metrics.grid import Grid
from training.metrics.lines import Sharpness

REFERENCE = 192  # clips
IMAGES = 64  # that a checkpoint should be judged by; some seconds on two cores
AT_ONCE = 8
NEAR = 0.1  # kernel distance, below which nothing is told apart
PLAIN = 1.5  # grid, beside the recordings', that is none
MOST_OFF = 4.0  # doublings

Array = NDArray[np.float32]
Figures = dict[str, float]


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
    grid, sharpness, clear
        Of the clips: their figures of `grid` and of `lines`.
    """

    codec: Codec
    points: Array
    width: float
    grid: Grid
    sharpness: Sharpness
    clear: float


def reference(
    dataset: Dataset, clips: NDArray[np.intp] | None = None, count: int = REFERENCE, seed: int = 0
) -> Reference:
    """Draw clips, out of these numbers or of all of a dataset, and measure them, once for a whole run."""
    among = np.arange(dataset.clips) if clips is None else clips
    drawn = np.random.default_rng(seed).choice(among, min(count, len(among)), replace=False)
    images = dataset.images(np.sort(drawn))
    sounds = hear(images, dataset.codec)
    points = embed(sounds, dataset.codec.sample_rate)
    clear = float(lines.clear_partials(sounds, dataset.codec.sample_rate).mean())
    return Reference(
        dataset.codec, points, distance.bandwidth(points), grid.measure(images), lines.sharpness(images), clear
    )


def figures(images: Array, reference: Reference) -> Figures:
    """Measure images (B, H, W, C) in [-1, 1] beside the reference."""
    codec = reference.codec
    sounds = hear(images, codec)
    points = embed(sounds, codec.sample_rate)
    alike = not reference.width > 0
    told = {
        "distance": np.nan if alike else distance.kernel(points, reference.points, reference.width),
        "grid": grid.measure(images).beside(reference.grid),
        "clear": float(lines.clear_partials(sounds, codec.sample_rate).mean()) / max(reference.clear, 1e-9),
    }
    if codec.layout is None:
        told |= dict.fromkeys(("hum", "partials", "attacks"), np.nan)
        return told | {"fault": fault(told)}
    sharp = lines.sharpness(images).beside(reference.sharpness)
    hums = grid.amplitude_lines(sounds, codec.layout.hop_length) > grid.LOUD
    told |= {"hum": float(np.mean(hums)), "partials": sharp.partials, "attacks": sharp.attacks}
    return told | {"fault": fault(told)}


def fault(told: Figures) -> float:
    """Make one number of figures: ``max(distance, NEAR) * (1 + lines + grid + hum)``.

    ``lines`` is the mean of how many doublings clear partials, sharpness of partials and of attacks are off the
    recordings', ``grid`` the doublings by which the worst pattern stands out beyond `PLAIN`, ``hum`` the part of the
    sounds that hum. What cannot be told counts as right.
    """
    ratios = [told[name] for name in ("clear", "partials", "attacks")]
    off = [min(abs(np.log2(max(ratio, 1e-6))), MOST_OFF) for ratio in ratios if np.isfinite(ratio)]
    worst = np.log2(max(told["grid"], PLAIN) / PLAIN) if np.isfinite(told["grid"]) else 0.0
    hum = told["hum"] if np.isfinite(told["hum"]) else 0.0
    return float(np.maximum(told["distance"], NEAR) * (1.0 + np.mean(off or [0.0]) + worst + hum))


def hear(images: Array, codec: Codec) -> Array:
    """Decode images, few at a time: (B, clip_samples)."""
    return np.concatenate([codec.decode(images[first : first + AT_ONCE]) for first in range(0, len(images), AT_ONCE)])
