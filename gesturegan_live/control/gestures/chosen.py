"""What a choice that goes on and on comes to: one at a time, and only what lasts."""

from __future__ import annotations

from gesturegan_live.control.voices.points import NONE

_LASTS = 0.08  # seconds for which the same is to be chosen: what is passed on the way to another place is not meant


class Chosen:
    """What is chosen.

    Attributes
    ----------
    name : str
        What it is, `none` where nothing is.
    confidence : float
        Of what it would be now, 0 to 1.
    """

    def __init__(self) -> None:
        self.name, self.confidence = NONE, 0.0
        self._next, self._since = NONE, 0.0

    @property
    def waits(self) -> bool:
        """Whether it may be another one soon, though nothing moves."""
        return self._next != self.name

    def feed(self, name: str, confidence: float, now: float) -> bool:
        """Take what would be chosen at a time, seconds; returns whether it is another one from now on."""
        self.confidence = confidence
        if name != self._next or now < self._since:
            self._next, self._since = name, now
        if not self.waits or now - self._since < _LASTS:
            return False
        self.name = name
        return True
