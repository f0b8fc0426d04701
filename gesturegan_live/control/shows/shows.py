"""What each message about shows does: one is saved, begun anew, or takes the place of the one that is played.

While a show of the home is played, what is stored (scenes, presets, mappings, takes) is stored in it, and what is
recalled is recalled from it.

Conventions
-----------
Handlers (``_do_``) and readers (``_read_``) as in `gesturegan_live.control.instrument`. Owned by the control process,
one thread; what touches a disk runs in another.
"""

from __future__ import annotations

import asyncio
import dataclasses
import shutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from gesturegan_live.control.cues.cues import Cues
from gesturegan_live.control.gestures.gestures import Gestures
from gesturegan_live.control.gestures.shapes import shelf
from gesturegan_live.control.messages.arguments import RefusedError, Value
from gesturegan_live.control.messages.dispatcher import Call, Reply, Work
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.scenes.presets import Names
from gesturegan_live.control.shows.rehearsal import played, rehearsed, takes
from gesturegan_live.control.stage import Stage
from gesturegan_live.models import bundle as bundles
from gesturegan_live.models import library
from gesturegan_live.show import folder as folders
from gesturegan_live.show.config import Show
from gesturegan_live.show.documents import LARGEST_TOML, one_line
from gesturegan_live.show.home import OF_SHOW, Home
from gesturegan_live.show.shelf import write_whole

Shapes = Mapping[str, dict[str, Any]]  # what the file of each says

_FIXED = ("voices", "channels", "ring", "direct")  # what is as it was at the start, of what is heard


class Obeying(Protocol):
    """What obeys messages: `gesturegan_live.control.instrument.Instrument.handle`."""

    def __call__(self, address: str, values: Sequence[object], reply: Reply) -> list[Work]:
        """Obey a message; returns what remains to be done."""


class Shows:
    """The shows of a home, and the one that is played.

    Parameters
    ----------
    stage : Stage
    gestures : Gestures
    cues : Cues
    disk : asyncio.Lock
        Held while something is written.
    obey : Obeying
    load : callable
        Lets another model take over.
    say : callable
        Takes a line for the performer.

    Attributes
    ----------
    show : Show
        As it was begun.
    """

    def __init__(
        self,
        stage: Stage,
        gestures: Gestures,
        cues: Cues,
        disk: asyncio.Lock,
        obey: Obeying,
        load: Callable[[str], Awaitable[None]],
        say: Callable[[str], object],
    ) -> None:
        self.show = Show()
        self._stage, self._gestures, self._cues, self._disk = stage, gestures, cues, disk
        self._obey, self._load, self._say = obey, load, say
        self._names = Names(disk, lambda: folders.names(stage.home))
        self._changing = ""  # the name of the show that is being loaded or saved

    def begin(self, show: Show) -> None:
        """Have the inputs and links of a show, and its cues; ValueError, in one line, where some of it cannot be."""
        self.show = show
        self._gestures.begin(show)
        self._cues.begin(show.cues)
        self._cues.hold()  # what they wait for counts from `start` on

    async def start(self, last: str | None = None) -> None:
        """Let the mappings of the show run, and its cues go; what cannot be is said.

        Parameters
        ----------
        last : str, optional
            The cue that was played last, in a performance that goes on: the one after it waits for a hand.
        """
        home, show = self._stage.home, self.show
        own = sorted(path.stem for path in home.folder("maps").glob("[!.]*.json")) if home.show is not None else []
        for name in dict.fromkeys([*own, *show.maps]):
            await self._obeyed("/gan/map/load", name)
        for name in show.maps:
            await self._obeyed(f"/gan/map/{name}/run", 1)
        self._cues.begin(show.cues)
        if last is not None:
            self._cues.go_on(last)

    async def _obeyed(self, address: str, *values: Value) -> None:
        for work in self._obey(address, values, self._refused):
            await work

    def _refused(self, address: str, *values: Value) -> None:
        if address == "/fail":
            self._say(f"show: {' '.join(map(str, values))}")

    # Messages

    def _read_show_now(self, _: Place) -> Sequence[Value]:
        show = self._stage.home.show
        return (show.stem if show is not None else "",)

    def _do_show_list(self, call: Call) -> Work | None:
        return self._names(call)

    def _do_show_load(self, call: Call) -> Work:
        return self._changed(call, self._loaded(call, str(call.values[0])))

    def _do_show_save(self, call: Call) -> Work:
        home = self._stage.home
        name = str(call.values[0]) if call.values else ""
        if not name and home.show is None:
            raise RefusedError("no show is played: wanted a name")
        folder = folders.path(name, home) if name or home.show is None else home.show
        return self._changed(call, self._saved(call, folder, self._now()))

    def _do_show_new(self, call: Call) -> Work:
        folder = folders.path(str(call.values[0]), self._stage.home)
        if folder.exists():
            raise RefusedError(f"there is a show {folder.stem!r} already")
        return self._changed(call, self._begun(call, folder))

    async def _changed(self, call: Call, work: Work) -> None:
        if self._changing:
            work.close()
            raise RefusedError(f"{self._changing} is not done yet: try again when it is")
        self._changing = call.place.address
        try:
            await work
        finally:
            self._changing = ""

    async def _loaded(self, call: Call, name: str) -> None:
        home, voices = self._stage.home, self._stage.voices
        folder = folders.named(name, home)
        show, bundle = await asyncio.to_thread(rehearsed, folder, home, voices)
        await self._open(folder, show, bundles.digest(bundle))
        left = [key for key in _FIXED if getattr(show, key) != getattr(self.show, key)]
        call.done(name, *([f"{', '.join(left)} as at the start"] if left else []))

    async def _open(self, folder: Path, show: Show, digest: str) -> None:
        """Let a show take the place of the one that is played; whatever stops its model, nothing has changed."""
        home = self._stage.home
        async with self._disk:
            before, home.show = home.show, folder
        try:
            if _digest(self._stage.model.path) != digest:
                await self._load(show.bundle)
        except BaseException:
            home.show = before
            raise
        self._gestures.clear()
        running = {key: getattr(self.show, key) for key in _FIXED}
        self.begin(dataclasses.replace(show, **running))
        await self.start()

    async def _saved(self, call: Call, folder: Path, show: Show) -> None:
        shapes = self._gestures.shapes.contents()
        async with self._disk:
            replaced = await asyncio.to_thread(_save, folder, show, self._stage.model.path, self._stage.home, shapes)
            self._stage.home.show, self.show = folder, show
        call.done(folder.stem, *(["replaced"] if replaced else []))

    async def _begun(self, call: Call, folder: Path) -> None:
        show = dataclasses.replace(self._now(), inputs=(), links=(), maps=(), cues=())
        empty = Home(folder)  # it has nothing yet to be taken along
        async with self._disk:
            await asyncio.to_thread(_save, folder, show, self._stage.model.path, self._stage.home, {}, empty)
        await self._open(folder, show, _digest(self._stage.model.path))
        call.done(folder.stem)

    def _now(self) -> Show:
        """Give the show as it is now."""
        shapes = self._gestures.shapes.shapes
        streams = [each for each in self._gestures.streams.inputs.streams.items() if each[0] not in shapes]
        maps = self._gestures.maps.maps.items()
        return dataclasses.replace(
            self.show,
            inputs=tuple((name, each.told) for name, each in streams),
            links=tuple(self._gestures.links.links.items()),
            maps=tuple(name for name, each in maps if each.runs),
            cues=tuple(self._cues.cues),
        )


def _save(folder: Path, show: Show, model: Path, home: Home, shapes: Shapes, source: Home | None = None) -> bool:
    """Write a show, whole or not at all: what is kept in the home or the show that is played comes along.

    Returns
    -------
    bool
        Whether one of that name was there before, which lies beside it from now on, hidden.
    """
    source = source or home
    if folder == home.show and folder.is_dir():
        _keep(shapes, home, folder)
        write_whole(folder / folders.FILE, _text(show, model, home, folder))
        return True
    made, old = folder.with_name(f".{folder.name}.part"), folder.with_name(f".{folder.name}.old")
    shutil.rmtree(made, ignore_errors=True)
    try:
        made.mkdir(parents=True)
        for kind in OF_SHOW:
            if (kept := source.folder(kind)).is_dir() and (kind != "takes" or source.show is not None):
                shutil.copytree(kept, made / kind, ignore=shutil.ignore_patterns(".*"))
        for name in takes(show.cues) if source.show is None else ():  # a home has those of years
            if (take := source.inside("takes", name, ".take", create=False)).is_file():
                (made / "takes").mkdir(exist_ok=True)
                shutil.copy2(take, made / "takes")
        if home.show is not None and (home.show / "models").is_dir():
            shutil.copytree(home.show / "models", made / "models")
        _keep(shapes, home, made)
        write_whole(made / folders.FILE, _text(show, model, home, made))
        replaced = folder.exists()
        if replaced:
            shutil.rmtree(old, ignore_errors=True)
            folder.rename(old)
        made.rename(folder)
    except OSError as error:
        raise ValueError(f"show {folder.stem!r} cannot be written to {folder.parent}: {one_line(error)}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return replaced


def _keep(shapes: Shapes, home: Home, folder: Path) -> None:
    """Keep the shapes that are there in a show: its links may follow them."""
    own = Home(home.root)
    own.show = folder
    for name, content in shapes.items():
        shelf(own).write(name, content)


def _digest(folder: Path) -> str:
    """Tell a model from every other; nothing where its folder has gone."""
    try:
        return bundles.digest(folder)
    except OSError:
        return ""


def _text(show: Show, model: Path, home: Home, made: Path) -> bytes:
    """Give the settings of a show, its models by name and SHA-256; one that no name finds is copied in."""
    try:
        known = bundles.digest(library.named(model.name, home))
    except ValueError:
        known = ""
    playing = bundles.digest(bundles.read(model))
    if known != playing:
        shutil.copytree(model, made / "models" / model.name, dirs_exist_ok=True)
    digests = {model.name: playing}
    for name in played(show.cues):
        if name not in digests:
            digests[name] = bundles.digest(library.named(name, home))
    octets = dataclasses.replace(show, bundle=model.name, models=tuple(digests.items())).toml().encode()
    if len(octets) > LARGEST_TOML:
        raise ValueError(f"a show of {len(octets)} bytes: wanted at most {LARGEST_TOML}")
    return octets
