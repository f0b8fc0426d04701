"""What lies between values: each kind of value by a law of its own.

Gains go by decibels, speeds by octaves, angles the short way round, points along the sphere on which their model's
points lie (a straight line passes nearer to the origin than anything that the model has seen): the weighted mean that
is nearest to all of them on it (Karcher 1977; two of them: Shoemake's slerp, 1985). What is a choice goes with the
heaviest.

The laws of two values are those of `gesturegan_live.show.laws`, here for any number of them, and there are some more.

Conventions
-----------
A law takes the values of one address, a sequence for each place that is blended, and their weights: above 0, with a sum
of 1. Where one weighs all, its values come back to the bit. Owned by the control process.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.latent.space import LIMIT
from gesturegan_live.show.laws import FAINT
from gesturegan_live.show.parameters import DECIBELS, LOWEST, OCTAVES, ROUND, STRAIGHT

Value = int | float | str
Values = Sequence[Value]
Law = Callable[[Sequence[Values], Sequence[float]], Values]

_SLOW = 2.0**-6  # of a speed: below, the way is straight, so that 0 and what is beyond it can be reached
_ROUNDS, _NEAR = 16, 1e-9  # of looking for a mean; radians between two of them that end it
_SMALLEST = 1e-6  # length of what has a direction


def blended(law: str, values: Sequence[Values], weights: Sequence[float]) -> Values:
    """Give what lies between values of one address.

    Parameters
    ----------
    law : str
        One of `LAWS`.
    values : sequence of sequences of int, float or str
        At least one, all of one length, or else those as long as the heaviest count.
    weights : sequence of float
        0 or more; their sum is not 0.
    """
    heaviest = len(values[max(range(len(values)), key=weights.__getitem__)])
    counting = [(v, w) for v, w in zip(values, weights, strict=True) if w > 0 and len(v) == heaviest]
    if len(counting) == 1:
        return counting[0][0]
    total = sum(w for _, w in counting)
    return LAWS[law]([v for v, _ in counting], [w / total for _, w in counting])


def _heaviest(values: Sequence[Values], weights: Sequence[float]) -> Values:
    return values[max(range(len(values)), key=weights.__getitem__)]  # of equals the first


def _mean(values: Sequence[Values], weights: Sequence[float]) -> Values:
    return [sum(w * float(v) for v, w in zip(each, weights, strict=True)) for each in zip(*values, strict=True)]


def _decibels(values: Sequence[Values], weights: Sequence[float]) -> Values:
    logarithms = [[math.log(float(v) + FAINT) for v in each] for each in values]
    return [math.exp(float(v)) - FAINT for v in _mean(logarithms, weights)]


def _octaves(values: Sequence[Values], weights: Sequence[float]) -> Values:
    bent = [[math.asinh(float(v) / _SLOW) for v in each] for each in values]
    return [_SLOW * math.sinh(float(v)) for v in _mean(bent, weights)]


def _following(values: Sequence[Values], weights: Sequence[float]) -> Values:
    """Blend pitches of which the lowest says that there is none."""
    if float(_heaviest(values, weights)[0]) < LOWEST:
        return _heaviest(values, weights)
    counting = [(v, w) for v, w in zip(values, weights, strict=True) if float(v[0]) >= LOWEST]
    total = sum(w for _, w in counting)
    return _mean([v for v, _ in counting], [w / total for _, w in counting])


def _around(values: Sequence[Values], weights: Sequence[float]) -> Values:
    """Blend angles, degrees."""
    angles = np.radians([float(each[0]) for each in values])
    points = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    x, y = _on_the_sphere(points, np.asarray(weights))
    return [math.degrees(math.atan2(y, x))]


def _sphere(values: Sequence[Values], weights: Sequence[float]) -> Values:
    """Blend points: their directions along the sphere, and their distances from its middle."""
    points, shares = np.array(values, np.float64), np.asarray(weights)
    lengths = np.linalg.norm(points, axis=1)
    if lengths.min() < _SMALLEST:  # the middle is in no direction
        mean = shares @ points
    else:
        mean = (shares @ lengths) * _on_the_sphere(points / lengths[:, None], shares)
    return [float(value) for value in np.clip(mean, -LIMIT, LIMIT)]


def _on_the_sphere(directions: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the weighted Karcher mean of unit vectors, shape (n, width)."""
    mean: NDArray[np.float64] = weights @ directions
    length = np.linalg.norm(mean)
    mean = mean / length if length > _SMALLEST else directions[int(weights.argmax())]  # or they face each other
    for _ in range(_ROUNDS):
        cosines = np.clip(directions @ mean, -1.0, 1.0)
        angles = np.arccos(cosines)
        sines = np.sin(angles)
        scale = np.divide(angles, sines, out=np.ones_like(angles), where=sines > _SMALLEST)
        step = (weights * scale) @ (directions - cosines[:, None] * mean)
        way = float(np.linalg.norm(step))
        if way < _NEAR:
            break
        mean = math.cos(way) * mean + math.sin(way) * step / way
        mean /= np.linalg.norm(mean)
    return mean


LAWS: dict[str, Law] = {
    STRAIGHT: _mean,
    DECIBELS: _decibels,
    OCTAVES: _octaves,
    ROUND: _around,
    "sphere": _sphere,
    "follows": _following,
    "heaviest": _heaviest,
    "any": lambda values, _: [max(float(each[0]) for each in values)],
    "all": lambda values, _: [min(float(each[0]) for each in values)],
}


def _exponential(way: float) -> float:
    return math.expm1(-_STEEP * way) / math.expm1(-_STEEP)


_STEEP = 5.0  # time constants that it takes
CURVES: dict[str, Callable[[float], float]] = {
    "linear": lambda way: way,
    "smooth": lambda way: way * way * (3.0 - 2.0 * way),
    "exponential": _exponential,
}
