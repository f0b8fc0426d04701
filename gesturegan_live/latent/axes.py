"""Directions that mean something: what a model measured of itself, added to a voice's point.

Conventions
-----------
``steps`` : float32, shape (A, latent_dim): what one standard deviation of each axis adds to a point, or to its code
where a model has codes: the same step is then another one at each point. Amounts are in standard deviations. Axes count
from 0. Owned by the control process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gesturegan_live.latent.space import LIMIT, Vector

FARTHEST = 6.0  # standard deviations along an axis: what was measured of it holds to 2 or 3
LED = 1000.0  # of a coordinate that a code leads to: it leads back to the code, and nearer by is another sound
_IN_NO_ADDRESS = frozenset("#*,/?[]{}")


class Codes(Protocol):
    """What a model's points are codes of; either is found from the other, and from a condition."""

    def codes(self, points: Vector, condition: Vector) -> Vector:
        """Codes of points."""

    def points(self, codes: Vector, condition: Vector) -> Vector:
        """Points of codes."""


@dataclass(frozen=True, eq=False)
class Axes:
    """The axes of one model.

    Attributes
    ----------
    steps : ndarray, shape (A, latent_dim)
    names : tuple of str
        What each gives more of, as it stands in an address; empty where it has its number only.
    codes : Codes or None
        Where steps are made; None where that is among points.
    """

    steps: NDArray[np.float32]
    names: tuple[str, ...]
    codes: Codes | None = None

    @classmethod
    def of(
        cls,
        directions: ArrayLike,
        deviations: ArrayLike,
        labels: Sequence[str] = (),
        codes: Codes | None = None,
    ) -> Axes:
        """Make axes of directions (A, latent_dim), their deviations (A,) and what a bundle calls them."""
        steps = np.asarray(directions, np.float32) * np.asarray(deviations, np.float32)[:, None]
        names: list[str] = []
        for number in range(len(steps)):
            name = _address_name(labels[number], number) if number < len(labels) else ""
            names.append("" if name in names else name)
        return cls(steps, tuple(names), codes)

    def moved(self, z: Vector, amounts: NDArray[np.float32], condition: Vector) -> Vector:
        """Give points with so many deviations of each axis added; one, or several at once, each with its condition."""
        moved, off = z.copy(), amounts.any(axis=-1)
        if not off.any():
            return moved
        added = amounts[off] @ self.steps
        if self.codes is None:
            moved[off] = np.clip(z[off] + added, -LIMIT, LIMIT)
        else:
            end = self.codes.points(self.codes.codes(z[off], condition[off]) + added, condition[off])
            moved[off] = np.clip(end, -LED, LED)
        return moved

    def along(self, z: Vector, condition: Vector) -> Vector:
        """Give the products of points with the steps of all axes: how far they reach along each."""
        start = z if self.codes is None else self.codes.codes(z, condition)
        return np.asarray(start @ self.steps.T)

    def shared(self, other: Axes) -> dict[int, int]:
        """Give the numbers here of the other's axes that are here too: by name, or where nothing named is the same."""
        numbers = {name: number for number, name in enumerate(self.names) if name}
        here = {number: numbers[name] for number, name in enumerate(other.names) if name in numbers}
        for number, step in enumerate(other.steps):
            nameless = number < len(self.names) and not (self.names[number] or other.names[number])
            if nameless and np.array_equal(step, self.steps[number]):
                here[number] = number
        return here

    def label(self, number: int) -> str:
        """Call an axis by its name, or by its number where it has none."""
        return self.names[number] or str(number)


def _address_name(label: str, number: int) -> str:
    """Say how a name is written in an address; nothing where it cannot be, or is no more than its number."""
    name = "_".join(label.split())
    if label == f"axis {number}" or name.isdecimal() or not _IN_NO_ADDRESS.isdisjoint(name):
        return ""
    return name
