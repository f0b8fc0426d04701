"""Factory presets: points spread over what a model sounds like, as loud as each other, of every condition.

Conventions
-----------
Of some hundred points, drawn as the model's are and with one condition after the other, those are candidates whose
loudness (`training.metrics.loudness`) lies in the window of `WINDOW_DB` that holds the most; where that holds too few
it grows. What is chosen lies far apart (Gonzalez 1985) as images.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from training.metrics.loudness import loudness
from training.metrics.model import Model
from training.release.descriptors import describe
from training.runs.watch import coarse

PRESETS = 16
CANDIDATES = 576
WINDOW_DB = 2.2
ENOUGH = 4  # candidates for each that is chosen

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Presets:
    """What was chosen.

    Attributes
    ----------
    names : tuple of str
        No two alike.
    points, conditions, images : ndarray
        (n, latent_dim), (n, c), (n, H, W, C).
    """

    names: tuple[str, ...]
    points: Array
    conditions: Array
    images: Array


def choose(model: Model, seed: int) -> Presets:
    """Choose a model's presets."""
    points = np.random.default_rng([seed, 1]).standard_normal((CANDIDATES, model.latent_dim), np.float32)
    kinds = np.arange(CANDIDATES) % max(1, len(model.conditions))
    conditions = np.eye(len(model.conditions), dtype=np.float32)[kinds[: CANDIDATES * bool(model.conditions)]]
    conditions = conditions.reshape(CANDIDATES, len(model.conditions))
    images = model.images(points, conditions)
    sounds = np.concatenate([model.codec.decode(part) for part in np.array_split(images, 16)])
    heard = _as_loud(loudness(sounds, model.codec.sample_rate))
    chosen = heard[_apart(coarse(images[heard]), kinds[heard])]
    named = [model.conditions[kind] for kind in kinds[chosen]] if model.conditions else []
    names = describe(sounds[chosen], model.codec.sample_rate).names(named)
    return Presets(tuple(names), points[chosen], conditions[chosen], images[chosen])


def _as_loud(levels: NDArray[np.float64]) -> NDArray[np.intp]:
    """Find the window that holds the most of the levels, or the narrowest that holds enough, and what is in it."""
    ordered = np.sort(levels)
    held = np.searchsorted(ordered, ordered + WINDOW_DB, side="right") - np.arange(len(ordered))
    first = int(np.argmax(held))
    enough = min(len(levels), ENOUGH * PRESETS)
    if held[first] >= enough:
        lowest, width = ordered[first], WINDOW_DB
    else:
        widths = ordered[enough - 1 :] - ordered[: len(ordered) - enough + 1]
        first = int(np.argmin(widths))
        lowest, width = ordered[first], widths[first]
    return np.flatnonzero((levels >= lowest) & (levels <= lowest + width))


def _apart(features: NDArray[np.float32], kinds: NDArray[np.intp]) -> list[int]:
    """Choose rows that lie far from each other, as many of each kind as there are of others, if there are enough."""
    there, counts = np.unique(kinds, return_counts=True)
    most = ceil(PRESETS / len(there))
    left = dict(zip(there.tolist(), np.minimum(counts, most).tolist(), strict=True))
    distance = -np.linalg.norm(features - features.mean(axis=0), axis=1)  # the one nearest to the middle comes first
    chosen: list[int] = []
    while len(chosen) < PRESETS and any(left.values()):
        free = np.array([left[kind] > 0 for kind in kinds.tolist()])
        free[chosen] = False
        few = min(most - left[kind] for kind in kinds[free].tolist())
        first = free & np.array([most - left[kind] == few for kind in kinds.tolist()])
        place = int(np.argmax(np.where(first, distance, -np.inf)))
        near = np.linalg.norm(features - features[place], axis=1)
        distance = near if not chosen else np.minimum(distance, near)
        chosen.append(place)
        left[int(kinds[place])] -= 1
    return chosen
