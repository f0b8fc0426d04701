"""Lets a take and a recording that are asked for in one breath begin with the same sample.

Process and thread
------------------
Lives in the control process's event loop. A take begins once the audio process has copied its state, some blocks after
it was asked for; only that process knows with which frame of the output's ring. The recording waits for it.
"""

from __future__ import annotations

import asyncio
import math

from gesturegan_live.processes.ipc import SampleRing
from gesturegan_live.recording.recordings import Recording, Recordings

_BREATH = 0.1  # seconds
_LONGEST = 2.0  # seconds that a recording waits; the ring holds more


class Together:
    """The beginning of the newest take, for as long as a recording may share it.

    Parameters
    ----------
    output : SampleRing
    recordings : Recordings
    """

    def __init__(self, output: SampleRing, recordings: Recordings) -> None:
        self._loop = asyncio.get_running_loop()
        self._output, self._recordings = output, recordings
        self._shared = False  # whether a recording that begins now joins the take: the ring is read for it
        self._frame: int | None = None  # with which the take begins, once that is known
        self._recorded = -math.inf  # when the newest recording was begun
        self._waiting: Recording | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._started = False

    def started(self) -> None:
        """Note that the instrument plays, and that what is to be recorded from its first sample on is."""
        self._started = True
        if self._frame is not None:
            self._leave_in(_BREATH)

    def take_asked_for(self) -> None:
        """Note it, before the audio process is told."""
        self.leave()
        self._output.begin_reading()
        self._shared, self._frame = True, None
        if self._loop.time() - self._recorded < _BREATH:
            self._join()

    def take_begun(self, frame: int) -> None:
        """Hear with which frame of the ring it begins."""
        if not self._shared:
            return
        self._frame = frame
        if self._waiting is not None:
            self._waiting.begin_at(frame)
            self._waiting = None
        if self._started:
            self._leave_in(_BREATH)

    def recording_begun(self) -> None:
        """Note it, at once."""
        self._recorded = self._loop.time()
        if self._shared:
            self._join()

    def leave(self) -> None:
        """Share no longer; a recording that still waits goes on by itself."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting is not None and self._waiting.active:
            self._waiting.hold(None)
        self._waiting = None
        if self._shared:
            self._shared = False
            self._output.end_reading()

    def _join(self) -> None:
        recording = self._recordings.running
        if recording is None:
            return
        if self._frame is not None:
            recording.begin_at(self._frame)
            return
        recording.wait()
        self._waiting = recording
        self._leave_in(_LONGEST)

    def _leave_in(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_later(seconds, self.leave)
