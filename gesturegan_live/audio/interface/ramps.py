"""Values that are on their way: where each parameter was, where it goes, and how far it is.

Conventions
-----------
One row a voice, or one for the output; one column a parameter of its table. A ramp is followed every `STEP` samples of
the output, wherever blocks end, and begins with the sample of its event. Owned by the audio callback.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.bounds import COUNT, Bounds
from gesturegan_live.show.laws import between
from gesturegan_live.show.parameters import LONGEST_RAMP, Parameter

STEP = 64  # samples

RAMP = np.dtype([("start", "<f8"), ("end", "<f8"), ("begin", "<i8"), ("length", "<i8")])  # no length: none runs


class Ramps:
    """The ramps of a table's parameters.

    Parameters
    ----------
    table : sequence of Parameter
    rows, sample_rate : int

    Attributes
    ----------
    running : int
        How many there are.
    """

    def __init__(self, table: Sequence[Parameter], rows: int, sample_rate: int) -> None:
        self._table = tuple(table)
        self._ramps = np.zeros((rows, len(table)), RAMP)
        self._sample_rate = sample_rate
        self.running = 0

    @property
    def bounds(self) -> Bounds:
        """What may be in its state."""
        values = min(one.low for one in self._table), max(one.high for one in self._table)
        return {
            "_ramps.start": values,
            "_ramps.end": values,
            "_ramps.begin": COUNT,
            "_ramps.length": (0, LONGEST_RAMP * self._sample_rate),
            "running": (0, self._ramps.size),
        }

    def begin(self, row: int, kind: int, start: float, end: float, seconds: float, clock: int) -> None:
        """Let a parameter go somewhere from a sample on."""
        self.stop(row, kind)
        self._ramps[row, kind] = (start, end, clock, max(round(min(seconds, LONGEST_RAMP) * self._sample_rate), 1))
        self.running += 1

    def stop(self, row: int, *kinds: int) -> None:
        """Let parameters stay where they are."""
        for kind in kinds:
            if self._ramps["length"][row, kind]:
                self._ramps["length"][row, kind] = 0
                self.running -= 1

    def value(self, row: int, kind: int, clock: int) -> float | None:
        """Say where a parameter is at a sample; None where it is not on its way."""
        if not self._ramps["length"][row, kind]:
            return None
        return float(self._values(np.array([row]), kind, clock)[0])

    def follow(self, clock: int) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.float64]]]:
        """Give each parameter that is on its way: its number, its rows, where they are; end what is there."""
        rows, kinds = np.nonzero(self._ramps["length"])
        for kind in set(kinds.tolist()):
            of_kind = rows[kinds == kind]
            values = self._values(of_kind, kind, clock)
            one = self._ramps[of_kind, kind]
            there = of_kind[clock - one["begin"] >= one["length"]]
            self._ramps["length"][there, kind] = 0
            yield kind, of_kind, np.clip(values, self._table[kind].low, self._table[kind].high)
        self.running = int(np.count_nonzero(self._ramps["length"]))

    def left(self, clock: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Say where each parameter goes, and how many seconds are left at a sample; 0 where it is not on its way."""
        ramps = self._ramps
        left = np.where(ramps["length"] > 0, np.maximum(ramps["begin"] + ramps["length"] - clock, 1), 0)
        return ramps["end"].copy(), left / self._sample_rate

    def clear(self) -> None:
        """Let nothing be on its way."""
        self._ramps["length"] = 0
        self.running = 0

    def _values(self, rows: NDArray[np.int64], kind: int, clock: int) -> NDArray[np.float64]:
        ramps = self._ramps[rows, kind]
        way = np.clip((clock - ramps["begin"]) / ramps["length"], 0.0, 1.0)
        values = between(self._table[kind].law, ramps["start"], ramps["end"], way)
        there: NDArray[np.float64] = np.where(way >= 1.0, ramps["end"], values)
        return there
