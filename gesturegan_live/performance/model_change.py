"""The model that is played, and the one that takes its place while the sound goes on.

Process and thread
------------------
Lives in the control process's event loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol

from gesturegan_live.generator.loaded import LoadedModel
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.processes.child import ChildError

_LONGEST_LOAD = 120.0  # seconds until a model that does not get ready is given up
_SWITCH = 30.0  # seconds that the audio process may take to cross over: it compiles the first model of a codec


class UnlessQuit(Protocol):
    """Waits for what a coroutine gives; None, and it is cancelled, where the performer quits first."""

    def __call__(self, work: Coroutine[Any, Any, Any]) -> Awaitable[Any]:
        """Wait."""


class ModelChange:
    """What is played now, and what will be.

    Parameters
    ----------
    first : Bundle
        The model to begin with.
    make : callable
        Makes the handle of a bundle's generator; OSError where there is no room for its memory.
    switch : callable
        Tells the audio process to cross over, by a model's `LoadedModel.audio_message`.
    unless_quit : UnlessQuit
    say : callable
        Takes one line for the performer.

    Attributes
    ----------
    played : LoadedModel
        The one that points go to.
    heard : LoadedModel
        What the audio process plays, or will once it has crossed over.
    """

    def __init__(
        self,
        first: Bundle,
        make: Callable[[Bundle], LoadedModel],
        switch: Callable[[dict[str, Any]], None],
        unless_quit: UnlessQuit,
        say: Callable[[str], None],
    ) -> None:
        self._make, self._switch, self._unless_quit, self._say = make, switch, unless_quit, say
        self.played = self.heard = make(first)
        self._crossing = asyncio.Lock()
        self._switched = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def switched(self) -> None:
        """Note that the audio process has crossed over, or that the next one begins with what is to be played."""
        self._switched.set()

    async def take_over(self, name: str, bundle: Bundle) -> LoadedModel:
        """Let the model of that name take over once its generator is ready; the sound crosses over after that.

        Raises
        ------
        ValueError
            One line; the old model plays on.
        """
        try:
            model = self._make(bundle)
        except OSError as error:
            raise ValueError(f"model {name}: {error}") from error
        if failure := await self._failure(model):
            await model.close()
            raise ValueError(f"model {name}: {failure}")
        old, self.played = self.played, model
        self._tasks.add(task := asyncio.create_task(self._cross_over(old, model)))
        task.add_done_callback(self._tasks.discard)
        return model

    async def close(self) -> None:
        """Finish crossing over, and end the generator."""
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.played.close()

    async def _failure(self, model: LoadedModel) -> str:
        """Start a model's generator; returns why it cannot be played, or nothing."""
        try:
            model.generator.start()
            ready = await self._unless_quit(asyncio.wait_for(model.generator.ready(), _LONGEST_LOAD))
        except TimeoutError:
            return f"it is not ready after {_LONGEST_LOAD:g} s"
        except (ChildError, OSError) as error:
            return str(error)
        return "" if ready else "the instrument is about to end"

    async def _cross_over(self, old: LoadedModel, new: LoadedModel) -> None:
        async with self._crossing:  # one after the other, in the order of loading
            await self._unless_quit(new.first_images())
            self._switched.clear()
            self.heard = new
            self._switch(new.audio_message())
            try:
                await self._unless_quit(asyncio.wait_for(self._switched.wait(), _SWITCH))
            except TimeoutError:
                self._say(f"the audio process took over {_SWITCH:.0f} s to cross over to {new.bundle.name}")
            await old.close()
