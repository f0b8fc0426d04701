"""What the system is asked for so that sound comes in time; where it refuses, everything works, only less surely.

Conventions
-----------
On Linux: priorities (``rtprio`` in limits.conf) and memory that stays (``memlock unlimited``). Elsewhere, or where the
user may not, nothing happens. A process asks for itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys

_LOCK = 1 | 2 | 4  # MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT


def prefer_this_thread(priority: int) -> None:
    """Run the calling thread before all that is not in real time, and before what is of a lower priority (1 to 99).

    Threads and processes that it starts are not preferred.
    """
    if hasattr(os, "sched_setscheduler"):
        with contextlib.suppress(PermissionError):
            os.sched_setscheduler(0, os.SCHED_FIFO | os.SCHED_RESET_ON_FORK, os.sched_param(priority))


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
