"""Whether what a performer moves does what its name says: axes, presets.

Conventions
-----------
An axis is tried at `POINTS` fresh points, from one deviation below to one above. An *effect* is by how much a quality
grows on the way, in standard deviations of it over random points. Loudness of a preset is the RMS of its loudest
stretch (`training.metrics.loudness`), dB of full scale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.metrics.loudness import loudness
from training.metrics.model import Model
from training.release.qualities import QUALITIES, measure

POINTS = 6
SPREAD_OVER = 48

Array = NDArray[np.float32]


def axes(
    model: Model, directions: Array, deviations: Array, names: Sequence[str], made: Array, seed: int
) -> list[dict[str, Any]]:
    """Try axes that are named; `made` are sounds of random points.

    Returns
    -------
    list of dict
        Of each: its name, what it says, that quality's effect, the part of points at which it grows, and the largest
        effect on another quality.
    """
    rate = model.codec.sample_rate
    spread = np.maximum(measure(made[:SPREAD_OVER], rate).std(axis=0), 1e-9)
    points = np.random.default_rng([seed, 3]).standard_normal((POINTS, model.latent_dim)).astype(np.float32)
    qualities = list(QUALITIES)
    told = []
    for name, step in zip(names, directions * deviations[:, None], strict=True):
        says = name.split()[0]
        if says not in QUALITIES:
            continue
        changes = measure(model.sounds(points + step), rate) - measure(model.sounds(points - step), rate)
        effects = dict(zip(qualities, changes.mean(axis=0) / spread, strict=True))
        other = max((quality for quality in qualities if quality != says), key=lambda quality: abs(effects[quality]))
        told.append(
            {
                "name": name,
                "quality": says,
                "effect": float(effects[says]),
                "grows": float(np.mean(changes[:, qualities.index(says)] > 0)),
                "other": other,
                "other_effect": float(effects[other]),
            }
        )
    return told


def presets(
    model: Model, points: Mapping[str, Sequence[float]], conditions: Mapping[str, Sequence[float]]
) -> dict[str, Any]:
    """Measure how loud presets are, and how far apart, each with its conditions."""
    first = model.first_condition(1)[0]
    weights = np.array([conditions.get(name, first) for name in points], np.float32)
    z = np.array(list(points.values()), np.float32)
    found = loudness(model.sounds(z, weights), model.codec.sample_rate)
    return {
        "spread_db": float(found.max() - found.min()),
        "loudness_db": {name: float(level) for name, level in zip(points, found, strict=True)},
    }
