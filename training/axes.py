"""Principal directions of a latent space, found on what the generator makes of it.

Conventions
-----------
GANSpace (Härkönen et al. 2020, section 2.2): principal components of an early layer's activations over random points,
carried back to the latent space by linear regression. A direction has length one; its deviation is how far the latent
point moves on average when the component moves by one standard deviation.
"""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

POINTS = 2048
AXES = 16
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
    # The components' scores from the small side's Gram matrix: features are far more than points.
    variances, scores = np.linalg.eigh(np.asarray(features @ features.T, np.float64))
    strongest = np.argsort(variances)[::-1][: min(count, latent_dim)]
    standard = scores[:, strongest] * np.sqrt(POINTS)  # (POINTS, A), each of deviation one
    moves = (standard.T @ points / POINTS).astype(np.float32)  # regression on orthonormal scores
    deviations = np.linalg.norm(moves, axis=1)
    signs = np.sign(
        moves[np.arange(len(moves)), np.argmax(np.abs(moves), axis=1)]
    )  # eigenvectors have none of their own
    return moves / deviations[:, None] * signs[:, None], deviations


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
