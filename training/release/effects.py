"""What axes do: each is tried at fresh points, and held to what it is called.

Conventions
-----------
An axis is tried from the first of `AMOUNTS`, standard deviations, to the last, at `POINTS` points that nothing was
fitted to, and under conditions as a performer may choose them. Steps: (A, latent_dim), what one standard deviation adds
to a code. Of each axis one quality is the own one. A *change* is what it adds to a quality from first to last.

An axis holds where Spearman's correlation of its amount with its quality is `RANK` in the median of points, where the
quality grows at `SIGN` of them, and where the mean change of every other axis' quality is under `BESIDE` of what it
does to its own. It holds surely where it does so in `SURE` of `DRAWINGS` drawings of `POINTS` out of more points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from gesturegan_live.models.axis_effects import AxisEffect
from training.release.played import Array, Measured, Played
from training.release.qualities import QUALITIES

AMOUNTS = (-2.0, -1.0, 0.0, 1.0, 2.0)
POINTS = 50
RANK, SIGN, BESIDE = 0.9, 0.95, 0.25
SURE, DRAWINGS = 0.8, 200
MOST_BESIDE = 1e6  # of what moves nothing itself
NAMES = tuple(QUALITIES)


@dataclass(frozen=True, eq=False)
class Tried:
    """What was found.

    Attributes
    ----------
    own : sequence of int
        Number of each axis' own quality.
    measured : ndarray, shape (S, A, P, Q)
        Qualities at each amount of each axis at each point.
    """

    own: Sequence[int]
    measured: Measured

    @cached_property
    def ranks(self) -> Measured:
        """Spearman's correlation of each axis, the median of points (A,)."""
        each = np.arange(len(self.own))
        return np.asarray(np.median(_spearman(self.measured[:, each, :, list(self.own)]), axis=1))

    @cached_property
    def signs(self) -> Measured:
        """Part of the points at which the own quality grows (A,)."""
        grown = self._changes[np.arange(len(self.own)), :, list(self.own)]
        return np.asarray(np.mean(grown > 0, axis=1))

    @cached_property
    def changes(self) -> Measured:
        """Changes of all qualities, means over points (A, Q)."""
        return np.asarray(self._changes.mean(axis=1))

    @cached_property
    def sizes(self) -> Measured:
        """Medians over points of how large changes are, whichever way (A, Q)."""
        return np.asarray(np.median(np.abs(self._changes), axis=1))

    @property
    def _changes(self) -> Measured:
        return np.asarray(self.measured[-1] - self.measured[0])

    def beside(self, sizes: bool = False) -> Measured:
        """Tell what each axis does to the quality of each, over what that one does itself: (A, A).

        The means of changes, or with `sizes` how large they are at a point.
        """
        found = (self.sizes if sizes else self.changes)[:, self.own]
        does = np.diag(found)
        return np.asarray(found / np.where(does == 0, 1 / MOST_BESIDE, does))

    def holding(self) -> list[int]:
        """Choose the axes that may be called by their qualities, all at once."""
        held = [axis for axis in range(len(self.own)) if self.ranks[axis] >= RANK and self.signs[axis] >= SIGN]
        beside = np.abs(self.beside())
        while len(held) > 1:
            among = beside[np.ix_(held, held)] * (1 - np.eye(len(held)))
            over = among >= BESIDE
            if not over.any():
                break
            wrongs = over.sum(axis=0) + over.sum(axis=1) + among.max(axis=1) / (1 + among.max())
            held.pop(int(np.argmax(wrongs)))
        return held

    def surely_holding(self, draw: np.random.Generator) -> list[int]:
        """Choose the axes that may be called by their qualities whatever points are tried, all at once."""
        chances = [self._at(draw.integers(0, self.measured.shape[2], POINTS)) for _ in range(DRAWINGS)]
        alone = np.array([(chance.ranks >= RANK) & (chance.signs >= SIGN) for chance in chances])  # (D, A)
        over = np.array([np.abs(chance.beside()) >= BESIDE for chance in chances])  # (D, A, A)
        over[:, np.arange(len(self.own)), np.arange(len(self.own))] = False
        held = list(range(len(self.own)))
        while held:
            others = over[:, held][:, :, held]
            sure = np.mean(alone[:, held] & ~(others.any(axis=1) | others.any(axis=2)), axis=0)
            if sure.min() >= SURE:
                break
            held.pop(int(np.argmin(sure)))
        return held

    def _at(self, points: NDArray[np.intp]) -> Tried:
        return Tried(self.own, self.measured[:, :, points])

    def effect(self, axis: int, others: Sequence[int]) -> AxisEffect:
        """Tell what a bundle keeps of an axis, and of what it does beside to others."""
        quality, beside = self.own[axis], self.beside()
        return AxisEffect(
            NAMES[quality],
            float(self.changes[axis, quality] / np.ptp(AMOUNTS)),
            QUALITIES[NAMES[quality]].unit,
            float(self.ranks[axis]),
            float(self.signs[axis]),
            {NAMES[self.own[other]]: float(beside[axis, other]) for other in others if other != axis},
        )


def tried(played: Played, steps: Array, own: Sequence[int], draw: np.random.Generator, points: int = POINTS) -> Tried:
    """Try axes, as they are heard."""
    return Tried(own, moved(played, steps, AMOUNTS, draw, points))


def moved(
    played: Played,
    steps: Array,
    amounts: Sequence[float],
    draw: np.random.Generator,
    points: int,
    *,
    quick: bool = False,
) -> Measured:
    """Measure qualities at fresh points that stand off by so much of each step: (S, A, P, Q)."""
    codes, conditions = played.drawn(points, draw)
    shape = len(amounts), len(steps), points
    measured = np.empty((*shape, len(NAMES)))
    away = [place for place, amount in enumerate(amounts) if amount]
    asked = codes + np.array(amounts, np.float32)[away, None, None, None] * steps[:, None]  # (S, A, P, latent_dim)
    told = np.tile(conditions, (len(away) * len(steps), 1))
    measured[away] = played.qualities(asked.reshape(-1, codes.shape[1]), told, quick=quick).reshape(
        -1, *shape[1:], len(NAMES)
    )
    if len(away) < len(amounts):
        still = played.qualities(codes, conditions, quick=quick)
        measured[[place for place, amount in enumerate(amounts) if not amount]] = still
    return measured


def _spearman(measured: Measured) -> Measured:
    """Correlate the order of amounts with that of what was measured (A, S, P): (A, P); 0 where nothing moves."""
    ranks = rankdata(measured, axis=1)
    ranks -= ranks.mean(axis=1, keepdims=True)
    amounts = np.arange(len(AMOUNTS)) - (len(AMOUNTS) - 1) / 2
    sizes = np.sqrt(np.sum(ranks**2, axis=1) * np.sum(amounts**2))
    products = np.einsum("asp,s->ap", ranks, amounts)
    return np.asarray(np.divide(products, sizes, out=np.zeros_like(products), where=sizes > 0))
