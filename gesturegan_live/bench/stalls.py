"""Which late blocks were ours, and at which the machine itself stood still.

Conventions
-----------
Where a computer is a guest on another (or its firmware takes its time) a processor may stand still for milliseconds:
nothing runs on it, of whatever priority, and no count of a thread's own work notices. One watchman per processor,
before everything else on it (``SCHED_FIFO``), asks to be woken every millisecond; when he is woken late, the processor
stood still from the moment asked for until then, at least. A late block is the machine's where it would have been in
time without the time at which some processor stood still meanwhile: its thread may have been on any. Every other one
is ours, and all are where no watchmen may be posted (only Linux has them, and only for users with ``rtprio 95``). A
block that was late by itself can be excused by chance, about as often as there are stalls as long as what it took too
long. Times are Unix times in seconds.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gesturegan_live.real_time import prefer_this_thread

PERIOD = 1e-3  # seconds from one round of a watchman to the next
_NOTICED = 1e-4  # seconds; it takes some time to be woken
_PRIORITY = 95  # before sound servers
_CAPACITY = 1 << 18  # stalls of one processor; five minutes of nothing else
_CLOCK = 0  # CLOCK_REALTIME
_ABSOLUTE = 1  # TIMER_ABSTIME

Rounds = Callable[[NDArray[np.float64], NDArray[np.int64], NDArray[np.uint8]], None]


@dataclass(frozen=True)
class Late:
    """A block that came late: its end, and the seconds that it took."""

    ended: float
    took: float


class Watchman:
    """One processor's.

    Parameters
    ----------
    processor : int
    """

    def __init__(self, processor: int) -> None:
        self.processor = processor
        self.found = np.full((_CAPACITY, 2), np.nan)  # begin and end of each stall; touched, so that no page is missing
        self.count = np.zeros(1, np.int64)

    def stalls(self, begin: float, end: float) -> NDArray[np.float64]:
        """Give the stalls within a stretch of time, cut to it: their begins and ends, shape (stalls, 2)."""
        found: NDArray[np.float64] = np.clip(self.found[: int(self.count[0])], begin, end)
        return found[found[:, 0] < found[:, 1]]


class Watch:
    """The watchmen of all processors; made by `watch`, empty where there may be none."""

    def __init__(self, watchmen: Sequence[Watchman]) -> None:
        self._watchmen = watchmen

    def milliseconds(self, begin: float, end: float) -> float | None:
        """Give how long processors stood still meanwhile, all together; None if nobody watched."""
        if not self._watchmen:
            return None
        seconds = sum(float(np.diff(watchman.stalls(begin, end)).sum()) for watchman in self._watchmen)
        return round(1e3 * seconds, 1)

    def away(self, begin: float, end: float) -> float:
        """Give the seconds of a stretch of time at which some processor stood still."""
        away = reached = 0.0
        stalls = [stall for watchman in self._watchmen for stall in watchman.stalls(begin, end).tolist()]
        for stall_begin, stall_end in sorted(stalls):  # what two have in common counts once
            away += max(stall_end - max(stall_begin, reached), 0.0)
            reached = max(reached, stall_end)
        return away

    def excuses(self, late: Late, seconds: float) -> bool:
        """Say whether a block that lasts so long would have been in time if no processor had stood still."""
        return late.took - self.away(late.ended - late.took, late.ended) <= seconds


@contextlib.contextmanager
def watch() -> Iterator[Watch]:
    """Post a watchman on every processor that this process may use."""
    if not _may_watch():
        yield Watch([])
        return
    rounds = _compile_rounds()
    watchmen = [Watchman(processor) for processor in sorted(os.sched_getaffinity(0))]
    ended = np.zeros(1, np.uint8)
    threads = [threading.Thread(target=_serve, args=(watchman, rounds, ended), daemon=True) for watchman in watchmen]
    for thread in threads:
        thread.start()
    try:
        yield Watch(watchmen)
    finally:
        ended[0] = 1
        for thread in threads:
            thread.join()


def _may_watch() -> bool:
    """Try it in a thread that is then gone."""
    if not hasattr(os, "sched_getscheduler") or not hasattr(os, "sched_getaffinity"):
        return False
    granted: list[bool] = []

    def ask() -> None:
        prefer_this_thread(_PRIORITY)
        granted.append(os.sched_getparam(0).sched_priority == _PRIORITY)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    return granted == [True]


def _serve(watchman: Watchman, rounds: Rounds, ended: NDArray[np.uint8]) -> None:
    os.sched_setaffinity(0, {watchman.processor})
    prefer_this_thread(_PRIORITY)
    rounds(watchman.found, watchman.count, ended)


def _compile_rounds() -> Rounds:
    """Compile a watchman's rounds, so that nobody who holds the interpreter holds him up."""
    libc = ctypes.CDLL(None)
    sleep, now = libc.clock_nanosleep, libc.clock_gettime
    sleep.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
    now.argtypes = (ctypes.c_int, ctypes.c_void_p)

    def rounds_of_one(found: NDArray[np.float64], count: NDArray[np.int64], ended: NDArray[np.uint8]) -> None:
        wanted, reached = np.zeros(2, np.int64), np.zeros(2, np.int64)  # struct timespec
        now(_CLOCK, wanted.ctypes.data)
        while ended[0] == 0 and count[0] < len(found):
            wanted[1] += int(PERIOD * 1e9)
            if wanted[1] >= 1_000_000_000:
                wanted[0] += 1
                wanted[1] -= 1_000_000_000
            sleep(_CLOCK, _ABSOLUTE, wanted.ctypes.data, 0)
            now(_CLOCK, reached.ctypes.data)
            late = (reached[0] - wanted[0]) + 1e-9 * (reached[1] - wanted[1])
            if late > _NOTICED:
                found[count[0], 0] = wanted[0] + 1e-9 * wanted[1]
                found[count[0], 1] = reached[0] + 1e-9 * reached[1]
                count[0] += 1
                wanted[:] = reached

    rounds: Rounds = njit(nogil=True)(rounds_of_one)
    ended = np.ones(1, np.uint8)
    rounds(np.zeros((1, 2)), np.zeros(1, np.int64), ended)
    return rounds
