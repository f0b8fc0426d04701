"""OSC address patterns: ``?``, ``*``, ``[a-z]``, ``[!a-z]`` and ``{one,two}``, none of which crosses a slash.

A part of a pattern becomes an automaton, all of whose states are followed at once: what it costs to match a name grows
with the name's length, whatever a hostile pattern asks for. OSC 1.0 specification, "OSC Message Dispatching and
Pattern Matching"; G. Navarro and M. Raffinot, Flexible Pattern Matching in Strings, 2002, chapter 5.
"""

from __future__ import annotations

from collections.abc import Callable

WILD = frozenset("?*[]{}")
_LONGEST = 256

_Test = Callable[[str], bool]  # of one character
_Token = str | tuple[str, ...] | _Test  # `*`, alternatives, or a test
_END = 1  # the state in which all of the pattern is matched


def is_pattern(address: str) -> bool:
    """Whether an address stands for several."""
    return not WILD.isdisjoint(address)


def compile_parts(pattern: str) -> list[Part]:
    """Compile a pattern: what it wants between its slashes.

    Raises
    ------
    ValueError
        One line: a bracket or brace is left open or stands alone, or the pattern is over 256 characters.
    """
    if len(pattern) > _LONGEST:
        raise ValueError(f"pattern of {len(pattern)} characters: wanted at most {_LONGEST}")
    return [Part(text) for text in pattern.split("/")]


class Part:
    """What one part of a pattern matches; it remembers the names that it has met.

    State k waits for a character that passes test k, and leads to the states of the set (a bit mask) that goes with it.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, bool] = {}
        self._states: list[tuple[_Test, int]] = [(_none, 0)]  # the end waits for nothing
        self._first = _END
        if is_pattern(text):
            for token in reversed(_tokens(text)):
                self._first = self._before(token, self._first)

    def matches(self, name: str) -> bool:
        """Whether it matches a name between two slashes."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._fits(name) if len(self._states) > 1 else name == self._text
        return known

    def _fits(self, name: str) -> bool:
        waiting = self._first
        for character in name:
            following = 0
            while waiting:
                test, leads_to = self._states[(waiting & -waiting).bit_length() - 1]
                waiting &= waiting - 1
                if test(character):
                    following |= leads_to
            waiting = following
        return bool(waiting & _END)

    def _before(self, token: _Token, after: int) -> int:
        """Give the states in which a token is waited for, before those that come after it."""
        if isinstance(token, tuple):
            states = 0
            for choice in token:
                following = after
                for character in reversed(choice):
                    following = self._state(character.__eq__, following)
                states |= following
            return states
        if callable(token):
            return self._state(token, after)
        star = 1 << len(self._states)  # it waits on, whatever comes
        return self._state(_any, star | after) | after

    def _state(self, test: _Test, leads_to: int) -> int:
        self._states.append((test, leads_to))
        return 1 << (len(self._states) - 1)


def _any(_: str) -> bool:
    return True


def _none(_: str) -> bool:
    return False


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
            tokens.append(_any)
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
