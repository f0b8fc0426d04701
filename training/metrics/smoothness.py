"""How evenly the sound changes while the latent point moves.

Conventions
-----------
Perceptual path length (Karras et al. 2019, section 4.1) in the sound embedding: between two random points, along the
great circle, how far the sound goes in a small step, squared, over the step squared. Divided by the mean squared
distance of two random sounds it has a meaning of its own: 1 where the sound goes straight and evenly from one to the
other, more where it takes detours or jumps.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

STEP = 1 / 16  # of the way: there, what decoding adds by its phases is 3 % at most
PAIRS = 48

Array = NDArray[np.float32]


def path_length(hear: Callable[[Array], Array], latent_dim: int, pairs: int = PAIRS, seed: int = 0) -> float:
    """Relative perceptual path length.

    Parameters
    ----------
    hear : callable
        Latent points (B, latent_dim) to embedded sounds (B, D).
    pairs : int
        Of random points, with one step between each.
    """
    draw = np.random.default_rng(seed)
    starts, ends = draw.standard_normal((2, pairs, latent_dim)).astype(np.float32)
    at = draw.uniform(0, 1 - STEP, (pairs, 1))
    here, there = (hear(between(starts, ends, at + step)) for step in (0.0, STEP))
    one, other = hear(starts), hear(ends)
    whole = np.mean(np.sum(np.square(one - other, dtype=np.float64), axis=1))
    steps = np.mean(np.sum(np.square(here - there, dtype=np.float64), axis=1)) / STEP**2
    return float(steps / max(whole, 1e-12))


def between(starts: Array, ends: Array, at: NDArray[np.float64]) -> Array:
    """Points on the way from starts to ends (B, D), `at` (B, 1) from 0 to 1: great circle, the length in proportion."""
    lengths = [np.linalg.norm(points, axis=1, keepdims=True) for points in (starts, ends)]
    one, other = starts / lengths[0], ends / lengths[1]
    angle = np.arccos(np.clip((one * other).sum(axis=1, keepdims=True), -1, 1))
    near = angle < 1e-4
    sine = np.where(near, 1, np.sin(angle))
    parts = (np.where(near, 1 - at, np.sin((1 - at) * angle) / sine), np.where(near, at, np.sin(at * angle) / sine))
    length = (1 - at) * lengths[0] + at * lengths[1]
    return np.asarray(length * (parts[0] * one + parts[1] * other), np.float32)
