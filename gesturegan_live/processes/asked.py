"""A process that computes for another one: it is asked, and answers, one thing after the other.

What is asked and answered is a JSON object and some arrays, never a pickle.

Process and thread
------------------
Any thread may ask; it waits, and the others go on. The process begins when it is first wanted and ends by itself when
nobody has asked for `IDLE` seconds, or who could ask is gone. It gives way to all that makes sound.

Conventions
-----------
Arrays are float64.
"""

from __future__ import annotations

import json
import math
import os
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.util import Finalize
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.processes.child import SPAWN, enter, signals_held

Numbers = NDArray[np.float64]
Message = tuple[dict[str, Any], Sequence[Numbers]]

IDLE = 120.0  # seconds
_LONGEST = 180.0  # seconds that an answer may take, the start of the process included
_ITEM = 8  # bytes


class Asked:
    """A process that is asked; it is there while it is wanted.

    Parameters
    ----------
    name : str
        What lines about it call it.
    module : str
        Name of the module whose ``run(pipe)`` is the process: it calls `serve`. Only the process imports it.
    """

    def __init__(self, name: str, module: str) -> None:
        self._name, self._module = name, module
        self._lock = threading.Lock()
        self._pipe: Connection | None = None
        self._process: BaseProcess | None = None
        self._over = False
        Finalize(self, self._finish, exitpriority=1)  # before those that are left are asked to end, and waited for

    def begin(self) -> None:
        """Start the process, if it does not run: what is asked soon is answered sooner."""
        with self._lock:
            self._started()

    def ask(self, question: dict[str, Any], arrays: Sequence[Numbers] = ()) -> Message:
        """Ask, and wait for the answer.

        Raises
        ------
        ValueError
            One line: what it refused, or that it died, or did not answer.
        """
        with self._lock:
            answer, arrays = self._answer(_packed(question, arrays))
        if "refused" in answer:
            raise ValueError(answer["refused"])
        return answer, arrays

    def end(self) -> None:
        """End it, whatever it does."""
        process, self._process, pipe, self._pipe = self._process, None, self._pipe, None
        if process is not None and pipe is not None:
            process.kill()
            pipe.close()
            process.join()
            process.close()

    def _finish(self) -> None:
        """End it for good: a thread that waits for its answer must not begin it again as the program ends."""
        self._over = True
        self.end()

    def _answer(self, question: bytes) -> Message:
        for _ in range(2):  # it may have gone to rest just now
            pipe = self._started()
            try:
                pipe.send_bytes(question)
                if not pipe.poll(_LONGEST):
                    self.end()
                    raise ValueError(f"the {self._name} process has not answered for {_LONGEST:g} s: it was ended")
                return _unpacked(pipe.recv_bytes())
            except (EOFError, OSError):
                self.end()
        raise ValueError(f"the {self._name} process died of this")

    def _started(self) -> Connection:
        if self._over:
            raise ValueError(f"the {self._name} process has ended with the program")
        if self._process is not None and not self._process.is_alive():
            self.end()
        if self._pipe is None:
            ours, theirs = SPAWN.Pipe()
            with theirs, signals_held():
                process = SPAWN.Process(target=enter, args=(self._module, theirs), daemon=True)
                try:
                    process.start()
                except OSError as error:
                    ours.close()
                    reason = error.strerror or error
                    raise ValueError(f"the {self._name} process cannot be started: {reason}") from error
            self._pipe, self._process = ours, process
        return self._pipe


def serve(pipe: Connection, answer: Callable[[dict[str, Any], Sequence[Numbers]], Message]) -> None:
    """Answer what comes until nothing does; a ValueError of one line refuses."""
    if hasattr(os, "nice"):
        os.nice(10)
    try:
        while pipe.poll(IDLE):
            try:
                told, arrays = answer(*_unpacked(pipe.recv_bytes()))
            except ValueError as error:
                told, arrays = {"refused": str(error)}, ()
            pipe.send_bytes(_packed(told, arrays))
    except (EOFError, OSError):
        return  # who asked is gone


def _packed(told: dict[str, Any], arrays: Sequence[Numbers]) -> bytes:
    head = json.dumps([told, [array.shape for array in arrays]]).encode()
    return b"".join(
        [len(head).to_bytes(4, "big"), head, *(np.ascontiguousarray(array, np.float64).tobytes() for array in arrays)]
    )


def _unpacked(content: bytes) -> Message:
    at = 4 + int.from_bytes(content[:4], "big")
    told, shapes = json.loads(content[4:at])
    arrays = []
    for shape in shapes:
        count = math.prod(shape)
        arrays.append(np.frombuffer(content, np.float64, count, at).reshape(shape))
        at += _ITEM * count
    return told, arrays
