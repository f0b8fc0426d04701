"""Timed parameter changes: what they look like and how they wait for their sample.

Conventions
-----------
``sample`` counts output samples since the engine was built; 0 or anything past means at once. Events of one sample
apply in the order in which they came. `FORGET` makes those forgotten that wait, of a voice, or of all where it is for
the output. Written by control (through a ring), read in the audio callback.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.bounds import Bounds
from gesturegan_live.audio.interface.spec import EVENT
from gesturegan_live.show.parameters import FORGET, OUT_VOICE

CAPACITY = 1 << 14  # four times the gains of 64 voices to 64 loudspeakers


class EventQueue:
    """Events in the order of their samples, in memory taken once.

    Attributes
    ----------
    due : ndarray, EVENT
        What the last `put` or `take` gave; its first entries are valid.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self.due = np.zeros(capacity, EVENT)
        self._waiting = np.zeros(capacity, EVENT)
        self._samples = self._waiting["sample"]
        self._count = 0

    @property
    def room(self) -> int:
        """How many more it takes."""
        return len(self._waiting) - self._count

    @property
    def waiting(self) -> NDArray[Any]:
        """What waits for its sample, by that."""
        return self._waiting[: self._count]

    @property
    def bounds(self) -> Bounds:
        """What may be in its state."""
        return {"_count": (0, len(self._waiting)), "_waiting": None, "due": None}

    def put(self, events: NDArray[Any], clock: int) -> int:
        """Take events in any order, `room` of them at most; move those at once into `due` and return their number."""
        if len(events) > self.room:
            raise ValueError(f"{len(events)} events: wanted at most {self.room}")
        forgets = events["parameter"] == FORGET
        at_once = (events["sample"] <= clock) & ~forgets
        later = ~(at_once | forgets)
        for index in np.flatnonzero(forgets).tolist():
            self._forget(int(events["voice"][index]), events["voice"][:index], later)
        count = int(np.count_nonzero(at_once))
        self.due[:count] = events[at_once]
        if later.any():
            waiting = np.concatenate((self._waiting[: self._count], events[later]))
            self._count = len(waiting)
            self._waiting[: self._count] = waiting[np.argsort(waiting["sample"], kind="stable")]
        return count

    def _forget(self, voice: int, before: NDArray[np.int32], later: NDArray[np.bool_]) -> None:
        """Let go of what waits for a voice, or for any: here, and of what came just before."""
        if voice == OUT_VOICE:
            later[: len(before)] = False
            self._count = 0
            return
        later[: len(before)] &= before != voice
        kept = self._waiting[: self._count][self._waiting["voice"][: self._count] != voice]
        self._count = len(kept)
        self._waiting[: self._count] = kept

    def take(self, clock: int) -> int:
        """Move the events that are due at `clock` into `due`; return their number."""
        if self._count == 0 or self._samples[0] > clock:
            return 0
        taken = int(np.searchsorted(self._samples[: self._count], clock, "right"))
        self.due[:taken] = self._waiting[:taken]
        self._waiting[: self._count - taken] = self._waiting[taken : self._count]
        self._count -= taken
        return taken

    def before(self, clock: int, limit: int) -> int:
        """Count the samples from `clock` to the next event, `limit` at most."""
        if self._count == 0:
            return limit
        return min(limit, int(self._samples[0]) - clock)

    def clear(self) -> None:
        """Forget everything."""
        self._count = 0
