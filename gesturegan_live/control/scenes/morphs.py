"""What each message about morphs does: a voice, or all, between scenes.

Conventions
-----------
Handlers (``_do_``) and readers (``_read_``) as in `gesturegan_live.control.instrument`. Scenes are read by name each
time, so that one that is stored anew counts at once. Owned by the control process, one thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from gesturegan_live.control.messages.arguments import RefusedError, Value, shown
from gesturegan_live.control.messages.dispatcher import Call
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.scenes.scenes import Scenery, Values
from gesturegan_live.control.voices.placement import PLACES
from gesturegan_live.control.voices.points import NONE
from gesturegan_live.latent.blends import blended

_MOST_SCENES = 16  # in one morph


class Morphs:
    """What lies between scenes, for a voice by any number of them, for all by a fader between two.

    Parameters
    ----------
    scenery : Scenery
    voices : int
    """

    def __init__(self, scenery: Scenery, voices: int) -> None:
        self._scenery = scenery
        self._weights: list[Sequence[Value]] = [(NONE,)] * voices  # as they were sent
        self._ends: Sequence[Value] = ()
        self._fader = 0.0

    def _do_morph(self, call: Call) -> None:
        voice, values = call.place.voice, call.values
        if tuple(values) != (NONE,):
            names, weights = _pairs(values)
            parts = [self._scenery.parts(self._scenery.scenes.read(name), voice)[0][voice] for name in names]
            self._scenery.follow({voice: self._between(voice, parts, weights)}, call.sample)
        self._weights[voice] = list(values)

    def _read_morph(self, place: Place) -> Sequence[Value]:
        return self._weights[place.voice]

    def _do_morph_ends(self, call: Call) -> None:
        if tuple(call.values) == (NONE,):
            self._ends, self._fader = (), 0.0
            return
        if len(call.values) < 2:
            raise RefusedError(f"one end, {shown(call.values[0])}: wanted two scenes, or `{NONE}`")
        for name in call.values[:2]:
            self._scenery.scenes.read(str(name))
        if len(call.values) > 2:
            self._scenery.voice(call.values[2])
        self._ends = list(call.values)

    def _read_morph_ends(self, _: Place) -> Sequence[Value]:
        return self._ends or (NONE,)

    def _do_fader(self, call: Call) -> None:
        way, *seconds = map(float, call.values)
        if not self._ends:
            if way == self._fader:
                return
            raise RefusedError("the fader has no ends: wanted two scenes by /gan/morph/ends first")
        if seconds and seconds[0] > 0:
            self._scenery.defer(partial(self._scenery.moves.begin, call.place, [way], seconds[0], "linear"))
            return
        first, second, *voice = self._ends
        number = self._scenery.voice(voice[0]) if voice else None
        here, there = (self._scenery.parts(self._scenery.scenes.read(str(name)), number)[0] for name in (first, second))
        between = {
            each: self._between(each, [parts.get(each, {}) for parts in (here, there)], (1.0 - way, way))
            for each in (*here, *(each for each in there if each not in here))
        }
        self._scenery.follow(between, call.sample)
        self._fader = way

    def _read_fader(self, _: Place) -> Sequence[Value]:
        return (self._fader,)

    def _between(
        self, voice: int, parts: Sequence[dict[str, Values]], weights: Sequence[float]
    ) -> Mapping[str, Values]:
        """Give what lies between parts of scenes: what is closed in one is silent there."""
        if any(part.get("gate") == [1] and weight > 0 for part, weight in zip(parts, weights, strict=True)):
            parts = [{**part, "gain": [0.0]} if part.get("gate") == [0] else part for part in parts]
        heaviest = parts[max(range(len(parts)), key=weights.__getitem__)]
        between: dict[str, Values] = {}
        for place in self._scenery.places(voice):
            name = place.route.scene_name
            if name == "glide":
                continue  # the hand's: in it the point follows
            having = [(part[name], weight) for part, weight in zip(parts, weights, strict=True) if name in part]
            if not any(weight > 0 for _, weight in having) or (name in PLACES and name not in heaviest):
                continue
            values, counting = zip(*having, strict=True)
            between[name] = blended(place.route.law, values, counting)
        if between.get("mode") != ["scrub"]:
            between.pop("position", None)
        return between


def _pairs(values: Sequence[Value]) -> tuple[list[str], list[float]]:
    """Take names and weights from a message."""
    names, weights = values[::2], values[1::2]
    if len(names) != len(weights):
        raise RefusedError(f"{len(values)} arguments: wanted a scene and its weight, and so on")
    for name, weight in zip(names, weights, strict=True):
        if not isinstance(name, str) or isinstance(weight, str):
            raise RefusedError(f"{shown(name)} {shown(weight)}: wanted a scene and its weight")
    if len(names) > _MOST_SCENES:
        raise RefusedError(f"{len(names)} scenes: wanted at most {_MOST_SCENES}")
    if not any(map(float, weights)):
        raise RefusedError("all weights are 0: wanted one that is not")
    return list(map(str, names)), list(map(float, weights))
