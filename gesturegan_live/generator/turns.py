"""Whose turn it is to be generated: voices that move before voices that rest, what is heard before what is not.

A point is first turned into a strip, the stretch of its image that is about to be heard, which takes a fraction of the
time; the whole image follows when no strip is wanted, or after `STRIPS_FIRST` of them. A point that moves on meanwhile
is replaced, never queued: under load a voice gets fewer updates, and all voices equally fewer.

Process and thread
------------------
The generator process's main thread.
"""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.measures.loudest import loudest
from gesturegan_live.codecs.payload import STRIP_GRID, STRIP_ROWS, payloads, strip_payload
from gesturegan_live.generator.backends.backend import Array, Generator
from gesturegan_live.generator.growth import grown
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.processes.ipc import Board
from gesturegan_live.processes.mailbox import Mailbox

STRIPS_FIRST = 7  # that may go before a whole image; with fewer, many voices would play theirs to the end meanwhile
ROWS_BEHIND = 5  # rows before the playhead that a strip holds: slopes and held sounds look back


class Turns:
    """The points of all voices, on their way to sound.

    Parameters
    ----------
    bundle : Bundle
    generator : Generator
    points, images, strips : Mailbox
        In; out, whole; out, in part; both labelled with the point that they are of.
    board : Board
        With the fields of `gesturegan_live.generator.spec.board_fields`.
    playheads : ndarray, shape (voices,)
        Where each voice plays, 0 to 1 of its clip; written by the audio process.
    """

    def __init__(
        self,
        bundle: Bundle,
        generator: Generator,
        points: Mailbox,
        images: Mailbox,
        strips: Mailbox,
        board: Board,
        playheads: NDArray[np.float64],
    ) -> None:
        self._bundle, self._generator = bundle, generator
        self._points, self._images, self._strips = points, images, strips
        self._board, self._playheads = board, playheads
        self._waiting: dict[int, Array] = {}  # points whose whole images are still to come, the oldest first
        self._unheard: set[int] = set()  # voices of which nothing has been published since they moved
        self._levels: dict[int, tuple[Array, list[Array]]] = {}  # each voice's last point, and what was made of it
        self._numbers = itertools.count(1)
        self._last = [0] * points.voices  # number of each voice's last turn
        self._strips_since = 0  # the last whole image

    def take(self) -> bool:
        """Generate for one voice (or for as many as the generator likes at once); False where none wants anything."""
        moved = sorted(self._points.changed(), key=self._last.__getitem__)
        if self._waiting and (not moved or self._strips_since >= STRIPS_FIRST):
            self._make_whole([next(iter(self._waiting))])
        elif not moved:
            return False
        elif self._generator.strip is None:
            self._make_whole([voice for voice in moved[: self._generator.batch] if self._accept(voice)])
        else:
            self._begin(moved[0])
        return True

    def leave_out(self) -> None:
        """Give up the points of which nothing could be made, after `take` has raised."""
        for voice in self._unheard:
            self._waiting.pop(voice, None)
            self._board["updates"][voice] += 1
        self._unheard.clear()

    def _accept(self, voice: int) -> bool:
        """Take a voice's newest point; False where it is not whole yet."""
        row = self._points.take(voice)
        if row is None:
            return False
        self._waiting[voice] = row.copy()
        self._unheard.add(voice)
        self._last[voice] = next(self._numbers)
        return True

    def _begin(self, voice: int) -> None:
        """Make a strip of a point, or its whole image where that has been made already or does not grow row by row."""
        if not self._accept(voice):
            return
        z, condition, growth = self._parts(self._waiting[voice])
        if growth < 1.0 or self._made(voice, z, condition):
            self._make_whole([voice])
            return
        assert self._generator.strip is not None
        self._strips_since += 1
        height = self._bundle.codec.image_shape[0]
        first = int((self._playheads[voice] * height - ROWS_BEHIND) // STRIP_GRID) * STRIP_GRID
        first = min(max(first, 0), height - STRIP_ROWS)
        rows = self._generator.strip(z, condition, first)
        strip = strip_payload(self._bundle.codec, rows, first)
        self._strips.publish(voice, strip, self._waiting[voice])
        self._tell(voice)

    def _make_whole(self, voices: list[int]) -> None:
        """Make the whole images of points that wait for them, all at once."""
        self._strips_since = 0
        rows = {voice: self._waiting.pop(voice) for voice in voices}
        parts = {voice: self._parts(row) for voice, row in rows.items()}
        fresh = [voice for voice, (z, condition, _) in parts.items() if not self._made(voice, z, condition)]
        if fresh:
            z, condition = (np.concatenate([parts[voice][part] for voice in fresh]) for part in (0, 1))
            levels = self._generator(z, condition)
            for place, voice in enumerate(fresh):
                point = np.concatenate([z[place], condition[place]])
                self._levels[voice] = point, [level[place : place + 1] for level in levels]
        failures: list[Exception] = []
        for voice, (_, _, growth) in parts.items():
            try:
                image = grown(self._levels[voice][1], growth, self._bundle.codec)
                payload = payloads(self._bundle.codec, image)[0]
            except ValueError as error:  # an image that holds no numbers; the others are heard
                failures.append(error)
                continue
            self._board["level"][voice] = loudest(self._bundle.codec, payload)
            self._images.publish(voice, payload, rows[voice])
            self._tell(voice)
        if failures:
            raise failures[0]

    def _made(self, voice: int, z: Array, condition: Array) -> bool:
        """Whether a voice's last image was of this point."""
        known = self._levels.get(voice)
        return known is not None and np.array_equal(known[0], np.concatenate([z[0], condition[0]]))

    def _parts(self, row: Array) -> tuple[Array, Array, float]:
        """Point (1, latent_dim), condition (1, n_conditions) and growth of a row of the mailbox."""
        side = self._bundle.latent_dim
        return row[None, :side], row[None, side:-1], float(row[-1])

    def _tell(self, voice: int) -> None:
        if voice in self._unheard:
            self._unheard.discard(voice)
            self._board["updates"][voice] += 1
