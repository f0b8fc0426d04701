"""What a message may carry: the type, range and meaning of each argument, and the check.

Conventions
-----------
Types are OSC's: ``i`` a whole number, ``f`` a number, ``s`` a string; ``is`` either. A number may come as ``i f d h T
F`` alike, true is 1. What does not fit is refused, never bent: the reason names the value and what was wanted. Only
what a fader's arithmetic leaves (6.9999995 for 7, or 1.0000001 where 1 is the end) is rounding, and forgiven; and where
a standard asks for it (ADM-OSC) a number that is out of range goes to the nearest end.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from gesturegan_live.show.names import one_form

Value = int | float | str
_LONGEST_SHOWN = 40
_NEARLY = 1e-4  # from a whole number: rounding
_BEYOND = 1e-6  # of an end of a range, or of 1 where that is more: likewise, a few units of a 32-bit float


class RefusedError(ValueError):
    """A message that cannot be obeyed; its text is the reason, in one line."""


@dataclass(frozen=True)
class Argument:
    """One argument, or the last ones of a message.

    Attributes
    ----------
    name : str
    osc_type : str
        ``i``, ``f``, ``s`` or ``is``.
    low, high : float
        Range of a number, both ends included; ignored for strings.
    choices : tuple of str
        The strings it may be; empty for any.
    optional : bool
        May be left out.
    many : str
        How many there are, in words, where that is the model's or the show's to say; empty for one.
    clamped : bool
        Whether a number that is out of range goes to the nearest end.
    """

    name: str
    osc_type: str
    low: float = 0.0
    high: float = 0.0
    choices: tuple[str, ...] = ()
    optional: bool = False
    many: str = ""
    clamped: bool = False

    @property
    def range(self) -> str:
        """Range or choices, for people."""
        if self.choices:
            return " ".join(self.choices)
        return f"{self.low:.10g} to {self.high:.10g}" if self.osc_type != "s" else ""

    def check(self, value: object) -> Value:
        """Return the value as the handlers take it: int, float or str; RefusedError where it does not fit."""
        if isinstance(value, str) and "s" in self.osc_type:
            value = one_form(value)
            if self.choices and value not in self.choices:
                raise RefusedError(f"{self.name} is {shown(value)}: wanted one of {', '.join(self.choices)}")
            return value
        if not isinstance(value, int | float) or self.osc_type == "s":
            wanted = "a string" if self.osc_type == "s" else f"a number from {self.range}"
            raise RefusedError(f"{self.name} is {shown(value)}: wanted {wanted}")
        if not math.isfinite(value):
            raise RefusedError(f"{self.name} is {shown(value)}: wanted {self.range}")
        given, value = value, min(max(value, self.low), self.high)
        if given != value and not self.clamped and abs(given - value) > min(_BEYOND * max(1.0, abs(value)), _NEARLY):
            raise RefusedError(f"{self.name} is {shown(given)}: wanted {self.range}")
        if "i" in self.osc_type:
            whole = round(value)
            if abs(value - whole) > _NEARLY:
                raise RefusedError(f"{self.name} is {shown(given)}: wanted a whole number from {self.range}")
            return whole
        return float(value)


def check(arguments: Sequence[Argument], values: Sequence[object]) -> list[Value]:
    """Check the arguments of a message against what its route takes.

    Raises
    ------
    RefusedError
        Where there are too few or too many, or one does not fit.
    """
    if values and arguments and arguments[0].many and arguments[0].osc_type == "f":  # a whole point: many at once
        low, high = arguments[0].low, arguments[0].high
        if all(type(value) is float and low <= value <= high for value in values):
            return list(cast("Sequence[float]", values))
    least = sum(not argument.optional for argument in arguments)
    most = math.inf if any(argument.many for argument in arguments) else len(arguments)
    if not least <= len(values) <= most:
        wanted = " ".join(f"[{a.name}]" if a.optional else a.name + "…" * bool(a.many) for a in arguments) or "none"
        raise RefusedError(f"{len(values)} arguments: wanted {wanted}")
    last = len(arguments) - 1
    return [arguments[min(index, last)].check(value) for index, value in enumerate(values)]


def shown(value: object) -> str:
    """How a value that came from outside is shown in a reason: on one line, short."""
    text = repr(value) if isinstance(value, str | bytes) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
