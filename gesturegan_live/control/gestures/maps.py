"""What each message about mappings does: inputs to addresses, taught by examples.

Conventions
-----------
Handlers (``_do_``) and readers (``_read_``) as in `gesturegan_live.control.instrument`. Owned by the control process,
one thread; what is trained is trained in another process.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence, Set

from gesturegan_live.control.gestures import outcomes
from gesturegan_live.control.gestures.choices import RECALL, Choices
from gesturegan_live.control.gestures.mapping import Mapping
from gesturegan_live.control.messages.arguments import RefusedError, Value
from gesturegan_live.control.messages.dispatcher import Call, Dispatcher, Work
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.tempo.clock import Clock
from gesturegan_live.control.voices.points import NONE
from gesturegan_live.gesture.inputs import Inputs
from gesturegan_live.gesture.mapping.examples import DISLIKED, FORMAT, LARGEST, LIKED, MOST_LISTED, Examples
from gesturegan_live.gesture.mapping.teacher import TEACHER
from gesturegan_live.show.documents import shown
from gesturegan_live.show.gestures import check_name
from gesturegan_live.show.home import Home
from gesturegan_live.show.shelf import Shelf

_MOST = 16  # mappings
_EVERY = 0.004  # seconds between two outcomes of a mapping: what moves faster is followed so often


class Maps:
    """The mappings of a performance.

    Parameters
    ----------
    inputs : Inputs
    clock : Clock
    home : Home
    play : callable
        Called when a mapping has moved something.
    say : callable
        Takes a line for the performer.

    Attributes
    ----------
    maps : dict of str to Mapping
    dispatcher : Dispatcher
        By which addresses are found, read and set; to be set before anything is mapped.
    """

    dispatcher: Dispatcher

    def __init__(
        self, inputs: Inputs, clock: Clock, home: Home, play: Callable[[], None], say: Callable[[str], object]
    ) -> None:
        self.maps: dict[str, Mapping] = {}
        self._inputs, self._clock, self._play, self._say = inputs, clock, play, say
        self._shelf = Shelf(home, "maps", "map", FORMAT, LARGEST)
        self._disk = asyncio.Lock()
        self._missed = ""  # what was said to be missing

    def clear(self) -> None:
        """Have none any more."""
        self.maps.clear()
        self._inputs.version += 1

    def apply(self, moved: Set[str]) -> None:
        """Let the mappings that run follow the streams that have moved."""
        if not (moved and self.maps):
            return
        now = self._clock.now()
        for name, each in self.maps.items():
            if not each.runs or moved.isdisjoint(each.streams):
                continue
            if 0 <= now - each.ran < _EVERY:
                self._inputs.moved |= moved  # its turn comes again
                continue
            each.ran = now
            try:
                if each.run(self.dispatcher, now):
                    self._play()
                if each.target.waits:
                    self._inputs.moved |= each.streams
                each.refused = ""
            except ValueError as error:
                if str(error) != each.refused:
                    each.refused = str(error)
                    self._say(f"map {name} rests: {error}")

    def _of(self, call: Call) -> Mapping:
        return self.maps[call.place.name]

    def _keep(self, each: Mapping) -> None:
        if each.name not in self.maps and len(self.maps) >= _MOST:
            raise RefusedError(f"{len(self.maps)} maps: wanted {_MOST} at most")
        self.maps[each.name] = each
        self._inputs.version += 1

    # All

    def _do_map_add(self, call: Call) -> None:
        name = check_name("map", str(call.values[0]))
        if name in self.maps and (count := len(self.maps[name].examples.examples)):
            raise RefusedError(f"map {name} is there, and has {count} examples: wanted another name, or delete")
        self._keep(Mapping(name, Examples(), self._inputs))

    def _do_map_delete(self, call: Call) -> None:
        name = str(call.values[0])
        if self.maps.pop(name, None) is None:
            raise RefusedError(f"no map {shown(name)}: there are {', '.join(self.maps) or 'none'}")
        self._inputs.version += 1

    def _do_map_list(self, call: Call) -> None:
        told: list[Value] = []
        for name, each in self.maps.items():
            trained = each.target.trained
            error, nearest = (trained.error, trained.nearest) if trained else (1.0, 1.0)
            told += [name, len(each.examples.examples), trained.kind if trained else NONE, error, nearest]
        call.answer(*told)

    # One

    def _do_map_inputs(self, call: Call) -> None:
        named = list(map(str, call.values))
        for source in named:
            self._inputs.source(source)
        self._few(named)
        self._of(call).change(inputs=named)

    def _read_map_inputs(self, place: Place) -> Sequence[Value]:
        return self.maps[place.name].examples.inputs or (NONE,)

    def _do_map_outputs(self, call: Call) -> None:
        named = list(map(str, call.values))
        if named != [RECALL]:
            outcomes.check(named, self.dispatcher.addresses)
        self._few(named)
        self._of(call).change(outputs=named)

    def _read_map_outputs(self, place: Place) -> Sequence[Value]:
        return self.maps[place.name].examples.outputs or (NONE,)

    def _few(self, named: Sequence[str]) -> None:
        if len(named) > MOST_LISTED:
            raise RefusedError(f"{len(named)} named: wanted {MOST_LISTED} at most")

    def _do_map_record(self, call: Call) -> Work | None:
        if call.values and not call.values[0]:
            return None  # the release of a button
        name = call.values[0] if call.values and isinstance(call.values[0], str) else ""
        call.done(self._of(call).record(self.dispatcher, name))
        return _warmed()

    def _do_map_rate(self, call: Call) -> Work | None:
        each, rating = self._of(call), int(call.values[0])
        if not rating:
            return None  # the release of a button
        if not each.runs:
            raise RefusedError(f"map {each.name} does not run: wanted what it plays, to like it or not")
        each.record(self.dispatcher, rating=LIKED if rating > 0 else DISLIKED)
        return self._rated(call, each)

    async def _rated(self, call: Call, each: Mapping) -> None:
        await each.train_anew()
        self._inputs.moved |= each.streams
        call.done(len(each.examples.examples))

    def _do_map_undo(self, call: Call) -> None:
        call.done(self._of(call).undo())

    def _do_map_clear(self, call: Call) -> None:
        self._of(call).clear()

    async def _do_map_train(self, call: Call) -> None:
        each = self._of(call)
        trained = await each.train()
        if each.missing != self._missed:
            self._missed = each.missing
            self._say(each.missing)
        call.done(trained.kind, trained.error, trained.nearest, each.target.words)

    def _do_map_run(self, call: Call) -> None:
        each = self._of(call)
        if call.values[0] and each.target.trained is None:
            raise RefusedError(f"map {call.place.name} is not trained: wanted examples, and train")
        each.runs = bool(call.values[0])
        self._inputs.moved |= each.streams

    def _read_map_run(self, place: Place) -> Sequence[Value]:
        return (int(self.maps[place.name].runs),)

    def _do_map_seconds(self, call: Call) -> None:
        self._of(call).examples.seconds = float(call.values[0])

    def _read_map_seconds(self, place: Place) -> Sequence[Value]:
        return (self.maps[place.name].examples.seconds,)

    def _read_map_scene(self, place: Place) -> Sequence[Value]:
        target = self.maps[place.name].target
        return (target.chosen.name, target.chosen.confidence) if isinstance(target, Choices) else (NONE, 0.0)

    def _read_map_terrain(self, place: Place) -> Sequence[Value]:
        return self.maps[place.name].terrain.quality.ravel().tolist()

    def _read_map_tone(self, place: Place) -> Sequence[Value]:
        return self.maps[place.name].terrain.tone.ravel().tolist()

    def _read_map_points(self, place: Place) -> Sequence[Value]:
        told: list[Value] = []
        for example in self.maps[place.name].examples.examples:
            if len(example.at) == 2:
                told += [*example.at.tolist(), float(example.rating)]
        return told

    # The home

    def _do_map_save(self, call: Call) -> Work:
        return self._save(call, self._of(call).examples.content())

    async def _save(self, call: Call, content: dict[str, object]) -> None:
        async with self._disk:
            replaced = await asyncio.to_thread(self._shelf.write, call.place.name, content)
        call.done(*(["replaced"] if replaced else []))

    async def _do_map_load(self, call: Call) -> None:
        name = check_name("map", str(call.values[0]))
        async with self._disk:
            examples = await asyncio.to_thread(self._from_disk, name)
        loaded = Mapping(name, examples, self._inputs)
        if len(examples.examples) > 1:
            await loaded.train()
        self._keep(loaded)
        call.done(name)

    def _from_disk(self, name: str) -> Examples:
        content = self._shelf.content(name)
        if content is None:
            raise RefusedError(f"no map {shown(name)}: there are {', '.join(self._shelf.names()) or 'none'}")
        try:
            examples = Examples.read(content)
            if examples.examples and bool(examples.names) != (examples.outputs == [RECALL]):
                raise RefusedError("wanted names of scenes where it goes to scenes, and only there")
        except ValueError as error:
            raise self._shelf.damaged(name, error) from error
        return examples


async def _warmed() -> None:
    """Let what learns begin: soon it is wanted."""
    await asyncio.to_thread(TEACHER.begin)
