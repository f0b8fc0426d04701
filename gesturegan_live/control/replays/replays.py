"""What each message about takes does: they are recorded, and played again beside what hands play.

A take plays the voices that are played in it. Whatever else is set of one of them, by a message or a scene, takes that
voice over: it goes on from where it is, and the take plays the others, until it is played anew. When a take is over, or
stopped, the gates of the voices that it still has close.

Conventions
-----------
Handlers (``_do_``) and readers (``_read_``) as in `gesturegan_live.control.instrument`, which lets its time pass. Owned
by the control process, one thread; takes are read in another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from gesturegan_live.control.messages.arguments import RefusedError, Value
from gesturegan_live.control.messages.dispatcher import Call, Work
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.replays.deck import Deck
from gesturegan_live.control.replays.replay import Replay
from gesturegan_live.control.scenes.presets import Names
from gesturegan_live.control.stage import Stage, Taken
from gesturegan_live.control.voices.ramps import Ramps
from gesturegan_live.recording.recordings import file_name
from gesturegan_live.show.parameters import OCTAVES

_SHORTEST_LOOP = 0.1  # seconds


class Replays:
    """The takes that play, and the one that is being recorded.

    Parameters
    ----------
    stage : Stage
    deck : Deck
        What they play on.
    """

    def __init__(self, stage: Stage, deck: Deck) -> None:
        self._stage, self._deck = stage, deck
        self._disk = asyncio.Lock()
        self._names = Names(self._disk, lambda: list(stage.takes()))
        self._playing: list[Replay] = []
        self._speed = [1.0]
        self._ramps = Ramps([self._speed], [OCTAVES])

    def __bool__(self) -> bool:
        return bool(self._playing)

    def has(self, voice: int) -> bool:
        """Whether a take plays a voice."""
        return any(replay.has(voice) for replay in self._playing)

    def tick(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        self._ramps.step(dt)
        for replay in self._playing:
            replay.go(self._speed[0], dt)
        self._sweep()

    def touched(self, voice: int) -> None:
        """Let a hand have a voice: something has been set of it."""
        for replay in self._playing:
            replay.lose(voice)
        self._sweep()

    def stop(self) -> None:
        """End all that play."""
        for replay in self._playing:
            replay.stop()
        self._sweep()

    def again(self) -> None:
        """Send what has been sent and not been heard once more: to another audio process."""
        for replay in self._playing:
            replay.again()

    def _sweep(self) -> None:
        if any(replay.over for replay in self._playing):
            self._playing = [replay for replay in self._playing if not replay.over]

    # Messages

    def _do_take_record(self, call: Call) -> None:
        path = self._stage.take(file_name(call.values[0]))
        call.done(*([] if path is None else [path.name]))

    def _read_take_record(self, _: Place) -> Sequence[Value]:
        return (self._stage.status().take,)

    def _do_take_play(self, call: Call) -> Work | None:
        return self._played(call, looped=False)

    def _read_take_play(self, _: Place) -> Sequence[Value]:
        return self._those(looped=False)

    def _do_take_loop(self, call: Call) -> Work | None:
        return self._played(call, looped=True)

    def _read_take_loop(self, _: Place) -> Sequence[Value]:
        return self._those(looped=True)

    def _do_take_stop(self, call: Call) -> None:
        name = str(call.values[0]) if call.values else ""
        ending = [replay for replay in self._playing if name in ("", replay.name)]
        if name and not ending:
            raise RefusedError(f"take {name!r} does not play")
        path = None if name else self._stage.take(None)
        for replay in ending:
            replay.stop()
        self._sweep()
        call.done(*([] if path is None else [path.name]), *(replay.name for replay in ending))

    def _do_take_speed(self, call: Call) -> None:
        self._ramps.aim(0, 0, *map(float, call.values))

    def _read_take_speed(self, _: Place) -> Sequence[Value]:
        return (self._speed[0],)

    def _do_take_list(self, call: Call) -> Work | None:
        return self._names(call)

    def _those(self, *, looped: bool) -> Sequence[Value]:
        return [replay.name for replay in self._playing if replay.looped is looped] or ("",)

    def _played(self, call: Call, *, looped: bool) -> Work | None:
        names = list(dict.fromkeys(map(str, call.values)))
        if names != [""]:
            return self._read(call, names, looped)
        for replay in self._playing:
            if replay.looped is looped:
                replay.stop()
        self._sweep()
        return None

    async def _read(self, call: Call, names: Sequence[str], looped: bool) -> None:
        async with self._disk:
            takes = [await asyncio.to_thread(self._stage.taken, name) for name in names]
        left: list[str] = []
        for taken in takes:
            if looped and taken.frames < _SHORTEST_LOOP * taken.sample_rate:
                raise RefusedError(f"take {taken.name!r} is too short for a loop: wanted {_SHORTEST_LOOP:g} s at least")
            left += self._left(taken)
        for taken in takes:
            self._begin(taken, call.sample, looped)
        call.done(*names, *(["; ".join(left)] if left else []))

    def _left(self, taken: Taken) -> list[str]:
        """Say what of a take cannot be played here."""
        left = []
        if beyond := [voice for voice in taken.voices if voice >= self._deck.voices]:
            left.append(f"{len(beyond)} voices left: there are {self._deck.voices}")
        name, *rest = self._deck.space
        others = dict.fromkeys(space[0] for space, _ in taken.points if space != (name, *rest))
        left += (f"points left: they are of model {other!r}, this is {name!r}" for other in others)
        return left

    def _begin(self, taken: Taken, sample: int, looped: bool) -> None:
        voices = {voice for voice in taken.voices if voice < self._deck.voices}
        for voice in voices:
            self.touched(voice)
            self._deck.free(voice)
        replay = Replay(taken, voices, self._stage, self._deck, sample, looped)
        self._playing.append(replay)
        replay.go(self._speed[0], 0.0)
        self._deck.flush()
        self._sweep()
