"""A device that nobody hears, paced by the clock: for machines without sound and for tests.

Conventions
-----------
Every block has an absolute deadline, so that a late one is caught up and nothing drifts. One thread calls back; a
block that begins later than the end of its time counts as an xrun.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

GIVE_UP_SECONDS = 1.0  # lateness (a suspended machine) that is not caught up


class NullStream:
    """Calls back as a sound card would, and throws the samples away.

    Parameters
    ----------
    channels, block_size, sample_rate : int
    render : callable
        Takes the block to fill, shape (frames, channels), float32, and whether one was missed before it; returns
        False to end.
    """

    def __init__(
        self, channels: int, block_size: int, sample_rate: int, render: Callable[[NDArray[np.float32], bool], bool]
    ) -> None:
        self._out = np.zeros((block_size, channels), np.float32)
        self._period = block_size / sample_rate
        self._render = render
        self._running = True
        self._thread = threading.Thread(target=self._run, name="null device", daemon=True)

    def start(self) -> None:
        """Begin to call back."""
        self._thread.start()

    def _run(self) -> None:
        origin, blocks = time.monotonic(), 0
        missed = False
        while self._running:
            if not self._render(self._out, missed):
                return
            blocks += 1
            wait = origin + blocks * self._period - time.monotonic()
            missed = wait < -self._period
            if wait > 0.0:
                time.sleep(wait)
            elif wait < -GIVE_UP_SECONDS:
                origin -= wait

    def close(self) -> None:
        """End after the block under way."""
        self._running = False
        if self._thread.is_alive():
            self._thread.join()
