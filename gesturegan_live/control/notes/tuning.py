"""The pitch of a key, and what a model is to be asked for so that it sounds at it.

Conventions
-----------
Keys and pitches are MIDI numbers, 60 is middle C, with fractions; a *pitch* is one of twelve equal steps an octave from
440 Hz, whatever the tuning: what a recording's pitch is called by. Semitones, Hz.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from gesturegan_live.control.notes.scale import Scale
from gesturegan_live.show.parameters import FARTHEST_PITCH

HIGHEST_KEY = 127.0
_A4, _A4_HERTZ, _OCTAVE = 69.0, 440.0, 12.0
_CONDITION = re.compile(r"pitch ([0-9]{1,3})")  # as training names them


@dataclass(frozen=True)
class Tuning:
    """What pitch each key has.

    Attributes
    ----------
    a4 : float
        Frequency of key 69, Hz.
    reference : float
        The key at which a model that knows no pitch sounds as it is.
    scale : Scale or None
        None: twelve equal steps an octave.
    root : float
        The key of its first note.
    """

    a4: float = _A4_HERTZ
    reference: float = 60.0
    scale: Scale | None = None
    root: float = 60.0

    def pitch(self, key: float) -> float:
        """Give the pitch of a key."""
        above = key - _A4
        if self.scale is not None:
            above = self.scale.above(key - self.root) - self.scale.above(_A4 - self.root)
        return _A4 + above + _OCTAVE * math.log2(self.a4 / _A4_HERTZ)

    def transposition(self, key: float) -> float:
        """Give how far a sound that knows no pitch is transposed, octaves nearer where that is too far."""
        semitones = self.pitch(key) - self.reference
        beyond = math.ceil(max(abs(semitones) - FARTHEST_PITCH, 0.0) / _OCTAVE)
        return semitones - math.copysign(beyond * _OCTAVE, semitones)


def pitches(conditions: Sequence[str]) -> dict[int, float]:
    """Give the pitches that a model's conditions name, by their numbers; none for a model that knows no pitch."""
    found = ((number, _CONDITION.fullmatch(name)) for number, name in enumerate(conditions))
    return {number: float(match[1]) for number, match in found if match is not None}
