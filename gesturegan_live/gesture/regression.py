"""From few examples to a mapping: nearest neighbours or kernel ridge regression, whichever leaves out one better.

Each candidate foretells every example from all the others (leave-one-out; of kernel ridge in closed form: C. E.
Rasmussen and C. K. I. Williams, Gaussian Processes for Machine Learning, 2006, section 5.4.2, where the predictive mean
is the same). What lies farther from all examples than they lie from each other is drawn to the nearest of them.

Conventions
-----------
``x`` : ndarray, shape (n, inputs), ``y`` : ndarray, shape (n, outputs), float64. An *error* is the root mean square of
what was foretold wrongly over that of guessing the mean: 0 is perfect, 1 no better than that. May run in any thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Predict = Callable[[Numbers], Numbers]

_NEIGHBOURS = (1, 2, 3, 5)
_WIDTHS = (0.5, 1.0, 2.0, 4.0)  # of the kernel, in median distances
_RIDGES = (1e-6, 1e-4, 1e-3, 1e-2, 1e-1)  # by the number of examples
_TINY = 1e-9


@dataclass(frozen=True)
class Trained:
    """What examples have taught.

    Attributes
    ----------
    kind : str
        ``neighbours`` or ``kernel``.
    error, nearest : float
        Of it, and of taking the nearest example alone.
    """

    kind: str
    error: float
    nearest: float
    _predict: Predict
    _x: Numbers
    _y: Numbers
    _scale: Numbers
    _gap: float

    def __call__(self, x: Numbers) -> Numbers:
        """Give what belongs to a place, shape (inputs,): shape (outputs,)."""
        x = x / self._scale
        distances = np.sqrt(((self._x - x) ** 2).sum(axis=1))
        closest = int(distances.argmin())
        beyond = max(float(distances[closest]) / self._gap - 1.0, 0.0)
        trust = float(np.exp(-(beyond**2)))
        return np.asarray(trust * self._predict(distances) + (1.0 - trust) * self._y[closest])


def train(x: Numbers, y: Numbers) -> Trained:
    """Learn a mapping.

    Raises
    ------
    ValueError
        One line: fewer than two examples, or none that differ in what they are at.
    """
    if len(x) < 2:
        raise ValueError(f"{len(x)} examples: wanted two at least")
    scale = x.std(axis=0)
    scale = np.where(scale > _TINY, scale, 1.0)
    places = x / scale
    distances = np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=2))
    apart = np.where(np.eye(len(x), dtype=bool), np.inf, distances)
    if distances.max() < _TINY:
        raise ValueError(f"{len(x)} examples in one place: wanted some that differ in what is mapped")
    spread = y.std(axis=0)
    spread = np.where(spread > _TINY, spread, 1.0)
    wanted = (y - y.mean(axis=0)) / spread
    if not wanted.any():
        raise ValueError(f"{len(x)} examples of one outcome: wanted some that differ in what it is mapped to")
    candidates = _candidates(distances, apart, wanted)
    best = next(candidates)
    error = nearest = _error(best.foretold, wanted)
    for other in candidates:
        if (its := _error(other.foretold, wanted)) < error:
            best, error = other, its
    gap = max(float(apart.min(axis=1).max()), _TINY)
    if best.width:
        kind, predict = "kernel", partial(_by_kernel, best.width, best.weights * spread, y.mean(axis=0))
    else:
        kind, predict = "neighbours", partial(_by_neighbours, best.neighbours, y)
    return Trained(kind, error, nearest, predict, places, y, scale, gap)


@dataclass(frozen=True)
class _Candidate:
    """Neighbours of that number, or a kernel of that width and these weights; what is foretold of each example."""

    foretold: Numbers
    neighbours: int = 0
    width: float = 0.0
    weights: Numbers = field(default_factory=lambda: np.zeros(0))


def _candidates(distances: Numbers, apart: Numbers, wanted: Numbers) -> Iterator[_Candidate]:
    """Give all candidates, the nearest example alone first."""
    count = len(wanted)
    for neighbours in _NEIGHBOURS:
        if neighbours < count:
            others = np.stack([_weights(row, neighbours) for row in apart])
            yield _Candidate(others @ wanted, neighbours)
    typical = float(np.median(distances[distances > _TINY]))
    for width in (typical * each for each in _WIDTHS):
        values, vectors = np.linalg.eigh(_kernel(distances, width))
        turned, squares = vectors.T @ wanted, vectors**2
        for ridge in _RIDGES:
            inverse = 1.0 / (np.maximum(values, 0.0) + ridge * count)
            weights = vectors @ (inverse[:, None] * turned)
            yield _Candidate(wanted - weights / (squares @ inverse)[:, None], width=width, weights=weights)


def _by_neighbours(neighbours: int, y: Numbers, distances: Numbers) -> Numbers:
    return np.asarray(_weights(distances, neighbours) @ y)


def _by_kernel(width: float, weights: Numbers, mean: Numbers, distances: Numbers) -> Numbers:
    return np.asarray(mean + _kernel(distances, width) @ weights)


def _kernel(distances: Numbers, width: float) -> Numbers:
    return np.asarray(np.exp(-0.5 * (distances / width) ** 2))


def _weights(distances: Numbers, neighbours: int) -> Numbers:
    """Give the weights of so many nearest, by the inverse square of their distance."""
    weights = np.zeros_like(distances)
    nearest = np.argsort(distances, kind="stable")[:neighbours]
    weights[nearest] = 1.0 / (distances[nearest] ** 2 + _TINY)
    return np.asarray(weights / weights.sum())


def _error(foretold: Numbers, wanted: Numbers) -> float:
    return float(np.sqrt(((foretold - wanted) ** 2).sum() / (wanted**2).sum()))
