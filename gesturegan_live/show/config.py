"""What a show is: every setting of an evening, in one frozen dataclass, written as a TOML file.

Conventions
-----------
Keys of the TOML file are the fields' names. Settings that a performer changes while playing are not here: they are
parameters (`gesturegan_live.show.parameters`).
"""

from __future__ import annotations

import dataclasses
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gesturegan_live.show import cues, documents, gestures
from gesturegan_live.show.documents import shown
from gesturegan_live.show.loudspeakers import check_ring, even_ring
from gesturegan_live.show.trust import network

MAX_VOICES = 64
MAX_CHANNELS = 64
AUTO = 0  # channels: as many as the device has; in a show and on the command line `auto`
LONGEST_RENDERING = 24 * 3600.0  # seconds
_GESTURES: dict[str, type[gestures.Settings]] = {"inputs": gestures.Input, "links": gestures.Link}
_TABLES = (*_GESTURES, "cues")
_LISTS: dict[str, tuple[type, str]] = {"ring": (float, "a list of numbers"), "trust": (str, "a list of texts")}
_KINDS = {int: "a whole number", str: "a text", bool: "true or false"}


@dataclass(frozen=True)
class Show:
    """Settings of a performance.

    Attributes
    ----------
    bundle : str
        Folder of a bundle, or the name of one in the home's ``models`` or among those that ship.
    backend : str or None
        Inference backend; None chooses.
    device : str or None
        Index, name, ``HOSTAPI`` or ``HOSTAPI:name`` of a sound card, ``null`` for a clock without sound; None chooses.
    voices, channels, block_size : int
        Independent voices; output channels, or `AUTO`; frames in a block of the sound card.
    connect : bool
        Whether JACK connects the instrument to the sound card; otherwise the wiring is left to the performer.
    direct : bool
        Whether each voice has an output of its own beside the channels: a port of JACK's, or a channel of the device.
    host, port : str, int
        Where OSC is listened to, at every address that the host has; loopback unless told otherwise.
    trust : tuple of str
        Addresses and networks beyond this computer that may do more than play.
    oscquery : int
        Port of OSCQuery; 0: none.
    midi : str or None
        Part of the name of a MIDI input, or ``all``; None: no MIDI.
    walk : bool
        Whether the instrument wanders by itself until the first control message.
    ring : tuple of float
        Azimuth of each loudspeaker in the order of the channels, degrees, 0 front, positive left; empty for an even
        ring, clockwise from the front left.
    inputs : tuple of (str, Input)
        What sensors send, by name: a table of tables in the file (`gesturegan_live.show.gestures`).
    links : tuple of (str, Link)
        What it moves, likewise.
    cues : tuple of Cue
        What happens one after the other: a list of tables in the file (`gesturegan_live.show.cues`).
    """

    bundle: str = "textures"
    backend: str | None = None
    device: str | None = None
    voices: int = 8
    channels: int = 2
    block_size: int = 128
    connect: bool = True
    direct: bool = False
    host: str = "localhost"
    port: int = 7770
    trust: tuple[str, ...] = ()
    oscquery: int = 0
    midi: str | None = None
    walk: bool = True
    ring: tuple[float, ...] = ()
    inputs: tuple[tuple[str, gestures.Input], ...] = ()
    links: tuple[tuple[str, gestures.Link], ...] = ()
    cues: tuple[cues.Cue, ...] = ()

    def __post_init__(self) -> None:
        _within("voices", self.voices, 1, MAX_VOICES)
        if self.channels != AUTO:
            _within("channels", self.channels, 1, MAX_CHANNELS)
        _within("block_size", self.block_size, 16, 8192)
        _within("port", self.port, 0, 65535)
        _within("oscquery", self.oscquery, 0, 65535)
        for text in self.trust:
            network(text)
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


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value)


def _within(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise ValueError(f"{name} {shown(value)}: wanted {low} to {high}")
