"""What each message about scenes does: all that is set, kept by name and brought back.

What a scene holds is read and set by the addresses themselves: whatever a voice has that can be read and set is in it.

Conventions
-----------
Handlers (``_do_``) as in `gesturegan_live.control.instrument`, which lets its time pass. Owned by the control process,
one thread; what touches a disk runs in another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from gesturegan_live.control.messages.arguments import RefusedError, Value, check
from gesturegan_live.control.messages.dispatcher import Call, Dispatcher, Work
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.messages.routes.route import OUT, SECONDS, VOICE, Route
from gesturegan_live.control.messages.routes.table import ROUTES
from gesturegan_live.control.scenes.moves import Moves
from gesturegan_live.control.scenes.presets import Names
from gesturegan_live.control.stage import Stage
from gesturegan_live.control.voices.placement import PLACES, Placement
from gesturegan_live.control.voices.points import NONE, Points
from gesturegan_live.latent.scenes import OF_MODEL, Scene, Scenes

Values = Sequence[Value]
Parts = dict[int, dict[str, Values]]  # by voice; `EVERYTHING` is the output

_KEPT: dict[str, list[Route]] = {
    prefix: [route for route in ROUTES if route.scene_name and route.address.startswith(prefix + "/")]
    for prefix in (VOICE, OUT)
}
_RECALL: list[Value] = ["", 0.0, "linear", 0]  # what a recall is where it does not say
_OF_A_NOTE: dict[str, Values] = {"gate": [0], "touch": [1.0], "pitch": [0.0]}  # as they are without one
_OF_THE_HAND = (*_OF_A_NOTE, "energy")  # no part of a sound
_TAIL = 0.1  # seconds that a voice which was faded out has to close, beyond its release
EVERYTHING = -1  # in place of a voice: the output


class Scenery:
    """The scenes, and what is on its way to one.

    Parameters
    ----------
    stage : Stage
    points : Points
    disk : asyncio.Lock
        Held while something is written.
    say : callable
        Takes a line for the performer.

    Attributes
    ----------
    dispatcher : Dispatcher
        By which values are read and set; to be set before anything is asked for.
    placement : Placement
        Likewise.
    moves : Moves
    held, marked : callables
        Whether a voice holds a note, and whether a note's pitch and touch are on it; who plays notes sets them.
    defer : callable
        Takes what is to be done at the time of the message that is being obeyed; a server that hands messages over
        ahead of their time sets it.
    """

    dispatcher: Dispatcher
    placement: Placement

    def __init__(self, stage: Stage, points: Points, disk: asyncio.Lock, say: Callable[[str], object]) -> None:
        self._stage, self._points, self._disk = stage, points, disk
        self.scenes = Scenes(stage.home)
        self.moves = Moves(self._get, self._set, say)
        self.defer: Callable[[Callable[[], None]], object] = lambda act: act()
        self.held: Callable[[int], bool] = lambda _voice: False
        self.marked: Callable[[int], bool] = lambda _voice: False
        self._names = Names(disk, self.scenes.names)

    def use_model(self) -> None:
        """Let go of what is on its way in the space of another model."""
        self.moves.forget(names=tuple(OF_MODEL))

    def scene(self, name: str, voice: int | None = None) -> Scene:
        """Give all that is set, of a voice or of all; of what notes play, what it is without them."""
        model = self._stage.model
        voices = range(self._stage.voices) if voice is None else (voice,)
        parts = {each: self._part(each) for each in voices}
        for each in filter(self.marked, voices):
            parts[each].update(_OF_A_NOTE)
        if voice is not None:
            parts[voice] = {name: values for name, values in parts[voice].items() if name not in _OF_THE_HAND}
        out = self._part(EVERYTHING) if voice is None else {}
        return Scene(name, model.name, model.latent_dim, tuple(model.conditions), parts, out, voice is not None)

    def restore(self, scene: Scene) -> str:
        """Set all of a scene at once, as at a start; returns what was left, in one line, or nothing."""
        parts, left = self.parts(scene, None)
        for part in parts.values():
            if part.get("mode") == ["once"]:
                part.pop("gate", None)  # one that is over must not sound again
        self._at_once(parts, 0)
        return left

    # Messages

    def _do_scene_store(self, call: Call) -> Work:
        name = str(call.values[0])
        scene = self.scene(name, self.voice(call.values[1]) if len(call.values) > 1 else None)
        self.scenes.keep(scene)
        return self._on_disk(call, name, partial(self.scenes.write, scene))

    def _do_scene_recall(self, call: Call) -> None:
        name, seconds, curve, voice = [*call.values, *_RECALL[len(call.values) :]]
        parts, left = self.parts(self.scenes.read(str(name)), self.voice(voice) if voice else None)
        if seconds:
            self._set_out(parts, float(seconds), str(curve), call.sample)
        else:
            self._at_once(parts, call.sample)
        call.done(str(name), *([left] if left else []))

    def _do_scene_list(self, call: Call) -> Work | None:
        return self._names(call)

    def _do_scene_rename(self, call: Call) -> Work:
        name, other = map(str, call.values)
        return self._on_disk(call, other, partial(self.scenes.rename, name, other))

    def _do_scene_copy(self, call: Call) -> Work:
        name, other = map(str, call.values)
        return self._on_disk(call, other, partial(self.scenes.copy, name, other))

    def _do_scene_delete(self, call: Call) -> Work:
        name = str(call.values[0])
        return self._on_disk(call, name, partial(self.scenes.delete, name))

    async def _do_scene_undo(self, call: Call) -> None:
        async with self._disk:
            name = await asyncio.to_thread(self.scenes.undo, *map(str, call.values))
        call.done(name)

    def _do_scene_export(self, call: Call) -> Work:
        name = str(call.values[0])
        return self._on_disk(call, name, partial(self.scenes.export, name))

    def _do_scene_import(self, call: Call) -> Work:
        name = str(call.values[0])
        return self._on_disk(call, name, partial(self.scenes.take_in, name))

    async def _on_disk(self, call: Call, name: str, act: Callable[[], str | int]) -> None:
        async with self._disk:
            what = await asyncio.to_thread(act)
        call.done(name, *([] if what == "" else [what]))

    def voice(self, number: Value) -> int:
        """Give the voice of a number that a message names; RefusedError where there is none."""
        voice = int(number)
        if voice > self._stage.voices:
            raise RefusedError(f"voice is {voice}: wanted 1 to {self._stage.voices}")
        return voice - 1

    # What is in a scene

    def places(self, voice: int) -> Iterator[Place]:
        """Give the addresses that a scene holds of a voice, or of the output; its gate last."""
        for route in sorted(_KEPT[OUT if voice == EVERYTHING else VOICE], key=lambda route: route.law == "any"):
            yield self.dispatcher.addresses.find(route.address.replace("{n}", str(voice + 1)))[0]

    def _part(self, voice: int) -> dict[str, Values]:
        part: dict[str, Values] = {}
        for place in self.places(voice):
            if voice == EVERYTHING or self.placement.decides(voice, place.route.parameter):
                values = self.dispatcher.read(place)
                if values and tuple(values) != (NONE,):
                    part[place.route.scene_name] = list(values)
        if part.get("mode") != ["scrub"]:
            part.pop("position", None)  # elsewhere it is a jump
        if part.get("beats", [0.0]) != [0.0]:
            part.pop("rate")  # which follows
        return part

    def parts(self, scene: Scene, voice: int | None) -> tuple[Parts, str]:
        """Give what is to be set, and what is to be left, in one line; RefusedError where a value is none."""
        left: list[str] = []
        wanted: dict[int, Mapping[str, Values]] = dict(scene.voices)
        if voice is not None:
            wanted = {voice: scene.of(voice)}
        elif not scene.one:
            wanted[EVERYTHING] = scene.out
        if beyond := [each for each in wanted if each >= self._stage.voices]:
            left.append(f"{len(beyond)} voices left: there are {self._stage.voices}")
        parts = {
            each: self._checked(scene, each, part, left) for each, part in wanted.items() if each < self._stage.voices
        }
        for each, part in parts.items():
            of_hand = _OF_THE_HAND if voice is not None or scene.one else _OF_A_NOTE if self._holds(each) else ()
            for name in of_hand:
                part.pop(name, None)
        return parts, "; ".join(dict.fromkeys(left))

    def _checked(self, scene: Scene, voice: int, part: Mapping[str, Values], left: list[str]) -> dict[str, Values]:
        model = self._stage.model
        checked: dict[str, Values] = {}
        own = (scene.model, scene.latent_dim, scene.conditions) == (
            *(model.name, model.latent_dim),
            tuple(model.conditions),
        )
        places = {place.route.scene_name: place for place in self.places(voice)}
        for name, values in part.items():
            if name not in places:
                left.append(f"{name} left: there is no such value")
            elif name in OF_MODEL and not own:
                left.append(f"point left: it is of model {scene.model!r}, this is {model.name!r}")
            else:
                arguments, count = places[name].route.arguments, len(self.dispatcher.read(places[name]))
                if arguments[0].many and len(values) != count:
                    left.append(f"{name} left: {len(values)} values, here are {count}")
                    continue
                try:
                    checked[name] = check(arguments if arguments[0].many else arguments[:count], values)
                except RefusedError as error:
                    raise RefusedError(f"scene {scene.name!r} is damaged: {error}") from error
        return checked

    def _holds(self, voice: int) -> bool:
        return voice != EVERYTHING and self.held(voice)

    # What is set

    def _get(self, place: Place) -> Values:
        return self.dispatcher.read(place)

    def _set(self, place: Place, values: Values, sample: int = 0) -> None:
        if place.voice < 0 or place.route.handler == "glide":
            self.dispatcher.set(place, values, sample)
            return
        with self._points.at_once(place.voice):
            self.dispatcher.set(place, values, sample)

    def _at_once(self, parts: Parts, sample: int) -> None:
        """Set the parts, what audio applies at its sample, the rest at the time of the message."""
        rest: list[tuple[Place, Values]] = []
        for voice, part in parts.items():
            self.moves.forget(voice)
            for place in self.places(voice):
                if place.route.scene_name in part:
                    values = part[place.route.scene_name]
                    if place.route.parameter < 0:
                        rest.append((place, values))
                    else:
                        self._change(place, values, sample)
        if rest:
            self.defer(partial(self._at_last, rest))

    def _at_last(self, rest: list[tuple[Place, Values]]) -> None:
        for voice in {place.voice for place, _ in rest}:
            self._points.hold(voice)
        for place, values in rest:
            self._change(place, values)

    def _change(self, place: Place, values: Values, sample: int = 0) -> None:
        """Set an address, but no gate that is open already: it would begin anew; no point: it would be made again."""
        lasts = place.route.parameter < 0 or place.route.scene_name == "gate"
        if not lasts or list(self.dispatcher.read(place)) != list(values):
            self._set(place, values, sample)

    def _set_out(self, parts: Parts, seconds: float, curve: str, sample: int) -> None:
        """Let everything of the parts set out for where it is to be: what audio moves by itself, at its sample."""
        rest: list[Callable[[], None]] = []
        for voice, part in parts.items():
            self.moves.forget(voice)
            now = self._part(voice)
            fades = self._fades(voice, now, part, sample)
            for place in self.places(voice):
                name = place.route.scene_name
                if name in fades:
                    whole = {**now, **part}
                    way = (fades[name], seconds, curve, whole[name], _tail(whole))
                    rest.append(partial(self.moves.begin, place, *way))
                elif name not in part:
                    continue
                elif name in PLACES and name not in now:
                    self._set(place, part[name], sample)  # between two ways of placing there is nothing
                elif curve == "linear" and SECONDS in place.route.arguments and place.route.parameter >= 0:
                    self._set(place, [*part[name], seconds], sample)
                elif name == "position" and now["mode"] != ["scrub"]:
                    rest.append(partial(self.moves.late, place, part[name], seconds))
                else:
                    rest.append(partial(self.moves.begin, place, part[name], seconds, curve))
        self.defer(partial(_each, rest))

    def follow(self, parts: Mapping[int, Mapping[str, Values]], sample: int) -> None:
        """Set what lies between scenes, points in their glide time; the gain of a voice that closes once it is shut."""
        rest: list[Callable[[], None]] = []
        for voice, part in parts.items():
            now = self._part(voice)
            shuts = part.get("gate") == [0], now.get("gate") == [1]
            for place in self.places(voice):
                values = part.get(place.route.scene_name)
                if values is None or list(self.dispatcher.read(place)) == list(values):
                    continue
                if place.route.scene_name == "gain" and shuts == (True, True):
                    rest.append(partial(self.moves.late, place, values, _tail({**now, **part})))
                elif place.route.scene_name == "gain" and shuts[0] and place in self.moves:
                    continue  # it still fades
                elif place.route.parameter >= 0:
                    self.dispatcher.set(place, values, sample)
                else:
                    rest.append(partial(self.dispatcher.set, place, values))
        if rest:
            self.defer(partial(_each, rest))

    def _fades(self, voice: int, now: Mapping[str, Values], part: dict[str, Values], sample: int) -> dict[str, Values]:
        """Give the gain that a voice goes to before it closes; put one that opens to silence first."""
        gates = now.get("gate"), part.get("gate")
        if gates == ([1], [0]):
            return {"gain": [0.0]}
        if gates == ([0], [1]):
            gain = next(place for place in self.places(voice) if place.route.scene_name == "gain")
            part.setdefault("gain", now["gain"])
            self._set(gain, [0.0], sample)
        return {}


def _tail(part: Mapping[str, Values]) -> float:
    """Seconds after which a voice that closes is silent."""
    return _TAIL + float(part["release"][0])


def _each(acts: Sequence[Callable[[], None]]) -> None:
    for act in acts:
        act()
