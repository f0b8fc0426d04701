"""The objects of the model of Max (`tests.patches.max_model`): what each does with a message.

A message is a list: ``["bang"]``, ``[0.5]``, ``["gain", 0.5]``.
"""

from __future__ import annotations

import ast
import itertools
import math
import operator
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.patches.max_model import Patch

Message = list[Any]
BANG: Message = ["bang"]
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def atoms(text: str) -> Message:
    """What Max makes of typed text."""
    return [_atom(word) for word in text.split()]


def _atom(word: str) -> Any:
    if re.fullmatch(r"-?\d+", word):
        return int(word)
    return float(word) if re.fullmatch(r"-?(\d+\.\d*|\.\d+)", word) else word


def evaluated(formula: str, values: Message) -> float:
    """What [expr] makes of its variables."""

    def of(node: ast.expr) -> float:
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return values[int(node.id[1:]) - 1]
        if isinstance(node, ast.BinOp):
            return OPERATORS[type(node.op)](of(node.left), of(node.right))
        if isinstance(node, ast.Compare):
            assert isinstance(node.ops[0], ast.Eq)
            return int(of(node.left) == of(node.comparators[0]))
        assert isinstance(node, ast.Call)
        return getattr(math, node.func.id)(of(node.args[0]))

    return float(of(ast.parse(re.sub(r"\$[fi](\d)", r"v\1", formula), mode="eval").body))


class Box:
    """One object: its words, what it keeps, and what its outlets lead to."""

    def __init__(self, patch: Patch, spec: dict[str, Any]) -> None:
        self.patch, self.spec, self.max = patch, spec, patch.max
        text = spec.get("text", "")
        self.name = text.split()[0] if spec["maxclass"] == "newobj" else spec["maxclass"]
        self.words = atoms(text)[1:] if spec["maxclass"] == "newobj" else []
        self.kept: Any = None
        self.cold: dict[int, Any] = {}
        self.cords: dict[int, list[tuple[Box, int]]] = defaultdict(list)
        self.inner: Patch | None = None
        self.heard: list[Message] = []  # what came to its left inlet: for prints and outlets
        if self.name == "bpatcher":
            self.inner = patch.max.inside(spec["name"].removesuffix(".maxpat"), spec.get("args", []), self)
        elif self.name in patch.max.own:
            self.inner = patch.max.inside(self.name, self.words, self)
        if self.name in ("receive", "js", "udpreceive"):
            patch.max.boxes[self.name].append(self)

    def out(self, outlet: int, *message: Any) -> None:
        """Send a message out of an outlet, to what is connected to it, in the order of the model."""
        assert outlet < self.spec["numoutlets"], (self.name, outlet)
        for box, inlet in self.max.order(self.cords[outlet]):
            box.take(inlet, list(message))

    def take(self, inlet: int, message: Message) -> None:
        """Receive a message."""
        assert message, self.name
        assert inlet < self.spec["numinlets"], (self.name, inlet)
        if len(message) == 2 and message[0] == "symbol":
            message = message[1:]
        if inlet == 0:
            self.heard.append(message)
        if self.inner is not None:
            self.inner.inlets[inlet].out(0, *message)
            return
        getattr(self, "_" + {"/": "divide", ">": "greater", "+": "add"}.get(self.name, self.name.replace(".", "_")))(
            inlet, message
        )

    # Objects, by name

    def _t(self, _: int, message: Message) -> None:
        for index in reversed(range(len(self.words))):
            kind = self.words[index]
            if kind == "b":
                self.out(index, "bang")
            elif kind == "i":
                self.out(index, int(message[0]))
            elif kind == "f":
                self.out(index, float(message[0]))
            elif kind in ("l", "s"):
                assert kind == "l" or isinstance(message[0], str), message
                self.out(index, *(message if kind == "l" else message[:1]))
            else:
                self.out(index, kind)

    def _route(self, inlet: int, message: Message) -> None:
        assert inlet == 0
        for index, word in enumerate(self.words):
            if message[0] == word and isinstance(message[0], str) == isinstance(word, str):
                self.out(index, *(message[1:] or BANG))
                return
        self.out(len(self.words), *message)

    def _sel(self, inlet: int, message: Message) -> None:
        assert inlet == 0
        for index, word in enumerate(self.words):
            if message[0] == word:
                self.out(index, "bang")
                return
        self.out(len(self.words), *message)

    def _prepend(self, _: int, message: Message) -> None:
        if message[0] == "set":
            self.kept = message[1:]
        else:
            self.out(0, *(self.words if self.kept is None else self.kept), *message)

    def _sprintf(self, inlet: int, message: Message) -> None:
        form = " ".join(map(str, self.words))
        fields = re.findall(r"%l?([ds])", form)
        for index, value in enumerate(message, inlet):
            assert isinstance(value, str) == (fields[index] == "s"), (form, message)
            self.cold[index] = value
        if inlet == 0:
            values = tuple(self.cold.get(index, "" if kind == "s" else 0) for index, kind in enumerate(fields))
            self.out(0, *atoms(form.replace("%ld", "%d") % values))

    def _unpack(self, _: int, message: Message) -> None:
        for index in reversed(range(min(len(message), len(self.words)))):
            self.out(index, type(self.words[index])(message[index]))

    def _pack(self, inlet: int, message: Message) -> None:
        values = self.kept = self.kept or list(self.words)
        for index, value in enumerate([] if message == BANG else message, inlet):
            values[index] = type(values[index])(value)
        if inlet == 0:
            self.out(0, *values)

    def _i(self, inlet: int, message: Message) -> None:
        if message != BANG:
            self.kept = int(message[0])
        if inlet == 0:
            self.out(0, self.kept if self.kept is not None else (self.words or [0])[0])

    def _gate(self, inlet: int, message: Message) -> None:
        if self.kept is None:
            self.kept = self.words[1] if len(self.words) > 1 else 0
        if inlet == 0:
            self.kept = message[0]
        elif self.kept:
            self.out(0, *message)

    def _change(self, _: int, message: Message) -> None:
        if message[0] != (self.kept or 0):
            self.kept = message[0]
            self.out(0, *message)

    def _deferlow(self, _: int, message: Message) -> None:
        self.max.after(0, lambda: self.out(0, *message))

    def _zl_slice(self, _: int, message: Message) -> None:
        size = self.words[0]
        if message[size:]:
            self.out(1, *message[size:])
        self.out(0, *message[:size])

    def _zl_join(self, inlet: int, message: Message) -> None:
        right = self.cold.setdefault(1, list(self.words))
        if message == ["zlclear"]:
            self.cold[1] = []
        elif inlet == 1:
            self.cold[1] = message
        else:
            self.out(0, *message, *right)

    def _zl_reg(self, inlet: int, message: Message) -> None:
        if message != BANG:
            self.kept = message
        if inlet == 0 and self.kept:
            self.out(0, *self.kept)

    def _zl_lace(self, inlet: int, message: Message) -> None:
        self.cold[inlet] = message
        if inlet == 0:
            pairs = zip(message, self.cold.get(1, []), strict=False)
            self.out(0, *itertools.chain.from_iterable(pairs))

    def _zl_iter(self, _: int, message: Message) -> None:
        for value in message:
            self.out(0, value)

    def _zl_lookup(self, inlet: int, message: Message) -> None:
        if inlet == 1:
            self.kept = message
        else:
            self.out(0, self.kept[message[0]])

    def _zl_len(self, _: int, message: Message) -> None:
        self.out(0, len(message))

    def _zl_sum(self, _: int, message: Message) -> None:
        self.out(0, sum(message))

    def _divide(self, inlet: int, message: Message) -> None:
        assert inlet == 0
        self.out(0, message[0] / self.words[0])

    def _add(self, inlet: int, message: Message) -> None:
        assert inlet == 0
        self.out(0, message[0] + self.words[0])

    def _greater(self, inlet: int, message: Message) -> None:
        assert inlet == 0
        self.out(0, int(message[0] > self.words[0]))

    def _scale(self, _: int, message: Message) -> None:
        low, high, to_low, to_high = self.words
        self.out(0, to_low + (message[0] - low) / (high - low) * (to_high - to_low))

    def _expr(self, inlet: int, message: Message) -> None:
        self.cold[inlet] = message[0]
        if inlet == 0:
            values = [self.cold.get(index, 0) for index in range(self.spec["numinlets"])]
            self.out(0, evaluated(" ".join(map(str, self.words)), values))

    def _patcherargs(self, _: int, message: Message) -> None:
        given = self.patch.arguments
        first = next((i for i, word in enumerate(given) if str(word).startswith("@")), len(given))
        plain = list(given[:first])
        defaults = self.words[len(plain) :] if self.max.fills or not plain else []
        self.out(0, *plain, *defaults)
        for name in [word for word in given if str(word).startswith("@")]:
            rest = given[given.index(name) + 1 :]
            values = list(itertools.takewhile(lambda word: not str(word).startswith("@"), rest))
            self.out(1, name[1:], *values)
        self.out(1, "done")

    def _forward(self, _: int, message: Message) -> None:
        if message[0] == "send":
            self.kept = message[1]
        else:
            assert self.kept, "forward has no name yet"
            self.max.tell(self.kept, message)

    def _receive(self, _: int, message: Message) -> None:
        assert message[0] == "set"
        self.kept = message[1]

    def _metro(self, inlet: int, message: Message) -> None:
        if inlet == 1:
            self.cold[1] = message[0]
            return
        on = message == BANG or bool(message[0])
        self.kept = object() if on else None
        self._tick(self.kept)

    def _tick(self, run: Any) -> None:
        if run is not None and run is self.kept:
            self.out(0, "bang")
            self.max.after(self.cold.get(1, self.words[0]), lambda: self._tick(run))

    def _delay(self, _: int, message: Message) -> None:
        assert message == BANG
        run = self.kept = object()
        self.max.after(self.words[0], lambda: self.out(0, "bang") if self.kept is run else None)

    def _message(self, inlet: int, message: Message) -> None:
        assert inlet == 0
        if message[0] == "set":
            self.kept = message[1:]
            return
        for part in self.spec.get("text", "").split(","):
            self.out(0, *(message[int(w[1:]) - 1] if re.fullmatch(r"\$\d", str(w)) else w for w in atoms(part)))

    def _js(self, _: int, message: Message) -> None:
        for kind, *said in self.max.script(self, message):
            if kind == "out":
                self.out(said[0], *said[1:])
            else:
                self.max.tell(said[0], said[1:])

    def _udpsend(self, _: int, message: Message) -> None:
        if message[0] in ("host", "port"):
            self.cold[message[0]] = message[1]
        else:
            self.max.sent.append((self.cold.get("port"), message))

    def _udpreceive(self, _: int, message: Message) -> None:
        assert message[0] == "port"
        self.kept = message[1]

    def _print(self, _: int, message: Message) -> None:
        pass

    def _outlet(self, _: int, message: Message) -> None:
        if self.patch.box is not None:
            self.patch.box.out(self.patch.outlets.index(self), *message)

    # What is drawn

    def _number(self, _: int, message: Message) -> None:
        assert isinstance(message[-1], int | float), message
        self.kept = message[-1]
        if message[0] != "set":
            self.out(0, self.kept)

    _flonum = _toggle = _live_dial = _live_numbox = _live_text = _tab = _number

    def _textedit(self, _: int, message: Message) -> None:
        assert message[0] == "set", message
        self.kept = message[1:]

    def _live_menu(self, _: int, message: Message) -> None:
        choices = self.spec["saved_attribute_attributes"]["valueof"]["parameter_enum"]
        if message[0] == "setsymbol":
            self.kept = choices.index(message[1])
        else:
            self.kept = message[0]
            self.out(1, choices[message[0]])
            self.out(0, message[0])

    def _umenu(self, _: int, message: Message) -> None:
        items = self.cold.setdefault("items", [])
        if message == ["clear"]:
            items.clear()
        elif message[0] == "append":
            items.append(message[1])
        elif message[0] < len(items):
            self.out(1, items[message[0]])
            self.out(0, message[0])

    def _multislider(self, _: int, message: Message) -> None:
        self.kept = message
        self.out(0, *message)

    def _pictslider(self, _: int, message: Message) -> None:
        self.out(1, message[1])
        self.out(0, message[0])

    def _nodes(self, _: int, message: Message) -> None:
        if message[0] == "nodenumber":
            self.cold["nodes"] = [None] * message[1]
        elif message[0] == "setnode":
            self.cold["nodes"][message[1] - 1] = message[2:]
            self.out(0, *(0.5 for _ in self.cold["nodes"]))  # Max may say so: no hand has moved
        else:
            places = self.cold["nodes"]
            assert None not in places
            self.out(0, *(max(0.0, 1 - math.dist(message, (x, y)) / size) for x, y, size in places))

    def _kslider(self, _: int, message: Message) -> None:
        raise AssertionError(message)
