"""What plays, as it plays: meters, playheads and pictures for pages that look, and what is said and heard.

A page asks for one frame at a time, and gets it when it is due: thirty times a second at most, fewer where blocks of
sound take long or the loop itself must wait, and no sooner than what it takes here is `SHARE` of the time. Pages that
this computer draws take their time from what sounds: they share `HERE`. A page that is slow asks seldom, and is sent
nothing meanwhile; of one that asks more often nothing is read meanwhile.

Conventions
-----------
A page's request is a text of letters: ``p`` for pictures, ``w`` for where voices stand along the axes, ``m`` for the
messages that are heard; ``-`` for none of them. A frame is bytes, little-endian: `_HEAD` (whether it tells where voices
stand, voices, axes, models since the start; load, its worst, seconds of delay, peak, sample rate, late blocks, xruns,
restarts); three rows of float32, one number a voice: playhead, level, updates a second; where voices stand (voices,
axes), float32, as `Points.along` says, and how far off their points along each axis, likewise; then pictures
(`gesturegan_live.control.web.pictures`). What is said goes as JSON texts: ``{"lines": […], "heard": [[who, what,
refused], …]}``. Owned by the control process, on its asyncio loop.
"""

from __future__ import annotations

import asyncio
import json
import struct
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from websockets.asyncio.server import ServerConnection, broadcast

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.osc.timing.batches import Batches
from gesturegan_live.control.stage import Status
from gesturegan_live.control.web.pictures import Pictures, Reading
from gesturegan_live.control.web.visitors import is_here

OFTEN = 30.0  # frames a second, at most
HERE = 28.0  # frames a second to all pages of this computer together, at most
SHARE = 0.05  # of the loop's time, at most
_LOADS = ((0.5, 15.0), (0.75, 5.0))  # from that load of a block on (the worst lately), so many frames at most
_GAPS = ((0.012, 15.0), (0.02, 5.0))  # likewise, from so many seconds between two ticks on, in the mean
_SLOWLY = 0.05  # how much a gap counts in the mean
_MOST_PICTURES = 4  # made for a frame
_MOST_LINES = 32  # of what is said, kept for a page until its next frame
_HEAD = struct.Struct("<BBHI8f")


class Watched(Protocol):
    """What is played, as who looks sees it."""

    def look(self, voice: int, since: int, read: Reading) -> tuple[int, bytes] | None:
        """Let a function make something of the image that a voice plays, if it is newer than that number."""

    @property
    def delay(self) -> float:
        """Latency of the device, seconds."""

    def status(self) -> Status:
        """How it is doing."""


class Page:
    """One page that looks."""

    def __init__(self, connection: ServerConnection) -> None:
        self.connection = connection
        self.is_here = is_here(connection.remote_address[0])
        self.wants = ""  # nothing, until it asks
        self.has: list[int] = []  # numbers of the pictures that it has
        self.lines: deque[str] = deque(maxlen=_MOST_LINES)
        self.heard = 0  # of the messages that the instrument has heard

    @property
    def is_ready(self) -> bool:
        """Whether it waits for a frame, and has read all that it was sent."""
        return bool(self.wants) and not self.connection.transport.get_write_buffer_size()


class Live:
    """Sends frames to the pages that look.

    Parameters
    ----------
    instrument : Instrument
    watched : Watched
    batches : Batches
        What is heard.
    now : callable
        Seconds, never backwards.
    """

    def __init__(
        self, instrument: Instrument, watched: Watched, batches: Batches, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._now = now
        self._instrument, self._watched, self._batches = instrument, watched, batches
        self._pictures = Pictures(instrument.stage.voices, watched.look)
        self._pages: set[Page] = set()
        self._due = self._due_here = self._gap = 0.0
        self._then = now()
        self._addresses: object = None
        self._models = 0  # that have been played since

    async def serve(self, connection: ServerConnection) -> None:
        """Serve a page until it goes."""
        page = Page(connection)
        self._pages.add(page)
        try:
            async for message in connection:
                if isinstance(message, str):
                    page.wants = message[:8] or "-"
                await asyncio.sleep(1 / OFTEN)  # whoever asks again waits with what he sends
        finally:
            self._pages.discard(page)

    def tell(self, line: str) -> None:
        """Let every page know what the performer is told."""
        for page in self._pages:
            page.lines.append(line)

    def tick(self) -> None:
        """Send what is due; to be called often."""
        now = self._now()
        self._gap += _SLOWLY * (min(now - self._then, 1.0) - self._gap)
        self._then = now
        if now < self._due:
            return
        ready = [page for page in self._pages if page.is_ready and (now >= self._due_here or not page.is_here)]
        if not ready:
            return
        status = self._watched.status()
        if any("p" in page.wants for page in ready):
            self._pictures.renew(_MOST_PICTURES)
        common = self._head(status)
        where = b""
        if any("w" in page.wants for page in ready):
            points = self._instrument.points
            where = points.along().astype("<f4").tobytes() + points.amounts.astype("<f4").tobytes()
        for page in ready:
            self._send(page, common, where)
        took = self._now() - now
        rate = min(_rate(status.load_peak, _LOADS), _rate(self._gap, _GAPS))
        self._due = now + max(1 / rate, took / SHARE)
        self._due_here = max(self._due_here, now + sum(page.is_here for page in ready) / HERE)

    def _head(self, status: Status) -> bytes:
        stage = self._instrument.stage
        if self._addresses is not self._instrument.addresses:
            self._addresses = self._instrument.addresses
            self._models += 1
        told = (status.load, status.load_peak, self._watched.delay, status.peak, status.sample_rate)
        counts = map(float, (status.late_blocks, status.xruns, status.generator_restarts + status.audio_restarts))
        axes = len(self._instrument.points.axes.names)
        rows = np.zeros((3, stage.voices), "<f4")
        for row, values in zip(rows, (status.playheads, status.rms, status.updates_per_second), strict=True):
            row[: len(values)] = values
        return _HEAD.pack(0, stage.voices, axes, self._models, *told, *counts) + rows.tobytes()

    def _send(self, page: Page, common: bytes, where: bytes) -> None:
        parts = [b"\1" + common[1:], where] if "w" in page.wants else [common]
        if "p" in page.wants:
            numbers = self._pictures.numbers
            page.has = page.has or [0] * len(numbers)
            for voice in [voice for voice, number in enumerate(numbers) if number != page.has[voice]]:
                parts.append(self._pictures[voice])
                page.has[voice] = numbers[voice]
        said = self._said(page)
        page.wants = ""
        broadcast([page.connection], b"".join(parts))
        if said:
            broadcast([page.connection], json.dumps(said))

    def _said(self, page: Page) -> dict[str, list[object]]:
        said: dict[str, list[object]] = {}
        if page.lines:
            said["lines"] = [*page.lines]
            page.lines.clear()
        new = self._batches.heard - page.heard
        if new and "m" in page.wants:
            page.heard = self._batches.heard
            newest = {(str(heard.teller), heard.address): heard for heard in [*self._batches.recent][-new:]}
            said["heard"] = [[who, str(heard), heard.refused] for (who, _), heard in newest.items()]
        return said


def _rate(busy: float, law: Sequence[tuple[float, float]]) -> float:
    return next((rate for least, rate in reversed(law) if busy >= least), OFTEN)
