"""The generator process: the newest point of each voice in, decoded sound out.

Process and thread
------------------
A child of the control process, one for each loaded model. Its main thread sleeps on a semaphore, takes the newest
point of every voice that moved, generates, decodes and publishes (`gesturegan_live.generator.turns` says in which
order). A second thread sleeps on the pipe: a closed pipe (the parent is gone) or ``quit`` ends the
process. What the process says through the pipe is JSON: ``{"ready": seconds}`` once warm, or ``{"failed": line}``.
"""

from __future__ import annotations

import json
import os
import threading
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Semaphore

from gesturegan_live.audio.interface.spec import board_fields as audio_fields
from gesturegan_live.generator.backends import backend
from gesturegan_live.generator.spec import GeneratorSpec, board_fields, image_mailbox, point_mailbox, strip_mailbox
from gesturegan_live.generator.turns import Turns
from gesturegan_live.models import bundle as bundles
from gesturegan_live.processes.ipc import Board
from gesturegan_live.processes.real_time import GENERATOR, Preference


def run(spec: GeneratorSpec, pipe: Connection, wake: Semaphore) -> None:
    """Be the generator process."""
    started = time.perf_counter()
    try:
        bundle = bundles.read(spec.bundle)
        generator = backend.load(backend.choose(spec.backend, bundle.files), bundle, spec.voices)
        points = point_mailbox(bundle, spec.voices, spec.points)
        turns = Turns(
            bundle,
            generator,
            points,
            image_mailbox(bundle, spec.voices, spec.images),
            strip_mailbox(bundle, spec.voices, spec.strips),
            Board(*board_fields(spec.voices), name=spec.board),
            Board(*audio_fields(spec.voices, spec.channels), name=spec.audio)["playhead"],
        )
    except Exception as error:  # whatever an engine raises about a model, the parent is told in one line
        pipe.send_bytes(json.dumps({"failed": backend.one_line(error)}).encode())
        raise SystemExit(1) from None
    threading.Thread(target=_exit_with_parent, args=(pipe,), daemon=True).start()
    pipe.send_bytes(json.dumps({"ready": time.perf_counter() - started}).encode())
    points.rewind()
    with Preference(GENERATOR) as preference:  # not before: to warm up takes long, and nobody waits for it
        while True:
            wake.acquire()
            while wake.acquire(block=False):  # every point was announced; one look finds them all
                pass
            more = True
            while more:
                preference.weigh()
                try:
                    more = turns.take()
                except Exception as error:  # one point that an engine chokes on; the next may do
                    turns.leave_out()
                    reason = backend.one_line(error)
                    pipe.send_bytes(json.dumps({"failed": f"a point was left out: {reason}"}).encode())


def _exit_with_parent(pipe: Connection) -> None:
    try:
        while json.loads(pipe.recv_bytes()) != {"quit": True}:
            pass
    except (EOFError, OSError):
        pass
    os._exit(0)
