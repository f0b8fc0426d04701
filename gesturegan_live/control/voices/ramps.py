"""Values that are on their way, as the outside reads them: the audio process moves what sounds by the same laws.

Conventions
-----------
Rows are voices, or the output; columns are parameters of a table. Seconds, by the caller's clock. Owned by the control
process, one thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gesturegan_live.show.laws import between


@dataclass
class _Ramp:
    start: float
    end: float
    seconds: float
    behind: float  # seconds; negative: it waits


class Ramps:
    """The ramps of some values.

    Parameters
    ----------
    values : sequence of list of float
        What is moved: the values as they are now.
    laws : sequence of str
        Of each column (`gesturegan_live.show.laws`).
    """

    def __init__(self, values: Sequence[list[float]], laws: Sequence[str]) -> None:
        self._values, self._laws = values, laws
        self._ramps: dict[tuple[int, int], _Ramp] = {}

    @property
    def moving(self) -> bool:
        """Whether anything is on its way."""
        return bool(self._ramps)

    def aim(self, row: int, column: int, value: float, seconds: float = 0.0, wait: float = 0.0) -> None:
        """Let a value go to another from where it is, once `wait` has passed; at once where `seconds` is 0."""
        self.stop(row, column)
        if seconds > 0.0:
            self._ramps[row, column] = _Ramp(self._values[row][column], value, seconds, -wait)
        else:
            self._values[row][column] = value

    def stop(self, row: int, *columns: int) -> None:
        """Let values stay where they are."""
        for column in columns:
            self._ramps.pop((row, column), None)

    def step(self, dt: float) -> list[tuple[int, int]]:
        """Let `dt` seconds pass; returns what has moved."""
        moved = list(self._ramps)
        for place, ramp in list(self._ramps.items()):
            row, column = place
            ramp.behind += dt
            if ramp.behind >= ramp.seconds:
                self._values[row][column] = ramp.end
                del self._ramps[place]
            elif ramp.behind > 0.0:
                way = ramp.behind / ramp.seconds
                self._values[row][column] = float(between(self._laws[column], ramp.start, ramp.end, way))
        return moved

    def left(self, row: int) -> list[tuple[int, float, float]]:
        """Say where the values of a row still go: column, value, seconds that are left."""
        return [
            (column, ramp.end, ramp.seconds - max(ramp.behind, 0.0))
            for (one, column), ramp in self._ramps.items()
            if one == row
        ]
