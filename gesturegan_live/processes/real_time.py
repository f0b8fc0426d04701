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

_WAKING = "/dev/cpu_dma_latency"
_LOCK = 1 | 2 | 4  # MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT


def prefer_this_thread(priority: int) -> None:
    """Run the calling thread before all that is not in real time, and before what is of a lower priority (1 to 99).

    Threads and processes that it starts are not preferred.
    """
    if hasattr(os, "sched_setscheduler"):
        with contextlib.suppress(PermissionError):
            os.sched_setscheduler(0, os.SCHED_FIFO | os.SCHED_RESET_ON_FORK, os.sched_param(priority))


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
