"""Level held even while a voice moves: what its image is louder or softer than a common level, its trim makes up for.

The level is that of the image which the generator has made, so that it holds for any model, condition and growth, along
axes and between them. It is known with the whole image, milliseconds after the first strip of it is heard; the trim
then goes there as every gain does, without steps.

Conventions
-----------
Levels are RMS of the loudest stretch of an image, linear, 0 where nothing is known. Readers (``_read_``) as in
`gesturegan_live.control.instrument`, which asks for trims with every tick. Owned by the control process, one thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gesturegan_live.control.messages.arguments import Value
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.stage import Stage
from gesturegan_live.show.parameters import TRIM_RANGE

HELD_AT = 0.125  # -18 dB: what images are held at
_TOLD = 1.005  # ratio of trims that is worth a message: a twentieth of a decibel


class Levels:
    """Which voices hold their level.

    Parameters
    ----------
    stage : Stage
        Whose images they are.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._held = [False] * stage.voices

    def trims(self, trims: Sequence[float]) -> Iterator[tuple[int, float]]:
        """Give voices whose trims are to be others, and these; `trims` are those that they have."""
        if not any(self._held):
            return
        low, high = TRIM_RANGE
        for voice, level in enumerate(self._stage.levels()):
            if self._held[voice] and level > 0.0:
                trim = min(max(HELD_AT / level, low), high)
                if max(trim / trims[voice], trims[voice] / trim) > _TOLD:
                    yield voice, trim

    def let_go(self, voice: int) -> bool:
        """Hold a voice's level no longer; returns whether it was held."""
        held, self._held[voice] = self._held[voice], False
        return held

    def hold(self, voice: int) -> None:
        """Hold a voice's level from now on."""
        self._held[voice] = True

    def _read_level_hold(self, place: Place) -> Sequence[Value]:
        return (int(self._held[place.voice]),)
