"""What is to happen at a given time.

Conventions
-----------
Times are Unix times in seconds, since that is what OSC's time tags are; the clock is read again at every waking, so
that a clock that is set while something waits is followed. What waits never delays anything else, and what is due all
at once lets others have their turn. Owned by the control process, on its asyncio loop.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time as clock
from collections.abc import Callable

MOST, MOST_BYTES = 65536, 4 << 20  # actions that may wait; of packets: what they hold takes some ten times as much
_LONGEST_SLEEP = 0.25  # seconds until the clock is read again
_TURN = 0.005  # seconds of actions before others have their turn


class Scheduler:
    """Actions that wait for their time.

    Parameters
    ----------
    now : callable
        Unix time, seconds.

    Attributes
    ----------
    size : int
        Bytes of packets that wait.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self.size = 0
        self._now = now
        self._heap: list[tuple[float, int, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._heap)

    def beyond(self, time: float) -> tuple[int, float]:
        """Give how many are due only after a time, and when the first of them is."""
        times = [due for due, *_ in self._heap if due > time]
        return len(times), min(times, default=time)

    def at(self, time: float, act: Callable[[], None], size: int = 0, most: int = MOST_BYTES) -> None:
        """Call `act` at a time; actions of the same time in the order in which they came.

        Raises
        ------
        ValueError
            Where too many wait already, or (with `size`) more than `most` bytes would.
        """
        if len(self._heap) >= MOST:
            raise ValueError(f"{MOST} bundles wait for their time already")
        if self.size + size > most:
            raise ValueError(f"bundles of {self.size} bytes wait for their time already: {most} may")
        self.size += size
        heapq.heappush(self._heap, (time, next(self._order), size, act))
        self._arm()

    def clear(self) -> None:
        """Forget everything that waits."""
        self._heap.clear()
        self.size = 0
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
        end = clock.monotonic() + _TURN
        try:
            while self._heap and self._heap[0][0] <= self._now():
                _, _, size, act = heapq.heappop(self._heap)
                self.size -= size
                act()
                if clock.monotonic() > end:
                    break
        finally:
            self._arm()
