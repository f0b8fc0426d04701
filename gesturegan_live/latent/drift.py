"""Points that drift about where they were put: nothing stands still unless asked.

Each voice is taken along all axes by walks that are drawn back to the middle, the more the farther they are (Uhlenbeck
and Ornstein, "On the theory of the Brownian motion", Physical Review 36, 1930), smoothed, as a point is made into sound
and must not tremble.

Conventions
-----------
Offsets are in standard deviations of each axis. The same voices, the same amounts and the same steps of time give the
same walk. Owned by the control process; the caller's clock is the only clock.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

EVERY = 1 / 30  # seconds from one move to the next: as often as a hand moves a fader
_SMOOTHER = 4.0  # times the speed at which a point follows its walk
_LEVEL = float(np.sqrt((_SMOOTHER + 1.0) / _SMOOTHER))  # what smoothing takes away of the walk's deviation
_EASE = 0.3  # seconds in which another amount is reached
_STILL = 1e-3  # of an amount that fades: then it is over


class Drift:
    """The walks of all voices.

    Parameters
    ----------
    voices, axes : int

    Attributes
    ----------
    amounts : ndarray, shape (voices,)
        Standard deviation of the walks; 0: none.
    speeds : ndarray, shape (voices,)
        How often a second a walk forgets where it was.
    """

    def __init__(self, voices: int, axes: int) -> None:
        self.amounts, self.speeds = np.zeros(voices), np.full(voices, 0.2)
        self._eased = np.zeros(voices)  # the amounts, as they are reached
        self._since = np.zeros(voices)  # seconds since a voice was moved last
        self.use(axes)

    @property
    def moving(self) -> bool:
        """Whether any voice drifts, or comes back."""
        return bool(self.amounts.any() or self._eased.any())

    def use(self, axes: int) -> None:
        """Begin anew along so many axes, with the same amounts and speeds."""
        voices = len(self.amounts)
        self._draws = [np.random.Generator(np.random.PCG64(voice + 1)) for voice in range(voices)]
        self._walks = np.zeros((voices, axes))
        self._places = np.zeros((voices, axes))

    def offset(self, voice: int) -> NDArray[np.float32]:
        """Say how far a voice is from where it was put, along each axis."""
        offset: NDArray[np.float32] = (self._eased[voice] * _LEVEL * self._places[voice]).astype(np.float32)
        return offset

    def stop(self, voice: int) -> None:
        """Put a voice back to where it was put, at once, and leave it there."""
        self.amounts[voice] = self._eased[voice] = 0.0

    def step(self, dt: float) -> list[int]:
        """Let `dt` seconds pass; returns the voices that have moved."""
        drifts = (self.amounts > 0.0) | (self._eased > 0.0)
        self._since[drifts] += dt
        moved = [int(voice) for voice in np.flatnonzero(drifts & (self._since >= EVERY))]
        for voice in moved:
            self._move(voice, float(self._since[voice]))
            self._since[voice] = 0.0
        return moved

    def _move(self, voice: int, seconds: float) -> None:
        kept = np.exp(-self.speeds[voice] * seconds)
        drawn = self._draws[voice].standard_normal(self._walks.shape[1])
        self._walks[voice] = kept * self._walks[voice] + np.sqrt(1.0 - kept**2) * drawn
        self._places[voice] += (1.0 - kept**_SMOOTHER) * (self._walks[voice] - self._places[voice])
        eased = self.amounts[voice] + np.exp(-seconds / _EASE) * (self._eased[voice] - self.amounts[voice])
        self._eased[voice] = eased if abs(eased - self.amounts[voice]) > _STILL else self.amounts[voice]
