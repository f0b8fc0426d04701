"""Whether what a performer moves does what its name says: axes, presets.

Conventions
-----------
Axes are tried as export tries them (`training.release.effects`), at points that it has not seen. Loudness of a preset
is the RMS of its loudest stretch (`training.metrics.loudness`), dB of full scale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.metrics.loudness import loudness
from training.metrics.model import Model
from training.release.effects import NAMES, POINTS, tried
from training.release.played import Played

Array = NDArray[np.float32]


def axes(
    played: Played, directions: Array, deviations: Array, names: Sequence[str], seed: int, points: int = POINTS
) -> list[dict[str, Any]]:
    """Try axes that are named after a quality.

    Returns
    -------
    list of dict
        Of each: ``name``; what `AxisEffect` keeps of it, ``beside`` as all others are; ``at_a_point``, how large the
        others' changes are at a point, whichever way, over theirs; ``holds``, whether all of them hold.
    """
    called = [place for place, name in enumerate(names) if name.split()[0] in NAMES]
    if not called:
        return []
    own = [NAMES.index(names[place].split()[0]) for place in called]
    steps = (directions * deviations[:, None])[called]
    found = tried(played, steps, own, np.random.default_rng([seed, 3]), points)
    held, sizes = found.holding(), np.abs(found.beside(sizes=True))
    told = []
    for axis, place in enumerate(called):
        others = [other for other, quality in enumerate(own) if quality not in (own[axis], *own[:other])]
        told.append(
            {
                "name": names[place],
                **found.effect(axis, others).to_json(),
                "at_a_point": {NAMES[own[other]]: float(sizes[axis, other]) for other in others},
                "holds": axis in held,
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
