"""What a note is played with beside its key: bend, pressure and timbre, of all notes and of those of one id.

Conventions
-----------
Semitones; pressure 0 to 1; timbre -1 to 1; velocity 0 to 1. Owned by the control process, one thread.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

_MOST_IDS = 256  # that are remembered; of more, those heard of last
_SWELL = 6.0  # dB that full pressure adds


@dataclass(slots=True)
class Expression:
    """Bend, pressure and timbre."""

    bend: float = 0.0
    pressure: float = 0.0
    timbre: float = 0.0


class Expressions:
    """The expression of all notes.

    Attributes
    ----------
    common : Expression
        Of all, beside what each id has of its own.
    dynamics : float
        dB from the softest key to the hardest.
    brightness : float
        Standard deviations from a middling key to the hardest.
    """

    def __init__(self, dynamics: float, brightness: float) -> None:
        self.common = Expression()
        self.dynamics, self.brightness = dynamics, brightness
        self._own: OrderedDict[int, Expression] = OrderedDict()

    def of(self, number: int | None) -> Expression:
        """Give what can be set: of an id, or of all."""
        if number is None:
            return self.common
        own = self._own.setdefault(number, Expression())
        self._own.move_to_end(number)
        if len(self._own) > _MOST_IDS:
            self._own.popitem(last=False)
        return own

    def bend(self, number: int | None) -> float:
        """Give how far the notes of an id are bent, in all."""
        return self.common.bend + self._known(number).bend

    def touch(self, number: int | None, velocity: float) -> float:
        """Give the amplitude of a note, linear."""
        decibels = self.dynamics * (velocity - 1.0) + _SWELL * self._pressure(number)
        return float(10.0 ** (decibels / 20.0))

    def lean(self, number: int | None, velocity: float) -> float:
        """Give how far a note goes along the axis of brightness, standard deviations."""
        timbre = self.common.timbre + self._known(number).timbre
        return self.brightness * (2.0 * velocity - 1.0 + self._pressure(number) + timbre)

    def _pressure(self, number: int | None) -> float:
        return max(self.common.pressure, self._known(number).pressure)

    def _known(self, number: int | None) -> Expression:
        return self._own.get(number, _NONE) if number is not None else _NONE


_NONE = Expression()
