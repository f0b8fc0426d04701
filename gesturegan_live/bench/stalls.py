"""Which late blocks the machine was the cause of: stretches of time in which a processor served nobody in time.

One thread per processor, before everything else on it (``SCHED_FIFO``), asks to be woken every millisecond. Where it is
woken late, a *stall* lasted from the moment asked for until then, at least: the host of a virtual machine was serving
others, firmware took its time, the kernel could not be interrupted. The method is cyclictest's (rt-tests).

Conventions
-----------
A late block is excused where it would have been in time without the stalls of all processors meanwhile, for its thread
may have been on any. That is generous: a block that was late by itself is excused too if stalls happen to coincide, so
`Stalls.by_chance` says how often stretches of the same length are, and every measurement gives the sum of that beside
its counts. Nothing is excused where the threads may not go first (only Linux lets them, and only users with ``rtprio
95``). Times are Unix times in seconds; a clock that is set meanwhile looks like a stall.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import threading
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gesturegan_live.real_time import prefer_this_thread

PERIOD = 1e-3  # seconds from one waking to the next
_NOTICED = 5e-4  # seconds; to be woken takes some time anyhow
_PRIORITY = 95  # before sound servers
_CAPACITY = 1 << 18  # stalls of one processor; six minutes of nothing else
_STRETCHES = 20_000  # that are tried for what is due to chance
_CLOCK = 0  # CLOCK_REALTIME
_ABSOLUTE = 1  # TIMER_ABSTIME

Sampling = Callable[[NDArray[np.float64], NDArray[np.int64], NDArray[np.uint8]], None]


class Found:
    """The stalls of one processor so far."""

    def __init__(self) -> None:
        self.spans = np.full((_CAPACITY, 2), np.nan)  # begins and ends; touched, so that no page is missing later
        self.count = np.zeros(1, np.int64)

    @property
    def full(self) -> bool:
        """Whether later stalls are not known."""
        return int(self.count[0]) == len(self.spans)

    def between(self, begin: float, end: float) -> NDArray[np.float64]:
        """Give the stalls within a stretch of time, cut to it: their begins and ends, shape (stalls, 2)."""
        spans: NDArray[np.float64] = np.clip(self.spans[: int(self.count[0])], begin, end)
        return spans[spans[:, 0] < spans[:, 1]]


class Stalls:
    """The stalls of all processors; made by `watched`, of none where nobody may watch."""

    def __init__(self, found: Sequence[Found]) -> None:
        self._found = found

    @property
    def known(self) -> bool:
        """Whether there are no others."""
        return bool(self._found) and not any(found.full for found in self._found)

    def milliseconds(self, begin: float, end: float) -> float | None:
        """Give how long processors stalled meanwhile, all together; None if that is not known."""
        if not self.known:
            return None
        return round(1e3 * sum(float(np.diff(found.between(begin, end)).sum()) for found in self._found), 1)

    def excuse(self, began: float, ended: float, excess: float) -> bool:
        """Say whether stalls meanwhile took at least so many seconds."""
        away = self._away(began, ended)
        return 0.0 < excess <= float(away(ended) - away(began))

    def by_chance(self, began: float, ended: float, length: float, excess: float) -> float:
        """Give the share of stretches of a length, all over a time, in which stalls took at least so many seconds."""
        away = self._away(began, ended)
        starts = np.linspace(began, ended - length, _STRETCHES)
        return float(np.mean(away(starts + length) - away(starts) >= excess))

    def _away(self, began: float, ended: float) -> Callable[[NDArray[np.float64] | float], NDArray[np.float64]]:
        """Make what gives the seconds since `began` at which some processor stalled."""
        spans = np.concatenate([[(began, began)], *(found.between(began, ended) for found in self._found)])
        begins, ends = spans[np.argsort(spans[:, 0])].T
        ends = np.maximum.accumulate(ends)
        begins[1:] = np.minimum(np.maximum(begins[1:], ends[:-1]), ends[1:])  # what two have in common counts once
        lengths = ends - begins
        so_far = np.cumsum(lengths)
        times, values = np.stack([begins, ends], 1).reshape(-1), np.stack([so_far - lengths, so_far], 1).reshape(-1)
        return lambda time: np.interp(time, times, values)


@contextlib.contextmanager
def watched() -> Iterator[Stalls]:
    """Watch every processor that this process may use."""
    if not may_watch():
        yield Stalls([])
        return
    sampling, ended = _compile_sampling(), np.zeros(1, np.uint8)
    found = {processor: Found() for processor in sorted(os.sched_getaffinity(0))}
    threads = [threading.Thread(target=_sample, args=(*each, sampling, ended), daemon=True) for each in found.items()]
    for thread in threads:
        thread.start()
    try:
        yield Stalls(list(found.values()))
    finally:
        ended[0] = 1
        for thread in threads:
            thread.join()


def may_watch() -> bool:
    """Say whether this process's threads may go first, by trying it in one."""
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


def _sample(processor: int, found: Found, sampling: Sampling, ended: NDArray[np.uint8]) -> None:
    os.sched_setaffinity(0, {processor})
    prefer_this_thread(_PRIORITY)
    sampling(found.spans, found.count, ended)


def _compile_sampling() -> Sampling:
    """Compile what a thread does, so that whoever holds the interpreter does not hold it up."""
    libc = ctypes.CDLL(None)
    sleep, now = libc.clock_nanosleep, libc.clock_gettime
    sleep.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
    now.argtypes = (ctypes.c_int, ctypes.c_void_p)

    def sample(spans: NDArray[np.float64], count: NDArray[np.int64], ended: NDArray[np.uint8]) -> None:
        wanted, reached = np.zeros(2, np.int64), np.zeros(2, np.int64)  # struct timespec
        now(_CLOCK, wanted.ctypes.data)
        while ended[0] == 0 and count[0] < len(spans):
            wanted[1] += int(PERIOD * 1e9)
            if wanted[1] >= 1_000_000_000:
                wanted[0] += 1
                wanted[1] -= 1_000_000_000
            sleep(_CLOCK, _ABSOLUTE, wanted.ctypes.data, 0)
            now(_CLOCK, reached.ctypes.data)
            late = (reached[0] - wanted[0]) + 1e-9 * (reached[1] - wanted[1])
            if late > _NOTICED:
                spans[count[0], 0] = wanted[0] + 1e-9 * wanted[1]
                spans[count[0], 1] = reached[0] + 1e-9 * reached[1]
                count[0] += 1
                wanted[:] = reached

    sampling: Sampling = njit(nogil=True)(sample)
    ended = np.ones(1, np.uint8)
    sampling(np.zeros((1, 2)), np.zeros(1, np.int64), ended)
    return sampling
