"""One mapping: what it goes from, its examples, and what they have taught.

Conventions
-----------
Owned by the control process, one thread; what it learns is learned elsewhere
(`gesturegan_live.gesture.mapping.teacher`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
import threadpoolctl

from gesturegan_live.control.gestures.choices import RECALL, Choices
from gesturegan_live.control.gestures.outcomes import Outcomes
from gesturegan_live.control.messages.arguments import RefusedError
from gesturegan_live.control.messages.dispatcher import Dispatcher
from gesturegan_live.gesture.inputs import Inputs, Source
from gesturegan_live.gesture.mapping.examples import PLAIN, Examples, Numbers
from gesturegan_live.gesture.mapping.teacher import Lesson
from gesturegan_live.gesture.mapping.terrain import NOWHERE
from gesturegan_live.gesture.mapping.trained import Trained


class Target(Protocol):
    """What a mapping goes to."""

    @property
    def trained(self) -> Trained | None:
        """What examples have taught."""

    @property
    def waits(self) -> bool:
        """Whether time is to pass, though nothing moves."""

    @property
    def words(self) -> str:
        """How good it is, for people."""

    def outcome(self, dispatcher: Dispatcher, name: str, rating: int, /) -> list[float]:
        """Give what is now, or what that name is, for an example; RefusedError where it is none."""

    def lesson(self) -> Callable[[], Lesson[Any]]:
        """Give what learns from the examples: it waits for that."""

    def take(self, learned: Any) -> None:
        """Have what was learned from the last lesson."""

    def forget(self) -> None:
        """Forget what was learned."""

    def run(self, dispatcher: Dispatcher, at: Numbers, now: float, /) -> bool:
        """Go where the inputs say, at a time; returns whether anything has moved."""


class Mapping:
    """One mapping.

    Parameters
    ----------
    name : str
    examples : Examples
    inputs : Inputs

    Attributes
    ----------
    target : Target
    runs : bool
        Whether its inputs move what it goes to.
    missing : str
        One line where something that learns is not installed, else nothing.
    terrain : Terrain
        The picture of what was learned, where that is from two values.
    refused : str
        Why it rests, if it was said.
    ran : float
        When it last moved anything.
    """

    def __init__(self, name: str, examples: Examples, inputs: Inputs) -> None:
        self.name, self.examples, self._inputs = name, examples, inputs
        self.target: Target = self._aimed()
        self.terrain = NOWHERE
        self.runs = False
        self.missing = self.refused = ""
        self.ran = float("-inf")
        self._learning = asyncio.Lock()
        self._changes = self._learned = 0  # of its examples; and how many of them what was learned knows
        self._cleared = 0  # how often
        self._found: tuple[int, list[Source]] | None = None

    @property
    def streams(self) -> set[str]:
        """Names of the streams that it goes from."""
        return {source.partition("/")[0] for source in self.examples.inputs}

    def change(self, *, inputs: list[str] | None = None, outputs: list[str] | None = None) -> None:
        """Go from and to others; RefusedError where there are examples already."""
        if self.examples.examples:
            raise RefusedError(f"map {self.name} has examples of other ones: wanted clear first")
        self.examples.inputs = self.examples.inputs if inputs is None else inputs
        self.examples.outputs = self.examples.outputs if outputs is None else outputs
        self._found, self.target, self.terrain, self.runs = None, self._aimed(), NOWHERE, False

    def record(self, dispatcher: Dispatcher, name: str = "", rating: int = PLAIN) -> int:
        """Take what is now for an example; returns how many there are, RefusedError where it is none."""
        sources = self._sources()
        if not (sources and self.examples.outputs):
            raise RefusedError(f"map {self.name} goes from nothing, or to nothing: wanted inputs and outputs first")
        for source in sources:
            if not source.values():
                raise RefusedError(f"nothing has come to input {source.stream.name} yet")
        self.examples.add(self.at(), self.target.outcome(dispatcher, name, rating), rating)
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
        self._cleared += 1
        self.target.forget()
        self.terrain, self.runs = NOWHERE, False

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
        changes, cleared, target = self._changes, self._cleared, self.target
        lesson = await asyncio.to_thread(_learned, target.lesson())
        if cleared != self._cleared:
            raise RefusedError("its examples were cleared meanwhile")
        target.take(lesson.learned)
        self.missing, self.terrain, self._learned = lesson.missing, lesson.terrain, changes
        assert target.trained is not None
        return target.trained

    def run(self, dispatcher: Dispatcher, now: float) -> bool:
        """Follow the inputs, at a time, seconds; RefusedError where it cannot."""
        at, trained = self.at(), self.target.trained
        if trained is None or len(at) != len(trained.scale):
            raise RefusedError(f"{len(at)} values of inputs, its examples have {len(trained.scale) if trained else 0}")
        return self.target.run(dispatcher, np.array(at), now)

    def at(self) -> list[float]:
        """Give what is at the inputs now; ValueError where one is not there."""
        return [value for source in self._sources() for value in source.values()]

    def _sources(self) -> Sequence[Source]:
        if self._found is None or self._found[0] != self._inputs.version:
            self._found = None
            self._found = self._inputs.version, [self._inputs.source(each) for each in self.examples.inputs]
        return self._found[1]

    def _aimed(self) -> Target:
        return Choices(self.examples) if self.examples.outputs == [RECALL] else Outcomes(self.examples)


def _learned(lesson: Callable[[], Lesson[Any]]) -> Lesson[Any]:
    """Learn; from then on this process computes with one thread: two spin where sound wants processors."""
    threadpoolctl.threadpool_limits(1, user_api="blas")
    return lesson()
