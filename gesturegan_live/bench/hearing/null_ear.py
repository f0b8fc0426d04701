"""The ear where there is no JACK: it is told what the null device was given, and when (`bench.hearing.aloud`).

Conventions
-----------
`now` is the frame whose turn it is by the machine's clock, counted as the null device counts. It errs by the time from
the clock's wake-up to the end of the fastest block, some tenths of a millisecond, always towards a longer latency.
"""

from __future__ import annotations

import threading
import time
from typing import IO

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.bench.hearing.aloud import HEADER
from gesturegan_live.bench.hearing.heard import SECONDS, Heard

_PATIENCE = 10.0  # seconds
ALOUD = ("gesturegan_live.bench.hearing.aloud",)


class NullEar:
    """Reads what an instrument that was started with `ALOUD` tells, from its first word on.

    Parameters
    ----------
    told : file
        Its standard output.

    Attributes
    ----------
    sample_rate : int
        Hz; 0 until `listen` has returned.
    """

    device_ms = 0.0

    def __init__(self, told: IO[bytes]) -> None:
        self.sample_rate = 0
        self._told = told
        self._channel = 0
        self._epoch = 0.0
        self._heard = Heard(0)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while len(header := self._told.read(HEADER.size)) == HEADER.size:
            frame, frames, channels, sample_rate, epoch = HEADER.unpack(header)
            data = self._told.read(4 * frames * channels)
            if len(data) < 4 * frames * channels:
                return
            if sample_rate != self.sample_rate:
                self._heard, self.sample_rate = Heard(round(SECONDS * sample_rate)), sample_rate
            self._heard.put(frame, np.frombuffer(data, np.float32).reshape(frames, channels)[:, self._channel])
            self._epoch = epoch

    def listen(self, channel: int) -> None:
        """Hear one output of the instrument, counted from 0."""
        self._channel = channel
        end = time.monotonic() + _PATIENCE
        while not self._epoch:
            if time.monotonic() > end:
                raise RuntimeError(f"bench: the null device was given nothing within {_PATIENCE:g} s")
            time.sleep(0.05)

    def now(self) -> int:
        """Frame whose turn it is at this moment."""
        return round((time.time() - self._epoch) * self.sample_rate)

    def hear(self, frame: int, count: int) -> NDArray[np.float32] | None:
        """Wait for a stretch of sound and return it, None where some of it was missed."""
        return self._heard.take(frame, count, count / self.sample_rate + _PATIENCE)
