"""What a show is: every setting of an evening, in one frozen dataclass, written as a TOML file.

Conventions
-----------
Keys of the TOML file are the fields' names. Settings that a performer changes while playing are not here: they are
parameters (`gesturegan_live.show.parameters`).
"""

from __future__ import annotations

import dataclasses
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gesturegan_live.show import cues, documents, gestures
from gesturegan_live.show.documents import DocumentError, shown
from gesturegan_live.show.home import check_name
from gesturegan_live.show.loudspeakers import check_ring, even_ring
from gesturegan_live.show.names import one_form
from gesturegan_live.show.setting import setting
from gesturegan_live.show.trust import network

MAX_VOICES = 64
MAX_CHANNELS = 64
MAX_MODELS = 64
AUTO = 0  # channels: as many as the device has; in a show and on the command line `auto`
LONGEST_RENDERING = 24 * 3600.0  # seconds
_GESTURES: dict[str, type[gestures.Settings]] = {"inputs": gestures.Input, "links": gestures.Link}
_TABLES = (*_GESTURES, "models", "cues")
_LISTS: dict[str, tuple[type, str]] = {
    "ring": (float, "a list of numbers"),
    "trust": (str, "a list of texts"),
    "maps": (str, "a list of texts"),
}
_KINDS = {int: "a whole number", str: "a text", bool: "true or false"}


@dataclass(frozen=True)
class Show:
    """Settings of a performance; `gesturegan_live.show.setting` makes a table of them."""

    bundle: str = setting(
        "the model: a folder, or a name in `models` of the show or the home, or among those that ship", "textures"
    )
    backend: str | None = setting("inference: `openvino` or `tensorflow`; chosen by the machine where left out", None)
    device: str | None = setting(
        "sound card: its index, name, `HOSTAPI` or `HOSTAPI:name`; `null` is a clock without sound", None
    )
    voices: int = setting(f"independent voices, 1 to {MAX_VOICES}", 8)
    channels: int = setting(f"output channels, 1 to {MAX_CHANNELS}, or `auto`: as many as the device has", 2)
    block_size: int = setting("frames in a block of the sound card, 16 to 8192", 128)
    connect: bool = setting("whether JACK connects it to the sound card; else the wiring is yours", True)
    direct: bool = setting("whether each voice has an output of its own, beside the channels", False)
    listen: str = setting(
        "where it listens: an address of this computer, `0.0.0.0` for all; `localhost`: to this computer only",
        "localhost",
    )
    port: int = setting("port of OSC, by UDP and TCP; 0: any that is free", 7770)
    trust: tuple[str, ...] = setting("addresses and networks beyond this computer that may do more than play", ())
    oscquery: int = setting("port of the page and of OSCQuery; 0: none", 7771)
    midi: str | None = setting("part of the name of a MIDI input, or `all`", None)
    walk: bool = setting("whether it wanders by itself until the first message that plays", True)
    ring: tuple[float, ...] = setting(
        "azimuth of each loudspeaker in the order of the channels, degrees, 0 front, positive left; left out: an even "
        "ring, clockwise from the front left",
        (),
    )
    maps: tuple[str, ...] = setting("mappings that run from the beginning; those of a show folder are all there", ())
    models: tuple[tuple[str, str], ...] = setting(
        "a table: each model that the show plays, by name, and its SHA-256; another one of that name is refused", ()
    )
    inputs: tuple[tuple[str, gestures.Input], ...] = setting("tables, by name: what sensors send", ())
    links: tuple[tuple[str, gestures.Link], ...] = setting("tables, by name: what that moves", ())
    cues: tuple[cues.Cue, ...] = setting("a list of tables: what happens one after the other", ())

    def __post_init__(self) -> None:
        _within("voices", self.voices, 1, MAX_VOICES)
        if self.channels != AUTO:
            _within("channels", self.channels, 1, MAX_CHANNELS)
        _within("block_size", self.block_size, 16, 8192)
        _within("port", self.port, 0, 65535)
        _within("oscquery", self.oscquery, 0, 65535)
        for text in self.trust:
            network(text)
        for name in self.maps:
            gestures.check_name("map", name)
        if self.ring and self.channels != AUTO:
            check_ring(self.ring, self.channels)

    @property
    def azimuths(self) -> tuple[float, ...]:
        """Azimuth of each loudspeaker."""
        return self.ring or even_ring(self.channels)

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Show:
        """Read a show from a TOML file; ValueError with one line for what is not a show."""
        try:
            return cls(**{key: _read(key, value) for key, value in _known(documents.toml(Path(path))).items()})
        except ValueError as error:
            raise ValueError(f"show {path}: {error}") from error

    def toml(self) -> str:
        """Give the text of the TOML file that `read` takes."""
        values = vars(self) | ({"channels": "auto"} if self.channels == AUTO else {})
        lines = [
            f"{key} = {_toml(value)}\n" for key, value in values.items() if value is not None and key not in _TABLES
        ]
        if self.models:
            lines += ["\n[models]\n", *(f"{_toml(name)} = {_toml(digest)}\n" for name, digest in self.models)]
        for key in _GESTURES:
            for name, settings in values[key]:
                lines += [f"\n[{key}.{_toml(name)}]\n"]
                lines += [f"{each} = {_toml(value)}\n" for each, value in vars(settings).items() if value != ()]
        for cue in self.cues:
            lines += ["\n[[cues]]\n", *(f"{each} = {_toml(value)}\n" for each, value in cue.content().items())]
        return "".join(lines)


def channel_count(value: Any) -> int:
    """Give the channels that a person asks for, by number or as ``auto``."""
    if value == "auto":
        return AUTO
    if type(value) is not int or not 1 <= value <= MAX_CHANNELS:
        wanted = f"wanted 1 to {MAX_CHANNELS}, or auto: as many as the device has"
        raise ValueError(f"channels {shown(value)}: {wanted}")
    return value


def _known(told: dict[str, Any]) -> dict[str, Any]:
    documents.known(told, (field.name for field in dataclasses.fields(Show)))
    return told


def _read(key: str, told: Any) -> Any:
    """Take one setting as a file says it."""
    if key in _GESTURES:
        return gestures.read(_GESTURES[key], told)
    if key == "cues":
        return cues.read(told)
    if key == "models":
        return _models(told)
    if key == "channels":
        return channel_count(told)
    if key in _LISTS:
        kind, wanted = _LISTS[key]
        if type(told) is not list:
            raise ValueError(f"{key} is {shown(told)}, wanted {wanted}")
        return tuple(documents.listed({key: told}, key, kind))
    default = getattr(Show, key)
    kind = str if default is None else type(default)
    if type(told) is not kind:
        raise ValueError(f"{key} is {shown(told)}, wanted {_KINDS[kind]}")
    return told


def _models(told: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(told, dict):
        raise DocumentError(f"models is {shown(told)}, wanted a table")
    if len(told) > MAX_MODELS:
        raise ValueError(f"{len(told)} models: wanted {MAX_MODELS} at most")
    for name, digest in told.items():
        check_name(one_form(name))
        if not isinstance(digest, str) or not re.fullmatch("[0-9a-f]{64}", digest):
            raise ValueError(f"model {name!r} is {shown(digest)}, wanted its SHA-256: 64 digits from 0 to f")
    return tuple((one_form(name), digest) for name, digest in told.items())


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value)


def _within(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise ValueError(f"{name} {shown(value)}: wanted {low} to {high}")
