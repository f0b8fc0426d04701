"""The point of a model that sounds most like a sound, to the ear.

Conventions
-----------
``z``: (B, latent_dim) float32; ``condition``: (B, n) float32 weights, n being 0 for models without. Distances are the
ear's (`Ear`), as parts of a random point's: 1 is the median of the model's own sounds, 0 the same sound. What is found
stands beside `CHANCE` of them that have no part in the search: whoever listens to so many and keeps the best has done
as well without it.

Found at once is the nearest of the model's own sounds, or what its encoder makes of the sound under the conditions of
the nearest. From the best of them it goes on without slopes: two of the best mix their coordinates, some of which move
at random, less and less; what is nearer than the worst of the best takes its place (an evolution strategy with
recombination: Beyer and Schwefel 2002). Given the same sound, the same comes out, unless time ends it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec
from gesturegan_live.finding import ear
from gesturegan_live.finding.ear import Ear
from gesturegan_live.models.sounds import Sounds, drawn

COUNT = 768  # of a model's own sounds
CHANCE = 32  # of them, of which the best is what a search must beat
GENERATIONS, CHILDREN, PARENTS = 48, 32, 24
BROADEST, NARROWEST = 0.35, 0.03  # how far coordinates move, standard deviations
MOVED = 0.3  # of the coordinates
MIXED = 0.5  # of the children have conditions between their parents'
_RANK = 0.15  # by which a parent is preferred to the next one
_BEYOND = 1.0  # of the length that most points have, which children stay within
_AT_ONCE = 32
_PITCH = "pitch "  # begins the names of conditions that are no category; a sound has one of either kind

Array = NDArray[np.float32]
Make = Callable[[Array, Array], Array]  # points and conditions to images
Encode = Callable[[Array], Array]  # images to points


@dataclass(frozen=True, eq=False)
class Found:
    """A point that was found.

    Attributes
    ----------
    z, condition : ndarray, shapes (latent_dim,), (n,)
    near : float
        Distance to the sound.
    chance : float
        The same of the best of `CHANCE` random points.
    """

    z: Array
    condition: Array
    near: float
    chance: float


@dataclass(eq=False)
class _Points:
    """Points, and how far they are, the nearest first."""

    z: Array
    condition: Array
    far: Array

    def best(self, count: int) -> _Points:
        order = np.argsort(self.far, kind="stable")[:count]
        return _Points(self.z[order], self.condition[order], self.far[order])

    def joined(self, other: _Points) -> _Points:
        pairs = ((self.z, other.z), (self.condition, other.condition), (self.far, other.far))
        return _Points(*(np.concatenate(pair) for pair in pairs))


def own_sounds(make: Make, codec: Codec, latent_dim: int, conditions: Sequence[str], seed: int = 0) -> Sounds:
    """Make a model's own sounds: random points, each of one condition, or of one pitch and one category."""
    z = drawn(seed, COUNT, latent_dim)
    draw = np.random.Generator(np.random.PCG64([seed, 1]))
    weights = np.zeros((COUNT, len(conditions)), np.float32)
    pitched = np.array([name.startswith(_PITCH) for name in conditions], bool)
    for columns in (np.flatnonzero(pitched), np.flatnonzero(~pitched)):
        if len(columns):
            weights[np.arange(COUNT), draw.choice(columns, COUNT)] = 1.0
    hear = Ear(codec)
    parts = [slice(first, first + _AT_ONCE) for first in range(0, COUNT, _AT_ONCE)]
    heard = np.concatenate([hear(make(z[part], weights[part])) for part in parts])
    return Sounds(ear.VERSION, seed, weights, heard)


class Search:
    """Looks for sounds in one model.

    Parameters
    ----------
    make : callable
        The generator.
    codec : Codec
    latent_dim : int
    sounds : Sounds
        The model's own.
    encode : callable, optional
        The encoder, where the model has one.
    """

    def __init__(self, make: Make, codec: Codec, latent_dim: int, sounds: Sounds, encode: Encode | None = None) -> None:
        self._make, self._codec, self._encode, self._sounds = make, codec, encode, sounds
        self._hear = Ear(codec)
        self._z = sounds.points(latent_dim)
        self._longest = np.sqrt(latent_dim) + _BEYOND

    def __call__(self, clip: Array, until: float = np.inf, seed: int = 0) -> Iterator[Found]:
        """Look for a clip (clip_samples,): first what is nearest at once, then better ones, one a generation.

        Parameters
        ----------
        until : float
            Monotonic clock at which to be content with what was found.
        """
        image = self._codec.encode(clip[None])
        wanted = self._hear(image)
        far = _far(self._sounds.heard, wanted)
        unit = max(float(np.median(far)), 1e-9)
        chance = float(far[:CHANCE].min()) / unit
        rest = slice(CHANCE if len(far) > CHANCE else 0, None)
        best = _Points(self._z[rest], self._sounds.conditions[rest], far[rest]).best(PARENTS)
        if self._encode is not None:
            conditions = np.unique(best.condition, axis=0)
            z = np.repeat(np.asarray(self._encode(image), np.float32), len(conditions), axis=0)
            best = best.joined(self._measured(z, conditions, wanted)).best(PARENTS)
        yield Found(best.z[0], best.condition[0], float(best.far[0]) / unit, chance)
        draw = np.random.Generator(np.random.PCG64(seed))
        for generation in range(GENERATIONS):
            if time.monotonic() > until:
                break
            reach = NARROWEST + (BROADEST - NARROWEST) * (1.0 - generation / GENERATIONS)
            z, conditions = self._children(best, reach, draw)
            best = best.joined(self._measured(z, conditions, wanted)).best(PARENTS)
            yield Found(best.z[0], best.condition[0], float(best.far[0]) / unit, chance)

    def _children(self, best: _Points, reach: float, draw: np.random.Generator) -> tuple[Array, Array]:
        """Mix two of the best each, and move what comes of it."""
        first, second = np.minimum(draw.geometric(_RANK, (2, CHILDREN)) - 1, len(best.z) - 1)
        shape = CHILDREN, best.z.shape[1]
        z = np.where(draw.random(shape) < draw.random((CHILDREN, 1)), best.z[first], best.z[second])
        z = z + reach * draw.standard_normal(shape) * (draw.random(shape) < MOVED)
        length = np.linalg.norm(z, axis=1, keepdims=True)
        z *= np.minimum(1.0, self._longest / np.maximum(length, 1e-9))
        share = np.where(draw.random((CHILDREN, 1)) < MIXED, draw.random((CHILDREN, 1)), 1.0)
        condition = share * best.condition[first] + (1.0 - share) * best.condition[second]
        return z.astype(np.float32), condition.astype(np.float32)

    def _measured(self, z: Array, condition: Array, wanted: Array) -> _Points:
        parts = [slice(first, first + _AT_ONCE) for first in range(0, len(z), _AT_ONCE)]
        heard = np.concatenate([self._hear(self._make(z[part], condition[part])) for part in parts])
        return _Points(z, condition, _far(heard, wanted))


def _far(heard: Array, wanted: Array) -> Array:
    return np.asarray(np.linalg.norm(heard - wanted, axis=1), np.float32)
