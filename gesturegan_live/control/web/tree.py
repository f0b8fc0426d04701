"""The addresses of the instrument as the tree that OSCQuery describes.

The OSCQuery proposal, "OSC query attributes"; https://github.com/Vidvox/OSCQueryProposal.

Conventions
-----------
A tree is one model's: another one has other coordinates and axes. An axis is there by its name, or by its number where
it has none. What takes one kind of value or another (``i/s``) has the type of the value that it holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from gesturegan_live.control.messages.arguments import Argument, Value
from gesturegan_live.control.messages.places import Place

READ, WRITE = 1, 2  # of ACCESS
ATTRIBUTES = ("FULL_PATH", "CONTENTS", "TYPE", "ACCESS", "VALUE", "RANGE", "UNIT", "DESCRIPTION")
_NOTHING = "N"  # the type of what takes nothing
_KINDS: dict[str, tuple[type, ...]] = {"i": (int,), "f": (int, float), "s": (str,)}

Reader = Callable[[Place], Sequence[Value]]


class Node:
    """One address, or a part that several have in common.

    Attributes
    ----------
    path : str
    place : Place or None
        What the address stands for.
    contents : dict of str to Node
        By the next part of their addresses.
    """

    __slots__ = ("contents", "path", "place")

    def __init__(self, path: str) -> None:
        self.path = path
        self.place: Place | None = None
        self.contents: dict[str, Node] = {}

    def grow(self, places: Iterable[Place]) -> Iterator[None]:
        """Put addresses into it, which is the root, one at a time."""
        for place in places:
            node = self
            for part in place.address.split("/")[1:]:
                below = node.contents.get(part)
                if below is None:
                    below = node.contents[part] = Node(f"{node.path.rstrip('/')}/{part}")
                node = below
            node.place = place
            yield

    def find(self, path: str) -> Node | None:
        """Find what is at a path, from the root on."""
        node: Node | None = self
        for part in path.strip("/").split("/") if path.strip("/") else []:
            node = node.contents.get(part) if node is not None else None
        return node

    def attributes(self, read: Reader) -> dict[str, Any]:
        """Give all that is said of it, but for its contents."""
        found: dict[str, Any] = {"FULL_PATH": self.path}
        if self.place is None:
            return found | {"ACCESS": 0}
        route = self.place.route
        values: list[Value | None] = list(read(self.place)) if route.readable else []
        arguments = _arguments(route.arguments, len(values))
        found["TYPE"] = "".join(map(_kind, arguments, values or [None] * len(arguments))) or _NOTHING
        found["ACCESS"] = READ * route.readable | WRITE * (route.writable or not route.readable)
        if values and all(isinstance(value, _KINDS[kind]) for kind, value in zip(found["TYPE"], values, strict=True)):
            found["VALUE"] = values
        if arguments:
            found["RANGE"] = list(map(_range, arguments, found["TYPE"]))
        if arguments and route.unit:
            units = route.unit.split(", ")
            found["UNIT"] = units if len(units) == len(arguments) else [route.unit] * len(arguments)
        found["DESCRIPTION"] = route.meaning
        return found

    def json(self, read: Reader) -> Iterator[str]:
        """Write it and all that it contains, piece by piece."""
        text = json.dumps(self.attributes(read))
        if not self.contents:
            yield text
            return
        yield f'{text[:-1]}, "CONTENTS": {{'
        for number, (name, node) in enumerate(self.contents.items()):
            yield f"{', ' * bool(number)}{json.dumps(name)}: "
            yield from node.json(read)
        yield "}}"


def _arguments(arguments: Sequence[Argument], values: int) -> list[Argument]:
    """Give the argument of each of so many values; where there is none, those that must be sent, or the first."""
    if values and arguments:
        return [arguments[min(number, len(arguments) - 1)] for number in range(values)]
    return [argument for argument in arguments if not argument.optional] or list(arguments[:1])


def _kind(argument: Argument, value: Value | None) -> str:
    if len(argument.osc_type) == 1:
        return argument.osc_type
    return next((kind for kind in argument.osc_type if value is not None and isinstance(value, _KINDS[kind])), "s")


def _range(argument: Argument, kind: str) -> dict[str, Any] | None:
    if argument.choices:
        return {"VALS": list(argument.choices)}
    if kind == "s":
        return None
    return {"MIN": argument.low, "MAX": argument.high}
