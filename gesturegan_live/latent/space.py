"""A voice's point: what a generator turns into an image.

Conventions
-----------
``z`` : float32, shape (latent_dim,), every coordinate in [-`LIMIT`, `LIMIT`]; models are trained on a standard normal,
so that coordinates beyond 3 or 4 are exotic, not wrong.
``condition`` : float32, shape (n_conditions,), weights in [0, 1]; empty for unconditional models.
Owned by the control process.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Vector = NDArray[np.float32]

LIMIT = 12.0  # a standard normal reaches 12 once in 10^32 draws; beyond lies only saturation


@dataclass(frozen=True)
class Space:
    """The latent space of one model.

    Attributes
    ----------
    latent_dim : int
    conditions : tuple of str
        Names of the classes; empty for unconditional models.
    """

    latent_dim: int
    conditions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.latent_dim < 1:
            raise ValueError(f"latent_dim is {self.latent_dim}: wanted at least 1")

    def point(self, values: ArrayLike) -> Vector:
        """Check and clip a point.

        Raises
        ------
        ValueError
            Where the length is not `latent_dim` or a coordinate is not finite.
        """
        z = _vector(values, self.latent_dim, "point", "coordinates")
        return np.clip(z, -LIMIT, LIMIT).astype(np.float32)

    def condition(self, values: ArrayLike) -> Vector:
        """Check and clip class weights to [0, 1]."""
        weights = _vector(values, len(self.conditions), "condition", "weights")
        return np.clip(weights, 0.0, 1.0).astype(np.float32)

    def seeded(self, seed: int) -> Vector:
        """Draw the point of a seed: a standard normal from numpy's PCG64, the same on every machine."""
        if seed < 0:
            raise ValueError(f"seed is {seed}: wanted 0 or more")
        draws = np.random.Generator(np.random.PCG64(seed)).standard_normal(self.latent_dim)
        return np.clip(draws, -LIMIT, LIMIT).astype(np.float32)

    def first_condition(self) -> Vector:
        """All the weight on the first class: where a voice starts."""
        weights = np.zeros(len(self.conditions), np.float32)
        weights[:1] = 1.0
        return weights


def _vector(values: ArrayLike, length: int, name: str, unit: str) -> NDArray[np.float64]:
    vector = np.asarray(values, dtype=np.float64)
    if vector.shape != (length,):
        raise ValueError(f"{name} of shape {vector.shape}: wanted {length} {unit}")
    if not np.isfinite(vector).all():
        raise ValueError(f"{name} has {vector[~np.isfinite(vector)][0]} in it: wanted finite {unit}")
    return vector
