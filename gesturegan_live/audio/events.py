"""Timed parameter changes: what they look like and how they wait for their sample.

Conventions
-----------
``sample`` counts output samples since the engine was built; 0 or anything past means at once. Events of one sample
apply in the order in which they came. Written by control (through a ring), read in the audio callback.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.spec import EVENT
from gesturegan_live.kernel import kernel

CAPACITY = 4096


@kernel
def _insert(waiting: NDArray[Any], count: int, arrived: NDArray[Any]) -> int:
    for i in range(len(arrived)):
        if count == len(waiting):
            return count
        sample = arrived[i].sample
        at = count
        while at > 0 and waiting[at - 1].sample > sample:
            waiting[at] = waiting[at - 1]
            at -= 1
        waiting[at] = arrived[i]
        count += 1
    return count


@kernel
def _take(waiting: NDArray[Any], count: int, clock: int, due: NDArray[Any]) -> int:
    taken = 0
    while taken < count and waiting[taken].sample <= clock:
        due[taken] = waiting[taken]
        taken += 1
    for i in range(taken, count):
        waiting[i - taken] = waiting[i]
    return taken


class EventQueue:
    """Events in the order of their samples, in memory taken once.

    Attributes
    ----------
    due : ndarray, EVENT
        What the last `take` took; its first entries are valid.
    refused : int
        Events that found the queue full.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self.due = np.zeros(capacity, EVENT)
        self.refused = 0
        self._waiting = np.zeros(capacity, EVENT)
        self._samples = self._waiting["sample"]
        self._count = 0

    def put(self, events: NDArray[Any]) -> None:
        """Queue events, of any number and order, in a contiguous array."""
        if len(events):
            before = self._count
            self._count = _insert(self._waiting, before, events)
            self.refused += len(events) - (self._count - before)

    def take(self, clock: int) -> int:
        """Move the events that are due at `clock` into `due`; return their number."""
        if self._count == 0 or self._samples[0] > clock:
            return 0
        taken = int(_take(self._waiting, self._count, clock, self.due))
        self._count -= taken
        return taken

    def before(self, clock: int, limit: int) -> int:
        """Count the samples from `clock` to the next event, `limit` at most."""
        if self._count == 0:
            return limit
        return min(limit, int(self._samples[0]) - clock)

    def clear(self) -> None:
        """Forget everything."""
        self._count = 0
        self.refused = 0
