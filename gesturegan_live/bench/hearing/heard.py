"""What left the device lately: samples by the number of their frame.

Conventions
-----------
Frames are counted by the device's own clock. One thread puts blocks, another takes stretches; the newest `capacity`
frames are kept. A stretch is whole or it is not given: a block that the ear missed is not hidden.
"""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

SECONDS = 20.0  # of sound that an ear keeps
_POLL = 0.002  # seconds


class Heard:
    """A ring of one channel's samples.

    Parameters
    ----------
    capacity : int
        Frames that it keeps.
    """

    def __init__(self, capacity: int) -> None:
        self._samples = np.zeros(capacity, np.float32)
        self._capacity = capacity
        self._whole_since = 0  # frame since which no block was missed
        self._end = -1  # frame after the last that was heard

    def put(self, frame: int, block: NDArray[np.float32]) -> None:
        """Keep a block whose first sample has that number."""
        if frame != self._end:
            self._whole_since = frame
        start = frame % self._capacity
        first = min(len(block), self._capacity - start)
        self._samples[start : start + first] = block[:first]
        self._samples[: len(block) - first] = block[first:]
        self._end = frame + len(block)

    def take(self, frame: int, count: int, patience: float) -> NDArray[np.float32] | None:
        """Wait for a stretch, and copy it; None where some of it was missed or never came.

        Parameters
        ----------
        frame, count : int
            Its first frame, and how many.
        patience : float
            Seconds to wait for it.
        """
        limit = time.monotonic() + patience
        while self._end < frame + count:
            if time.monotonic() > limit:
                return None
            time.sleep(_POLL)
        found = self._samples[np.arange(frame, frame + count) % self._capacity]
        whole = self._whole_since <= frame and self._end - self._capacity < frame
        return found if whole else None
