"""What each message about mappings does: inputs to addresses, taught by examples.

Conventions
-----------
Handlers (``_do_``) and readers (``_read_``) as in `gesturegan_live.control.instrument`. Owned by the control process,
one thread; what is trained is trained in another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence, Set

import numpy as np
import threadpoolctl

from gesturegan_live.control.messages import fractions
from gesturegan_live.control.messages.arguments import RefusedError, Value
from gesturegan_live.control.messages.dispatcher import Call, Dispatcher, Work
from gesturegan_live.control.messages.places import Addresses, Place
from gesturegan_live.control.tempo.clock import Clock
from gesturegan_live.control.voices.points import NONE
from gesturegan_live.gesture import regression
from gesturegan_live.gesture.examples import FORMAT, LARGEST, MOST_LISTED, Examples
from gesturegan_live.gesture.inputs import Inputs, Source
from gesturegan_live.show.gestures import check_name
from gesturegan_live.show.home import Home
from gesturegan_live.show.shelf import Shelf

_MOST = 16  # mappings
_EVERY = 0.004  # seconds between two outcomes of a mapping: what moves faster is followed so often
_MOST_PLACES = 256  # addresses of one


class _Map:
    """One mapping."""

    def __init__(self, examples: Examples) -> None:
        self.examples = examples
        self.trained: regression.Trained | None = None
        self.widths = (0, 0)  # of what it was trained by: values of inputs, of outputs
        self.runs = self.trains = False
        self.refused = ""
        self.ran = float("-inf")
        self._found: tuple[int, Addresses, list[Source], list[Place]] | None = None

    def ends(self, inputs: Inputs, addresses: Addresses) -> tuple[list[Source], list[Place]]:
        """Find what it goes from and to; ValueError where some of that is not there."""
        if self._found is None or self._found[0] != inputs.version or self._found[1] is not addresses:
            self._found = None
            sources = [inputs.source(each) for each in self.examples.inputs]
            self._found = inputs.version, addresses, sources, outputs(self.examples.outputs, addresses)
        return self._found[2:]

    def forget_ends(self) -> None:
        """Find its ends anew."""
        self._found = None


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
    maps : dict of str to _Map
    dispatcher : Dispatcher
        By which addresses are found, read and set; to be set before anything is mapped.
    """

    dispatcher: Dispatcher

    def __init__(
        self, inputs: Inputs, clock: Clock, home: Home, play: Callable[[], None], say: Callable[[str], object]
    ) -> None:
        self.maps: dict[str, _Map] = {}
        self._inputs, self._clock, self._play, self._say = inputs, clock, play, say
        self._shelf = Shelf(home, "maps", "map", FORMAT, LARGEST)
        self._disk = asyncio.Lock()

    def apply(self, moved: Set[str]) -> None:
        """Let the mappings that run follow the streams that have moved."""
        if not (moved and self.maps):
            return
        now = self._clock.now()
        for name, each in self.maps.items():
            if not each.runs or moved.isdisjoint(source.partition("/")[0] for source in each.examples.inputs):
                continue
            if 0 <= now - each.ran < _EVERY:
                self._inputs.moved |= moved  # its turn comes again
                continue
            each.ran = now
            try:
                self._run(each)
                each.refused = ""
            except ValueError as error:
                if str(error) != each.refused:
                    each.refused = str(error)
                    self._say(f"map {name} rests: {error}")

    def _run(self, each: _Map) -> None:
        sources, places = each.ends(self._inputs, self.dispatcher.addresses)
        at, (wide, far) = _values(sources), each.widths
        if len(at) != wide:
            raise RefusedError(f"{len(at)} values of inputs, its examples have {wide}")
        counts = [len(self.dispatcher.read(place)) for place in places]
        if sum(counts) != far:
            raise RefusedError(f"{sum(counts)} values of outputs, its examples have {far}")
        assert each.trained is not None
        wanted = iter(each.trained(np.array(at)).tolist())
        for place, count in zip(places, counts, strict=True):
            arguments = fractions.moved(place.address, place.route, count)
            values = [min(max(next(wanted), argument.low), argument.high) for argument in arguments]
            self.dispatcher.set(place, values)
        self._play()

    def _of(self, call: Call) -> _Map:
        return self.maps[call.place.name]

    def _keep(self, name: str, examples: Examples) -> _Map:
        name = check_name("map", name)
        if name not in self.maps and len(self.maps) >= _MOST:
            raise RefusedError(f"{len(self.maps)} maps: wanted {_MOST} at most")
        made = self.maps[name] = _Map(examples)
        return made

    # All

    def _do_map_add(self, call: Call) -> None:
        self._keep(str(call.values[0]), Examples())

    def _do_map_delete(self, call: Call) -> None:
        name = str(call.values[0])
        if self.maps.pop(name, None) is None:
            raise RefusedError(f"no map {name!r}: there are {', '.join(self.maps) or 'none'}")

    def _do_map_list(self, call: Call) -> None:
        told: list[Value] = []
        for name, each in self.maps.items():
            trained = each.trained
            error, nearest = (trained.error, trained.nearest) if trained else (1.0, 1.0)
            told += [name, len(each.examples.examples), trained.kind if trained else NONE, error, nearest]
        call.answer(*told)

    # One

    def _do_map_inputs(self, call: Call) -> None:
        named = list(map(str, call.values))
        for source in named:
            self._inputs.source(source)
        self._change(call).inputs = named

    def _read_map_inputs(self, place: Place) -> Sequence[Value]:
        return self.maps[place.name].examples.inputs or (NONE,)

    def _do_map_outputs(self, call: Call) -> None:
        named = list(map(str, call.values))
        outputs(named, self.dispatcher.addresses)
        self._change(call).outputs = named

    def _read_map_outputs(self, place: Place) -> Sequence[Value]:
        return self.maps[place.name].examples.outputs or (NONE,)

    def _change(self, call: Call) -> Examples:
        """Give what is to be changed of a mapping that has no example yet."""
        each = self._of(call)
        if each.examples.examples:
            raise RefusedError(f"map {call.place.name} has examples of other ones: wanted clear first")
        if len(call.values) > MOST_LISTED:
            raise RefusedError(f"{len(call.values)} named: wanted {MOST_LISTED} at most")
        each.forget_ends()
        return each.examples

    def _do_map_record(self, call: Call) -> None:
        if call.values and not call.values[0]:
            return  # the release of a button
        each = self._of(call)
        sources, places = each.ends(self._inputs, self.dispatcher.addresses)
        if not (sources and places):
            raise RefusedError(
                f"map {call.place.name} goes from nothing, or to nothing: wanted inputs and outputs first"
            )
        for source in sources:
            if not source.values():
                raise RefusedError(f"nothing has come to input {source.stream.name} yet")
        read = [value for place in places for value in self.dispatcher.read(place)]
        if NONE in read:
            raise RefusedError(f"an output is {NONE}: wanted what counts")
        each.examples.add(_values(sources), list(map(float, read)))
        call.done(len(each.examples.examples))

    def _do_map_undo(self, call: Call) -> None:
        each = self._of(call)
        if not each.examples.examples:
            raise RefusedError(f"map {call.place.name} has no example")
        each.examples.examples.pop()
        call.done(len(each.examples.examples))

    def _do_map_clear(self, call: Call) -> None:
        each = self._of(call)
        each.examples.examples.clear()
        each.trained, each.runs = None, False

    async def _do_map_train(self, call: Call) -> None:
        each = self._of(call)
        await self._train(each)
        assert each.trained is not None
        call.done(each.trained.kind, each.trained.error, each.trained.nearest)

    async def _train(self, each: _Map) -> None:
        if each.trains:
            raise RefusedError("it is being trained already: try again when that is done")
        each.trains = True
        try:
            x, y = each.examples.arrays()
            each.trained = await asyncio.to_thread(_train, x, y)
            each.widths = x.shape[1], y.shape[1]
        finally:
            each.trains = False

    def _do_map_run(self, call: Call) -> None:
        each = self._of(call)
        if call.values[0] and each.trained is None:
            raise RefusedError(f"map {call.place.name} is not trained: wanted examples, and train")
        each.runs = bool(call.values[0])
        self._inputs.moved.update(source.partition("/")[0] for source in each.examples.inputs)

    def _read_map_run(self, place: Place) -> Sequence[Value]:
        return (int(self.maps[place.name].runs),)

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
        each = _Map(examples)
        if len(examples.examples) > 1:
            await self._train(each)
        made = self._keep(name, examples)
        made.trained, made.widths = each.trained, each.widths
        call.done(name)

    def _from_disk(self, name: str) -> Examples:
        content = self._shelf.content(name)
        if content is None:
            raise RefusedError(f"no map {name!r}: there are {', '.join(self._shelf.names()) or 'none'}")
        try:
            return Examples.read(content)
        except ValueError as error:
            raise self._shelf.damaged(name, error) from error


def outputs(named: Sequence[str], addresses: Addresses) -> list[Place]:
    """Find what a mapping goes to; RefusedError where examples cannot say what that should be."""
    places = list({place.address: place for address in named for place in addresses.find(address)}.values())
    if len(places) > _MOST_PLACES:
        raise RefusedError(f"{len(places)} addresses: wanted {_MOST_PLACES} at most")
    for place in places:
        route = place.route
        if not (route.readable and route.writable and all(each.osc_type == "f" for each in route.arguments)):
            raise RefusedError(f"{place.address} is no number that can be read and set: wanted one, or a point")
    return places


def _train(x: regression.Numbers, y: regression.Numbers) -> regression.Trained:
    """Learn a mapping; from then on this process computes with one thread: two spin where sound wants processors."""
    threadpoolctl.threadpool_limits(1, user_api="blas")
    return regression.train(x, y)


def _values(sources: Sequence[Source]) -> list[float]:
    return [value for source in sources for value in source.values()]
