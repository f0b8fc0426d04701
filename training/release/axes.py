"""Axes of a latent space: directions that each change one quality of the sound, and leave the others.

How they are found
------------------
1. A generator that begins with couplings is looked at behind them, among codes: what is straight there is bent among
   points, in another way at each, and follows the sounds that the model knows. (Of the family ``gesturegan`` a linear
   map of codes tells 0.6 of the qualities' variance, one of points 0.35; hardly an axis held that was straight among
   points.) Elsewhere codes are points.
2. Principal directions: what moves an early layer most, carried back by regression (Härkönen et al. 2020, "GANSpace",
   section 2.2). What changes a sound at all lies among the first `BASIS` of them.
3. How each quality responds to each of these (`responses`), measured quickly, on what is to be heard of images. (A
   regression on random points, as of Shen et al. 2020, "InterFaceGAN", tells sorts of sounds apart; what one sound does
   when it is moved is another direction where points are not spread evenly.)
4. Of all steps that move one quality by a given amount and the others by none, the one that works most evenly over
   points and takes the shortest way among them, where sounds are likely: least squares with as many constraints as
   qualities (the dual basis of their gradients in that metric; Shen et al., section 3.3, project conditions out of each
   other likewise, two at a time).
5. A trial at fresh points (`effects`), by which what an axis does to others is taken out of it.
6. A way down a gradient, where the codec lets gradients pass (`bettered`): so few points are left at which an axis goes
   the wrong way, and so little is left of what it does to others.
7. Once more a trial by which others are taken out, on what is heard, which is not quite what frames tell.

What then holds surely, heard at fresh points, is named; what does not has no name, and a line says so. Principal
directions fill up the number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh

from gesturegan_live.models.axis_effects import AxisEffect
from training.release import effects
from training.release.bettered import bettered
from training.release.effects import BESIDE, NAMES, POINTS, RANK, SIGN, Tried
from training.release.played import Array, Measured, Played
from training.release.qualities import apart
from training.release.responses import Responses, independent, parted

AXES = 16
DRAWN = 2048  # points whose principal directions are found
BASIS = 48
WAYS = 128  # points at which it is measured how far a step leads
AT = 192  # points of the trials by which axes are parted
TRIED = 144  # points of the one that decides
LENGTH = 0.6  # normal score of its quality that one deviation of an axis is to add: two either way span most of it
HEARD = 8  # points at which it is measured how far axes without a name change the sound
_BATCH = 64
_SMALL = 0.2  # of a deviation
LEAST = 1e-3  # of a cost, so that none is free


@dataclass(frozen=True, eq=False)
class Found:
    """Axes, those with a name first.

    Attributes
    ----------
    steps : ndarray, shape (A, latent_dim)
        What one deviation adds to a code.
    names : tuple of str
    effects : tuple of AxisEffect
    """

    steps: Array
    names: tuple[str, ...]
    effects: tuple[AxisEffect, ...]

    @property
    def directions(self) -> tuple[Array, Array]:
        """Directions of length one (A, latent_dim), and deviations (A,)."""
        deviations = np.linalg.norm(self.steps, axis=1)
        return self.steps / deviations[:, None], deviations


def find(played: Played, layer: str, *, seed: int = 0, tell: Callable[[str], object] = lambda _line: None) -> Found:
    """Find the axes of a model.

    Parameters
    ----------
    layer : str
        Name of the generator's early layer.
    tell : callable
        Given a line for each quality that no axis could be called by.
    """
    draw = np.random.default_rng([seed, 2])
    basis, deviations = principal(played, layer, BASIS, draw)
    responses = Responses.measured(played, basis, deviations, draw)
    way = _way(played, basis, deviations, draw)
    own = responses.changing()
    for number in sorted(set(range(len(NAMES))) - set(own)):
        tell(f"no axis is called {NAMES[number]}: nothing in this model changes it")
    named, told = np.zeros((0, basis.shape[1]), np.float32), list[AxisEffect]()
    if own:
        steps, tried = _best(played, responses, own, way, basis, draw)
        held = tried.surely_holding(draw)
        for axis in sorted(set(range(len(own))) - set(held)):
            tell(f"no axis is called {NAMES[own[axis]]}: {_why(tried, axis)}")
        named, told = steps[held], [tried.effect(axis, held) for axis in held]
    others = _others(named, basis, way, AXES - len(named))
    names = [*(effect.changes for effect in told), *(f"axis {len(told) + number}" for number in range(len(others)))]
    told += _unnamed(played, others, draw)
    return Found(np.concatenate([named, others]).astype(np.float32), tuple(names), tuple(told))


def principal(played: Played, layer: str, count: int, draw: np.random.Generator) -> tuple[Array, Array]:
    """Find orthogonal directions (K, latent_dim), the strongest first, and how far codes are spread along them (K,)."""
    generator = played.model.generator
    early = keras.Model(generator.input, generator.get_layer(layer).output)
    codes, conditions = played.drawn(DRAWN, draw)
    points = played.points(codes, conditions)
    features = np.concatenate(
        [
            np.asarray(early([points[some], conditions[some]] if conditions.shape[1] else points[some], training=False))
            for some in np.array_split(np.arange(DRAWN), DRAWN // _BATCH)
        ]
    ).reshape(DRAWN, -1)
    features -= features.mean(axis=0)
    wanted = min(count, codes.shape[1], features.shape[1])
    # The components' scores, from the smaller of the two matrices of inner products.
    if features.shape[1] < DRAWN:
        scores = np.linalg.qr(features @ _strongest(features.T @ features, wanted))[0]
    else:
        scores = _strongest(features @ features.T, wanted)
    basis = np.linalg.qr(codes.T @ scores)[0].T  # regression on orthonormal scores
    return basis.astype(np.float32), (codes @ basis.T).std(axis=0)


def _strongest(products: Array, count: int) -> NDArray[np.float64]:
    """Eigenvectors (n, count) of a symmetric matrix (n, n), that of the largest eigenvalue first."""
    size = len(products)
    vectors: NDArray[np.float64] = eigh(np.asarray(products, np.float64), subset_by_index=(size - count, size - 1))[1]
    return vectors[:, ::-1]


def _way(played: Played, basis: Array, deviations: Array, draw: np.random.Generator) -> Measured:
    """Measure how far steps lead among points: their squares are what this matrix (K, K) makes of steps, on average."""
    if played.couplings is None:
        return np.eye(len(basis))
    codes, conditions = played.drawn(WAYS, draw)
    found = np.zeros((len(basis), len(basis)))
    for code, condition in zip(codes, conditions, strict=True):
        small = _SMALL * deviations[:, None] * basis
        asked = np.broadcast_to(condition, (len(basis), len(condition)))
        moved = played.couplings.points(code + small, asked) - played.couplings.points(code - small, asked)
        tangents = np.asarray(moved, np.float64) / (2 * _SMALL * deviations[:, None])
        found += tangents @ tangents.T / WAYS
    return found


def _best(
    played: Played, responses: Responses, own: list[int], way: Measured, basis: Array, draw: np.random.Generator
) -> tuple[Array, Tried]:
    """Find the steps that move one quality each, and what they were found to do."""
    cost = _even(way) + _even(responses.uneven)
    steps = (LENGTH * independent(responses.means[own], cost) @ basis).astype(np.float32)
    ends = effects.AMOUNTS[0], effects.AMOUNTS[-1]
    quick = Tried(own, effects.moved(played, steps, ends, draw, AT, quick=True))
    steps = bettered(played, parted(steps, quick.beside()), own, basis, ends[-1], draw)
    heard = Tried(own, effects.moved(played, steps, ends, draw, AT))
    steps = parted(steps, heard.beside())
    return steps, effects.tried(played, steps, own, draw, TRIED)


def _even(matrix: Measured) -> Measured:
    """Give a matrix whose diagonal is 1 on average, and which can be inverted."""
    size = len(matrix)
    return np.asarray(matrix * (size / np.trace(matrix)) + LEAST * np.eye(size))


def _why(tried: Tried, axis: int) -> str:
    """Say why an axis does not hold, or not surely."""
    rank, sign, beside = tried.ranks[axis], tried.signs[axis], np.abs(tried.beside())
    if rank < RANK:
        return f"Spearman's correlation of its axis is {rank:.2f}, wanted {RANK}"
    if sign < SIGN:
        return f"its axis raises it at {sign:.0%} of points, wanted {SIGN:.0%}"
    others = [other for other in range(len(tried.own)) if other != axis]
    pairs = [pair for other in others for pair in ((axis, other), (other, axis))]
    said = ""
    if pairs:
        doer, done = max(pairs, key=lambda pair: float(beside[pair]))
        names = [NAMES[tried.own[place]] for place in (doer, done)]
        said = f", the axis of {names[0]} moves {names[1]} by {beside[doer, done]:.2f} of what its own does"
    return f"it raises it at {sign:.0%} of points{said}: wanted surely {SIGN:.0%} and {BESIDE} at any {POINTS} points"


def _others(named: Array, basis: Array, way: Measured, count: int) -> Array:
    """Give principal directions without what named axes have of them, each leading as far among points as those."""
    kept = np.linalg.qr(named.T)[0].T if len(named) else named
    found: list[Array] = []
    for direction in basis:
        taken = np.concatenate([kept, *(row[None] for row in found)]) if len(kept) + len(found) else kept
        left = direction - taken.T @ (taken @ direction)
        if np.linalg.norm(left) > 0.5 and len(found) < count:
            found.append(left / np.linalg.norm(left))
    if not found:
        return np.zeros((0, basis.shape[1]), np.float32)
    ways = [np.sqrt(np.einsum("ak,kl,al->a", rows @ basis.T, way, rows @ basis.T)) for rows in (named, np.stack(found))]
    far = ways[0].mean() if len(named) else 1.0
    return np.asarray(np.stack(found) * (far / ways[1])[:, None], np.float32)


def _unnamed(played: Played, steps: Array, draw: np.random.Generator) -> list[AxisEffect]:
    """Tell of axes how far they change the sound, whatever it is that they change."""
    codes, conditions = played.drawn(HEARD, draw)
    sample_rate = played.model.codec.sample_rate
    still = played.sounds(codes, conditions)
    amounts = [float(np.mean(apart(still, played.sounds(codes + step, conditions), sample_rate))) for step in steps]
    return [AxisEffect("sound", amount, "dB") for amount in amounts]
