"""What the audio process tells the take writer: its state, and then all that its engine is told.

Conventions
-----------
Owned by the audio callback, which calls it; built outside of it. It takes no lock and waits for nobody: where the log
is full, because the writer hangs, it ends there, and what was written remains a take up to there.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.engine import Engine
from gesturegan_live.audio.interface.spec import TAKE_CAPACITY, AudioSpec
from gesturegan_live.audio.interface.take_record import IMAGE, RECORD, WHOLE, Kind
from gesturegan_live.audio.snapshot import Snapshot
from gesturegan_live.processes.ipc import Log
from gesturegan_live.processes.mailbox import Mailbox
from gesturegan_live.show.parameters import VOICE_PARAMETERS

_GATHERED = 1 << 16  # numbers of images copied in one block
_PIECE = 1 << 16  # bytes of the state written in one block
_HALF = 0.5  # of the log: the rest is for what happens meanwhile
_MARK_SECONDS = 0.1  # between two marks of the clock


class TakeLog:
    """The log of one take.

    Parameters
    ----------
    name : str
        Of the shared memory.
    engine : Engine
        What plays; see `Snapshot` for when its state can be copied.
    model : int
        Number of the model that it plays.
    spec : AudioSpec
        What it was built with.
    images : Mailbox
        From which it has its images.

    Attributes
    ----------
    gathering : bool
        While its state is being copied: no image and no other bank may be handed to the engine.
    ending : bool
        Set it to end the take with the next block.
    ended : bool
        Whether nothing more is written.
    frame : int or None
        Of the output's ring: where the take begins, once it does.
    full : bool
        Whether it ended because the writer did not keep up.
    """

    def __init__(self, name: str, engine: Engine, model: int, spec: AudioSpec, images: Mailbox) -> None:
        self.name = name
        self.gathering = True
        self.ending = self.ended = self.full = False
        self.frame: int | None = None
        self._engine, self._images = engine, images
        self._log = Log(TAKE_CAPACITY, name)
        self._snapshot = Snapshot(engine)
        about = {
            "model": model,
            "voices": spec.voices,
            "channels": spec.channels,
            "block_size": spec.block_size,
            "ring": [float(azimuth) for azimuth in spec.ring],
            "sample_rate": engine.sample_rate,
            "bytes": len(self._snapshot.octets),
            "layout": self._snapshot.layout,
            "parameters": [parameter.name for parameter in VOICE_PARAMETERS],
        }
        self._about = np.frombuffer(json.dumps(about).encode(), np.uint8)
        self._sent = 0  # bytes of the state
        self._mark_every = round(_MARK_SECONDS * engine.sample_rate)
        self._marked = 0
        self._fading = False
        self._record = np.zeros(1, RECORD)
        self._image = np.zeros(1, IMAGE)
        self._number = np.zeros(1, np.int64)

    def gather(self) -> None:
        """Copy the engine's state at once: before the callback runs."""
        while self.gathering:
            self.begin_block()

    def begin_block(self) -> None:
        """Do what a block's beginning has to do: gather the state, hand it over piece by piece, mark the clock."""
        if self.ended:
            return
        if self.gathering:
            if self._snapshot.gather(_GATHERED):
                self._snapshot.finish()
                self.gathering = False
                self._push(Kind.STATE, self._about)
                self._tell_state()
        elif self._sent < len(self._snapshot.octets):
            if self._log.used > _HALF:  # the writer is slow, or blocks are short
                return
            piece = self._snapshot.octets[self._sent : self._sent + _PIECE]
            self._push(Kind.PIECE, piece)
            self._sent += len(piece)
        elif self._fading or self.ending or self._engine.clock - self._marked >= self._mark_every:
            self._push(Kind.CLOCK)
            self._marked = self._engine.clock
            self.ended = self.ended or self.ending

    def events(self, events: NDArray[Any]) -> None:
        """Note the events that the engine is handed now."""
        if len(events):
            self._push(Kind.EVENTS, events)

    def image(self, voice: int, first: int, checksum: int, row: NDArray[np.float32]) -> None:
        """Note that a voice is handed an image of that point, from row `first` on, or `WHOLE`."""
        self._image[0] = (checksum, voice, first)
        self._push(Kind.IMAGE, self._image, row)

    def switch(self, model: int) -> None:
        """Note that the engine is handed the bank of another model."""
        self._number[0] = model
        self._push(Kind.SWITCH, self._number)

    def fade_out(self) -> None:
        """Note that the output fades out."""
        if not self._fading:
            self._fading = True
            self._push(Kind.FADE)

    def close(self) -> None:
        """Let go of the memory; once the callback has let go of this."""
        self._log.close()

    def _tell_state(self) -> None:
        self._push(Kind.CONTROLS, *self._engine.told())
        for voice in range(self._engine.voices):
            point = self._images.label_of(voice)
            if point is not None:
                self._image[0] = (0, voice, WHOLE)
                self._push(Kind.POINT, self._image, point)

    def _push(self, kind: Kind, *parts: NDArray[Any]) -> None:
        if self.ended or self.gathering:  # what comes while the state is gathered is in it
            return
        self._record[0] = (sum(part.nbytes for part in parts), kind, self._engine.clock)
        if not self._log.push(self._record, *parts):
            self.ended = self.full = True
