"""A model that is loaded: its shared memory and the generator process that keeps it warm.

Process and thread
------------------
Lives in the control process, in its event loop. A second model is loaded beside the one that plays, in a process of
its own: whatever happens while it loads, the sound goes on.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.generator.spec import (
    GeneratorSpec,
    board_fields,
    image_mailbox,
    point_mailbox,
    point_size,
    strip_mailbox,
)
from gesturegan_live.models.bundle import Bundle, digest
from gesturegan_live.processes.child import SPAWN, Child
from gesturegan_live.processes.ipc import Board
from gesturegan_live.processes.watch import Watch

_numbers = itertools.count()
T = TypeVar("T")

_IMAGES = 40  # bits: as many images has no model
_FIRST_IMAGES = 10.0  # seconds to wait for the first image of each voice


class LoadedModel:
    """A bundle, its mailboxes and its generator.

    Parameters
    ----------
    audio : str
        Name of the audio process's board.
    say : callable
        Takes a line about the generator's deaths and returns.
    """

    def __init__(
        self,
        bundle: Bundle,
        voices: int,
        channels: int,
        backend: str | None,
        audio: str,
        say: Callable[[str], None],
    ) -> None:
        self.bundle, self._say = bundle, say
        self._number, self._backend = next(_numbers), backend
        with contextlib.ExitStack() as made:  # where memory is short, none of it is kept
            self._points = made.enter_context(contextlib.closing(point_mailbox(bundle, voices)))
            self._images = made.enter_context(contextlib.closing(image_mailbox(bundle, voices)))
            self._strips = made.enter_context(contextlib.closing(strip_mailbox(bundle, voices)))
            self.board = made.enter_context(contextlib.closing(Board(*board_fields(voices))))
            self._wake = SPAWN.Semaphore(0)
            made.pop_all()
        self._watch = Watch()
        self._watch.reset(0.0)  # or what it did before the first look would not show that it is at work
        self._asked = -1.0  # points turned into sound when the last one was sent
        spec = GeneratorSpec(
            str(bundle.path),
            backend,
            voices,
            channels,
            self._points.name,
            self._images.name,
            self._strips.name,
            self.board.name,
            audio,
        )
        self.generator = Child(
            "generator",
            "gesturegan_live.generator.process",
            lambda: spec,
            (self._wake,),
            on_message=self._on_message,
            on_death=self._on_death,
            on_return=self._on_return,
            on_refusal=say,
        )

    def audio_message(self) -> dict[str, Any]:
        """Say what the audio process needs to play this model."""
        return {
            "codec": self.bundle.codec.to_json(),
            "images": self._images.name,
            "strips": self._strips.name,
            "row": point_size(self.bundle),
            "model": self._number,
        }

    def description(self) -> dict[str, Any]:
        """Say what a take keeps of this model: enough to find it, and to know it from another."""
        return {
            "number": self._number,
            "name": self.bundle.path.name,
            "path": str(self.bundle.path.resolve()),
            "digest": digest(self.bundle),
            "backend": self._backend,
            "model": self.bundle.name,
            "latent_dim": self.bundle.latent_dim,
            "conditions": list(self.bundle.conditions),
        }

    def point(self, voice: int, z: NDArray[np.float32], condition: NDArray[np.float32], growth: float) -> None:
        """Move a voice; a point that has not been generated yet is replaced."""
        self._asked = float(self.board["updates"].sum())  # read first: it may be done with at once
        self._points.publish(voice, np.concatenate([z, condition, [growth]]).astype(np.float32, copy=False))
        self._wake.release()

    def look(self, voice: int, since: int, read: Callable[[NDArray[np.float32]], T]) -> tuple[int, T] | None:
        """Let `read` make something of a voice's newest whole image, as `Mailbox.look` does.

        Images are numbered on from one model that is loaded to the next.
        """
        first = self._number << _IMAGES
        seen = self._images.look(voice, max(since - first, 0), read)
        return None if seen is None else (first + seen[0], seen[1])

    def watch(self, now: float) -> None:
        """End a generator that hangs, so that another takes its place; call it often, with a clock's seconds."""
        done = float(self.board["updates"].sum())
        if self._watch.hangs(done, done == self._asked, now):
            self._say("generator hangs; ending it")
            self._watch.reset(done)
            self.generator.kill()

    async def first_images(self) -> None:
        """Wait until every voice that has a point has an image (or the generator takes far too long)."""
        deadline = asyncio.get_running_loop().time() + _FIRST_IMAGES
        while len(self._images.changed()) < self._points.voices and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.01)

    async def close(self) -> None:
        """End the generator and let go of the memory."""
        await self.generator.stop()
        del self._wake
        for memory in (self._points, self._images, self._strips, self.board):
            memory.close()

    def _on_message(self, message: dict[str, Any]) -> None:
        self._say(f"generator: {message.get('failed', message)}")

    def _on_death(self, exitcode: int | None) -> None:
        self._watch.reset(float(self.board["updates"].sum()))
        self._say(f"generator died (exit code {exitcode}); the sound goes on, starting it again")

    def _on_return(self) -> None:
        self._wake.release()  # the points are still in the mailbox
        self._say(f"generator is back (process {self.generator.pid})")
