"""The control of the late blocks: a thread that only adds numbers, for as long as a block usually takes.

Where a machine is slow for a moment without any processor standing still (the host of a virtual machine, memory that
others use), nobody can tell whose fault a late block is. What would befall anybody can be told: this thread works as
often and as long as the audio callback, touches no memory, is preferred to all but the callback, and is late when its
own processor time exceeds a period. What of the callback is late no more often than this is not late by itself.

Conventions
-----------
Times are Unix times in seconds. Only where the user may have real-time priority and the system counts the processor
time of a thread; elsewhere there is no control. It takes of the machine as much as the callback does.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gesturegan_live.audio.kernel import kernel
from gesturegan_live.bench.stalls import Stalls
from gesturegan_live.real_time import prefer_this_thread

_PRIORITY = 59  # the callback has 60
_CAPACITY = 1 << 16  # late turns that are remembered
_TRIED = 200_000  # sums that are timed
_TRIES = 50  # of which the median counts
_ABSOLUTE = 1  # TIMER_ABSTIME

Work = Callable[[NDArray[np.uint8], NDArray[np.float64], NDArray[np.int64]], int]


class Control:
    """The turns of the thread that were late; made by `controlled`."""

    def __init__(self, period: float) -> None:
        self._period = period
        self.late = np.zeros((_CAPACITY, 3))  # each: Unix time of its begin and end, processor seconds that it took
        self.counts = np.zeros(2, np.int64)  # late turns, turns

    def count(self, stalls: Stalls) -> int:
        """Say how many turns were late and are not excused by stalls."""
        late = self.late[: min(int(self.counts[0]), _CAPACITY)].tolist()
        return int(self.counts[0]) - sum(stalls.excuse(begin, end, took - self._period) for begin, end, took in late)


@kernel
def _add(count: int) -> int:
    """Sum what no compiler can foresee."""
    state = np.uint64(88172645463325252)
    for _ in range(count):
        state ^= state << np.uint64(13)
        state ^= state >> np.uint64(7)
        state ^= state << np.uint64(17)
    return int(state)


@contextlib.contextmanager
def controlled(period: float, share: float) -> Iterator[Control | None]:
    """Let the thread work for a share of every period (seconds); None where that cannot be."""
    if not _may_be_preferred() or not hasattr(time, "CLOCK_THREAD_CPUTIME_ID"):
        yield None
        return
    control, ended = Control(period), np.zeros(1, np.uint8)
    work = _compile(period, _sums(share * period))
    thread = threading.Thread(target=_run, args=(work, ended, control), daemon=True)
    thread.start()
    try:
        yield control
    finally:
        ended[0] = 1
        thread.join()


def _run(work: Work, ended: NDArray[np.uint8], control: Control) -> None:
    prefer_this_thread(_PRIORITY)
    work(ended, control.late, control.counts)


def _may_be_preferred() -> bool:
    """Whether a thread of this process may have real-time priority: tried in one that ends."""
    granted = []

    def ask() -> None:
        with contextlib.suppress(AttributeError, PermissionError):
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
            granted.append(True)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    return bool(granted)


def _sums(seconds: float) -> int:
    """How many sums take so long, as a rule."""
    _add(1)
    times = []
    for _ in range(_TRIES):
        began = time.thread_time()
        _add(_TRIED)
        times.append(time.thread_time() - began)
    return max(1, round(_TRIED * seconds / float(np.median(times))))


def _compile(period: float, sums: int) -> Work:
    """Compile the thread's work, so that whoever holds the interpreter does not hold it up."""
    libc = ctypes.CDLL(None)
    sleep, now = libc.clock_nanosleep, libc.clock_gettime
    sleep.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
    now.argtypes = (ctypes.c_int, ctypes.c_void_p)
    real, own, step = time.CLOCK_REALTIME, time.CLOCK_THREAD_CPUTIME_ID, int(period * 1e9)

    def work(ended: NDArray[np.uint8], late: NDArray[np.float64], counts: NDArray[np.int64]) -> int:
        due, moment = np.zeros(2, np.int64), np.zeros(2, np.int64)  # struct timespec
        sink = 0
        while ended[0] == 0:
            now(real, due.ctypes.data)
            after = (due[0] * 1_000_000_000 + due[1]) // step * step + step
            due[0], due[1] = after // 1_000_000_000, after % 1_000_000_000
            sleep(real, _ABSOLUTE, due.ctypes.data, 0)
            now(real, moment.ctypes.data)
            begin = moment[0] + 1e-9 * moment[1]
            now(own, moment.ctypes.data)
            used = moment[0] + 1e-9 * moment[1]
            sink ^= _add(sums)
            now(own, moment.ctypes.data)
            took = moment[0] + 1e-9 * moment[1] - used
            counts[1] += 1
            if took > period:
                now(real, moment.ctypes.data)
                if counts[0] < len(late):
                    late[counts[0], 0], late[counts[0], 1] = begin, moment[0] + 1e-9 * moment[1]
                    late[counts[0], 2] = took
                counts[0] += 1
        return sink  # it is wanted: the compiler must not leave it out

    compiled: Work = njit(nogil=True)(work)
    compiled(np.ones(1, np.uint8), np.zeros((1, 3)), np.zeros(2, np.int64))
    return compiled
