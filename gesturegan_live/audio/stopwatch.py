"""How long a block took.

Conventions
-----------
A block is *late* where more time passed than it lasts, whoever took it: the thread that makes it, one that it waited
for, or a machine that served others. What passes before the callback has the interpreter is not known here.

Of late blocks, those are *stolen* whose thread was never switched out, and yet got the processor for no longer than the
block lasts: the host of a virtual machine had taken the processor away, for others or because the machine had used up
its share. That is known from Linux, which leaves such time (steal time, as KVM and Xen tell it) out of a thread's
processor time where it is built with ``CONFIG_PARAVIRT_TIME_ACCOUNTING``. It may leave out what interrupts took, too:
where no host has ever told of steal time, nothing is stolen.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

if sys.platform == "linux":
    from resource import RUSAGE_THREAD, getrusage

_STEAL = 8  # word of the first line of /proc/stat


def switched_out() -> int | None:
    """Say how often the calling thread was switched out so far, by itself or by others; None if that is not known."""
    if sys.platform != "linux":
        return None
    usage = getrusage(RUSAGE_THREAD)
    return usage.ru_nvcsw + usage.ru_nivcsw


def told(stat: Path = Path("/proc/stat")) -> bool:
    """Say whether a host has told of steal time since this machine was started."""
    with contextlib.suppress(OSError):
        words = stat.read_text(encoding="ascii").splitlines()[0].split()
        return len(words) > _STEAL and int(words[_STEAL]) > 0
    return False


class Stopwatch:
    """Takes the time of one block after another, in the thread that makes them.

    Parameters
    ----------
    clock, thread_clock : callable
        Seconds that have passed, and for which the calling thread had a processor.
    switches : callable, optional
        How often that was switched out so far; None if that is not known. If not given, `switched_out`, but nothing is
        known where no host has `told` of steal time.

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
        switches: Callable[[], int | None] | None = None,
    ) -> None:
        self.took = self.load = self._began = self._worked = 0.0
        self.late = self.stolen = False
        self._clock, self._thread_clock = clock, thread_clock
        self._switches = switches or (switched_out if told() else lambda: None)
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
