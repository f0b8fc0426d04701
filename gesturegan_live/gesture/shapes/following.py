"""Which shape is being made, and how far: told while it is made, frame by frame.

All shapes are followed at once, and beside them what is none. Each recording is a row of states, one a frame, and each
state expects the values of its frame; from frame to frame one stays, goes on, or leaps by one or two. This is dynamic
time warping that goes forward only, weighs all ways instead of choosing the cheapest, and needs no end: F. Bevilacqua
et al., "Continuous Realtime Gesture Following and Recognition", 2010. What is no shape competes as in H.-K. Lee and J.
H. Kim, "An HMM-Based Threshold Model Approach for Gesture Recognition", 1999: whatever is farther from all shapes than
they tolerate is more likely that. Libraries of time warping (dtaidistance) align what has ended, and would do so anew
with each frame. A movement that rests for longer than the shape ever does is over.

Conventions
-----------
A step is `gesturegan_live.gesture.shapes.shape.STEP` seconds. Owned by the control process, one thread.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Mapping

import numpy as np

from gesturegan_live.gesture.shapes.shape import REST, Numbers, Shape

_GOES = (0.2, 0.45, 0.25, 0.1)  # how likely it stays, goes on, and leaps
_BEGINS = 0.005  # how likely, in a frame, one of the shapes begins
_FIRST = 0.05  # of a shape, within which it begins: it is seen to begin a little late
_BREAKS = 0.005  # how likely, in a frame, one is broken off
_ENDS = 0.3  # how likely, in a frame, it is over, once it has come to its end
_EVIDENCE = 0.6  # of each frame: neighbours say the same, so that none counts whole
_TOLERATED = 2.0  # square of the distance, in tolerances, from which on a frame speaks for what is none
_BEYOND = -8.0  # the most that a frame speaks against a state
_BEGUN = 0.1  # of a shape: before, it is not told from what is none


class _Row:
    """The states of a shape, all recordings one after the other, and how likely each is."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self._frames = np.concatenate(shape.recordings)
        lengths = [len(each) for each in shape.recordings]
        self._along = np.concatenate([np.arange(length) / (length - 1) for length in lengths])
        number = np.concatenate([np.arange(length) for length in lengths])
        left = np.concatenate([length - 1 - np.arange(length) for length in lengths])
        self._goes = [share * (number >= step) for step, share in enumerate(_GOES)]
        self._over = sum(share * (left < step) for step, share in enumerate(_GOES))  # would leap beyond the end
        self._begins, self._last_ones = np.flatnonzero(number == 0), np.flatnonzero(left == 0)
        first = self._along < _FIRST
        self._first = first / first.sum()
        self._stays = np.where(self._along == 1.0, 1.0 - _ENDS, 1.0 - _BREAKS)
        self._begun = self._along >= _BEGUN
        self._tolerance = shape.tolerance * math.sqrt(1.0 + 1.0 / len(lengths))  # each is one of how it may be made
        self._patience, self._rested = shape.patience, 0
        self._last: deque[Numbers] = deque(maxlen=REST)
        self.mass = np.zeros(len(self._along))
        self.left = 0.0  # what has left it in this step

    def step(self, values: Numbers, entering: float) -> None:
        """Let a frame pass; `entering` is what begins it, if nothing rests."""
        self._last.append(values)
        self._rested = self._rested + 1 if self.shape.rests(self._last) else 0
        before = self.mass.sum()
        entering = 0.0 if self._rested else entering
        if self._rested > self._patience:
            self.left, self.mass = before, np.zeros_like(self.mass)
            return
        staying = self.mass * self._stays
        moved = self._goes[0] * staying
        for step in range(1, len(_GOES)):
            moved[step:] += self._goes[step][step:] * staying[:-step]
        moved[self._last_ones] += np.add.reduceat(self._over * staying, self._begins)
        moved += entering * self._first
        self.left = before - moved.sum()
        missed = (((values - self._frames) / self._tolerance) ** 2).mean(axis=1)
        self.mass = moved * np.exp(np.maximum(0.5 * _EVIDENCE * (_TOLERATED - missed), _BEYOND))

    @property
    def likelihood(self) -> float:
        """How likely it is this."""
        return min(float(self.mass[self._begun].sum()), 1.0)

    @property
    def progress(self) -> float:
        """How far it is, if it is this."""
        total = float(self.mass.sum())
        return min(float(self._along @ self.mass) / total, 1.0) if total > 0 else 0.0


class Follower:
    """All shapes, and how likely each is just now.

    Parameters
    ----------
    shapes : mapping of str to Shape
        Of those without recordings nothing is told.
    """

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self._rows = {name: _Row(shape) for name, shape in shapes.items() if shape.recordings}
        self._none = 1.0

    @property
    def names(self) -> Collection[str]:
        """Of the shapes that are followed."""
        return self._rows.keys()

    def step(self, moment: Mapping[str, Numbers]) -> None:
        """Let a step pass, in which shapes have these values, shape (values,); those that are left out stand."""
        entering = self._none * _BEGINS / max(len(self._rows), 1)
        none = self._none
        for name, values in moment.items():
            row = self._rows[name]
            row.step(values, entering)
            none += row.left
        total = none + sum(float(row.mass.sum()) for row in self._rows.values())
        self._none = none / total
        for row in self._rows.values():
            row.mass /= total

    def told(self, name: str) -> tuple[float, float]:
        """Give the progress and the likelihood of a shape, both 0 to 1."""
        row = self._rows.get(name)
        return (row.progress, row.likelihood) if row is not None else (0.0, 0.0)
