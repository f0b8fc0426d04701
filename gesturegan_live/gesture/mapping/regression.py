"""From few examples to a mapping: nearest neighbours, kernel ridge or a network, whichever leaves out one best.

Each candidate foretells every example from the others (leave-one-out; of kernel ridge in closed form: C. E. Rasmussen
and C. K. I. Williams, Gaussian Processes for Machine Learning, 2006, section 5.4.2, where the predictive mean is the
same). What lies farther from all examples than they lie from each other is drawn to the nearest of them.

Conventions
-----------
``x`` : ndarray, shape (n, inputs), ``y`` : ndarray, shape (n, outputs), float64. An *error* is the root mean square of
what was foretold wrongly over that of guessing the mean: 0 is perfect, 1 no better than that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from gesturegan_live.gesture.mapping import network
from gesturegan_live.gesture.mapping.trained import TINY, Numbers, Trained, apart, kernel, weights

Judge = Callable[[Numbers, Numbers], tuple[float, ...]]

_NEIGHBOURS = (1, 2, 3, 5)
_WIDTHS = (0.5, 1.0, 2.0, 4.0)  # of the kernel, in median distances
_RIDGES = (1e-6, 1e-4, 1e-3, 1e-2, 1e-1)  # by the number of examples


@dataclass(frozen=True)
class _Candidate:
    """What is foretold of each example from the others, shape (n, outputs), and what it needs to foretell more."""

    kind: str
    foretold: Numbers
    parameters: tuple[Numbers, ...] = ()


def train(x: Numbers, y: Numbers, *, networks: bool = False, judge: Judge | None = None) -> Trained:
    """Learn a mapping.

    Parameters
    ----------
    networks : bool
        Whether to try a network too; ImportError where there is none.
    judge : callable, optional
        Takes what was foretold and what was wanted, both shape (n, outputs) over the spread and from the mean, and
        gives errors, the one that counts first.

    Raises
    ------
    ValueError
        One line: fewer than two examples, or none that differ in what they are at.
    """
    if len(x) < 2:
        raise ValueError(f"{len(x)} examples: wanted two at least")
    scale, spread = _spread(x), _spread(y)
    places, mean = x / scale, y.mean(axis=0)
    distances = apart(places, places)
    others = np.where(np.eye(len(x), dtype=bool), np.inf, distances)
    if distances.max() < TINY:
        raise ValueError(f"{len(x)} examples in one place: wanted some that differ in what is mapped")
    wanted = (y - mean) / spread
    if not wanted.any():
        raise ValueError(f"{len(x)} examples of one outcome: wanted some that differ in what it is mapped to")
    candidates = [*_neighbours(others, wanted), *_kernels(distances, wanted)]
    if networks and len(x) >= network.FEWEST:
        candidates.append(_Candidate("network", network.foretold(places, wanted)))
    errors = [(judge or missed)(each.foretold, wanted) for each in candidates]
    best = candidates[errors.index(min(errors))]  # of equals the first
    parameters = best.parameters
    if best.kind == "kernel":
        width, shares = parameters
        parameters = width, shares * spread, mean
    elif best.kind == "network":
        inwards, offsets, outwards, outcome = network.learned(places, wanted)
        parameters = inwards, offsets, outwards * spread, outcome * spread + mean
    gap = max(float(others.min(axis=1).max()), TINY)
    misses = np.sqrt(((best.foretold - wanted) ** 2).sum(axis=1) / (wanted**2).sum(axis=1).mean())
    return Trained(
        best.kind, min(errors)[0], errors[0][0], gap, scale, places, y, misses, places[:0], y[:0], parameters
    )


def _neighbours(others: Numbers, wanted: Numbers) -> Iterator[_Candidate]:
    """Give means of so many nearest, the nearest alone first."""
    for neighbours in _NEIGHBOURS:
        if neighbours < len(wanted):
            told = weights(others, neighbours) @ wanted
            yield _Candidate("neighbours", told, (np.array(float(neighbours)),))


def _kernels(distances: Numbers, wanted: Numbers) -> Iterator[_Candidate]:
    count, typical = len(wanted), float(np.median(distances[distances > TINY]))
    for width in (typical * each for each in _WIDTHS):
        values, vectors = np.linalg.eigh(kernel(distances, width))
        turned, squares = vectors.T @ wanted, vectors**2
        for ridge in _RIDGES:
            inverse = 1.0 / (np.maximum(values, 0.0) + ridge * count)
            shares = vectors @ (inverse[:, None] * turned)
            told = wanted - shares / (squares @ inverse)[:, None]
            yield _Candidate("kernel", told, (np.array(width), shares))


def _spread(values: Numbers) -> Numbers:
    spread = values.std(axis=0)
    return np.asarray(np.where(spread > TINY, spread, 1.0))


def missed(foretold: Numbers, wanted: Numbers) -> tuple[float, ...]:
    """Give by how much it was missed, over guessing the mean."""
    return (float(np.sqrt(((foretold - wanted) ** 2).sum() / (wanted**2).sum())),)
