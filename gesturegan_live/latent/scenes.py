"""Named scenes: all that can be set of one voice, or of all and of the output, kept in the home folder.

Conventions
-----------
One JSON file a scene: ``{"format", "model", "latent_dim", "conditions", "one", "voices": {"1": {name: value or
list}}, "out": {name: value}}``, where a name is the last part of an address, ``/gan/voice/1/gain``. What belongs to a
model (`OF_MODEL`) is left where the scene is another model's. Files lie on a shelf (`gesturegan_live.show.shelf`);
what is in them is only looked at here, and checked by whoever obeys it. Owned by the control process; what touches the
disk may be called from a worker thread, one at a time; `read` from the loop only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gesturegan_live.latent.blends import Value, Values
from gesturegan_live.show import documents
from gesturegan_live.show.documents import DocumentError, shown
from gesturegan_live.show.home import Home, check_name
from gesturegan_live.show.names import one_form
from gesturegan_live.show.shelf import Shelf, write_whole

FORMAT = 1
OF_MODEL = frozenset({"z", "condition", "axes"})
MOST_VOICES, MOST_NAMES, MOST_VALUES = 64, 256, 65536  # voices; names of one; values of one name
_LARGEST_COLLECTION = 16 << 20  # bytes
_BEYOND = 1 << 53  # no number of an instrument's
_MOST_READ = 64  # scenes that are remembered

Part = Mapping[str, Values]


@dataclass(frozen=True, eq=False)
class Scene:
    """What was set.

    Attributes
    ----------
    name : str
    model : str
        Name of the model that its points are of.
    latent_dim : int
    conditions : tuple of str
        Names of that model's classes.
    voices : mapping of int to mapping of name to values
        By the voice's number, counted from 0.
    out : mapping of name to values
        Of the output.
    one : bool
        Whether it is a sound, of one voice, rather than the instrument.
    """

    name: str
    model: str
    latent_dim: int
    conditions: tuple[str, ...]
    voices: Mapping[int, Part]
    out: Part
    one: bool

    def content(self) -> dict[str, Any]:
        """Give what its file says."""
        return {
            "model": self.model,
            "latent_dim": self.latent_dim,
            "conditions": list(self.conditions),
            "one": self.one,
            "voices": {str(voice + 1): _written(part) for voice, part in self.voices.items()},
            "out": _written(self.out),
        }

    @classmethod
    def read(cls, name: str, content: Mapping[str, Any]) -> Scene:
        """Take it from what a file says; `DocumentError` where it does not say a scene."""
        voices = {}
        for number, part in documents.field(content, "voices", dict).items():
            if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= MOST_VOICES and len(number) < 3):
                raise DocumentError(f"voice is {shown(number)}, wanted 1 to {MOST_VOICES}")
            voices[int(number) - 1] = _part(part, f"voice {number}")
        one = documents.field(content, "one", bool)
        if one and len(voices) != 1:
            raise DocumentError(f"holds {len(voices)} voices, wanted the one that it is of")
        return cls(
            name,
            one_form(documents.field(content, "model", str)),
            documents.field(content, "latent_dim", int),
            tuple(documents.listed(content, "conditions", str)),
            voices,
            _part(content.get("out", {}), "out"),
            one,
        )

    def of(self, voice: int) -> Part:
        """Give what it holds of a voice, or of the only one that it holds anything of; ValueError where of none."""
        if self.one:
            return next(iter(self.voices.values()))
        if voice not in self.voices:
            raise ValueError(f"scene {self.name!r} holds nothing of voice {voice + 1}")
        return self.voices[voice]


class Scenes:
    """The scenes of a home.

    Parameters
    ----------
    home : Home
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._shelf = Shelf(home, "scenes", "scene", FORMAT, documents.LARGEST)
        self._unwritten: dict[str, Scene] = {}
        self._read: dict[str, tuple[tuple[int, int, int], Scene]] = {}  # by name, with what the file was then

    def keep(self, scene: Scene) -> None:
        """Let `read` find a scene that is about to be written: a recall may follow its store at once."""
        check_name(scene.name)
        self._shelf.path(scene.name)
        self._unwritten[scene.name] = scene

    def read(self, name: str) -> Scene:
        """Find a scene; ValueError in one line where there is none, or where its file is damaged."""
        name = one_form(name)
        path = self._shelf.path(name)
        unwritten = self._unwritten.get(name)  # one look: a worker may be through with writing it
        if unwritten is not None:
            return unwritten
        try:
            told = path.stat()
        except OSError:
            raise ValueError(f"no scene {name!r}") from None
        state = (told.st_ino, told.st_size, told.st_mtime_ns)
        known = self._read.pop(name, None)
        if known is None or known[0] != state:
            known = state, self._load(name)
        self._read[name] = known  # the last one: the first goes where there are many
        if len(self._read) > _MOST_READ:
            del self._read[next(iter(self._read))]
        return known[1]

    def write(self, scene: Scene) -> str:
        """Store a scene; returns ``replaced`` where one of that name was stored before, which `undo` brings back."""
        try:
            return "replaced" * self._shelf.write(scene.name, scene.content())
        finally:
            if self._unwritten.get(scene.name) is scene:
                del self._unwritten[scene.name]

    def delete(self, name: str) -> str:
        """Delete a scene; `undo` brings it back."""
        if not self._shelf.delete(name):
            raise ValueError(f"no scene {name!r}")
        return ""

    def undo(self, name: str = "") -> str:
        """Bring back what a name held before; see `Shelf.undo`."""
        return self._shelf.undo(name)

    def copy(self, name: str, other: str) -> str:
        """Store a scene under another name too; returns as `write`."""
        return "replaced" * self._shelf.write(_free(name, other), self._load(name).content())

    def rename(self, name: str, other: str) -> str:
        """Give a scene another name; returns as `write`."""
        said = self.copy(name, other)
        self.delete(name)
        return said

    def names(self) -> list[str]:
        """Names of the scenes that `read` finds, sorted."""
        return [name for name in self._shelf.names() if self._finds(name)]

    def numbered(self, number: int) -> str:
        """Give the name of a scene by its place among all, counted from 0; ValueError where there are not so many."""
        names = self._shelf.names()
        if number >= len(names):
            raise ValueError(f"no scene {number + 1}: there are {len(names)}")
        return names[number]

    def export(self, name: str) -> int:
        """Write all scenes into one file of that name in the home's ``shows``; returns how many."""
        path = self._home.inside("shows", name, ".json")
        scenes = {each: self._load(each).content() for each in self.names()}
        octets = (json.dumps({"format": FORMAT, "scenes": scenes}, indent=1) + "\n").encode()
        if len(octets) > _LARGEST_COLLECTION:
            raise ValueError(f"scenes of {len(octets)} bytes: wanted at most {_LARGEST_COLLECTION} in one file")
        try:
            write_whole(path, octets)
        except OSError as error:
            raise ValueError(f"scenes cannot be written to {path}: {error.strerror}") from error
        return len(scenes)

    def take_in(self, name: str) -> int:
        """Store every scene of such a file, or none where one is damaged; returns how many."""
        path = self._home.inside("shows", name, ".json", create=False)
        try:
            content = documents.json_object(path, _LARGEST_COLLECTION)
            if content.get("format") != FORMAT:
                raise DocumentError(f"wanted a JSON object with format {FORMAT}")
            told = documents.field(content, "scenes", dict)
            for each in told:
                check_name(one_form(each))
            scenes = [Scene.read(one_form(each), documents.an_object(scene)) for each, scene in told.items()]
        except ValueError as error:
            raise ValueError(f"scenes {path}: {error}") from error
        for scene in scenes:
            self.write(scene)
        return len(scenes)

    def _load(self, name: str) -> Scene:
        content = self._shelf.content(name)
        if content is None:
            raise ValueError(f"no scene {name!r}")
        try:
            return Scene.read(one_form(name), content)
        except DocumentError as error:
            raise self._shelf.damaged(name, error) from error

    def _finds(self, name: str) -> bool:
        try:
            self._load(name)
        except ValueError:  # damaged, or no name: read() says which
            return False
        return True


def _free(name: str, other: str) -> str:
    check_name(one_form(other))
    if one_form(name) == one_form(other):
        raise ValueError(f"scene {name!r}: wanted another name")
    return one_form(other)


def _written(part: Part) -> dict[str, Any]:
    return {name: list(values) if len(values) != 1 else values[0] for name, values in part.items()}


def _part(told: object, where: str) -> dict[str, tuple[Value, ...]]:
    part = documents.an_object(told)
    if len(part) > MOST_NAMES:
        raise DocumentError(f"{where} has {len(part)} names, wanted at most {MOST_NAMES}")
    return {name: tuple(_values(values, f"{where}: {name}")) for name, values in part.items()}


def _values(told: object, where: str) -> list[Value]:
    values: list[Any] = told if isinstance(told, list) else [told]
    if len(values) > MOST_VALUES:
        raise DocumentError(f"{where} has {len(values)} values, wanted at most {MOST_VALUES}")
    for value in values:
        if type(value) not in {int, float, str} or (not isinstance(value, str) and not abs(value) < _BEYOND):
            raise DocumentError(f"{where} is {shown(value)}, wanted a number or a text")
    return values
