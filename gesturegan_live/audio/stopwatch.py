"""How long a block took, and whose time that was.

Conventions
-----------
A block is *late by the clock* where more time passed than it lasts. It is *late* where that was ours: its thread was at
work for so long, or it had to wait meanwhile: for a lock, for a page, for another thread that was given its processor.
What is left is a block whose thread needed less than its time, never waited and yet stood still: the machine was doing
something else (an interrupt, the host of a virtual one). Where the system does not tell (all but Linux), every block
that is late by the clock counts as ours.
"""

from __future__ import annotations

import time
from collections.abc import Callable

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]


def _waits() -> int:
    """Count how often this thread has waited, or has been made to wait; -1 where the system does not tell."""
    which = getattr(resource, "RUSAGE_THREAD", None)
    if which is None:
        return -1
    usage = resource.getrusage(which)
    return usage.ru_nvcsw + usage.ru_nivcsw


class Stopwatch:
    """Takes the time of one block after another, in the thread that makes them.

    Parameters
    ----------
    clock, work : callable
        Seconds that have passed; seconds of them that this thread has been at work.
    waits : callable
        How often it has had to wait, -1 if that is not known.

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
        waits: Callable[[], int] = _waits,
    ) -> None:
        self.load = 0.0
        self.late_by_clock = self.late = False
        self._clock, self._work, self._waits = clock, work, waits
        self._began = self._worked = 0.0
        self._waited = 0

    def start(self) -> None:
        """Begin a block."""
        self._began, self._worked, self._waited = self._clock(), self._work(), self._waits()

    def stop(self, seconds: float) -> None:
        """End a block that lasts so long."""
        self.load = (self._clock() - self._began) / seconds
        self.late_by_clock = self.load > 1.0
        self.late = self.late_by_clock and (
            self._waited < 0 or self._waits() != self._waited or self._work() - self._worked > seconds
        )
