"""What a show says of its cues: what happens one after the other, and what each waits for.

::

    [[cues]]
    name = "first light"
    play = ["/gan/scene/recall 'first light' 8 smooth", "/gan/map/bow/run 1"]

    [[cues]]
    name = "bells"
    wait = "2 bars"
    play = ["/gan/model/load tones", "/gan/scene/recall bells"]

Conventions
-----------
A message is written as a line of a score is, without its time. Whatever waits counts from the cue before, or from when
a hand armed it. The standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gesturegan_live.show import documents
from gesturegan_live.show.documents import DocumentError, shown
from gesturegan_live.show.names import one_form
from gesturegan_live.show.setting import setting

MOST, MOST_MESSAGES = 500, 64  # cues; messages of one
LONGEST_WAIT = 24 * 3600.0  # seconds; beats and bars likewise
LONGEST_MESSAGE, LONGEST_NAME = 4096, 64  # characters
GO, NOBODY = "go", "none"  # waits for a hand; in the place of a name
SECONDS, BEATS, BARS, ABOVE, BELOW = "seconds", "beats", "bars", "above", "below"
_NUMBER = r"(?P<amount>[0-9]{1,6}(?:\.[0-9]{0,6})?)"
_FORMS = (
    (SECONDS, re.compile(rf"{_NUMBER}(?: ?s)?")),
    (BEATS, re.compile(rf"(?:{_NUMBER} )?beats?")),
    (BARS, re.compile(rf"(?:{_NUMBER} )?bars?")),
    (ABOVE, re.compile(rf"(?P<source>[^<>]+?) ?> ?{_NUMBER}")),
    (BELOW, re.compile(rf"(?P<source>[^<>]+?) ?< ?{_NUMBER}")),
)
_WANTED = "wanted go, seconds (12.5), beat, 4 beats, bar, 2 bars, or an input that rises or falls (hand/energy > 0.8)"


@dataclass(frozen=True)
class Wait:
    """What a cue waits for.

    Attributes
    ----------
    kind : str
        `GO`: a hand; `SECONDS`, `BEATS`, `BARS`: so many; `ABOVE`, `BELOW`: until an input is.
    amount : float
        How many, or where the input is to be, 0 to 1.
    source : str
        The input, as a link takes it; empty for the others.
    """

    kind: str = GO
    amount: float = 0.0
    source: str = ""

    @classmethod
    def read(cls, told: object) -> Wait:
        """Take it from what a message or a file says; ValueError, in one line, where that is none."""
        if type(told) in {int, float} and isinstance(told, int | float):
            return cls._checked(told, SECONDS, float(told) if abs(told) <= LONGEST_WAIT else -1.0, "")
        if not isinstance(told, str):
            raise DocumentError(f"wait is {shown(told)}: {_WANTED}")
        text = one_form(" ".join(told.split())) if len(told) <= LONGEST_MESSAGE else ""
        if text == GO:
            return cls()
        for kind, form in _FORMS:
            if (found := form.fullmatch(text)) is not None:
                parts = found.groupdict()
                amount = 1.0 if parts["amount"] is None else float(parts["amount"])
                return cls._checked(told, kind, amount, parts.get("source") or "")
        raise DocumentError(f"wait is {shown(told)}: {_WANTED}")

    @classmethod
    def _checked(cls, told: object, kind: str, amount: float, source: str) -> Wait:
        most = 1.0 if source else LONGEST_WAIT
        if not 0.0 <= amount <= most or (kind in {BEATS, BARS} and (amount < 1 or amount != int(amount))):
            whole = "whole ones, 1 or more" if kind in {BEATS, BARS} else f"0 to {most:g}"
            raise DocumentError(f"wait is {shown(told)}: {_WANTED}; {whole}")
        return cls(kind, amount, source)

    def __str__(self) -> str:
        number = f"{self.amount:.10g}"
        if self.kind == GO:
            return GO
        if self.kind == SECONDS:
            return f"{number} s"
        if self.kind in {BEATS, BARS}:
            return self.kind[:-1] if self.amount == 1 else f"{number} {self.kind}"
        return f"{self.source} {'>' if self.kind == ABOVE else '<'} {number}"


@dataclass(frozen=True)
class Cue:
    """One of the things that happen."""

    name: str = setting("wanted by `goto` and `arm`; no number")
    play: tuple[str, ...] = setting("messages, each as a line of a score without its time; of one, no list", ())
    wait: Wait = setting(  # noqa: RUF009 - a field
        "what it waits for: `go`, seconds, `beat`, `4 beats`, `bar`, `2 bars`, or an input: `hand/energy > 0.8`, "
        "`hand/stillness < 0.2`",
        Wait(),
    )

    def __post_init__(self) -> None:
        if not 0 < len(self.name) <= LONGEST_NAME or not self.name.isprintable() or self.name.isdecimal():
            raise ValueError(f"cue {shown(self.name)}: wanted a name of 1 to {LONGEST_NAME} characters, no number")
        if self.name == NOBODY:
            raise ValueError(f"cue {shown(self.name)}: wanted a name other than {NOBODY}")
        if len(self.play) > MOST_MESSAGES:
            raise ValueError(f"cue {self.name!r} plays {len(self.play)} messages: wanted {MOST_MESSAGES} at most")
        for line in self.play:
            if not line.startswith("/") or not line.isprintable() or len(line) > LONGEST_MESSAGE:
                wanted = f"wanted one line that starts with '/', of {LONGEST_MESSAGE} characters at most"
                raise ValueError(f"cue {self.name!r} plays {shown(line)}: {wanted}")

    def content(self) -> dict[str, Any]:
        """Give what a file says of it."""
        wait = {} if self.wait.kind == GO else {"wait": str(self.wait)}
        return {"name": self.name, **wait, "play": self.play}


def read(told: object) -> tuple[Cue, ...]:
    """Read the cues of a show; ValueError in one line for what are none."""
    if not isinstance(told, list):
        raise DocumentError(f"cues is {shown(told)}, wanted a list of tables: [[cues]]")
    cues: list[Cue] = []
    for number, each in enumerate(told, 1):
        try:
            cues.append(_read_one(each))
        except ValueError as error:
            raise DocumentError(f"cue {number}: {error}") from error
    check(cues)
    return tuple(cues)


def check(cues: Sequence[Cue]) -> None:
    """Refuse too many cues, and two of one name."""
    if len(cues) > MOST:
        raise ValueError(f"{len(cues)} cues: wanted {MOST} at most")
    names = [cue.name for cue in cues]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise ValueError(f"two cues {name!r}: wanted one of each name")


def _read_one(told: object) -> Cue:
    if not isinstance(told, dict):
        raise DocumentError(f"is {shown(told)}, wanted a table")
    documents.known(told, ("name", "wait", "play"))
    play = told.get("play", [])
    lines = (play,) if isinstance(play, str) else tuple(documents.listed({"play": play}, "play", str))
    return Cue(one_form(documents.field(told, "name", str)), lines, Wait.read(told.get("wait", GO)))
