"""The take writer's process: the log of what the audio process was told, to a file.

Process and thread
------------------
A child of the control process while a take is recorded. It reads shared memory that the control process owns; a closed
pipe (the parent is gone) or ``quit`` writes what is left and closes the file. ``{"model": …}`` through the pipe names
a model that the log may soon speak of. Where the engine goes on at another rate, the take goes on in another file.

What it says through the pipe: ``{"ready": true}``, ``{"written": path}``, with ``"goes_on": path, "sample_rate": Hz``
where that is not the end, ``{"failed": line}``.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, BinaryIO

from gesturegan_live.audio.interface.take_record import Kind
from gesturegan_live.processes.ipc import Log
from gesturegan_live.recording.recordings import reserve
from gesturegan_live.takes import file as take

_PERIOD = 0.1  # seconds between two looks at the log
_SYNC = 1.0  # seconds of playing that a power cut may cost


@dataclass(frozen=True)
class TakeWriterSpec:
    """What to write where."""

    path: str
    asked: str  # the path without a number
    log: str
    capacity: int
    models: tuple[dict[str, Any], ...]


def run(spec: TakeWriterSpec, pipe: Connection) -> None:
    """Be the take writer's process."""
    log = Log(spec.capacity, spec.log)
    path, models, sample_rate = Path(spec.path), list(spec.models), 0
    try:
        with contextlib.ExitStack() as stack:
            file = stack.enter_context(_begun(path, models))
            _say(pipe, {"ready": True})
            running, synced = True, time.monotonic()
            while running:
                messages = _messages(pipe)
                running = {"quit": True} not in messages
                for model in (message["model"] for message in messages if "model" in message):
                    models.append(model)
                    file.write(_model(model))
                for record in take.split(log.pop()):
                    if record.kind is Kind.STATE:
                        before, sample_rate = sample_rate, json.loads(record.data)["sample_rate"]
                        if before not in {0, sample_rate}:
                            file.close()
                            written, path = path, reserve(Path(spec.asked))
                            file = stack.enter_context(_begun(path, models))
                            goes_on = {"goes_on": str(path), "sample_rate": sample_rate}
                            _say(pipe, {"written": str(written), **goes_on})
                    file.write(take.record(record.kind, record.clock, record.data))
                file.flush()
                if time.monotonic() - synced > _SYNC:
                    os.fsync(file.fileno())
                    synced = time.monotonic()
    except OSError as error:
        if not sample_rate:  # nothing of the playing is in it
            path.unlink(missing_ok=True)
        _say(pipe, {"failed": f"take {path}: {error.strerror or error}"})
    else:
        _say(pipe, {"written": str(path)})


def _begun(path: Path, models: list[dict[str, Any]]) -> BinaryIO:
    """Begin a take with the models that it may speak of."""
    file = path.open("wb")
    file.write(take.MAGIC + b"".join(map(_model, models)))
    file.flush()
    return file


def _model(model: dict[str, Any]) -> bytes:
    return take.record(Kind.MODEL, 0, json.dumps(model).encode())


def _messages(pipe: Connection) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []
    try:
        while pipe.poll(0.0 if messages else _PERIOD):
            messages.append(json.loads(pipe.recv_bytes()))
    except (EOFError, OSError):
        messages.append({"quit": True})
    return messages


def _say(pipe: Connection, message: dict[str, object]) -> None:
    with contextlib.suppress(OSError):  # the parent is gone; the file is closed all the same
        pipe.send_bytes(json.dumps(message).encode())
