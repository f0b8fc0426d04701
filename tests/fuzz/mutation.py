"""How what is whole is damaged: bytes, and the values within JSON."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

Reading = Callable[[], object]
Rounds = Iterator[Reading]  # one reading a round, each of another damage

_ODD_BYTES = [
    b"\0",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"\n",
    b'"',
    b"{",
    b"[",
    b"]",
    b"#",
    b"/",
    b",",
    b"=",
    b"-",
    b"9" * 30,
    b"%n",
]
ODD: list[Any] = [
    *(None, True, False, 0, -1, 1, 2**31, 2**63, -(2**63), 10**400, 0.5, -0.0, 1e39, 1e308, float("nan"), float("inf")),
    *(
        "",
        "a",
        "\0",
        "\ud800",
        "../..",
        "/etc/passwd",
        "~",
        "x" * 5000,
        "é",
        "e\u0301",
        "\x1b[2J",
        "two\nlines",
        "1",
        "NaN",
    ),
    *([], {}, [[]], [None], {"": None}, [1] * 5000, ["a", 1, None], {"name": "points"}, {"a": {"a": {"a": {}}}}),
]


def damaged(content: bytes, draw: random.Random) -> bytes:
    """Change a few bytes, leave some out, repeat some, put some in, or cut the end off."""
    made = bytearray(content)
    for _ in range(draw.choice([1, 1, 1, 2, 3, 8])):
        if not made:
            break
        at = draw.randrange(len(made))
        length = draw.choice([1, 1, 2, 4, 8, 16])
        how = draw.randrange(7)
        if how == 0:
            made[at] ^= 1 << draw.randrange(8)
        elif how == 1:
            made[at] = draw.randrange(256)
        elif how == 2:
            del made[at : at + length]
        elif how == 3:
            made[at:at] = made[at : at + length] * draw.choice([1, 2, 50])
        elif how == 4:
            made[at:at] = draw.choice(_ODD_BYTES)
        elif how == 5:
            made[at : at + length] = draw.randbytes(length)
        elif draw.random() < 0.3:
            del made[at:]
    return bytes(made)


def odd(value: Any, draw: random.Random) -> Any:
    """Put something odd in the place of one value within, or leave it out, or double it."""
    made = copy.deepcopy(value)
    places = list(_places(made))
    if not places:
        return draw.choice(ODD)
    holder, key = draw.choice(places)
    how = draw.randrange(4)
    if how == 0:
        del holder[key]
    elif how == 1 and isinstance(holder, list):
        holder.append(holder[key])
    elif how == 2:
        holder[key] = [holder[key]] if draw.random() < 0.5 else {"a": holder[key]}
    else:
        holder[key] = draw.choice(ODD)
    return made


def _places(value: Any) -> Any:
    """Every place within, but of long lists of numbers only some."""
    if isinstance(value, dict):
        for key in value:
            yield value, key
            yield from _places(value[key])
    elif isinstance(value, list):
        for key in range(len(value)) if len(value) < 50 else (0, 7, len(value) - 1):
            yield value, key
            yield from _places(value[key])


def odd_json(content: bytes, draw: random.Random) -> bytes:
    """Put odd values into a JSON text; damage what is none."""
    try:
        return json.dumps(odd(json.loads(content), draw)).encode()
    except ValueError:  # it is damaged already
        return damaged(content, draw)
