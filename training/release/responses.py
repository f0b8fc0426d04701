"""How a model's qualities respond to steps, and what steps move one of them alone.

Conventions
-----------
Steps are given by their coordinates (K,) in principal directions. A response is what a step of one coordinate adds to a
quality on average over points. Qualities count by normal scores of their ranks, so that a few sounds far out do not
decide.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, rankdata

from training.release.played import Array, Measured, Played

POINTS = 144
STEP = 1.5  # deviations, by which directions are tried; what is farther off tells less of them
CHANCE = 0.05  # of what an axis does, that others are found to do by chance
SUREST = 0.5


@dataclass(frozen=True, eq=False)
class Responses:
    """What is known.

    Attributes
    ----------
    means : ndarray, shape (Q, K)
    uneven : ndarray, shape (K, K)
        How unevenly steps work over points: their squares by this matrix are variances of what they add, of all
        qualities together.
    """

    means: Measured
    uneven: Measured

    @classmethod
    def at(cls, points: Measured) -> Responses:
        """Sum up responses at points (K, P, Q)."""
        means = points.mean(axis=1)
        away = points - means[:, None]
        return cls(means.T, np.asarray(np.einsum("kpq,lpq->kl", away, away) / points.shape[1]))

    @classmethod
    def measured(cls, played: Played, basis: Array, deviations: Array, draw: np.random.Generator) -> Responses:
        """Try each direction of a basis (K, latent_dim), along which codes deviate so far (K,)."""
        codes, conditions = played.drawn(POINTS, draw)
        # Up or down by chance: what a quality does either way, as at a summit, is no response.
        ways = draw.choice(np.array([-STEP, STEP], np.float32), (len(basis), POINTS, 1)) * deviations[:, None, None]
        asked = np.concatenate([codes[None], codes + ways * basis[:, None]])  # (1 + K, P, latent_dim)
        told = np.tile(conditions, (len(asked), 1))
        values = played.qualities(asked.reshape(-1, codes.shape[1]), told, quick=True)
        scores = norm.ppf((rankdata(values, axis=0) - 0.5) / len(values)).reshape(*asked.shape[:2], -1)
        return cls.at((scores[1:] - scores[0]) / ways)

    def changing(self) -> list[int]:
        """Tell which qualities anything changes."""
        return [quality for quality, means in enumerate(self.means) if means.any()]


def independent(responses: Measured, cost: NDArray[np.float64]) -> Measured:
    """Find for each quality the cheapest step that adds one to it and nothing to the others.

    Parameters
    ----------
    responses : ndarray, shape (Q, K)
    cost : ndarray, shape (K, K)

    Returns
    -------
    ndarray, shape (Q, K)
    """
    cheap = np.linalg.solve(cost, responses.T)  # (K, Q)
    return np.asarray((cheap @ np.linalg.pinv(responses @ cheap)).T)


def parted(steps: Array, beside: Measured) -> Array:
    """Take out of steps what they were found to do to each other's qualities, but for what may be chance.

    Parameters
    ----------
    steps : ndarray, shape (A, latent_dim)
    beside : ndarray, shape (A, A)
        What each does to the quality of each, over what that one does itself.
    """
    sure = np.clip(np.sign(beside) * np.maximum(np.abs(beside) - CHANCE, 0), -SUREST, SUREST)
    np.fill_diagonal(sure, 1)
    return np.asarray(np.linalg.solve(sure, steps), np.float32)
