"""Principal directions of a latent space, found on what the generator makes of it.

Conventions
-----------
GANSpace (Härkönen et al. 2020, section 2.2): principal components of an early layer's activations over random points,
carried back to the latent space by linear regression. A direction has length one; its deviation is how far the latent
point moves on average when the component moves by one standard deviation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from training.release.qualities import QUALITIES

POINTS = 2048
AXES = 16
NAMED_BY = 16  # points that each axis is tried at
SPREAD_OVER = 64  # points that tell how much sounds differ anyhow
MARKED = 0.4  # standard deviations; an axis that explains a twenty-fifth of a quality's variance has that effect
CERTAIN = 3.0  # standard errors
_BATCH = 64

Array = NDArray[np.float32]


def principal(generator: keras.Model, layer: str, *, count: int = AXES, seed: int = 0) -> tuple[Array, Array]:
    """Directions (A, latent_dim) and deviations (A,), the strongest first; A is at most the latent dimension."""
    latent_dim = int(generator.inputs[0].shape[-1])
    early = keras.Model(generator.input, generator.get_layer(layer).output)
    points = np.random.default_rng(seed).standard_normal((POINTS, latent_dim), np.float32)
    features = np.concatenate(
        [
            np.asarray(early(asked(generator, part), training=False)).reshape(len(part), -1)
            for part in np.split(points, POINTS // _BATCH)
        ]
    )
    features -= features.mean(axis=0)
    wanted = min(count, latent_dim, features.shape[1])
    # The components' scores, from the smaller of the two matrices of inner products.
    if features.shape[1] < POINTS:
        scores = np.linalg.qr(features @ _strongest(features.T @ features, wanted))[0]
    else:
        scores = _strongest(features @ features.T, wanted)
    standard = scores * np.sqrt(POINTS)  # (POINTS, A), each of deviation one
    moves = (standard.T @ points / POINTS).astype(np.float32)  # regression on orthonormal scores
    deviations = np.linalg.norm(moves, axis=1)
    signs = np.sign(
        moves[np.arange(len(moves)), np.argmax(np.abs(moves), axis=1)]
    )  # eigenvectors have none of their own
    return moves / deviations[:, None] * signs[:, None], deviations


def _strongest(products: Array, count: int) -> NDArray[np.float64]:
    """Eigenvectors (n, count) of a symmetric matrix (n, n), that of the largest eigenvalue first."""
    size = len(products)
    vectors: NDArray[np.float64] = eigh(np.asarray(products, np.float64), subset_by_index=(size - count, size - 1))[1]
    return vectors[:, ::-1]


def asked(generator: keras.Model, z: Array) -> Any:
    """Put beside points what else a generator takes: a condition whose whole weight is on the first."""
    if len(generator.inputs) == 1:
        return z
    return [z, np.eye(1, int(generator.inputs[1].shape[-1]), dtype=np.float32).repeat(len(z), axis=0)]


def farthest(features: NDArray[Any], count: int) -> list[int]:
    """Rows that lie far from each other (Gonzalez 1985), beginning with the one nearest to the middle."""
    chosen = [int(np.argmin(np.linalg.norm(features - features.mean(axis=0), axis=1)))]
    distance = np.linalg.norm(features - features[chosen[0]], axis=1)
    while len(chosen) < min(count, len(features)):
        chosen.append(int(np.argmax(distance)))
        distance = np.minimum(distance, np.linalg.norm(features - features[chosen[-1]], axis=1))
    return chosen


def named(
    directions: Array, deviations: Array, hear: Callable[[Array], NDArray[np.float64]], *, seed: int = 0
) -> tuple[Array, tuple[str, ...]]:
    """Turn directions so that + means more of what each changes most, and name them by it.

    The effect on a quality is how much it grows from one deviation below to one above, on average over points, in
    standard deviations of the quality over random points. An axis is named by its largest effect if that is `MARKED`
    and beyond chance, else by its number, counted from 0 as in messages; the second of a name is numbered too.

    Parameters
    ----------
    hear : callable
        Latent points (B, latent_dim) to `qualities.QUALITIES` of their sounds, (B, Q).

    Returns
    -------
    directions : ndarray, shape (A, latent_dim)
    names : tuple of str
    """
    points = np.random.default_rng([seed, 2]).standard_normal((SPREAD_OVER, directions.shape[1]), np.float32)
    spread = np.maximum(hear(points).std(axis=0), 1e-9)
    turned, names = directions.copy(), list[str]()
    for number, step in enumerate(directions * deviations[:, None]):
        changes = hear(points[:NAMED_BY] + step) - hear(points[:NAMED_BY] - step)  # (NAMED_BY, Q)
        effects = changes.mean(axis=0) / spread
        certain = np.abs(changes.mean(axis=0)) > CERTAIN * changes.std(axis=0) / np.sqrt(NAMED_BY)
        strongest = int(np.argmax(np.abs(effects) * certain))
        if not (certain[strongest] and abs(effects[strongest]) >= MARKED):
            names.append(f"axis {number}")
            continue
        turned[number] *= np.sign(effects[strongest])
        name = tuple(QUALITIES)[strongest]
        before = sum(other.split()[0] == name for other in names)
        names.append(f"{name} {before + 1}" if before else name)
    return turned, tuple(names)
