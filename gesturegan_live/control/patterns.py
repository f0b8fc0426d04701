"""OSC address patterns: ``?``, ``*``, ``[a-z]``, ``[!a-z]`` and ``{one,two}``, none of which crosses a slash.

Matching is by memory of what failed, not by trying again: the time is bounded by the product of the lengths, whatever
a hostile pattern asks for. OSC 1.0 specification, "OSC Message Dispatching and Pattern Matching".
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import cache

WILD = frozenset("?*[]{}")
_LONGEST = 256

_Token = str | tuple[str, ...] | Callable[[str], bool]  # `*`, alternatives, or a test of one character


def is_pattern(address: str) -> bool:
    """Whether an address stands for several."""
    return not WILD.isdisjoint(address)


def matcher(pattern: str) -> Callable[[Sequence[str]], bool]:
    """Compile a pattern; what it gives takes the parts of an address, between its slashes, and knows those it has met.

    Raises
    ------
    ValueError
        One line: a bracket or brace is left open or stands alone, or the pattern is over 256 characters.
    """
    if len(pattern) > _LONGEST:
        raise ValueError(f"pattern of {len(pattern)} characters: wanted at most {_LONGEST}")
    segments = [_segment(text) for text in pattern.split("/")]

    def matches(parts: Sequence[str]) -> bool:
        return len(parts) == len(segments) and all(map(operator.call, segments, parts))

    return matches


def _segment(text: str) -> Callable[[str], bool]:
    if not is_pattern(text):
        return text.__eq__
    tokens = _tokens(text)

    def matches(part: str) -> bool:
        @cache
        def fits(token: int, at: int) -> bool:
            if token == len(tokens):
                return at == len(part)
            kind = tokens[token]
            if kind == "*":
                return fits(token + 1, at) or (at < len(part) and fits(token, at + 1))
            if isinstance(kind, tuple):
                return any(part.startswith(choice, at) and fits(token + 1, at + len(choice)) for choice in kind)
            assert callable(kind)
            return at < len(part) and kind(part[at]) and fits(token + 1, at + 1)

        return fits(0, 0)

    return cache(matches)  # a thousand addresses have a dozen different parts


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        character = text[at]
        at += 1
        if character == "*":
            if tokens[-1:] != ["*"]:
                tokens.append("*")
        elif character == "?":
            tokens.append(lambda _: True)
        elif character in "[{":
            closing = "]" if character == "[" else "}"
            end = text.find(closing, at)
            if end < 0:
                raise ValueError(f"pattern {text!r} has no {closing!r} for its {character!r}")
            inner, at = text[at:end], end + 1
            tokens.append(_one_of(inner) if character == "[" else tuple(inner.split(",")))
        elif character in "]}":
            raise ValueError(f"pattern {text!r} has a {character!r} that closes nothing")
        else:
            tokens.append((character,))
    return tokens


def _one_of(inner: str) -> Callable[[str], bool]:
    negated = inner.startswith("!")
    members = inner.removeprefix("!")
    single: set[str] = set()
    ranges: list[tuple[str, str]] = []
    at = 0
    while at < len(members):
        if members[at + 1 : at + 2] == "-" and at + 2 < len(members):
            ranges.append((members[at], members[at + 2]))
            at += 3
        else:
            single.add(members[at])
            at += 1

    def matches(character: str) -> bool:
        return negated != (character in single or any(low <= character <= high for low, high in ranges))

    return matches
