"""A take as the control process sees it: beginning it, naming its models, ending it.

Process and thread
------------------
Lives in the control process's event loop. The audio process notes what it is told in a log (`gesturegan_live.audio.
take_log`); the take writer's process (`gesturegan_live.takes.process`) brings it to the disk.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from gesturegan_live.audio.interface.spec import TAKE_CAPACITY
from gesturegan_live.processes.child import Child, ChildError
from gesturegan_live.processes.ipc import Log
from gesturegan_live.recording.recordings import MOST_ENDING, release, reserve
from gesturegan_live.show.home import Home
from gesturegan_live.takes import process as take_writer
from gesturegan_live.takes.file import SUFFIX
from gesturegan_live.takes.process import TakeWriterSpec

_LAST_BLOCK = 10.0  # seconds that the audio process may take to end the log, the state it began with included
_LONGEST_STOP = 10.0  # seconds that the last of it may take to be written


class Taking:
    """One take, from now on.

    Parameters
    ----------
    path : Path
        A number is added where the file exists.
    models : iterable of dict
        What the take says of the models that are loaded; see `LoadedModel.description`.
    tell_audio : callable
        Takes a message for the audio process.
    say : callable
        Takes a line for the performer.

    Attributes
    ----------
    path : Path
        The file that is being written.
    log : str
        Name of the shared memory.
    active : bool
        False once it has ended, by itself (a full disk) too.
    """

    def __init__(
        self,
        path: Path,
        models: Iterable[dict[str, Any]],
        tell_audio: Callable[[dict[str, Any]], None],
        say: Callable[[str], None],
    ) -> None:
        try:
            self.path = reserve(path)
        except OSError as error:
            raise ValueError(f"take {path}: {error.strerror}") from error
        self.active = True
        self._tell_audio, self._say = tell_audio, say
        try:
            self._memory = Log(TAKE_CAPACITY)
        except OSError as error:
            release(self.path)
            raise ValueError(f"take {self.path.name}: {error}") from error
        self.log = self._memory.name
        self._over = asyncio.Event()  # the audio process has written its last
        self._ending: asyncio.Task[None] | None = None
        spec = TakeWriterSpec(str(self.path), str(path), self.log, TAKE_CAPACITY, tuple(models))
        self._child = Child(
            "take writer",
            take_writer.__name__,
            lambda: spec,
            once=True,
            on_message=self._on_message,
            on_death=self._on_death,
        )
        try:
            self._child.start()
        except OSError as error:
            release(self.path)
            self._memory.close()
            raise ValueError(f"take {self.path.name}: {error}") from error
        self._opening = asyncio.create_task(self._open())

    async def _open(self) -> None:
        try:
            await self._child.ready()
        except ChildError as error:
            self._fail(str(error))

    @property
    def ended(self) -> bool:
        """Whether the file is closed."""
        return self._ending is not None and self._ending.done()

    def model(self, description: dict[str, Any]) -> None:
        """Name a model that may be switched to."""
        self._child.send({"model": description})

    def took(self, *, full: bool) -> None:
        """Hear that the audio process has written its last."""
        self._over.set()
        if full and self.active:
            self._fail(f"take {self.path}: it was not written fast enough; what was is a take")

    def end(self) -> asyncio.Task[None]:
        """Let the log end with the next block; what is returned is done once the file is closed."""
        if self._ending is None:
            self.active = False
            self._tell_audio({"take": None})  # at once: the next take may be asked for in the same breath
            self._ending = asyncio.create_task(self._end())
        return self._ending

    def hurry(self) -> None:
        """End within seconds where the process is not up: the performer has quit."""
        self._child.hurry()

    async def _end(self) -> None:
        with contextlib.suppress(TimeoutError):  # an audio process that is dead has written its last, too
            await asyncio.wait_for(self._over.wait(), _LAST_BLOCK)
        await self._child.stop(_LONGEST_STOP, ready_first=True)
        release(self.path)
        self._memory.close()

    def _fail(self, line: str) -> None:
        self._say(line)
        self.end()

    def _on_message(self, message: dict[str, Any]) -> None:
        if "written" in message:
            self._say(f"took {message['written']}")
            if "goes_on" in message:
                self.path = Path(message["goes_on"])
                rate = message["sample_rate"]
                self._say(f"the device has {rate} Hz now: the take goes on in {self.path.name}")
        else:
            self._fail(str(message["failed"]))

    def _on_death(self, exitcode: int | None) -> None:
        self._fail(f"take writer died (exit code {exitcode}); {self.path} is a take up to there")


class Takes:
    """The take that is being recorded, and those before it that are still being written.

    Parameters
    ----------
    tell_audio : callable
        Takes a message for the audio process.
    say : callable
        Takes a line for the performer.
    """

    def __init__(self, tell_audio: Callable[[dict[str, Any]], None], say: Callable[[str], None]) -> None:
        self._tell_audio, self._say = tell_audio, say
        self._newest: Taking | None = None
        self._all: dict[str, Taking] = {}  # by their memory

    @property
    def running(self) -> Taking | None:
        """The one that is being recorded."""
        return self._newest if self._newest is not None and self._newest.active else None

    @property
    def name(self) -> str:
        """Its name, or empty."""
        return self.running.path.stem if self.running is not None else ""

    @property
    def log(self) -> str | None:
        """Name of its shared memory."""
        return self.running.log if self.running is not None else None

    def begin(self, name: str, home: Home, models: Iterable[dict[str, Any]]) -> Path:
        """Begin one in the home's folder; ValueError where one is being recorded already."""
        if self.running is not None:
            raise ValueError(f"take {name}: {self.running.path.name} is still being recorded")
        if sum(not taking.ended for taking in self._all.values()) >= MOST_ENDING:
            raise ValueError(f"take {name}: {MOST_ENDING} before it are still being written: try again when they are")
        path = home.inside("takes", name, "" if name.endswith(SUFFIX) else SUFFIX)
        self._newest = Taking(path, models, self._tell_audio, self._say)
        self._all = {log: taking for log, taking in self._all.items() if not taking.ended}
        self._all[self._newest.log] = self._newest
        self._tell_audio({"take": self._newest.log})
        return self._newest.path

    def end(self) -> Path | None:
        """End the one that is being recorded; returns its path, if there is one."""
        running = self.running
        if running is None:
            return None
        running.end()
        return running.path

    def model(self, description: dict[str, Any]) -> None:
        """Name a model that may be switched to."""
        if self.running is not None:
            self.running.model(description)

    def took(self, log: str, *, full: bool) -> None:
        """Hear that the audio process has written its last to a log."""
        if (taking := self._all.get(log)) is not None:
            taking.took(full=full)

    async def close(self) -> None:
        """End all, once the audio process has ended."""
        for taking in self._all.values():
            taking.took(full=False)
            taking.hurry()
        await asyncio.gather(*(taking.end() for taking in self._all.values()))
