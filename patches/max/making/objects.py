"""The Max 8 objects that the patches may use, with how many inlets and outlets each has.

Conventions
-----------
A count is a number, or follows from the words typed after the object's name. The counts are those that Max writes into
its own files, by Cycling '74's reference pages. What is not listed may not be used: a typing error is found here, since
Max itself would only show a box that does nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Count = int | Callable[[list[str]], int]


def _plain(words: list[str]) -> list[str]:
    return words[: next((i for i, word in enumerate(words) if word.startswith("@")), len(words))]


def _each(words: list[str]) -> int:
    return len(_plain(words))


def _and_rest(words: list[str]) -> int:
    return len(_plain(words)) + 1


def _fields(words: list[str]) -> int:
    return max(1, sum(word.count("%") for word in words))


def _variables(words: list[str]) -> int:
    return max(int(number) for number in re.findall(r"\$[if](\d)", " ".join(words)))


TYPED: dict[str, tuple[Count, Count]] = {
    "change": (1, 3),
    "ctlin": (1, lambda words: 2 if words else 3),
    "deferlow": (1, 1),
    "delay": (2, 1),
    "expr": (_variables, 1),
    "forward": (1, 0),
    "gate": (2, lambda words: int(words[0]) if words else 1),
    "i": (2, 1),
    "js": (1, 1),
    "metro": (2, 1),
    "midiin": (1, 1),
    "midiout": (1, 0),
    "notein": (1, 3),
    "pack": (_each, 1),
    "patcherargs": (1, 2),
    "pcontrol": (1, 1),
    "prepend": (1, 1),
    "print": (1, 0),
    "receive": (1, 1),
    "route": (_and_rest, _and_rest),
    "scale": (6, 1),
    "sel": (_and_rest, _and_rest),
    "sprintf": (_fields, 1),
    "t": (1, _each),
    "touchin": (1, 2),
    "udpreceive": (1, 1),
    "udpsend": (1, 0),
    "unpack": (1, _each),
    "xbendin": (1, 2),
    "zl.iter": (2, 2),
    "zl.join": (2, 2),
    "zl.lace": (2, 2),
    "zl.len": (2, 2),
    "zl.lookup": (2, 2),
    "zl.reg": (2, 2),
    "zl.slice": (2, 2),
    "zl.sum": (2, 2),
    "+": (2, 1),
    "/": (2, 1),
    ">": (2, 1),
}

DRAWN: dict[str, tuple[int, int]] = {
    "comment": (1, 0),
    "flonum": (1, 2),
    "inlet": (0, 1),
    "kslider": (2, 2),
    "live.dial": (1, 2),
    "live.menu": (1, 3),
    "live.numbox": (1, 2),
    "live.text": (1, 2),
    "message": (2, 1),
    "multislider": (1, 2),
    "nodes": (1, 3),
    "number": (1, 2),
    "outlet": (1, 0),
    "panel": (1, 0),
    "pictslider": (2, 2),
    "tab": (1, 3),
    "textedit": (1, 4),
    "toggle": (1, 1),
    "umenu": (1, 3),
}


def ports(text: str, own: dict[str, tuple[int, int]]) -> tuple[int, int]:
    """How many inlets and outlets a typed object has.

    Parameters
    ----------
    text : str
        What stands in the box.
    own : dict
        Inlets and outlets of the package's own abstractions.

    Raises
    ------
    ValueError
        If there is no such object in the list.
    """
    name, *words = text.split()
    if name in own:
        return own[name]
    if name not in TYPED:
        raise ValueError(f"{name!r} is no object of the list: wanted one of {', '.join(sorted(TYPED))}")
    inlets, outlets = (count if isinstance(count, int) else count(words) for count in TYPED[name])
    return inlets, outlets
