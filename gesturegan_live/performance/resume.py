"""What is played, saved every few seconds, so that a start after a crash goes on from it.

One JSON file, ``resume.json``, in the home folder: ``{"format", "bundle", "scene", "setup": {address: [value]},
"cue"}``, a scene of all (`gesturegan_live.latent.scenes`), the folder of the model that it was played with, how keys
and beats were played, and the last cue.

Process and thread
------------------
Lives in the control process's event loop; a worker thread writes.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.messages.routes.table import ROUTES
from gesturegan_live.latent.scenes import Scene
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.show import documents
from gesturegan_live.show.documents import DocumentError
from gesturegan_live.show.home import Home
from gesturegan_live.show.shelf import write_whole

FORMAT = 1
_NAME = "resume.json"
_SETUP = tuple(route.address for route in ROUTES if route.is_setup)
_PERIOD = 2.0  # seconds of playing that a crash may cost


@dataclass(frozen=True)
class Saved:
    """What was played last.

    Attributes
    ----------
    bundle : str
        Folder of the model.
    scene : Scene
    setup : mapping of str to list
        Values by their addresses.
    cue : str
        Name of the last one; empty for none.
    """

    bundle: str
    scene: Scene
    setup: Mapping[str, list[object]]
    cue: str = ""

    def restore(self, instrument: Instrument, say: Callable[[str], object]) -> None:
        """Set all of it at once; ValueError, in one line, where the scene cannot be. What is left else is said."""
        if left := instrument.scenery.restore(self.scene):
            say(left)

        def reply(address: str, *values: object) -> None:
            if address == "/fail":
                say(": ".join(map(str, values)))

        for address in _SETUP:
            if values := self.setup.get(address):
                instrument.handle(address, values, reply)


def saved(home: Home) -> Saved | None:
    """Read what was played last; None where nothing was.

    Raises
    ------
    ValueError
        One line, where the file is damaged.
    """
    path = home.root / _NAME
    if not path.exists():
        return None
    try:
        return _read(path)
    except DocumentError as error:
        raise ValueError(f"what was played last cannot be read: {path} ({error})") from error


def _read(path: Path) -> Saved:
    content = documents.json_object(path)
    if content.get("format") != FORMAT:
        raise DocumentError(f"wanted a JSON object with format {FORMAT}")
    scene = Scene.read("resume", documents.field(content, "scene", dict))
    setup = documents.field({"setup": {}, **content}, "setup", dict)
    values = {address: documents.field(setup, address, list) for address in setup}
    cue = documents.field({"cue": "", **content}, "cue", str)
    return Saved(documents.field(content, "bundle", str), scene, values, cue)


class Saving:
    """Saves what is played, whenever it has changed.

    Parameters
    ----------
    home : Home
    instrument : Instrument
        Nothing is saved of it until it is played: what was played before may be wanted still.
    model : callable
        Gives the model that is played.
    say : callable
        Takes one line for the performer.
    """

    def __init__(
        self, home: Home, instrument: Instrument, model: Callable[[], Bundle], say: Callable[[str], None]
    ) -> None:
        self._path = home.root / _NAME
        self._instrument, self._model, self._say = instrument, model, say
        self._last: dict[str, Any] = {}  # as it is on the disk
        self._failed = ""
        self._next = 0.0
        self._writing: asyncio.Task[None] | None = None

    def watch(self, now: float) -> None:
        """Save, if there is something to and it is time, at a clock's seconds."""
        if now < self._next or (self._writing is not None and not self._writing.done()):
            return
        self._next = now + _PERIOD
        content = self._content()
        if content != self._last:
            self._writing = asyncio.create_task(self._write(content))

    async def close(self) -> None:
        """Save for the last time."""
        if self._writing is not None:
            await self._writing
        if (content := self._content()) != self._last:
            await self._write(content)

    def _content(self) -> dict[str, Any]:
        if not self._instrument.played:
            return self._last
        scene = self._instrument.scenery.scene("resume")
        where, setup = str(self._model().path.resolve()), _setup(self._instrument)
        cue = self._instrument.cues.last
        return {"format": FORMAT, "bundle": where, "scene": scene.content(), "setup": setup, "cue": cue}

    async def _write(self, content: dict[str, Any]) -> None:
        try:
            await asyncio.to_thread(_put, self._path, content)
        except OSError as error:
            failed = f"{self._path} cannot be written ({error.strerror}): a crash now would lose what is played"
            if failed != self._failed:
                self._say(failed)
            self._failed = failed
        else:
            self._last, self._failed = content, ""


def _setup(instrument: Instrument) -> dict[str, list[object]]:
    """Read how keys and beats are played."""
    told: dict[str, list[object]] = {}

    def reply(address: str, *values: object) -> None:
        told[address] = list(values)

    for address in _SETUP:
        instrument.handle(address, (), reply)
    return told


def _put(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(content).encode())
