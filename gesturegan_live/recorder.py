"""The recorder process: the output's ring of samples to a sound file.

Process and thread
------------------
A child of the control process while a recording runs. It reads shared memory that the control process owns, so it
outlives the audio process and goes on with the next one; a closed pipe (the parent is gone) or ``quit`` writes what
is left and closes the file.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from gesturegan_live.ipc import SampleRing

SUFFIXES = {".flac": ("FLAC", "PCM_24"), ".wav": ("WAV", "PCM_24")}
_PERIOD = 0.1  # seconds between two looks at the ring


def format_of(path: Path) -> tuple[str, str]:
    """Give libsndfile's container and sample format for a file's name; ValueError where there is none."""
    if path.suffix.lower() not in SUFFIXES:
        raise ValueError(f"sound file {path.name!r}: wanted a name that ends in {' or '.join(SUFFIXES)}")
    return SUFFIXES[path.suffix.lower()]


@dataclass(frozen=True)
class RecorderSpec:
    """What to record, from which frame on, and where to."""

    path: str
    sample_rate: int
    channels: int
    capacity: int
    ring: str
    start: int


def run(spec: RecorderSpec, pipe: Connection) -> None:
    """Be the recorder process."""
    import soundfile

    ring = SampleRing(spec.channels, spec.capacity, spec.ring)
    container, subtype = format_of(Path(spec.path))
    position, lost = spec.start, 0
    try:
        with soundfile.SoundFile(
            spec.path, "w", spec.sample_rate, spec.channels, subtype=subtype, format=container
        ) as file:
            pipe.send_bytes(json.dumps({"ready": True}).encode())
            running = True
            while running:
                running = not _asked_to_end(pipe)
                frames, missed = ring.read(position)
                position += len(frames) + missed
                lost += missed
                file.write(frames)
    except (OSError, soundfile.LibsndfileError) as error:
        _say(pipe, {"failed": f"recording {spec.path}: {error}"})
    else:
        _say(pipe, {"recorded": spec.path, "frames": position - lost - spec.start, "lost": lost})


def _asked_to_end(pipe: Connection) -> bool:
    try:
        return pipe.poll(_PERIOD) and json.loads(pipe.recv_bytes()) == {"quit": True}
    except (EOFError, OSError):
        return True


def _say(pipe: Connection, message: dict[str, object]) -> None:
    with contextlib.suppress(OSError):  # the parent is gone; the file is closed all the same
        pipe.send_bytes(json.dumps(message).encode())
