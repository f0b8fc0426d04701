"""How long a block took.

Conventions
-----------
A block is *late* where more time passed than it lasts, whoever took it: the thread that makes it, one that it waited
for, or a machine that served others. What passes before the callback has the interpreter is not known here.

Of late blocks, those are *stolen* whose thread was never switched out, and yet got the processor for no longer than the
block lasts. That is known from Linux: to a thread's processor time it does not add what the host of a virtual machine
gave to others (steal time, which KVM and Xen tell their guests). Where a host tells nothing, nothing is stolen.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

if sys.platform == "linux":
    from resource import RUSAGE_THREAD, getrusage


def switches() -> int | None:
    """Say how often the calling thread was switched out so far, by itself or by others; None if that is not known."""
    if sys.platform != "linux":
        return None
    usage = getrusage(RUSAGE_THREAD)
    return usage.ru_nvcsw + usage.ru_nivcsw


class Stopwatch:
    """Takes the time of one block after another, in the thread that makes them.

    Parameters
    ----------
    clock, thread_clock : callable
        Seconds that have passed, and for which the calling thread had a processor.
    switches : callable
        As the function of this name.

    Attributes
    ----------
    took : float
        Seconds that the last block took.
    load : float
        These over the time that it lasts.
    late, stolen : bool
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.perf_counter,
        thread_clock: Callable[[], float] = time.thread_time,
        switches: Callable[[], int | None] = switches,
    ) -> None:
        self.took = self.load = self._began = self._worked = 0.0
        self.late = self.stolen = False
        self._clock, self._thread_clock, self._switches = clock, thread_clock, switches
        self._switched: int | None = None

    def start(self) -> None:
        """Begin a block."""
        self._switched, self._worked = self._switches(), self._thread_clock()
        self._began = self._clock()

    def stop(self, seconds: float) -> None:
        """End a block that lasts so long."""
        self.took = self._clock() - self._began
        self.load = self.took / seconds
        self.late = self.load > 1.0
        self.stolen = (
            self.late
            and self._switched is not None
            and self._thread_clock() - self._worked <= seconds
            and self._switches() == self._switched
        )
