"""What a show says of inputs and links: which address is which stream, and what a stream moves.

::

    [inputs.hand]
    address = "/accxyz"
    range = [-10, 10]
    smooth = [1.0, 0.5]

    [links.swell]
    source = "hand/energy"
    target = "/gan/voice/1/gain"
    range = [0, 0.8]

Conventions
-----------
Every setting but `address`, `source` and `target` may be left out. The standard library only.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar

from gesturegan_live.show import documents
from gesturegan_live.show.documents import DocumentError, shown
from gesturegan_live.show.names import one_form
from gesturegan_live.show.setting import setting

FARTHEST = 1e10  # no sensor sends more, no address of the instrument takes more
WIDEST = 128  # values of a stream
MOST = 64  # inputs, and links
STEEPEST = 10.0  # exponent of a curve, and one over the gentlest
HIGHEST_CUTOFF, HIGHEST_BETA = 1000.0, 1000.0
WIDEST_DEAD_ZONE = 0.45  # of a range
FASTEST_RATE = 10_000.0  # values a second
RESERVED = ("learn", "forget", "list", "add", "delete", "load", "none")  # what stands where a name may
_LONGEST_NAME, _LONGEST_ADDRESS = 32, 256
_FORBIDDEN = frozenset(" #*,/?[]{}")  # of a part of an OSC address


def check_name(kind: str, name: str) -> str:
    """Give a name in the form in which names are compared; ValueError where no part of an address is called so."""
    name = one_form(name)
    wanted = f"wanted 1 to {_LONGEST_NAME} characters, none of them a space or one of # * , / ? [ ] {{ }}"
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable() or _FORBIDDEN & set(name):
        raise ValueError(f"{kind} {shown(name)}: {wanted}")
    if name in RESERVED:
        raise ValueError(f"{kind} {shown(name)}: wanted a name other than {', '.join(RESERVED)}")
    return name


@dataclass(frozen=True)
class Input:
    """How what a sender sends becomes a stream of values of 0 to 1."""

    kind: ClassVar[str] = "input"
    address: str = setting("where it comes to")
    range: tuple[float, ...] = setting(
        "what becomes 0, what becomes 1: a pair for all values, or one for each; left out: the least and the most that "
        "ever came",
        (),
    )
    curve: float = setting("exponent of 1/10 to 10 by which it goes from 0 to 1", 1.0)
    smooth: tuple[float, ...] = setting(
        "one-euro filter: cut-off at rest, Hz, and how much it grows with speed; left out: none", ()
    )
    dead_zone: float = setting("how far a value must go, of its range, before the stream follows: 0 to 0.45", 0.0)
    rate: float = setting("values a second at most; 0: all", 0.0)

    def __post_init__(self) -> None:
        check_address(self.address)
        if len(self.range) % 2 or len(self.range) > 2 * WIDEST:
            raise ValueError(f"a range of {len(self.range)} numbers: wanted what is 0 and what is 1, for all or each")
        for low, high in zip(self.range[::2], self.range[1::2], strict=True):
            if low == high or max(abs(low), abs(high)) > FARTHEST:
                raise ValueError(
                    f"a range from {low:g} to {high:g}: wanted two numbers that differ, {FARTHEST:g} at most"
                )
        _within("curve", self.curve, 1 / STEEPEST, STEEPEST)
        if self.smooth:
            if len(self.smooth) > 2:
                raise ValueError(
                    f"smooth of {len(self.smooth)} numbers: wanted a cut-off, Hz, and its growth with speed"
                )
            _within("smooth", self.smooth[0], 0.01, HIGHEST_CUTOFF)
            _within("smooth", [*self.smooth, 0.0][1], 0.0, HIGHEST_BETA)
        _within("dead_zone", self.dead_zone, 0.0, WIDEST_DEAD_ZONE)
        _within("rate", self.rate, 0.0, FASTEST_RATE)


@dataclass(frozen=True)
class Link:
    """What a stream moves."""

    kind: ClassVar[str] = "link"
    source: str = setting("an input, one of its values (`hand/0`), or what is derived from it (`hand/energy`)")
    target: str = setting("an address that can be read and set, or a pattern")
    range: tuple[float, ...] = setting("where 0 and 1 go; left out: to the ends of the address", ())
    curve: float = setting("as of an input", 1.0)
    amount: float = setting("1: the link alone; less, and it meets what the address was; 0: not at all", 1.0)
    on: bool = setting("whether it moves anything", True)

    def __post_init__(self) -> None:
        if not 0 < len(self.source) <= _LONGEST_ADDRESS:
            raise ValueError(f"source {shown(self.source)}: wanted a stream, as hand, hand/0 or hand/energy")
        check_address(self.target)
        if len(self.range) not in (0, 2):
            raise ValueError(f"a range of {len(self.range)} numbers: wanted where 0 goes and where 1 goes, or none")
        for end in self.range:
            _within("range", end, -FARTHEST, FARTHEST)
        _within("curve", self.curve, 1 / STEEPEST, STEEPEST)
        _within("amount", self.amount, 0.0, 1.0)


Settings = Input | Link
_LISTS = ("range", "smooth")


def read(kind: type[Settings], told: object) -> tuple[tuple[str, Settings], ...]:
    """Read a table of a show, by name; ValueError in one line for what is none."""
    if not isinstance(told, dict):
        raise DocumentError(f"{kind.kind}s is {shown(told)}, wanted a table")
    if len(told) > MOST:
        raise DocumentError(f"{len(told)} {kind.kind}s: wanted {MOST} at most")
    read: list[tuple[str, Settings]] = []
    for name, value in told.items():
        named = check_name(kind.kind, name)
        try:
            read.append((named, _read_one(kind, value)))
        except ValueError as error:
            raise DocumentError(f"{kind.kind} {named}: {error}") from error
    return tuple(read)


def _read_one(kind: type[Settings], told: object) -> Settings:
    if not isinstance(told, dict):
        raise DocumentError(f"is {shown(told)}, wanted a table")
    fields = {field.name: field for field in dataclasses.fields(kind)}
    values: dict[str, Any] = {}
    documents.known(told, fields)
    for key in told:
        default = fields[key].default
        wanted = str if default is dataclasses.MISSING else type(default)
        values[key] = tuple(documents.listed(told, key, float)) if key in _LISTS else documents.field(told, key, wanted)
    if missing := [key for key, field in fields.items() if field.default is dataclasses.MISSING and key not in told]:
        raise DocumentError(f"lacks {', '.join(missing)}")
    return kind(**values)


def check_address(address: str) -> None:
    """Refuse what is no address."""
    if not (1 < len(address) <= _LONGEST_ADDRESS and address.startswith("/") and address.isprintable()):
        raise ValueError(f"address {shown(address)}: wanted one that starts with '/', of {_LONGEST_ADDRESS} at most")


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ValueError(f"{name} is {value:g}: wanted {low:g} to {high:g}")
