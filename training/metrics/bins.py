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

POINTS_A_BIN = 10
MOST_BINS = 100
SIGNIFICANT = 1.96  # standard deviations

Array = NDArray[np.float32]


def different(reference: Array, given: Array, seed: int = 0) -> float:
    """NDB/k of points (M, D) against reference points (N, D)."""
    bins = int(np.clip(len(reference) // POINTS_A_BIN, 2, MOST_BINS))
    clusters = KMeans(bins, n_init=4, random_state=seed).fit(reference)
    n, m = len(reference), len(given)
    ours = np.bincount(clusters.labels_, minlength=bins) / n
    theirs = np.bincount(clusters.predict(given.astype(reference.dtype)), minlength=bins) / m
    pooled = (n * ours + m * theirs) / (n + m)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return float(np.mean(np.abs(ours - theirs) > SIGNIFICANT * np.maximum(error, 1e-12)))
