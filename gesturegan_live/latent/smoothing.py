"""How points move: at constant speed, arriving after the voice's glide time.

A ramp that restarts from where it is each time a new target arrives answers at once and never overshoots, which is
what smoothing a hand needs; Pd's ``line~`` and scsynth's ``VarLag`` do the same.

Conventions
-----------
Arrays have one row a voice: ``position``, ``target`` float32, shape (voices, width). Seconds. Owned by the control
process; the caller's clock is the only clock.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

LONGEST = 600.0  # seconds


class Glide:
    """The points of all voices, on their way.

    Parameters
    ----------
    start : ndarray, shape (voices, width)
        Where they stand; no voice moves at first.
    """

    def __init__(self, start: NDArray[np.float32]) -> None:
        self.position: NDArray[np.float32] = start.astype(np.float32)
        self.target: NDArray[np.float32] = self.position.copy()
        self.seconds: NDArray[np.float64] = np.zeros(len(start))
        self._left: NDArray[np.float64] = np.zeros(start.shape)
        self._moved = np.zeros(len(start), dtype=bool)

    @property
    def moving(self) -> bool:
        """Whether any voice has not arrived, or has moved since the last `take`."""
        return bool(self._moved.any() or self._left.any())

    def aim(
        self,
        voice: int,
        target: NDArray[np.float32] | float,
        where: int | slice = slice(None),
        seconds: float | None = None,
    ) -> None:
        """Send a voice, or only the coordinates `where`, there in `seconds` or its glide time; at once if that is 0."""
        seconds = float(self.seconds[voice]) if seconds is None else seconds
        self.target[voice, where] = target
        self._left[voice, where] = seconds
        if seconds == 0:
            self.position[voice, where] = target
            self._moved[voice] = True

    def place(self, voice: int, point: NDArray[np.float32], where: int | slice = slice(None)) -> None:
        """Put a voice on a point, whatever its glide time."""
        self.target[voice, where] = self.position[voice, where] = point
        self._left[voice, where] = 0
        self._moved[voice] = True

    def hold(self, voice: int) -> bool:
        """Stop a voice where it is; returns whether it was on its way."""
        under_way = bool(self._left[voice].any())
        self.target[voice] = self.position[voice]
        self._left[voice] = 0
        return under_way

    def carry(self, other: Glide, columns: Mapping[int, int]) -> None:
        """Take over where another's voices are and where they go, of its columns (the keys) as columns here."""
        theirs, ours = list(columns.keys()), list(columns.values())
        for name in ("position", "target", "_left"):
            getattr(self, name)[:, ours] = getattr(other, name)[:, theirs]

    def step(self, dt: float) -> None:
        """Move every coordinate that is on its way by `dt` seconds."""
        under_way = self._left > 0
        if dt <= 0 or not under_way.any():
            return
        fraction = np.minimum(dt / self._left[under_way], 1.0).astype(np.float32)
        self.position[under_way] += fraction * (self.target[under_way] - self.position[under_way])
        self._left[under_way] = np.maximum(self._left[under_way] - dt, 0)
        arrived = under_way & (self._left == 0)
        self.position[arrived] = self.target[arrived]  # to the bit: rounding must not leave it a hair away
        self._moved |= under_way.any(axis=1)

    def touch(self, voice: int | slice = slice(None)) -> None:
        """Count a voice (or all) as moved: it is to be told again where it is."""
        self._moved[voice] = True

    def take(self) -> list[int]:
        """Voices that moved since the last call."""
        moved = [int(voice) for voice in np.flatnonzero(self._moved)]
        self._moved[:] = False
        return moved
