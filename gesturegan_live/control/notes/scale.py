"""Scales, as Scala's files tell them.

Conventions
-----------
A file (``.scl``): lines that begin with ``!`` are left out; a description, the number of notes, then each note, as a
ratio (``3/2``, ``2``) or, with a point in it, in cents (``701.955``); what comes after that in a line is left out too.
The last note is the one at which the scale begins anew (Op de Coul, "Scala scale file format"). Degrees count from 0,
the first note, which no file names.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from gesturegan_live.show import documents
from gesturegan_live.show.documents import DocumentError, shown
from gesturegan_live.show.home import Home

FOLDER, SUFFIX = "tunings", ".scl"
MOST_NOTES = 4096
_LARGEST = 256 << 10  # bytes
_ENCODING = "latin-1"  # of Scala's archive; any bytes are some text in it
_CENTS = re.compile(r"[+-]?[0-9]{0,9}\.[0-9]{0,18}(?![0-9/])")
_RATIO = re.compile(r"([0-9]{1,30})(?:/([0-9]{1,30}))?(?![0-9/.])")
_WIDEST = 12 * 128  # semitones between two notes


@dataclass(frozen=True)
class Scale:
    """A scale that begins anew after its last note.

    Attributes
    ----------
    name : str
    notes : tuple of float
        Semitones above the first note; the last is where it begins anew.
    """

    name: str
    notes: tuple[float, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.notes) <= MOST_NOTES:
            raise DocumentError(f"has {len(self.notes)} notes, wanted 1 to {MOST_NOTES}")
        if not self.notes[-1] > 0.0 or max(map(abs, self.notes)) > _WIDEST:
            raise DocumentError(f"begins anew after {100 * self.notes[-1]:g} cents, wanted more than 0")

    def above(self, degree: float) -> float:
        """Give how many semitones a degree lies above the first note; what is between two goes straight."""
        whole = math.floor(degree)
        below = self._above(whole)
        return below + (degree - whole) * (self._above(whole + 1) - below) if degree != whole else below

    def _above(self, degree: int) -> float:
        turns, step = divmod(degree, len(self.notes))
        return turns * self.notes[-1] + (self.notes[step - 1] if step else 0.0)


def read(name: str, home: Home) -> Scale:
    """Read a scale of the home; ValueError, in one line, where there is none or it is damaged."""
    path = home.inside(FOLDER, name, "" if name.lower().endswith(SUFFIX) else SUFFIX, create=False)
    if not path.exists():
        raise ValueError(f"no tuning {name!r}: wanted a Scala file among the home's {FOLDER}")
    try:
        return parse(name, documents.text(path, _LARGEST, _ENCODING))
    except DocumentError as error:
        raise ValueError(f"tuning {name!r} cannot be read: {error}") from error


def parse(name: str, text: str) -> Scale:
    """Read a scale from the text of its file; DocumentError where it tells none."""
    lines = [line.strip() for line in text.splitlines() if not line.startswith("!")]
    if len(lines) < 2:
        raise DocumentError("wanted a description, a number of notes, and the notes")
    count = re.match(r"[0-9]{1,5}(?![0-9])", lines[1])
    if count is None or not 1 <= int(count[0]) <= MOST_NOTES:
        raise DocumentError(f"number of notes is {shown(lines[1])}, wanted 1 to {MOST_NOTES}")
    notes = lines[2 : 2 + int(count[0])]
    if len(notes) < int(count[0]):
        raise DocumentError(f"has {len(notes)} notes, wanted {count[0]} as it says")
    return Scale(name, tuple(map(_semitones, notes)))


def _semitones(line: str) -> float:
    cents = _CENTS.match(line)
    if cents is not None and cents[0].strip("+-") != ".":
        return float(cents[0]) / 100.0
    ratio = _RATIO.match(line)
    if ratio is None or not int(ratio[1]) or not int(ratio[2] or 1):
        raise DocumentError(f"a note is {shown(line)}, wanted cents, as 701.955, or a ratio, as 3/2")
    return 12.0 * (math.log2(int(ratio[1])) - math.log2(int(ratio[2] or 1)))
