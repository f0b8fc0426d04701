"""Values on their way from where they are to where a scene has them, each by its own law.

Conventions
-----------
A value that something else has set meanwhile is let go: the hand wins. So many of them are moved in a turn, and all in
as many turns as it takes: a whole instrument on its way must not hold up what plays it. Owned by the control process,
one thread; the caller's clock is the only clock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gesturegan_live.control.messages.arguments import Value
from gesturegan_live.control.messages.places import Place
from gesturegan_live.latent.blends import CURVES, blended

_MOST = 256  # values moved in a turn


@dataclass(eq=False, slots=True)
class Move:
    """One address on its way.

    Attributes
    ----------
    place : Place
    start, end : sequence of int, float or str
        Its values, there and here.
    seconds : float
        That it takes.
    curve : str
        One of `gesturegan_live.latent.blends.CURVES`.
    now : sequence of int, float or str
        As it reads since it was last moved.
    begun : float
        When, seconds.
    then : sequence of int, float or str
        What it is set to some seconds (`after`) later; empty for nothing.
    """

    place: Place
    start: Sequence[Value]
    end: Sequence[Value]
    seconds: float
    curve: str
    now: Sequence[Value]
    begun: float
    then: Sequence[Value] = ()
    after: float = 0.0


class Moves:
    """All values on their way.

    Parameters
    ----------
    read, obey : callables
        Give the values of an address; set them, whatever glides, or refuse (ValueError).
    say : callable
        Takes a line for the performer: what was refused on its way stays where it is.
    """

    def __init__(
        self,
        read: Callable[[Place], Sequence[Value]],
        obey: Callable[[Place, Sequence[Value]], None],
        say: Callable[[str], object],
    ) -> None:
        self._read, self._obey, self._say = read, obey, say
        self._moves: dict[str, Move] = {}  # by address, the next one to be moved first
        self._clock = 0.0

    def __bool__(self) -> bool:
        return bool(self._moves)

    def __contains__(self, place: Place) -> bool:
        return place.address in self._moves

    def begin(
        self,
        place: Place,
        end: Sequence[Value],
        seconds: float,
        curve: str,
        then: Sequence[Value] = (),
        after: float = 0.0,
    ) -> None:
        """Send an address to those values, from where it is; `after` seconds later it is `then`."""
        start = list(self._read(place))
        self._moves.pop(place.address, None)
        if then or start != list(end):
            move = Move(place, start, end, seconds, curve, start, self._clock, then, after)
            self._moves[place.address] = move

    def late(self, place: Place, end: Sequence[Value], seconds: float) -> None:
        """Set an address to those values after so many seconds, unless something else has set it before."""
        now = list(self._read(place))
        self._moves.pop(place.address, None)
        self._moves[place.address] = Move(place, now, end, seconds, "late", now, self._clock)

    def forget(self, voice: int | None = None, names: Sequence[str] = ()) -> None:
        """Leave everything (of a voice; of some names) where it is."""
        self._moves = {
            address: move
            for address, move in self._moves.items()
            if (voice is not None and move.place.voice != voice) or (names and move.place.route.scene_name not in names)
        }

    def tick(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        self._clock += dt
        for address in list(self._moves)[:_MOST]:
            move = self._moves.pop(address)
            if list(self._read(move.place)) != move.now:
                continue  # something else has set it
            try:
                arrived = self._step(move)
            except ValueError as error:  # a scene, say, that a fader on its way does not find any more
                self._say(f"{address} stays where it is: {error}")
                continue
            if not arrived:
                self._moves[address] = move  # the last one: its turn comes again
            elif move.then:
                self.late(move.place, move.then, move.after)

    def _step(self, move: Move) -> bool:
        """Move it as far as it should be now; returns whether it is there."""
        way = (self._clock - move.begun) / move.seconds if move.seconds > 0 else 1.0
        if way >= 1.0:
            self._set(move, move.end)
        elif move.curve != "late":
            share = CURVES[move.curve](way)
            self._set(move, blended(move.place.route.law, (move.start, move.end), (1.0 - share, share)))
        return way >= 1.0

    def _set(self, move: Move, values: Sequence[Value]) -> None:
        if list(values) != move.now:
            self._obey(move.place, values)
            move.now = list(self._read(move.place))
