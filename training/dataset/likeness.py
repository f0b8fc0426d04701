"""Which clips are the same samples up to gain.

Each clip is told by a few sums: its samples, in an order and with signs drawn once for all, added up in stretches.
These are random projections (Achlioptas 2003, "Database-friendly random projections"): distances between clips show in
them, also where most of a clip is silence. Divided by the clip's level, and turned to one sign, they no longer know its
gain.

Conventions
-----------
``prints``: (B, SUMS) float16, of length about 1. Clips count as the same where their difference is below -40 dB.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

SUMS = 32
TOLERANCE = 0.01


def prints(clips: NDArray[np.float32]) -> NDArray[np.float16]:
    """Tell clips (B, n)."""
    values = clips.reshape(len(clips), -1)
    length = values.shape[1]
    order, signs = _drawn(length)
    signed = values[:, order] * signs
    sums = np.add.reduceat(signed, np.linspace(0, length, SUMS, endpoint=False).astype(int), axis=1, dtype=np.float64)
    size = np.sqrt(np.square(values, dtype=np.float64).sum(axis=1, keepdims=True))
    told = sums / np.maximum(size, 1e-12)
    largest = np.take_along_axis(told, np.abs(told).argmax(axis=1)[:, None], axis=1)
    upright: NDArray[np.float16] = (told * np.where(largest < 0, -1, 1)).astype(np.float16)
    return upright


def duplicates(told: NDArray[np.float16]) -> NDArray[np.intp]:
    """Find the clips that are the same as an earlier one; their numbers, ascending."""
    from scipy.spatial import cKDTree

    raw = np.ascontiguousarray(told).view(f"V{told.itemsize * SUMS}").ravel()  # whole rows sort many times faster
    _, first, inverse = np.unique(raw, return_index=True, return_inverse=True)
    same = np.flatnonzero(first[inverse] != np.arange(len(told)))
    pairs = first[cKDTree(told[first].astype(np.float32)).query_pairs(TOLERANCE, output_type="ndarray")]
    return np.union1d(same, pairs.max(axis=1)) if len(pairs) else same


@cache
def _drawn(length: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    draw = np.random.default_rng(0)
    signs = (draw.integers(0, 2, length) * 2 - 1).astype(np.float32)
    return draw.permutation(length), signs
