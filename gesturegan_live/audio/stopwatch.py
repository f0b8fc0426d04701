"""How long a block took.

Conventions
-----------
A block is *late* where more time passed than it lasts, whoever took it: the thread that makes it, one that it waited
for, or a machine that served others; ``bench`` excuses the last (`gesturegan_live.bench.stalls`). What passes before
the callback has the interpreter is not known here.
"""

from __future__ import annotations

import time
from collections.abc import Callable


class Stopwatch:
    """Takes the time of one block after another, in the thread that makes them.

    Parameters
    ----------
    clock : callable
        Seconds that have passed.

    Attributes
    ----------
    took : float
        Seconds that the last block took.
    load : float
        These over the time that it lasts.
    late : bool
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.took = self.load = self._began = 0.0
        self.late = False
        self._clock = clock

    def start(self) -> None:
        """Begin a block."""
        self._began = self._clock()

    def stop(self, seconds: float) -> None:
        """End a block that lasts so long."""
        self.took = self._clock() - self._began
        self.load = self.took / seconds
        self.late = self.load > 1.0
