"""How long a block took.

Conventions
-----------
A block is *late* where more time passed than it lasts, whoever took it: the thread that makes it, one that it waited
for, or a machine that served others. What passes before the callback has the interpreter is not known here.

Of late blocks, those are *stolen* whose thread never slept, and which would have been in time by the time for which it
had a processor and that for which it waited while others had it: the host of a virtual machine had taken the processor
away, for others or because the machine had used up its share. That is known from Linux, which leaves such time (steal
time, as KVM and Xen tell it) out of a thread's processor time where it is built with
``CONFIG_PARAVIRT_TIME_ACCOUNTING``, and counts what threads wait where it is built with ``CONFIG_SCHED_INFO``. It may
leave out what interrupts took, too: where no host has told of steal time before the first block, nothing is stolen;
where one has, what interrupts took counts as stolen, and with kernels before 6.14 what was stolen just before a block.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

if sys.platform == "linux":
    from resource import RUSAGE_THREAD, getrusage

    _pread = ctypes.PyDLL(None).pread  # os.pread lets other threads have the interpreter
    _pread.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int64)
    _pread.restype = ctypes.c_ssize_t

_STEAL = 8  # word of the first line of /proc/stat
_CLOSED, _MISSING = -1, -2  # instead of a file


class Scheduling:
    """What Linux's scheduler knows of a thread: of the one that asks first, and that alone may ask again.

    The file is opened and read by that thread, which keeps the interpreter meanwhile.

    Parameters
    ----------
    schedstat : Path
        Its times: had a processor, waited for one (both in nanoseconds), and how often it got one.
    """

    def __init__(self, schedstat: Path = Path("/proc/thread-self/schedstat")) -> None:
        self._path, self._file = schedstat, _CLOSED
        self._line = ctypes.create_string_buffer(64)

    def __call__(self) -> tuple[int, float] | None:
        """Say how often the thread has slept, and for how many seconds it has waited for a processor, whoever had it.

        Takes some microseconds. None if that is not known: elsewhere than on Linux, or where that does not count.
        """
        if sys.platform != "linux":
            return None
        if self._file == _CLOSED:
            self._file = self._open()
        if self._file == _MISSING:
            return None
        slept = getrusage(RUSAGE_THREAD).ru_nvcsw
        length = _pread(self._file, self._line, len(self._line), 0)
        words = self._line.raw[: max(length, 0)].split()
        return (slept, 1e-9 * int(words[1])) if len(words) == 3 and words[2] != b"0" else None

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return _MISSING


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
    scheduling : callable, optional
        What `Scheduling` says. If not given, that itself, but nothing is known where no host has `told` of steal time.

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
        scheduling: Callable[[], tuple[int, float] | None] | None = None,
    ) -> None:
        self.took = self.load = self._began = self._worked = 0.0
        self.late = self.stolen = False
        self._clock, self._thread_clock = clock, thread_clock
        self._scheduling = scheduling or (Scheduling() if told() else lambda: None)
        self._before: tuple[int, float] | None = None

    def start(self) -> None:
        """Begin a block."""
        self._before, self._worked = self._scheduling(), self._thread_clock()
        self._began = self._clock()

    def stop(self, seconds: float) -> None:
        """End a block that lasts so long."""
        self.took = self._clock() - self._began
        self.load = self.took / seconds
        self.late = self.load > 1.0
        self.stolen = self.late and self._was_stolen(seconds)

    def _was_stolen(self, seconds: float) -> bool:
        worked, after, before = self._thread_clock() - self._worked, self._scheduling(), self._before
        if before is None or after is None:
            return False
        slept, waited = after[0] - before[0], after[1] - before[1]
        return slept == 0 and worked + waited <= seconds
