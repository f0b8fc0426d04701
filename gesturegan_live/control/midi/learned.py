"""Which controller moves what: addresses that controllers have learned.

Conventions
-----------
Channels and controllers count from 0. A controller's 0 to 127 goes from `low` to `high` by the law of the address; what
is a choice goes through its choices, what is a switch is on from 64 up. They are kept in ``midi.json`` in the home:
``{"format", "controllers": [{"channel", "controller", "address", "low", "high"}], "mpe": [lower, upper]}``, where
channels count from 1. Owned by the control process, one thread.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gesturegan_live.control.messages import fractions
from gesturegan_live.control.messages.arguments import Argument, RefusedError, Value
from gesturegan_live.control.messages.routes.midi import FARTHEST
from gesturegan_live.control.messages.routes.route import Route
from gesturegan_live.control.midi.channels import CHANNELS, Message
from gesturegan_live.show import documents
from gesturegan_live.show.documents import DocumentError, shown
from gesturegan_live.show.shelf import write_whole

FORMAT = 1
_FULL = 127
_LONGEST = 256  # characters of an address


@dataclass(frozen=True)
class Learned:
    """What a controller moves.

    Attributes
    ----------
    address : str
        Or a pattern.
    low, high : float
        Where the controller's ends go; ignored of what is a choice.
    """

    address: str
    low: float
    high: float

    @classmethod
    def of(cls, address: str, route: Route, ends: tuple[Value, ...] = ()) -> Learned:
        """Learn an address, from end to end of its range or between some; RefusedError where no controller moves it."""
        if len(address) > _LONGEST:
            raise RefusedError(f"an address of {len(address)} characters: wanted {_LONGEST} at most")
        [argument] = fractions.moved(address, route)
        if argument.choices:
            return cls(address, 0.0, 0.0)
        low, high = (float(argument.check(end)) for end in ends) if ends else (argument.low, argument.high)
        return cls(address, low, high)

    def message(self, value: int, route: Route) -> Message:
        """Give the message of a controller's value, 0 to 127, for an address of that route."""
        [argument] = fractions.moved(self.address, route)
        return self.address, [fractions.value(route, argument, _share(argument, value), (self.low, self.high))]


def _share(argument: Argument, value: int) -> float:
    return value / (_FULL + 1 if argument.choices else _FULL)


@dataclass(frozen=True)
class Learning:
    """All that is kept of MIDI.

    Attributes
    ----------
    controllers : mapping of (channel, controller) to Learned
    mpe : pair of int
        Channels of notes in the lower and the upper zone.
    """

    controllers: Mapping[tuple[int, int], Learned]
    mpe: tuple[int, int] = (0, 0)

    def content(self) -> dict[str, Any]:
        """Give what its file says."""
        controllers = [
            {"channel": channel + 1, "controller": number, **vars(learned)}
            for (channel, number), learned in sorted(self.controllers.items())
        ]
        return {"format": FORMAT, "controllers": controllers, "mpe": list(self.mpe)}

    def write(self, path: Path) -> None:
        """Write it; ValueError, in one line, where it cannot be."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, (json.dumps(self.content(), indent=1) + "\n").encode())
        except OSError as error:
            raise ValueError(f"{path} cannot be written: {error.strerror}") from error


def read(path: Path) -> Learning:
    """Read what was kept; nothing where there is no file, ValueError in one line where it is damaged."""
    if not path.exists():
        return Learning({})
    try:
        return _read(path)
    except DocumentError as error:
        raise ValueError(f"what MIDI controllers have learned cannot be read: {path} ({error})") from error


def _read(path: Path) -> Learning:
    content = documents.json_object(path)
    if content.get("format") != FORMAT:
        raise DocumentError(f"wanted a JSON object with format {FORMAT}")
    told = documents.listed(content, "controllers", dict)
    mpe = documents.listed(content, "mpe", int)
    if len(mpe) != 2 or not all(0 <= count < CHANNELS for count in mpe):
        raise DocumentError(f"mpe is {shown(mpe)}, wanted the channels of two zones")
    return Learning(dict(map(_controller, told)), (mpe[0], mpe[1]))


def _controller(told: Mapping[str, Any]) -> tuple[tuple[int, int], Learned]:
    channel, number = documents.field(told, "channel", int), documents.field(told, "controller", int)
    if not (1 <= channel <= CHANNELS and 0 <= number <= _FULL):
        raise DocumentError(f"controller {shown(number)} of channel {shown(channel)}, there is none")
    ends = documents.field(told, "low", float), documents.field(told, "high", float)
    if max(map(abs, ends)) > FARTHEST:
        raise DocumentError(f"a controller goes from {shown(ends[0])} to {shown(ends[1])}, no address does")
    return (channel - 1, number), Learned(documents.field(told, "address", str), *ends)
