"""Where an object is, in the terms of ADM-OSC: polar or Cartesian, each coordinate by itself or together.

Conventions
-----------
``azim`` and ``elev`` in degrees, 0 in front and level, positive to the left and up; ``dist`` 1 on the reference sphere;
``x`` to the right, ``y`` to the front, ``z`` up, each -1 to 1. The loudspeakers stand in a ring, which has no height:
what is heard is the object's shadow on its plane, so that a voice that rises comes from all sides, and one straight
above from everywhere alike.

References
----------
ADM-OSC 1.0 (immersive-audio-live.github.io/ADM-OSC), sections on objects and on the conversion of coordinates.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

_POLAR = frozenset({"azim", "elev", "dist"})


@dataclass(frozen=True)
class Position:
    """One place; polar, so that an object that was in the middle leaves it in its old direction."""

    azim: float = 0.0
    elev: float = 0.0
    dist: float = 1.0

    @property
    def x(self) -> float:
        """To the right."""
        return -self._shadow * math.sin(math.radians(self.azim))

    @property
    def y(self) -> float:
        """To the front."""
        return self._shadow * math.cos(math.radians(self.azim))

    @property
    def z(self) -> float:
        """Up."""
        return self.dist * math.sin(math.radians(self.elev))

    @property
    def distance(self) -> float:
        """Of the shadow from the middle of the ring; a corner of the cube beyond the ring is on it."""
        return min(self._shadow, 1.0)

    @property
    def _shadow(self) -> float:
        return self.dist * math.cos(math.radians(self.elev))

    def moved(self, coordinates: Mapping[str, float]) -> Position:
        """Give the place where some coordinates, all polar or all Cartesian, are others."""
        if _POLAR.issuperset(coordinates):
            return replace(self, **coordinates)
        x, y, z = (coordinates.get(axis, getattr(self, axis)) for axis in "xyz")
        level = math.hypot(x, y)
        azim = math.degrees(math.atan2(0.0 - x, y)) if level > 0.0 else self.azim
        return Position(azim, math.degrees(math.atan2(z, level)), math.hypot(level, z))
