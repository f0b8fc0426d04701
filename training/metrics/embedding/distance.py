"""How far apart two sets of sounds are, as sets of points.

Conventions
-----------
Points: (N, D) float32, (M, D) float32. Both distances are 0 for equal distributions and grow with difference; sets
should be of one size wherever figures are compared, since the Fréchet distance grows when there are fewer points.

A *weighed* distance is a function of the weights of both sets, (N,) and (M,): how often each point counts, as a
bootstrap draws them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

KERNEL_UNIT = 100.0  # by which the kernel distance is multiplied, as its authors do

Array = NDArray[np.float32]
Weights = NDArray[np.float64]
Weighed = Callable[[Weights, Weights], float]


def frechet(a: Array, b: Array) -> float:
    """Fréchet distance of two sets of points (`weighed_frechet`), all of which count once."""
    return weighed_frechet(a, b)(np.ones(len(a)), np.ones(len(b)))


def weighed_frechet(a: Array, b: Array) -> Weighed:
    """Fréchet distance of the two Gaussians (Dowson and Landau 1982; for sound, Kilgour et al. 2019).

    ``|mean difference|^2 + tr(A + B - 2 (A B)^(1/2))``; the last trace is the sum of the singular values of the
    product of both centred sets, so that no root of a large, deficient covariance is taken.
    """
    _check(a, b)
    points = [np.asarray(part, np.float64) for part in (a, b)]

    def distance(of_a: Weights, of_b: Weights) -> float:
        means, scaled = [], []
        for given, weights in zip(points, (of_a, of_b), strict=True):
            rows, counts = given[weights > 0], weights[weights > 0]
            mean = counts @ rows / counts.sum()
            means.append(mean)
            scaled.append((rows - mean) * np.sqrt(counts / max(counts.sum() - 1, 1))[:, None])
        x, y = scaled
        shared = np.linalg.svd(x @ y.T, compute_uv=False).sum()
        gap = means[0] - means[1]
        return float(gap @ gap + np.sum(x * x) + np.sum(y * y) - 2 * shared)

    return distance


def bandwidth(reference: Array) -> float:
    """Median distance of points: the kernel's width that both sets of a comparison share."""
    squares = _squares(reference, reference)[np.triu_indices(len(reference), 1)]
    return float(np.sqrt(np.median(squares)))


def kernel(a: Array, b: Array, width: float) -> float:
    """Kernel distance of two sets of points (`weighed_kernel`), all of which count once."""
    return weighed_kernel(a, b, width)(np.ones(len(a)), np.ones(len(b)))


def weighed_kernel(
    a: Array, b: Array, width: float, files: tuple[NDArray[np.intp], NDArray[np.intp]] | None = None
) -> Weighed:
    """Kernel distance (KAD, Chung et al. 2025): unbiased squared MMD with a Gaussian kernel, times 100.

    Unbiased at every size (Gretton et al. 2012, lemma 6), so that equal distributions give 0 on average, and now and
    then a little less.

    Parameters
    ----------
    files : (ndarray, ndarray), optional
        The file of each point; pairs of one file do not count, for they are more alike than recordings are.
    """
    _check(a, b)
    if not width > 0:
        raise ValueError(f"kernel width is {width}, expected more than 0 (are all sounds alike?)")
    aa, bb, ab = (np.exp(-_squares(x, y) / (2 * width**2)) for x, y in ((a, a), (b, b), (a, b)))
    apart = [f[:, None] != f for f in (files or (np.arange(len(a)), np.arange(len(b))))]

    def within(alike: Weights, pairs: NDArray[np.bool_], weights: Weights) -> float:
        return float(weights @ (alike * pairs) @ weights / np.maximum(weights @ pairs @ weights, 1.0))

    def distance(of_a: Weights, of_b: Weights) -> float:
        across = of_a @ ab @ of_b / (of_a.sum() * of_b.sum())
        return float(KERNEL_UNIT * (within(aa, apart[0], of_a) + within(bb, apart[1], of_b) - 2 * across))

    return distance


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
