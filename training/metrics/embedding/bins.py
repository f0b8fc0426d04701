"""Whether sounds of every kind are made, and as often as they were recorded.

Conventions
-----------
NDB/k (Richardson and Weiss 2018, "On GANs and GMMs", section 3): reference points are gathered in k bins by k-means;
the result is the part of the bins whose share of the given points differs from their share of the reference, by a
two-sample test at 5 %. In so few points k-means finds clumps that another draw lacks, so that recordings themselves
score more than 0.05: their figure belongs beside.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans

from training.metrics.embedding.distance import Weighed, Weights

POINTS_A_BIN = 10
MOST_BINS = 100
SIGNIFICANT = 1.96  # standard deviations

Array = NDArray[np.float32]


def different(reference: Array, given: Array, seed: int = 0) -> float:
    """NDB/k of points (M, D) against reference points (N, D), all of which count once."""
    return weighed_different(reference, given, seed)(np.ones(len(reference)), np.ones(len(given)))


def weighed_different(reference: Array, given: Array, seed: int = 0) -> Weighed:
    """NDB/k as a function of the weights of both sets; the bins are those of the reference as it is."""
    bins = int(np.clip(len(reference) // POINTS_A_BIN, 2, MOST_BINS))
    clusters = KMeans(bins, n_init=4, random_state=seed).fit(reference)
    ours, theirs = clusters.labels_, clusters.predict(given.astype(reference.dtype))

    def part(of_reference: Weights, of_given: Weights) -> float:
        n, m = of_reference.sum(), of_given.sum()
        one = np.bincount(ours, of_reference, bins) / n
        other = np.bincount(theirs, of_given, bins) / m
        pooled = (n * one + m * other) / (n + m)
        error = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
        return float(np.mean(np.abs(one - other) > SIGNIFICANT * np.maximum(error, 1e-12)))

    return part
