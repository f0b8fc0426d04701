"""What decides from which loudspeakers a voice is heard: pan, its place on the ring, or a row of gains.

The last one sent counts; it is kept here so that the state can be read, and sent again in the right order.

Conventions
-----------
Voices count from 0. Owned by the control process, one thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from gesturegan_live.control.messages.arguments import RefusedError
from gesturegan_live.control.voices.adm import Position
from gesturegan_live.show.loudspeakers import in_order, pan_row, ring_row
from gesturegan_live.show.parameters import MATRIX, VOICE_INDEX

PAN, AZIMUTH, DISTANCE = (VOICE_INDEX[name] for name in ("pan", "azimuth", "distance"))
PLACES = frozenset({"pan", "azimuth", "distance", "matrix"})  # of which one way counts


class Placement:
    """Where the voices are heard from.

    Parameters
    ----------
    ring : sequence of float
        Azimuth of each loudspeaker, degrees.
    parameters : sequence of list of float
        The parameters of every voice, as they are kept elsewhere; read only.
    """

    def __init__(self, ring: Sequence[float], parameters: Sequence[list[float]]) -> None:
        self._positions = [Position()] * len(parameters)
        self._ring, self._parameters = ring, parameters
        self._last = [AZIMUTH] * len(parameters)  # or PAN or MATRIX
        self._placed = [False] * len(parameters)
        self._rows: list[list[float]] = [[] for _ in parameters]

    def set(self, voice: int, index: int) -> tuple[int, ...]:
        """Note that a parameter of a voice was set; returns those that count no more."""
        if index == PAN:
            return self._put(voice, PAN)
        if index in (AZIMUTH, DISTANCE):
            self.follow(voice, index)
            return self._put(voice, AZIMUTH)
        return ()

    def follow(self, voice: int, index: int) -> None:
        """Note that a parameter of a voice has moved by itself."""
        if index in (AZIMUTH, DISTANCE):
            azimuth, distance = self._at(voice)
            self._positions[voice] = Position(azimuth, dist=distance)

    def counts(self, voice: int, index: int) -> bool:
        """Whether a parameter says something: not one that places the voice, once another way has placed it."""
        if index not in (PAN, AZIMUTH, DISTANCE) or not self._placed[voice]:
            return True
        return self._last[voice] == (PAN if index == PAN else AZIMUTH)

    def decides(self, voice: int, index: int) -> bool:
        """Whether a parameter is of the way in which the voice was placed, or has nothing to do with its place."""
        if index not in (PAN, AZIMUTH, DISTANCE, MATRIX):
            return True
        return self._last[voice] == (AZIMUTH if index == DISTANCE else index)

    def coordinates(self, voice: int, names: Iterable[str]) -> list[float]:
        """Give coordinates of where a voice is, by the names of ADM-OSC."""
        return [float(getattr(self._positions[voice], name)) for name in names]

    def moved(self, voice: int, coordinates: Mapping[str, float]) -> Position:
        """Give the position of a voice where some coordinates are others."""
        return self._positions[voice].moved(coordinates)

    def move(self, voice: int, position: Position) -> tuple[int, ...]:
        """Note that a voice was put to a position; returns the parameters that count no more."""
        self._positions[voice] = position
        return self._put(voice, AZIMUTH)

    def keep(self, voice: int, row: list[float]) -> tuple[int, ...]:
        """Note that a voice was given gains of its own, which `check` has passed; returns what counts no more."""
        self._rows[voice] = row
        return self._put(voice, MATRIX)

    def check(self, row: Sequence[float]) -> None:
        """Refuse (RefusedError) what is not one gain for each loudspeaker."""
        if len(row) != len(self._ring):
            raise RefusedError(f"matrix of {len(row)} gains: wanted one for each of {len(self._ring)} loudspeakers")

    def row(self, voice: int) -> list[float]:
        """Give a voice's gain to every loudspeaker."""
        row = [0.0] * len(self._ring)
        if self._last[voice] == MATRIX:
            return self._rows[voice]
        if self._last[voice] == PAN:
            pan_row(self._parameters[voice][PAN], row)
        else:
            ring_row(*self._at(voice), *in_order(self._ring), row)
        return row

    def ordered(self, voice: int) -> Iterator[tuple[int, float]]:
        """Give every parameter of a voice by number; what decides where it is heard comes last."""
        last, parameters = self._last[voice], self._parameters[voice]
        yield from ((index, value) for index, value in enumerate(parameters) if index != last)
        if last == MATRIX:
            yield from ((MATRIX + channel, gain) for channel, gain in enumerate(self._rows[voice]))
        else:
            yield last, parameters[last]

    def _put(self, voice: int, last: int) -> tuple[int, ...]:
        self._last[voice], self._placed[voice] = last, True
        return {PAN: (AZIMUTH, DISTANCE), AZIMUTH: (PAN,), MATRIX: (PAN, AZIMUTH, DISTANCE)}[last]

    def _at(self, voice: int) -> tuple[float, float]:
        return self._parameters[voice][AZIMUTH], self._parameters[voice][DISTANCE]
