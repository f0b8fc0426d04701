"""What a movement is like: how fast, how strong, how rough, whether it begins, whether it rests.

Conventions
-----------
Made from the values of a stream, 0 to 1; each feature is 0 to 1 too. Speeds are told in ranges a second: a hand that
goes through its whole range in a fifth of a second reaches `FASTEST`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

FASTEST = 8.0  # ranges a second
_ROUGHEST = 3000.0  # ranges a second cubed: of a hand that trembles through a third of its range six times a second
_SMOOTH, _QUICK, _SLOW = 0.01, 0.02, 0.1  # seconds in which derivatives, an onset's and a movement's energy follow
_BEGINS, _ARMED = 0.1, 0.05  # of the energy: where a movement begins, and below which another may
_FALL = 0.1  # seconds that an onset lasts
_STILL, _REST = 0.02, 1.0  # of the energy, below which it rests; seconds of it until it is still
_SHORTEST = 1e-3  # seconds between two values of which a speed is told

FEATURES = ("velocity", "energy", "jerk", "onset", "stillness")


class Features:
    """The features of a stream.

    Attributes
    ----------
    velocity : list of float
        Of each value: 0.5 is still, 1 is `FASTEST` upwards.
    energy, jerk, onset, stillness : list of float, one each
        Speed of all together; how rough it is; 1 as a movement begins, 0 a tenth of a second later; how long it rests,
        1 from a second on.
    """

    def __init__(self) -> None:
        self._begin([], 0.0)

    def _begin(self, values: Sequence[float], now: float) -> None:
        self._values, self._then = list(values), now
        self._speeds, self._second, self._third = ([0.0] * len(values) for _ in range(3))
        self._energy = self._quick = self._jerk = 0.0
        self._onset_left = self._rested = 0.0
        self._armed = True

    @property
    def velocity(self) -> list[float]:
        """Of each value."""
        return [min(max(0.5 + speed / (2.0 * FASTEST), 0.0), 1.0) for speed in self._speeds]

    @property
    def energy(self) -> list[float]:
        """Speed of all values together."""
        return [min(self._energy, 1.0)]

    @property
    def jerk(self) -> list[float]:
        """How rough it is."""
        return [min(self._jerk, 1.0)]

    @property
    def onset(self) -> list[float]:
        """Whether a movement has just begun."""
        return [max(self._onset_left, 0.0) / _FALL]

    @property
    def stillness(self) -> list[float]:
        """How long it rests."""
        return [min(self._rested / _REST, 1.0)]

    def feed(self, values: Sequence[float], now: float) -> None:
        """Take the values of a time, seconds."""
        seconds = now - self._then
        if len(values) != len(self._values) or seconds < 0:
            self._begin(values, now)
            return
        if seconds < _SHORTEST:
            return  # the next that comes is held against the one before
        self._then = now
        following = seconds / (_SMOOTH + seconds)
        for index, value in enumerate(values):
            speed, second = self._speeds[index], self._second[index]
            self._speeds[index] += following * ((value - self._values[index]) / seconds - speed)
            self._second[index] += following * ((self._speeds[index] - speed) / seconds - second)
            self._third[index] += following * ((self._second[index] - second) / seconds - self._third[index])
        self._values = list(values)
        self._follow(_rms(self._speeds) / FASTEST, _rms(self._third) / _ROUGHEST, seconds)

    def _follow(self, energy: float, jerk: float, seconds: float) -> None:
        self._energy += seconds / (_SLOW + seconds) * (energy - self._energy)
        self._quick += seconds / (_QUICK + seconds) * (energy - self._quick)
        self._jerk += seconds / (_SLOW + seconds) * (jerk - self._jerk)
        self._onset_left -= seconds
        if self._armed and self._quick > _BEGINS:
            self._armed, self._onset_left = False, _FALL
        elif self._quick < _ARMED:
            self._armed = True
        self._rested = self._rested + seconds if self._energy < _STILL else 0.0


def _rms(values: Sequence[float]) -> float:
    return math.sqrt(sum(value * value for value in values) / len(values)) if values else 0.0
