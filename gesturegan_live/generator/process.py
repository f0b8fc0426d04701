"""The generator process: the newest point of each voice in, decoded sound out.

Process and thread
------------------
A child of the control process, one for each loaded model. Its main thread sleeps on a semaphore, takes the newest
point of every voice that moved, generates, decodes and publishes, one voice after another, so that the first is heard
before the last is made. A second thread sleeps on the pipe: a closed pipe (the parent is gone) or ``quit`` ends the
process. What the process says through the pipe is JSON: ``{"ready": seconds}`` once warm, or ``{"failed": line}``.
"""

from __future__ import annotations

import json
import os
import threading
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Semaphore

import numpy as np

from gesturegan_live import bundle as bundles
from gesturegan_live.bundle import Bundle
from gesturegan_live.codecs.payload import payload_shape, payloads
from gesturegan_live.generator import backend
from gesturegan_live.generator.backend import Generate
from gesturegan_live.generator.spec import BOARD, GeneratorSpec, point_mailbox
from gesturegan_live.ipc import Board, Mailbox


def run(spec: GeneratorSpec, pipe: Connection, wake: Semaphore) -> None:
    """Be the generator process."""
    started = time.perf_counter()
    try:
        bundle = bundles.read(spec.bundle)
        generate = backend.load(backend.choose(spec.backend, bundle.files), bundle, spec.voices)
        points = point_mailbox(bundle, spec.voices, spec.points)
        images = Mailbox(spec.voices, payload_shape(bundle.codec), spec.images)
        board = Board(*BOARD, name=spec.board)
        _warm_up(bundle, generate)
    except Exception as error:  # whatever an engine raises about a model, the parent is told in one line
        reason = str(error).strip() or type(error).__name__
        pipe.send_bytes(json.dumps({"failed": reason.splitlines()[0]}).encode())
        raise SystemExit(1) from None
    threading.Thread(target=_exit_with_parent, args=(pipe,), daemon=True).start()
    pipe.send_bytes(json.dumps({"ready": time.perf_counter() - started}).encode())
    points.rewind()
    while True:
        wake.acquire()
        try:
            _serve(bundle, generate, points, images, board)
        except Exception as error:  # one point that an engine chokes on; the next may do
            reason = str(error).strip() or type(error).__name__
            pipe.send_bytes(json.dumps({"failed": f"a point was left out: {reason.splitlines()[0]}"}).encode())


def _serve(bundle: Bundle, generate: Generate, points: Mailbox, images: Mailbox, board: Board) -> None:
    """Generate for every voice that moved, until none has."""
    while len(moved := points.changed()):
        for voice in moved:
            began = time.perf_counter()
            point = points.take(voice)
            if point is None:
                continue
            z, condition = point[None, : bundle.latent_dim], point[None, bundle.latent_dim :]
            images.publish(voice, payloads(bundle.codec, generate(z, condition))[0])
            board["images"][0] += 1
            board["milliseconds"][0] = 1000 * (time.perf_counter() - began)


def _warm_up(bundle: Bundle, generate: Generate) -> None:
    random = np.random.default_rng(0)
    condition = np.zeros((1, len(bundle.conditions)), np.float32)
    for _ in range(3):
        image = generate(random.standard_normal((1, bundle.latent_dim), np.float32), condition)
        if image.shape[1:] != bundle.codec.image_shape:
            raise ValueError(
                f"{bundle.path}: the generator makes images {image.shape[1:]}, wanted {bundle.codec.image_shape}"
            )
        payloads(bundle.codec, image)


def _exit_with_parent(pipe: Connection) -> None:
    try:
        while json.loads(pipe.recv_bytes()) != {"quit": True}:
            pass
    except (EOFError, OSError):
        pass
    os._exit(0)
