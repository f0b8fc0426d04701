"""How long a block took, and whose time that was.

Conventions
-----------
A block is *late by the clock* where more time passed than it lasts. It is *late* where that was ours: its thread was at
work, or in a queue for a processor that another thread was given, for so long altogether; or it waited meanwhile, for
a lock or a page. What is left is a block whose thread needed less than its time, waited for nobody and yet stood still:
the machine was doing something else (an interrupt, the host of a virtual one). Where the system does not tell (all but
Linux), every block that is late by the clock counts as ours.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_QUEUE = Path("/proc/thread-self/schedstat")


class _Waits:
    """How often the thread that asks has waited, -1 if that is not known, and seconds that it has been in a queue."""

    def __init__(self) -> None:
        self._file = -1

    def __call__(self) -> tuple[int, float]:
        which = getattr(resource, "RUSAGE_THREAD", None)
        if which is None:
            return -1, 0.0
        usage = resource.getrusage(which)
        if self._file < 0:
            try:
                self._file = os.open(_QUEUE, os.O_RDONLY)  # of this thread, for good
            except OSError:  # then whatever made it wait counts
                return usage.ru_nvcsw + usage.ru_nivcsw, 0.0
        return usage.ru_nvcsw, 1e-9 * int(os.pread(self._file, 80, 0).split()[1])


class Stopwatch:
    """Takes the time of one block after another, in the thread that makes them.

    Parameters
    ----------
    clock, work : callable
        Seconds that have passed; seconds of them that this thread has been at work.
    waits : callable
        How often it has waited, -1 if that is not known, and seconds that it has been in a queue for a processor.

    Attributes
    ----------
    load : float
        Time that the last block took, by the clock, over the time that it lasts.
    late_by_clock, late : bool
        Of the last block.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.perf_counter,
        work: Callable[[], float] = time.thread_time,
        waits: Callable[[], tuple[int, float]] | None = None,
    ) -> None:
        self.load = 0.0
        self.late_by_clock = self.late = False
        self._clock, self._work, self._waits = clock, work, waits or _Waits()
        self._began = self._worked = self._queued = 0.0
        self._waited = 0

    def start(self) -> None:
        """Begin a block."""
        self._began, self._worked = self._clock(), self._work()
        self._waited, self._queued = self._waits()

    def stop(self, seconds: float) -> None:
        """End a block that lasts so long."""
        self.load = (self._clock() - self._began) / seconds
        self.late_by_clock = self.load > 1.0
        self.late = self.late_by_clock and self._ours(seconds)

    def _ours(self, seconds: float) -> bool:
        waited, queued = self._waits()
        busy = self._work() - self._worked + queued - self._queued
        return waited < 0 or waited != self._waited or busy > seconds
