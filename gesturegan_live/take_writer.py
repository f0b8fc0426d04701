"""The take writer's process: the log of what the audio process was told, to a file.

Process and thread
------------------
A child of the control process while a take is recorded. It reads shared memory that the control process owns; a closed
pipe (the parent is gone) or ``quit`` writes what is left and closes the file. ``{"model": …}`` through the pipe names
a model that the log may soon speak of.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from gesturegan_live import take
from gesturegan_live.ipc import Log
from gesturegan_live.take import Kind

_PERIOD = 0.1  # seconds between two looks at the log
_SYNC = 1.0  # seconds of playing that a power cut may cost


@dataclass(frozen=True)
class TakeWriterSpec:
    """What to write where."""

    path: str
    log: str
    capacity: int
    models: tuple[dict[str, Any], ...]


def run(spec: TakeWriterSpec, pipe: Connection) -> None:
    """Be the take writer's process."""
    log = Log(spec.capacity, spec.log)
    try:
        with Path(spec.path).open("wb") as file:
            file.write(take.MAGIC + b"".join(map(_model, spec.models)))
            file.flush()
            _say(pipe, {"ready": True})
            running, synced = True, time.monotonic()
            while running:
                messages = _messages(pipe)
                running = {"quit": True} not in messages
                models = [_model(message["model"]) for message in messages if "model" in message]
                file.write(b"".join(models) + log.pop())
                file.flush()
                if time.monotonic() - synced > _SYNC:
                    os.fsync(file.fileno())
                    synced = time.monotonic()
    except OSError as error:
        _say(pipe, {"failed": f"take {spec.path}: {error.strerror or error}"})
    else:
        _say(pipe, {"written": spec.path})


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
