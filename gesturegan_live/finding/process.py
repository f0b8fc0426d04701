"""The process that looks for sounds, so that messages are obeyed and sound goes on meanwhile.

Process and thread
------------------
Begins when it is first wanted, ends when it is not for a while (`gesturegan_live.processes.asked`); it keeps the last
model warm. It computes with one thread, and gives way to all that makes sound. It is asked for a search, and then to go
on with it, `TURN` seconds at a time, until it says that this is the end.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import threadpoolctl

from gesturegan_live.finding.model import searchable
from gesturegan_live.finding.search import Found, Search
from gesturegan_live.finding.sound_file import loudest_clip
from gesturegan_live.generator.backends.backend import one_line
from gesturegan_live.models import bundle as bundles
from gesturegan_live.processes.asked import Asked, Message, serve

FINDER = Asked("finding", __name__)
TURN = 1.0  # seconds
LONGEST = 15.0  # seconds of all turns


def found(bundle: Path, file: Path, seconds: float | None, backend: str | None = None) -> Iterator[tuple[Found, str]]:
    """Look for a sound; waits for each of what it gives.

    Yields
    ------
    Found, str
        What is nearest by now; a line about what the model lacks, else nothing.

    Raises
    ------
    ValueError
        One line: what cannot be read or run, or that the process died.
    """
    question = {"bundle": str(bundle), "file": str(file), "seconds": seconds, "backend": backend}
    while True:
        told, (z, condition) = FINDER.ask(question)
        point = Found(z.astype(np.float32), condition.astype(np.float32), told["near"], told["chance"])
        yield point, told["lacks"]
        if told["over"]:
            return
        question = {"search": told["search"]}


def run(pipe: Connection) -> None:
    """Be the process."""
    finder = _Finder()
    with threadpoolctl.threadpool_limits(1):
        serve(pipe, finder.answer)


class _Finder:
    """The last model, and the search in it that goes on."""

    def __init__(self) -> None:
        self._known: tuple[Any, ...] = ()
        self._model: tuple[Search, str] | None = None
        self._search: Iterator[Found] = iter(())
        self._number = 0
        self._until = 0.0
        self._last: Found | None = None

    def answer(self, question: dict[str, Any], _: Sequence[Any]) -> Message:
        """Begin a search, or go on with it."""
        try:
            over = self._go_on(question["search"]) if "search" in question else self._begin(question)
        except ValueError:
            raise
        except Exception as error:  # whatever an engine raises, who asks is told in one line
            raise ValueError(one_line(error)) from error
        assert self._last is not None
        assert self._model is not None
        point, lacks = self._last, self._model[1]
        told = {"search": self._number, "near": point.near, "chance": point.chance, "lacks": lacks, "over": over}
        return told, (point.z.astype(np.float64), point.condition.astype(np.float64))

    def _begin(self, question: dict[str, Any]) -> bool:
        bundle = bundles.read(question["bundle"])
        known = question["bundle"], bundles.digest(bundle), question["backend"]
        if known != self._known:
            self._known, self._model = (), None
            self._model = searchable(bundle, question["backend"])
            self._known = known
        assert self._model is not None
        clip = loudest_clip(
            Path(question["file"]), bundle.codec.sample_rate, bundle.codec.clip_samples, question["seconds"]
        )
        self._number += 1
        self._until = time.monotonic() + LONGEST
        self._search = self._model[0](clip, until=self._until)
        self._last = next(self._search)
        return False

    def _go_on(self, number: int) -> bool:
        if number != self._number:
            raise ValueError("another sound is looked for meanwhile")
        end = time.monotonic() + TURN
        while time.monotonic() < end:
            point = next(self._search, None)
            if point is None:
                return True
            self._last = point
        return False
