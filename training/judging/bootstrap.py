"""How far a figure may be off, because other files might have been recorded.

Conventions
-----------
Files are drawn with replacement (Efron 1979), all clips of one together, in every set anew; a set without files, such
as generated sounds, counts each sound as one. A statistic takes one array of weights a set: how often each of its clips
was drawn. The interval is that of 95 % of the draws, moved to lie about the figure itself, since what is drawn twice
makes sets poorer than they are.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

REPEATS = 100
INSIDE = (0.025, 0.975)

Files = NDArray[np.intp]
Weights = NDArray[np.float64]
Figure = dict[str, float]


def interval(statistic: Callable[..., float], *files: Files, seed: int = 0) -> Figure:
    """Compute a statistic of some sets, and between what it lies: ``value``, ``low``, ``high``."""
    draw = np.random.default_rng(seed)
    value = statistic(*(np.ones(len(set_)) for set_ in files))
    again = [statistic(*(weights(set_, draw) for set_ in files)) for _ in range(REPEATS)]
    low, high = np.quantile(again, INSIDE) - np.median(again)
    return {"value": value, "low": value + float(low), "high": value + float(high)}


def weights(files: Files, draw: np.random.Generator) -> Weights:
    """Draw as many files as there are, and tell how often each clip is among them."""
    names, members = np.unique(files, return_inverse=True)
    counts = draw.multinomial(len(names), np.full(len(names), 1 / len(names))).astype(np.float64)
    if np.count_nonzero(counts) == 1:  # of few files now and then: one file is no set
        counts[:] = 1
    return np.asarray(counts[members])


def mean(values: NDArray[np.float64], weights: Weights) -> float:
    """Mean of what each clip has."""
    return float(np.average(values, weights=weights))
