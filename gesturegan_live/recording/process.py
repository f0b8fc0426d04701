"""The recorder process: the output's ring of samples to sound files.

Process and thread
------------------
A child of the control process while a recording runs. It reads shared memory that the control process owns, so it
outlives the audio process and goes on with the next one: ``{"until": frame}`` holds it at a frame of the ring while
nobody knows at which rate that will play, ``{"until": null}`` lets it go on, and ``{"from": frame}`` has it begin
elsewhere if it has not begun. A closed pipe (the parent is gone) or
``quit`` writes what is left and closes the files. A file that cannot be written (a full disk) ends the recording: what
was written is kept, and every file can be played.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Self

import numpy as np

from gesturegan_live.processes.ipc import SampleRing
from gesturegan_live.recording.sound_file import SoundFile

_PERIOD = 0.1  # seconds between two looks at the ring
_SYNC = 1.0  # seconds of sound that a power cut may cost
_PART = 4096  # frames written to each file in turn: where the disk ends, none is longer by more
_NICE = 5  # below whatever makes sound


@dataclass(frozen=True)
class Track:
    """One file, and which channels of the ring it holds."""

    path: str
    first: int
    channels: int


@dataclass(frozen=True)
class RecorderSpec:
    """What to record, from which frame of the ring on, and where to."""

    path: str  # what it is called: the file, or the folder of the files
    tracks: tuple[Track, ...]
    sample_rate: int
    channels: int
    capacity: int
    ring: str
    start: int
    until: int | None  # the frame to be held at


def run(spec: RecorderSpec, pipe: Connection) -> None:
    """Be the recorder process."""
    ring = SampleRing(spec.channels, spec.capacity, spec.ring)
    start = position = spec.start
    until, lost = spec.until, 0
    late: int | None = None  # frames that the ring no longer had when this process was up
    try:
        with contextlib.ExitStack() as stack:
            disk = stack.enter_context(_Disk([Path(track.path) for track in spec.tracks]))
            files = [
                stack.enter_context(SoundFile(Path(track.path), spec.sample_rate, track.channels))
                for track in spec.tracks
            ]
            _say(pipe, {"ready": True})
            if hasattr(os, "nice"):
                os.nice(_NICE)
            running, settled = True, time.monotonic()
            while running:
                heard = _heard(pipe)  # before it reads, or it would read beyond where it is to be held
                running = "quit" not in heard
                until = heard.get("until", until)
                if position == start:
                    start = position = heard.get("from", start)
                frames, missed = ring.read(position, until)
                position += missed
                lost += missed
                late = missed if late is None else late
                for part in np.split(frames, range(_PART, len(frames), _PART)):
                    for track, file in zip(spec.tracks, files, strict=True):
                        file.write(part[:, track.first : track.first + track.channels])
                    position += len(part)
                if time.monotonic() - settled > _SYNC:
                    for file in files:
                        file.settle()
                    disk.sync()
                    settled = time.monotonic()
    except OSError as error:
        seconds = (position - lost - start) / spec.sample_rate
        kept = f"; the {seconds:.1f} s before are kept" if position > start else ""
        if position == start:  # headers alone: what holds nothing is not left behind
            for track in spec.tracks:
                with contextlib.suppress(OSError):
                    Path(track.path).unlink()
        _say(pipe, {"failed": f"recording {spec.path}: {error.strerror or error}{kept}"})
    else:
        late = late or 0
        frames_written = position - lost - start
        _say(pipe, {"recorded": spec.path, "frames": frames_written, "late": late, "lost": lost - late})


class _Disk:
    """Has what was written brought to the disk by a thread: a disk may take seconds, the ring holds only so many."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._wanted = threading.Event()
        self._ending = False
        self._thread = threading.Thread(target=self._work, daemon=True)

    def sync(self) -> None:
        """Ask for it; returns at once."""
        self._wanted.set()

    def _work(self) -> None:
        while self._wanted.wait() and not self._ending:
            self._wanted.clear()
            for path in self._paths:
                with contextlib.suppress(OSError), path.open("r+b", buffering=0) as file:
                    os.fsync(file.fileno())  # a disk that fails is told of by whoever writes

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending = True
        self._wanted.set()
        self._thread.join()


def _heard(pipe: Connection) -> dict[str, Any]:
    heard: dict[str, Any] = {}
    try:
        while pipe.poll(0.0 if heard else _PERIOD):
            heard |= json.loads(pipe.recv_bytes())
    except (EOFError, OSError):
        heard["quit"] = True
    return heard


def _say(pipe: Connection, message: dict[str, object]) -> None:
    with contextlib.suppress(OSError):  # the parent is gone; the files are closed all the same
        pipe.send_bytes(json.dumps(message).encode())
