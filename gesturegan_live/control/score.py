"""A score: a text file, one message a line.

::

    # seconds  address              arguments
    0          /gan/voice/1/gate    1
    0.5        /gan/voice/1/mode    scrub
    2          /gan/preset/recall   "glass drone" 1

Conventions
-----------
Arguments are typed by their look: ``3`` is an int, ``3.0`` and ``3e2`` are floats, anything else is a string; quotes,
single or double, make a string of anything. ``#`` begins a comment, unless it is quoted or inside a word. Messages of
the same time keep their order.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

# Nothing here may try again what it has read once: a line of megabytes would take hours.
_TOKEN = re.compile(
    r"""\s*+(?:(?P<comment>\#.*)|"(?P<double>[^"]*)"(?!\S)|'(?P<single>[^']*)'(?!\S)|(?P<bare>[^\s"'#]\S*+)|(?P<end>\Z))"""
)
_INT = re.compile(r"[+-]?[0-9]++")
_FLOAT = re.compile(r"[+-]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+")
_LARGEST_INT = 2**63
MOST_EVENTS = 1_000_000
MOST_ARGUMENTS = 4096  # of a message


@dataclass(frozen=True)
class Event:
    """One message of a score."""

    seconds: float
    address: str
    arguments: tuple[int | float | str, ...]
    line: int  # of the file, counted from 1


def parse(text: str, name: str = "score") -> list[Event]:
    """Read a score.

    Parameters
    ----------
    text : str
    name : str
        Name of the file, for errors.

    Returns
    -------
    list of Event
        By time; those of the same time in the order of the lines.

    Raises
    ------
    ValueError
        One line: the first line of the file that is not understood, and why.
    """
    events: list[Event] = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            tokens = _tokens(line.removesuffix("\r").removeprefix("\ufeff"))
            if tokens:
                events.append(_event(tokens, number))
        except ValueError as error:
            raise ValueError(f"{name} line {number}: {error}") from error
        if len(events) > MOST_EVENTS:
            raise ValueError(f"{name} line {number}: more than {MOST_EVENTS} messages")
    return sorted(events, key=lambda event: event.seconds)


def message(line: str) -> tuple[str, tuple[int | float | str, ...]]:
    """Read a line without its time: address and arguments; ValueError, in one line, where it is none."""
    event = _event([0, *_tokens(line)], 0)
    return event.address, event.arguments


def _tokens(line: str) -> list[str | int | float]:
    tokens: list[str | int | float] = []
    at = 0
    while True:
        match = _TOKEN.match(line, at)
        if match is None:
            raise ValueError(f"a quote is not closed, or not followed by a space: {line[at:].strip()[:40]!r}")
        at = match.end()
        if match["comment"] is not None or match["end"] is not None:
            return tokens
        if len(tokens) > MOST_ARGUMENTS + 1:
            raise ValueError(f"more than {MOST_ARGUMENTS} arguments")
        quoted = match["double"] if match["double"] is not None else match["single"]
        tokens.append(quoted if quoted is not None else _by_look(match["bare"]))


def _by_look(word: str) -> str | int | float:
    if _INT.fullmatch(word):
        if len(word) > 20 or not -_LARGEST_INT <= int(word) < _LARGEST_INT:
            raise ValueError(f"{word[:40]} does not fit in 64 bits")
        return int(word)
    return float(word) if _FLOAT.fullmatch(word) else word


def _event(tokens: list[str | int | float], line: int) -> Event:
    seconds, *rest = tokens
    if isinstance(seconds, str) or not 0 <= seconds < math.inf:
        raise ValueError(f"time is {str(seconds)[:40]!r}: wanted seconds, 0 or more")
    if not rest or not isinstance(rest[0], str) or not rest[0].startswith("/"):
        raise ValueError(f"address is {str(rest[0] if rest else '')[:40]!r}: wanted one that starts with '/'")
    return Event(float(seconds), rest[0], tuple(rest[1:]), line)
