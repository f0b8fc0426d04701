"""What takes play on: the voices of the instrument, beside the hands that play the others.

Conventions
-----------
Steps are those of a take (`gesturegan_live.control.stage.Taken`), by the numbers of the parameters. Owned by the
control process, one thread.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.control.messages.arguments import RefusedError
from gesturegan_live.control.notes.notes import Notes
from gesturegan_live.control.outbox import Outbox
from gesturegan_live.control.scenes.scenes import Scenery
from gesturegan_live.control.stage import Stage
from gesturegan_live.control.tempo.beats import Beats
from gesturegan_live.control.voices.levels import Levels
from gesturegan_live.control.voices.placement import Placement
from gesturegan_live.control.voices.points import Points
from gesturegan_live.control.voices.ramps import Ramps
from gesturegan_live.show.parameters import MATRIX


class Deck:
    """The voices.

    Parameters
    ----------
    stage : Stage
    ramps, placement, outbox, points, scenery, levels, beats, notes
        The instrument's.
    """

    def __init__(
        self,
        stage: Stage,
        ramps: Ramps,
        placement: Placement,
        outbox: Outbox,
        points: Points,
        scenery: Scenery,
        levels: Levels,
        beats: Beats,
        notes: Notes,
    ) -> None:
        self._stage, self._ramps, self._placement = stage, ramps, placement
        self._outbox, self._points = outbox, points
        self._scenery, self._levels, self._beats, self._notes = scenery, levels, beats, notes

    @property
    def voices(self) -> int:
        """How many there are."""
        return self._stage.voices

    @property
    def space(self) -> tuple[str, int, tuple[str, ...]]:
        """Name, latent dimension and conditions of the model that plays."""
        model = self._stage.model
        return model.name, model.latent_dim, tuple(model.conditions)

    def free(self, voice: int) -> None:
        """Let nothing else play a voice: no scene, no wandering, no tempo, no level that is held, no note."""
        self._scenery.moves.forget(voice)
        self._points.settle(voice)
        self._levels.let_go(voice)
        self._beats.let_go(voice)
        self._notes.let_go(voice)

    def send(self, voice: int, parameter: int, value: float, sample: int, seconds: float) -> bool:
        """Have a step heard from a sample on; False where the audio process does not keep up."""
        if parameter < MATRIX + len(self._stage.ring):
            try:
                self._outbox.put(voice, parameter, value, sample, seconds)
            except RefusedError:
                return False
        return True

    def forget(self, voice: int) -> None:
        """Take back what has been sent of a voice and not been heard."""
        self._outbox.forget(voice)

    def note(self, voice: int, parameter: int, value: float, seconds: float) -> None:
        """Know of a step that is heard now."""
        if parameter < MATRIX:
            self._ramps.aim(voice, parameter, value, seconds)
            self._ramps.stop(voice, *self._placement.set(voice, parameter))
        elif parameter < MATRIX + len(self._stage.ring):
            row = list(self._placement.row(voice))
            row[parameter - MATRIX] = value
            self._ramps.stop(voice, *self._placement.keep(voice, row))

    def point(self, voice: int, point: NDArray[np.float32]) -> None:
        """Put a voice on a point: latent point, condition and growth."""
        self._points.put(voice, point[:-1], float(point[-1]))

    def flush(self) -> None:
        """Have the points made into sound."""
        self._points.flush()
