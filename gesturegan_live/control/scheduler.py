"""What is to happen at a given time.

Conventions
-----------
Times are Unix times in seconds, since that is what OSC's time tags are; the clock is read again at every waking, so
that a clock that is set while something waits is followed. What waits never delays anything else. Owned by the control
process, on its asyncio loop.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Callable

MOST = 65536  # actions that may wait
_LONGEST_SLEEP = 0.25  # seconds until the clock is read again


class Scheduler:
    """Actions that wait for their time.

    Parameters
    ----------
    now : callable
        Unix time, seconds.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._heap)

    def at(self, time: float, act: Callable[[], None]) -> None:
        """Call `act` at a time; actions of the same time in the order in which they came.

        Raises
        ------
        ValueError
            Where too many wait already.
        """
        if len(self._heap) >= MOST:
            raise ValueError(f"{MOST} bundles wait for their time already")
        heapq.heappush(self._heap, (time, next(self._order), act))
        self._arm()

    def clear(self) -> None:
        """Forget everything that waits."""
        self._heap.clear()
        self._arm()

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._heap:
            sleep = min(max(self._heap[0][0] - self._now(), 0.0), _LONGEST_SLEEP)
            self._timer = asyncio.get_running_loop().call_later(sleep, self._wake)

    def _wake(self) -> None:
        self._timer = None
        try:
            while self._heap and self._heap[0][0] <= self._now():
                heapq.heappop(self._heap)[2]()
        finally:
            self._arm()
