"""What the system is asked for so that sound comes in time; where it refuses, everything works, only less surely.

Conventions
-----------
On Linux: priorities (``rtprio`` in limits.conf), a processor to stay on, memory that stays (``memlock unlimited``) and
processors that stay awake (write access to ``/dev/cpu_dma_latency``). Elsewhere, or where the user may not, nothing
happens. A process asks for itself, and what it was granted ends with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import time

# Priorities of threads: what must not wait for another is above it.
CALLBACK = 60  # below a sound server's own, as the others are below all that a sound server does
ATTENDING = 3  # who shares the interpreter with the callback must be able to give it back
CONTROL = 2  # packets do not wait for images
GENERATOR = 1
SHARE = 0.5  # of a processor: what a thread that is weighed takes before others, at most
_WINDOW = 0.1  # seconds in which that is counted
_NICE = -11  # beyond that
_WAKING = "/dev/cpu_dma_latency"
_LOCK = 1 | 2 | 4  # MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT


def prefer_this_thread(priority: int) -> bool:
    """Run the calling thread before all that is not in real time, and before what is of a lower priority (1 to 99).

    Threads and processes that it starts are not preferred. With 0 it is no longer preferred. Returns whether it was
    granted.
    """
    if hasattr(os, "sched_setscheduler"):
        policy = os.SCHED_FIFO if priority else os.SCHED_OTHER
        with contextlib.suppress(PermissionError):
            os.sched_setscheduler(0, policy | os.SCHED_RESET_ON_FORK, os.sched_param(priority))
            return True
    return False


class Preference:
    """The calling thread's within a context, where it may have more to do than there is time for.

    While it takes more than `SHARE` of a processor it runs beside all others, with a larger part where it may (``nice``
    in limits.conf): it starves nobody, and stays clear of the kernel's own limit (``kernel.sched_rt_runtime_us``), at
    which what sounds would be held up too.

    Parameters
    ----------
    priority : int
        1 to 99.
    """

    def __init__(self, priority: int) -> None:
        self._priority = priority
        self._granted = self._preferred = False
        self._began = self._worked = 0.0
        self._nice = 0  # before

    def __enter__(self) -> Preference:
        self._granted = self._preferred = prefer_this_thread(self._priority)
        if self._granted:  # else what it starts would inherit this
            self._nice = os.getpriority(os.PRIO_PROCESS, 0)
            _be_nice(_NICE)
        self._began, self._worked = time.monotonic(), time.thread_time()
        return self

    def __exit__(self, *_: object) -> None:
        if self._granted:
            prefer_this_thread(0)
            _be_nice(self._nice)

    def weigh(self) -> None:
        """Look at how much the thread has worked lately; to be called by it, often."""
        now = time.monotonic()
        if not self._granted or now < self._began + _WINDOW:
            return
        worked = time.thread_time()
        modest = worked - self._worked <= SHARE * (now - self._began)
        self._began, self._worked = now, worked
        if modest != self._preferred:
            self._preferred = modest
            prefer_this_thread(self._priority if modest else 0)


def _be_nice(nice: int) -> None:
    with contextlib.suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, nice)


def keep_this_thread() -> None:
    """Run the calling thread on the second of two processors; only if it is preferred, and there are no more.

    The kernel leaves a thread where it has just run: for minutes, one that always works and one that interrupts it
    again and again may share a processor while the other idles. With more processors there is always another.
    """
    if not hasattr(os, "sched_getaffinity") or os.sched_getscheduler(0) & ~os.SCHED_RESET_ON_FORK != os.SCHED_FIFO:
        return
    processors = sorted(os.sched_getaffinity(0))
    if len(processors) == 2:
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, processors[1:])


def stay_in_memory() -> None:
    """Let no page that this process has touched, or will touch, be taken from it again.

    Pages are locked as they are touched: all that is mapped would be four times as much. Under a limit nothing is
    locked: what is mapped later would be refused beyond it.
    """
    if sys.platform != "linux":
        return
    import resource

    if os.geteuid() == 0 or resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] == resource.RLIM_INFINITY:
        ctypes.CDLL(None).mlockall(_LOCK)


def stay_awake() -> None:
    """Let no processor sleep until this process ends: to be woken takes some microseconds, or in a guest milliseconds.

    This is the kernel's interface for power management quality of service: the longest time, in microseconds, that
    waking may take, for as long as the file is open. Sleepless processors need more power.
    """
    with contextlib.suppress(OSError):
        os.write(os.open(_WAKING, os.O_WRONLY), (0).to_bytes(4, sys.byteorder))
