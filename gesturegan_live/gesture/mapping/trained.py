"""What examples have taught: neighbours, a kernel or a network, and how far each is to be trusted.

Conventions
-----------
A *place* is what is at the inputs, over `Trained.scale`. Shapes: places (m, inputs), outcomes (m, outputs), float64.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

TINY = 1e-9
_RIDGE = 1e-2  # of what was rated in one place, and contradicts itself


@dataclass(frozen=True)
class Trained:
    """What examples have taught.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    error, nearest : float
        Of it, and of taking the nearest example alone, both of what was left out.
    gap : float
        How far apart examples lie from their nearest, at most: what is no farther from one is among them.
    scale : ndarray, shape (inputs,)
        By which places are divided.
    places, outcomes : ndarray, shapes (n, inputs) and (n, outputs)
        Of the examples.
    misses : ndarray, shape (n,)
        By how much each example is missed by what the others foretell, as `error` is told.
    rated, corrections : ndarray, shapes (k, inputs) and (k, outputs)
        Places that were rated, and what is added there to what has been learned; it fades within `gap`.
    parameters : sequence of ndarray
        Of that kind.
    """

    kind: str
    error: float
    nearest: float
    gap: float
    scale: Numbers
    places: Numbers
    outcomes: Numbers
    misses: Numbers
    rated: Numbers
    corrections: Numbers
    parameters: Sequence[Numbers]

    @property
    def words(self) -> str:
        """Tell how good it is, for people."""
        own, nearest = f"{100 * self.error:.0f} %", f"{100 * self.nearest:.0f} %"
        how = f"by {self.kind} it misses what it was not shown by {own} of how the examples differ"
        return f"{how}, the nearest example alone by {nearest}"

    def __call__(self, x: Numbers) -> Numbers:
        """Give what belongs to values of the inputs, shape (inputs,): shape (outputs,)."""
        return np.asarray(self.foretell(x[None])[0])

    def foretell(self, x: Numbers) -> Numbers:
        """Give what belongs to values of the inputs, shape (m, inputs); far from all examples, to the nearest."""
        places = x / self.scale
        distances = self._distances(places)
        trust = self._trust(distances)[:, None]
        told = KINDS[self.kind](places, distances, self.outcomes, *self.parameters) + self._correction(places)
        return np.asarray(trust * told + (1.0 - trust) * self.outcomes[distances.argmin(axis=1)])

    def corrected(self, x: Numbers, y: Numbers) -> Trained:
        """Give the same that says `y`, shape (k, outputs), at `x`, shape (k, inputs), whatever it says elsewhere."""
        if not len(x):
            return self
        places = x / self.scale
        near = kernel(apart(places, places), self.gap) + _RIDGE * np.eye(len(places))
        return replace(
            self, rated=places, corrections=np.asarray(np.linalg.solve(near, y - self.foretell(x)), np.float64)
        )

    def quality(self, x: Numbers) -> Numbers:
        """Give how good it is, shape (m,), 0 to 1: trusted, and right about the examples that are near."""
        distances = self._distances(x / self.scale)
        near = kernel(distances, self.gap)
        missed = near @ self.misses / (near.sum(axis=1) + TINY)
        return np.asarray(self._trust(distances) * np.clip(1.0 - missed, 0.0, 1.0))

    def _correction(self, places: Numbers) -> Numbers:
        return np.asarray(kernel(apart(places, self.rated), self.gap) @ self.corrections)

    def _distances(self, places: Numbers) -> Numbers:
        return apart(places, self.places)

    def _trust(self, distances: Numbers) -> Numbers:
        beyond = np.maximum(distances.min(axis=1) / self.gap - 1.0, 0.0)
        return np.asarray(np.exp(-(beyond**2)))

    def content(self) -> tuple[dict[str, Any], list[Numbers]]:
        """Give it as an object of JSON, and arrays."""
        arrays = [self.scale, self.places, self.outcomes, self.misses, self.rated, self.corrections, *self.parameters]
        return {"kind": self.kind, "error": self.error, "nearest": self.nearest, "gap": self.gap}, arrays

    @classmethod
    def read(cls, told: dict[str, Any], arrays: Sequence[Numbers]) -> Trained:
        """Take it from what `content` gave."""
        scale, places, outcomes, misses, rated, corrections, *parameters = arrays
        numbers = (told["error"], told["nearest"], told["gap"])
        return cls(told["kind"], *numbers, scale, places, outcomes, misses, rated, corrections, parameters)


def apart(a: Numbers, b: Numbers) -> Numbers:
    """Give how far apart places are, shapes (m, inputs) and (n, inputs): (m, n)."""
    return np.asarray(np.sqrt(((a[:, None] - b[None]) ** 2).sum(axis=2)))


def weights(distances: Numbers, neighbours: int) -> Numbers:
    """Give the weights of so many nearest, shape (m, n), by the inverse square of their distance."""
    nearest = np.argsort(distances, axis=1, kind="stable")[:, :neighbours]
    near = 1.0 / (np.take_along_axis(distances, nearest, 1) ** 2 + TINY)
    shares = np.zeros_like(distances)
    np.put_along_axis(shares, nearest, near / near.sum(axis=1, keepdims=True), 1)
    return shares


def by_neighbours(_: Numbers, distances: Numbers, outcomes: Numbers, neighbours: Numbers) -> Numbers:
    """Give the mean of so many nearest examples."""
    return np.asarray(weights(distances, int(neighbours)) @ outcomes)


def by_kernel(
    _: Numbers, distances: Numbers, _outcomes: Numbers, width: Numbers, shares: Numbers, mean: Numbers
) -> Numbers:
    """Give the sum of a Gaussian kernel of that width about each example, by the weights of shape (n, outputs)."""
    return np.asarray(mean + kernel(distances, float(width)) @ shares)


def by_network(places: Numbers, _distances: Numbers, _outcomes: Numbers, *layers: Numbers) -> Numbers:
    """Give what comes out of a network of one hidden layer: its matrix and offsets, and those after it."""
    inwards, offsets, outwards, outcome = layers
    return np.asarray(np.tanh(places @ inwards + offsets) @ outwards + outcome)


def kernel(distances: Numbers, width: float) -> Numbers:
    """Give how near that is: 1 at hand, 0 far away."""
    return np.asarray(np.exp(-0.5 * (distances / width) ** 2))


KINDS: dict[str, Callable[..., Numbers]] = {
    "neighbours": by_neighbours,
    "kernel": by_kernel,
    "network": by_network,
}
