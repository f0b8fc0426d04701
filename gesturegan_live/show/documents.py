"""Text, JSON, TOML and XML that somebody else may have written.

Conventions
-----------
Sizes are checked before memory is taken, depths before anything walks over the content; what is read holds text that
can be written again: no half of a surrogate pair. Whatever is wrong is a `DocumentError`, one line, that says what was
found and what was wanted; who reads says in which file. The standard library only.
"""

from __future__ import annotations

import difflib
import json
import math
import reprlib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from xml.parsers import expat

DEEPEST = 32  # lists and objects in each other
LARGEST = 4 << 20  # bytes, where nobody says otherwise
LARGEST_TOML = 64 << 10
_LONGEST_LINE = 4096  # of TOML: the time that its reader takes grows with the square of a dotted key
_UTF_8 = "utf-8-sig"
_LONGEST_SAID = 500  # characters
_LONGEST_KEY = 64  # characters that are compared with what was meant
_KINDS: dict[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a finite number",
    str: "a text",
    list: "a list",
    dict: "an object",
}

Kind = TypeVar("Kind")  # of `_KINDS`


class DocumentError(ValueError):
    """A file, or something in it, that is not what was wanted; the message is one line."""


def text(path: Path, largest: int = LARGEST, encoding: str = _UTF_8) -> str:
    """Read a text; in UTF-8 with or without a byte order mark.

    Raises
    ------
    DocumentError
        One line: no such file, too many bytes, or no text.
    """
    try:
        if path.exists() and not path.is_dir() and not path.is_file():
            raise DocumentError("is no file")  # but a pipe, say, that nobody writes into
        with path.open("rb") as file:
            octets = file.read(largest + 1)
    except OSError as error:
        raise DocumentError(f"cannot be read ({error.strerror})") from error
    if len(octets) > largest:
        raise DocumentError(f"has more than {largest} bytes, which is the most that is read")
    return _decoded(octets, encoding)


def json_object(path: Path, largest: int = LARGEST) -> dict[str, Any]:
    """Read a JSON file that holds an object."""
    return an_object(json_value(path, largest))


def json_value(path: Path, largest: int = LARGEST) -> Any:
    """Read a JSON file, whatever it holds."""
    return parsed(text(path, largest))


def parsed(content: str | bytes) -> Any:
    """Read JSON that is in memory already."""
    try:
        value = json.loads(
            content if isinstance(content, str) else _decoded(content), object_pairs_hook=_without_doubles
        )
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"is not JSON ({one_line(error)})") from error
    _check(value)
    return value


def toml(path: Path) -> dict[str, Any]:
    """Read a TOML file."""
    content = text(path, LARGEST_TOML)
    if max(map(len, content.splitlines()), default=0) > _LONGEST_LINE:
        raise DocumentError(f"has a line of more than {_LONGEST_LINE} characters")
    try:
        told = tomllib.loads(content)
    except (ValueError, RecursionError) as error:
        raise DocumentError(one_line(error)) from error
    _check(told)
    return told


def check_xml(path: Path, root: str, largest: int = LARGEST) -> None:
    """Refuse what is no plain XML whose outermost element has that name."""
    if path.stat().st_size > largest:
        raise DocumentError(f"has {path.stat().st_size} bytes, wanted at most {largest}")
    parser, depth = expat.ParserCreate(), 0

    def begin(name: str, _: dict[str, str]) -> None:
        nonlocal depth
        if depth == 0 and name != root:
            raise DocumentError(f"begins with <{shown(name)[1:-1]}>, wanted <{root}>")
        depth += 1
        if depth > DEEPEST:
            raise DocumentError(f"nests more than {DEEPEST} deep")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_: object) -> None:
        raise DocumentError("holds a document type, wanted none")

    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = begin, end, refuse
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except expat.ExpatError as error:
        raise DocumentError(str(error)) from error


def an_object(value: object) -> dict[str, Any]:
    """Take what was read as an object; DocumentError where it is something else."""
    if not isinstance(value, dict):
        raise DocumentError(f"holds a {type(value).__name__}, wanted an object")
    return value


def field(told: Mapping[str, Any], name: str, kind: type[Kind]) -> Kind:
    """Take a field of that kind from an object; DocumentError where it is not there or another."""
    if name not in told:
        raise DocumentError(f"lacks {name!r}")
    return _of_kind(told[name], name, kind)


def listed(told: Mapping[str, Any], name: str, kind: type[Kind]) -> list[Kind]:
    """Take a list of which each item is of that kind."""
    return [_of_kind(item, f"{name}[{number}]", kind) for number, item in enumerate(field(told, name, list))]


def known(told: Mapping[str, Any], names: Iterable[str]) -> None:
    """Refuse a key that is none of these names; the nearest one is told."""
    names = list(names)
    for key in told:
        if key not in names:
            near = difflib.get_close_matches(key[:_LONGEST_KEY].lower(), names, 1)
            meant = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
            raise DocumentError(f"no setting {shown(key)}; {meant}")


def shown(value: object) -> str:
    """Show a value that came from outside: one line, short."""
    try:
        return reprlib.repr(value)
    except ValueError:  # Python writes no number of thousands of digits
        return "a number of thousands of digits"


def one_line(error: BaseException | str) -> str:
    """Say what a library said of a file: on one line, short, and nothing that a terminal would obey."""
    told = " ".join(str(error).split())[:_LONGEST_SAID]
    return "".join(letter if letter.isprintable() else "?" for letter in told) or type(error).__name__


def _of_kind(value: Any, name: str, kind: type[Kind]) -> Kind:
    if kind is float and type(value) is int:
        value = float(value) if abs(value) < 1 << 1023 else math.inf
    if type(value) is not kind or (isinstance(value, float) and not math.isfinite(value)):
        raise DocumentError(f"{name} is {shown(value)}, wanted {_KINDS[kind]}")
    return value


def _decoded(octets: bytes, encoding: str = _UTF_8) -> str:
    try:
        return octets.decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(f"is no text in UTF-8 ({error.reason} at byte {error.start})") from error


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):  # readers differ in which one they take
        raise DocumentError("names a key twice")
    return found


def _check(value: object) -> None:
    """Refuse what nests too deeply, and text that no file and no terminal takes."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise DocumentError(f"nests more than {DEEPEST} deep")
        below: list[object] = []
        for one in level:
            if isinstance(one, str):
                _check_text(one)
            elif isinstance(one, list):
                below += (item for item in one if isinstance(item, list | dict | str))
            elif isinstance(one, dict):
                below += _inside(one)
        level = below


def _inside(told: dict[str, Any]) -> Iterable[object]:
    yield from told
    yield from (item for item in told.values() if isinstance(item, list | dict | str))


def _check_text(value: str) -> None:
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise DocumentError(f"holds half of a surrogate pair in {shown(value)}")
