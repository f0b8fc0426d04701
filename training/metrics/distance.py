"""How far apart two sets of sounds are, as sets of points.

Conventions
-----------
Points: (N, D) float32, (M, D) float32. Both distances are 0 for equal distributions and grow with difference; sets
should be of one size wherever figures are compared, since the Fréchet distance grows when there are fewer points.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

KERNEL_UNIT = 100.0  # by which the kernel distance is multiplied, as its authors do

Array = NDArray[np.float32]


def frechet(a: Array, b: Array) -> float:
    """Fréchet distance of the two Gaussians (Dowson and Landau 1982; for sound, Kilgour et al. 2019).

    ``|mean difference|^2 + tr(A + B - 2 (A B)^(1/2))``; the last trace is the sum of the singular values of the
    product of both centred sets, so that no root of a large, deficient covariance is taken.
    """
    _check(a, b)
    x, y = (np.asarray(points, np.float64) for points in (a, b))
    means = x.mean(axis=0) - y.mean(axis=0)
    x, y = ((points - points.mean(axis=0)) / np.sqrt(len(points) - 1) for points in (x, y))
    shared = np.linalg.svd(x @ y.T, compute_uv=False).sum()
    return float(means @ means + np.sum(x * x) + np.sum(y * y) - 2 * shared)


def bandwidth(reference: Array) -> float:
    """Median distance of points: the kernel's width that both sets of a comparison share."""
    squares = _squares(reference, reference)[np.triu_indices(len(reference), 1)]
    return float(np.sqrt(np.median(squares)))


def kernel(a: Array, b: Array, width: float) -> float:
    """Kernel distance (KAD, Chung et al. 2025): unbiased squared MMD with a Gaussian kernel, times 100.

    Unbiased at every size (Gretton et al. 2012, lemma 6), so that equal distributions give 0 on average, and now and
    then a little less.
    """
    _check(a, b)
    if not width > 0:
        raise ValueError(f"kernel width is {width}, expected more than 0 (are all sounds alike?)")
    aa, bb, ab = (np.exp(-_squares(x, y) / (2 * width**2)) for x, y in ((a, a), (b, b), (a, b)))
    n, m = len(a), len(b)
    within = (aa.sum() - np.trace(aa)) / (n * (n - 1)) + (bb.sum() - np.trace(bb)) / (m * (m - 1))
    return float(KERNEL_UNIT * (within - 2 * ab.mean()))


def nearest(points: Array, among: Array) -> NDArray[np.float64]:
    """Distance of each point (N, D) to the nearest of others (M, D): (N,)."""
    return np.asarray(np.sqrt(_squares(points, among).min(axis=1)))


def _squares(a: Array, b: Array) -> NDArray[np.float64]:
    x, y = (np.asarray(points, np.float64) for points in (a, b))
    squares = (x * x).sum(axis=1)[:, None] + (y * y).sum(axis=1) - 2 * (x @ y.T)  # (N, M)
    return np.asarray(np.maximum(squares, 0.0))


def _check(a: Array, b: Array) -> None:
    if min(len(a), len(b)) < 2:
        raise ValueError(f"sets of {len(a)} and {len(b)} sounds, expected 2 or more in each")
