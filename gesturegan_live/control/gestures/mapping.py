"""One mapping: what it goes from and to, its examples, and what they have taught.

Conventions
-----------
Owned by the control process, one thread; what it learns is learned elsewhere
(`gesturegan_live.gesture.mapping.teacher`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np
import threadpoolctl

from gesturegan_live.control.messages import fractions
from gesturegan_live.control.messages.arguments import RefusedError
from gesturegan_live.control.messages.dispatcher import Dispatcher
from gesturegan_live.control.messages.places import Addresses, Place
from gesturegan_live.control.voices.points import NONE
from gesturegan_live.gesture.inputs import Inputs, Source
from gesturegan_live.gesture.mapping import teacher
from gesturegan_live.gesture.mapping.examples import PLAIN, Examples, Numbers
from gesturegan_live.gesture.mapping.trained import Trained

_MOST_PLACES = 256  # addresses of one


class Mapping:
    """One mapping.

    Parameters
    ----------
    name : str
    examples : Examples
    inputs : Inputs

    Attributes
    ----------
    trained : Trained, or None
    runs : bool
        Whether its inputs move its outputs.
    missing : str
        One line where something that learns is not installed, else nothing.
    refused : str
        Why it rests, if it was said.
    ran : float
        When it last moved anything.
    """

    def __init__(self, name: str, examples: Examples, inputs: Inputs) -> None:
        self.name, self.examples, self._inputs = name, examples, inputs
        self.trained: Trained | None = None
        self.runs = False
        self.missing = self.refused = ""
        self.ran = float("-inf")
        self._learning = asyncio.Lock()
        self._changes = self._learned = 0  # of its examples; and how many of them what was learned knows
        self._found: tuple[int, Addresses, list[Source], list[Place]] | None = None

    @property
    def streams(self) -> set[str]:
        """Names of the streams that it goes from."""
        return {source.partition("/")[0] for source in self.examples.inputs}

    def record(self, dispatcher: Dispatcher, rating: int = PLAIN) -> int:
        """Take what is now for an example; returns how many there are, RefusedError where it is none."""
        sources, places = self._ends(dispatcher.addresses)
        if not (sources and places):
            raise RefusedError(f"map {self.name} goes from nothing, or to nothing: wanted inputs and outputs first")
        for source in sources:
            if not source.values():
                raise RefusedError(f"nothing has come to input {source.stream.name} yet")
        read = [value for place in places for value in dispatcher.read(place)]
        if NONE in read:
            raise RefusedError(f"an output is {NONE}: wanted what counts")
        self.examples.add(_values(sources), list(map(float, read)), rating)
        self._changes += 1
        return len(self.examples.examples)

    def undo(self) -> int:
        """Forget the last example; returns how many are left."""
        if not self.examples.examples:
            raise RefusedError(f"map {self.name} has no example")
        self.examples.examples.pop()
        self._changes += 1
        return len(self.examples.examples)

    def clear(self) -> None:
        """Forget all examples, and what they have taught."""
        self.examples.examples.clear()
        self._changes += 1
        self.trained, self.runs = None, False

    def change(self) -> Examples:
        """Give what is to be changed of one that has no example yet."""
        if self.examples.examples:
            raise RefusedError(f"map {self.name} has examples of other ones: wanted clear first")
        self._found = None
        return self.examples

    async def train(self) -> Trained:
        """Learn from the examples; RefusedError where it does already."""
        if self._learning.locked():
            raise RefusedError("it is being trained already: try again when that is done")
        async with self._learning:
            return await self._learn()

    async def train_anew(self) -> None:
        """Learn from the examples, unless what has been learned meanwhile is of all of them."""
        async with self._learning:
            if self._learned != self._changes:
                await self._learn()

    async def _learn(self) -> Trained:
        changes, examples = self._changes, self.examples.arrays()
        trained, self.missing = await asyncio.to_thread(_taught, *examples)
        self.trained, self._learned = trained, changes
        return trained

    def run(self, dispatcher: Dispatcher) -> None:
        """Let its outputs follow its inputs; RefusedError where they cannot."""
        trained = self.trained
        assert trained is not None
        sources, places = self._ends(dispatcher.addresses)
        at, wide, far = _values(sources), len(trained.scale), trained.outcomes.shape[1]
        if len(at) != wide:
            raise RefusedError(f"{len(at)} values of inputs, its examples have {wide}")
        counts = [len(dispatcher.read(place)) for place in places]
        if sum(counts) != far:
            raise RefusedError(f"{sum(counts)} values of outputs, its examples have {far}")
        wanted = iter(trained(np.array(at)).tolist())
        for place, count in zip(places, counts, strict=True):
            arguments = fractions.moved(place.address, place.route, count)
            values = [min(max(next(wanted), argument.low), argument.high) for argument in arguments]
            dispatcher.set(place, values)

    def _ends(self, addresses: Addresses) -> tuple[list[Source], list[Place]]:
        """Find what it goes from and to; ValueError where some of that is not there."""
        if self._found is None or self._found[0] != self._inputs.version or self._found[1] is not addresses:
            self._found = None
            sources = [self._inputs.source(each) for each in self.examples.inputs]
            self._found = self._inputs.version, addresses, sources, outputs(self.examples.outputs, addresses)
        return self._found[2:]


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


def _taught(x: Numbers, y: Numbers, ratings: Numbers) -> tuple[Trained, str]:
    """Learn a mapping; from then on this process computes with one thread: two spin where sound wants processors."""
    threadpoolctl.threadpool_limits(1, user_api="blas")
    return teacher.taught(x, y, ratings)


def _values(sources: Sequence[Source]) -> list[float]:
    return [value for source in sources for value in source.values()]
