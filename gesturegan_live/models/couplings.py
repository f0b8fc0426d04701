"""From latent points to codes and back: a map that a generator may begin with, and that bends the space before it.

Affine couplings (Dinh, Sohl-Dickstein and Bengio 2017, "Density estimation using Real NVP", section 3.2), each undone
as cheaply as done: `gesturegan_live.generator.drawing.Coupling`, outside the network. What is straight among codes, as
axes are, is bent among points, in another way at each.

Conventions
-----------
Points and codes: (d,) or (B, d) float32; conditions: (c,) or (B, c), c being 0 for generators without. NumPy alone, a
tenth of a millisecond a way: the control process moves points by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

MOST = 64
LARGEST = 1 << 22  # weights of all couplings
LEAK = np.float32(0.2)  # slope of the hidden layer below 0

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Couplings:
    """Couplings, in the order from points to codes.

    Attributes
    ----------
    told : ndarray, shape (n, d)
        1 for the numbers that say what happens to the others, 0 for these.
    first, first_bias : ndarray, shape (n, d + c, h), (n, h)
        The hidden layers.
    second, second_bias : ndarray, shape (n, h, 2 d), (n, 2 d)
        Scales, and after them shifts.

    Raises
    ------
    ValueError
        One line, where arrays do not fit together, are larger than `LARGEST`, or hold what no coupling has.
    """

    told: Array
    first: Array
    first_bias: Array
    second: Array
    second_bias: Array

    def __post_init__(self) -> None:
        shapes = {name: array.shape for name, array in self.arrays().items()}
        count, dimension = (*self.told.shape, 0, 0)[:2]
        inputs, hidden = (*self.first.shape, 0, 0, 0)[1:3]
        wanted = ((count, dimension), (count, inputs, hidden), (count, hidden), (count, hidden, 2 * dimension))
        if tuple(shapes.values()) != (*wanted, (count, 2 * dimension)) or inputs < dimension or not count:
            raise ValueError(f"couplings of shapes {', '.join(map(str, shapes.values()))} do not fit together")
        weights = sum(array.size for array in self.arrays().values())
        if count > MOST or weights > LARGEST:
            raise ValueError(f"{count} couplings of {weights} weights, wanted at most {MOST} and {LARGEST}")
        if not (np.isin(self.told, (0, 1)).all() and all(np.isfinite(array).all() for array in self.arrays().values())):
            raise ValueError("couplings hold NaN, infinity, or halves other than 0 and 1")

    @property
    def sizes(self) -> tuple[int, int]:
        """Numbers of a point and of a condition."""
        dimension = self.told.shape[1]
        return dimension, self.first.shape[1] - dimension

    def arrays(self) -> Mapping[str, Array]:
        """Give all weights by their names."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def heard(self) -> Couplings:
        """Give the same map, 0 wherever a weight meets nothing."""
        told, moved = self.told, np.tile(1 - self.told, 2)
        dimension = told.shape[1]
        first = self.first.copy()
        first[:, :dimension] *= told[:, :, None]
        return Couplings(told, first, self.first_bias, self.second * moved[:, None], self.second_bias * moved)

    def codes(self, points: Array, condition: Array) -> Array:
        """Map points."""
        x = np.array(points, np.float32)
        for step in self._steps:
            scale, shift = step(x, condition)
            x[..., step.moved] = x[..., step.moved] * np.exp(scale) + shift
        return x

    def points(self, codes: Array, condition: Array) -> Array:
        """Undo it."""
        x = np.array(codes, np.float32)
        for step in reversed(self._steps):
            scale, shift = step(x, condition)
            x[..., step.moved] = (x[..., step.moved] - shift) * np.exp(-scale)
        return x

    @cached_property
    def _steps(self) -> list[_Step]:
        return [_Step(*weights) for weights in zip(*self.arrays().values(), strict=True)]


class _Step:
    """One coupling, without the weights that meet nothing."""

    def __init__(self, told: Array, first: Array, first_bias: Array, second: Array, second_bias: Array) -> None:
        dimension = len(told)
        self._said, self.moved = np.flatnonzero(told), np.flatnonzero(told == 0)
        self._first, self._first_bias = np.ascontiguousarray(first[self._said]), first_bias
        self._of_condition = np.ascontiguousarray(first[dimension:])
        columns = np.concatenate([self.moved, self.moved + dimension])
        self._second, self._second_bias = np.ascontiguousarray(second[:, columns]), second_bias[columns]

    def __call__(self, x: Array, condition: Array) -> tuple[Array, Array]:
        """Say by what the moved numbers are scaled, as a logarithm, and shifted."""
        hidden = x[..., self._said] @ self._first + self._first_bias
        if len(self._of_condition):
            hidden += condition @ self._of_condition
        both = np.maximum(hidden, LEAK * hidden) @ self._second + self._second_bias
        scale, shift = both[..., : len(self.moved)], both[..., len(self.moved) :]
        return np.tanh(scale), shift
