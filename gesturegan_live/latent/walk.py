"""Wandering: what the instrument does before a hand touches it.

Each voice goes from place to place on an arc, lingers, and goes on; every second place is a factory preset of the
model. Arcs keep to the Gaussian shell: a straight line between two points of a high-dimensional normal passes nearer
to the origin than any point that the model has seen (White 2016, "Sampling Generative Networks", section 2.1).

Conventions
-----------
``points`` : float32, shape (voices, latent_dim); ``weights`` of conditions: (voices, n), which cross over on the way.
Deterministic: the same seed and the same steps give the same walk. Owned by the control process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.latent.space import LIMIT, Vector
from gesturegan_live.show.loudspeakers import even_ring

VOICES = 3  # enough to hear them apart
_FASTEST = 2.5  # seconds from place to place
_SLOWER = 1.7  # each voice than the one before: ratios that never fall in step
_DRIFT = 0.85  # each voice's playhead against that of the one before
_SMALLEST_NORM = 1e-6


class Walk:
    """The wandering of a few voices.

    Parameters
    ----------
    latent_dim : int
    presets : sequence of (point, weights)
        Factory presets and what they are played with, visited in turn; may be empty.
    voices : int
        How many wander.
    seed : int
    conditions : int
        How many the model has.
    """

    def __init__(
        self,
        latent_dim: int,
        presets: Sequence[tuple[Vector, Vector]] = (),
        voices: int = VOICES,
        seed: int = 1,
        conditions: int = 0,
    ) -> None:
        self._draws = np.random.Generator(np.random.PCG64(seed))
        self._presets = list(presets)
        self._seconds = _FASTEST * _SLOWER ** np.arange(voices)
        self._elapsed = np.zeros(voices)
        self._visits = 0
        self._shape = (voices, latent_dim)
        self._conditions = conditions
        self._here, self._weighed_here = map(np.stack, zip(*(self._next_place() for _ in range(voices)), strict=True))
        self._there, self._weighed_there = map(np.stack, zip(*(self._next_place() for _ in range(voices)), strict=True))
        self.points: NDArray[np.float32] = self._here.copy()
        self.weights: NDArray[np.float32] = self._weighed_here.copy()

    @staticmethod
    def through(
        latent_dim: int,
        conditions: int,
        presets: Mapping[str, Sequence[float]],
        weights: Mapping[str, Sequence[float]],
    ) -> Walk:
        """Wander through the presets of a model, each with its weights, where it has any."""
        first = np.eye(1, conditions, dtype=np.float32)[0]
        places = [
            (np.asarray(point, np.float32), np.asarray(weights.get(name, first), np.float32))
            for name, point in presets.items()
        ]
        return Walk(latent_dim, places, conditions=conditions)

    @property
    def voices(self) -> int:
        """How many voices wander."""
        return self._shape[0]

    def azimuth(self, voice: int) -> float:
        """Where a voice is heard, degrees: all around a ring, and from side to side between two loudspeakers."""
        return even_ring(self.voices)[voice]

    def rate(self, voice: int) -> float:
        """Speed of its playhead: no two alike, so that their loops never fall in step."""
        return float(_DRIFT**voice)

    def gain(self) -> float:
        """Gain of each voice that keeps the sum of unrelated voices at the level of one."""
        return float(1 / np.sqrt(self.voices))

    def step(self, dt: float) -> NDArray[np.float32]:
        """Walk for `dt` seconds; returns `points`."""
        self._elapsed += dt
        for voice in np.flatnonzero(self._elapsed >= self._seconds):
            while self._elapsed[voice] >= self._seconds[voice]:
                self._elapsed[voice] -= self._seconds[voice]
                self._here[voice], self._weighed_here[voice] = self._there[voice], self._weighed_there[voice]
                self._there[voice], self._weighed_there[voice] = self._next_place()
        way = self._elapsed / self._seconds
        angle = (np.pi / 2 * way * way * (3 - 2 * way))[:, None]  # at rest on both ends: it lingers, and never jerks
        mix = np.cos(angle) * self._here + np.sin(angle) * self._there
        norm = np.cos(angle) ** 2 * _norms(self._here) + np.sin(angle) ** 2 * _norms(self._there)
        self.points = np.clip(mix * (norm / np.maximum(_norms(mix), _SMALLEST_NORM)), -LIMIT, LIMIT).astype(np.float32)
        there = np.sin(angle) ** 2
        self.weights = ((1 - there) * self._weighed_here + there * self._weighed_there).astype(np.float32)
        return self.points

    def _next_place(self) -> tuple[Vector, Vector]:
        self._visits += 1
        if self._presets and self._visits % 2:
            return self._presets[self._visits // 2 % len(self._presets)]
        point = self._draws.standard_normal(self._shape[1]).astype(np.float32)
        weights = np.zeros(self._conditions, np.float32)
        if self._conditions:
            weights[self._draws.integers(self._conditions)] = 1
        return point, weights


def _norms(points: NDArray[np.float32]) -> NDArray[np.float32]:
    norms: NDArray[np.float32] = np.linalg.norm(points, axis=1, keepdims=True)
    return norms
