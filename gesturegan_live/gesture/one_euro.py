"""The one-euro filter: smooth at rest, quick when it moves.

G. Casiez, N. Roussel and D. Vogel, "1 € Filter: A Simple Speed-based Low-pass Filter for Noisy Input in Interactive
Systems", CHI 2012.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

_SPEED_CUTOFF = 1.0  # Hz, of the speed, as in the paper


class OneEuro:
    """The filter of some values.

    Parameters
    ----------
    cutoff : float
        Of what is at rest, Hz.
    beta : float
        By how many Hz the cut-off grows, a range a second.
    """

    def __init__(self, cutoff: float, beta: float = 0.0) -> None:
        self._cutoff, self._beta = cutoff, beta
        self._values: list[float] = []
        self._speeds: list[float] = []

    def __call__(self, values: Sequence[float], seconds: float) -> list[float]:
        """Filter values that came so many seconds after those before."""
        if len(values) != len(self._values):
            self._values, self._speeds = list(values), [0.0] * len(values)
        elif seconds > 0:
            following = _share(_SPEED_CUTOFF, seconds)
            for index, value in enumerate(values):
                speed = self._speeds[index]
                speed += following * ((value - self._values[index]) / seconds - speed)
                self._speeds[index] = speed
                cutoff = self._cutoff + self._beta * abs(speed)
                self._values[index] += _share(cutoff, seconds) * (value - self._values[index])
        return list(self._values)


def _share(cutoff: float, seconds: float) -> float:
    """Give how much of the way a first-order low-pass goes."""
    return 1.0 / (1.0 + 1.0 / (2.0 * math.pi * cutoff * seconds))
