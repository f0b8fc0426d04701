"""What each message about shapes does: movements that are recognised while they are made.

Each shape is a stream of the same name, with two values: its progress and its likelihood.

Conventions
-----------
Handlers (``_do_``) and readers (``_read_``) as in `gesturegan_live.control.instrument`. Owned by the control process,
one thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from gesturegan_live.control.messages.arguments import RefusedError, Value
from gesturegan_live.control.messages.dispatcher import Call, Work
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.tempo.clock import Clock
from gesturegan_live.gesture.inputs import Inputs
from gesturegan_live.gesture.shapes.following import Follower
from gesturegan_live.gesture.shapes.shape import FORMAT, LARGEST, LONGEST, STEP, WIDEST, Numbers, Shape, check
from gesturegan_live.show.documents import shown
from gesturegan_live.show.gestures import Input, check_name
from gesturegan_live.show.home import Home
from gesturegan_live.show.shelf import Shelf

PARTS = ("progress", "likelihood")
_MOST = 16  # shapes
_MOST_FRAMES = 8000  # of all recordings: each is compared with what comes, fifty times a second
_LATE = 1.0  # seconds that are made up for; where more have passed, they are gone


class Shapes:
    """The shapes of a performance.

    Parameters
    ----------
    inputs : Inputs
    clock : Clock
    home : Home
    say : callable
        Takes a line for the performer.

    Attributes
    ----------
    shapes : dict of str to Shape
    """

    def __init__(self, inputs: Inputs, clock: Clock, home: Home, say: Callable[[str], object]) -> None:
        self.shapes: dict[str, Shape] = {}
        self._inputs, self._clock, self._home, self._say = inputs, clock, home, say
        self._shelf = shelf(home)
        self._disk = asyncio.Lock()
        self._recording: dict[str, list[Numbers]] = {}
        self._off: set[str] = set()
        self._refused: dict[str, str] = {}
        self._follower: Follower | None = None  # made anew when another shape is to be followed
        self._next = float("-inf")  # when the next frame is due

    def begin(self) -> None:
        """Have the shapes of the show that is played; ValueError, in one line, where one of them cannot be."""
        if self._home.show is not None:
            for name in self._shelf.names():
                self._keep(name, self._from_disk(name))

    def clear(self) -> None:
        """Have none any more."""
        for name in list(self.shapes):
            self._forget(name)

    def contents(self) -> dict[str, dict[str, Any]]:
        """Give what the file of each would say."""
        return {name: shape.content() for name, shape in self.shapes.items()}

    def follow(self) -> None:
        """Take the frames that are due, and let the streams of shapes move."""
        if not self.shapes:
            return
        now = self._clock.now()
        if not now - _LATE <= self._next <= now + STEP:
            self._next = now
        while self._next <= now:
            self._step()
            self._next += STEP

    def _step(self) -> None:
        moments = {name: values for name in self.shapes if (values := self._moment(name)) is not None}
        for name, frames in self._recording.items():
            if name in moments and len(frames) < LONGEST + int(2 / STEP):  # and a second of rest on either side
                if frames and len(frames[0]) != len(moments[name]):
                    frames.clear()  # an input was learned anew
                frames.append(moments[name])
        if self._follower is None:
            followed = {n: s for n, s in self.shapes.items() if n not in self._off and n not in self._recording}
            self._follower = Follower(followed)
        self._follower.step({name: values for name, values in moments.items() if name in self._follower.names})
        for name in self.shapes:
            told = self._follower.told(name)
            stream = self._inputs.streams.get(name)
            if stream is not None and list(told) != stream.values and stream.feed(told, self._clock.now()):
                self._inputs.moved.add(name)

    def _moment(self, name: str) -> Numbers | None:
        """Give what the sources of a shape are now; nothing where some of them are nothing, which is said once."""
        shape = self.shapes[name]
        try:
            parts = [self._inputs.source(each).values() for each in shape.sources]
            if not all(parts):
                return None  # nothing has come yet
            values = [value for part in parts for value in part]
            width = shape.recordings[0].shape[1] if shape.recordings else len(values)
            if len(values) != width or len(values) > WIDEST:
                wanted = width if shape.recordings else f"{WIDEST} at most"
                raise RefusedError(f"{len(values)} values, wanted {wanted}")
        except ValueError as error:
            if self._refused.get(name) != str(error):
                self._refused[name] = str(error)
                self._say(f"shape {name} rests: {error}")
            return None
        return np.array(values)

    def _anew(self) -> None:
        self._follower = None

    def _keep(self, name: str, shape: Shape) -> None:
        name = check_name("shape", name)
        if name not in self.shapes and (name in self._inputs.streams or name == self._inputs.waiting):
            raise RefusedError(f"shape {name}: there is an input of that name")
        if name not in self.shapes and len(self.shapes) >= _MOST:
            raise RefusedError(f"{len(self.shapes)} shapes: wanted {_MOST} at most")
        for source in shape.sources:
            if self._inputs.source(source).stream.name == name:
                raise RefusedError(f"shape {name} follows itself")
        stream = self._inputs.add(name, Input(f"/gan/shape/{name}", (0.0, 1.0)))
        stream.parts = PARTS
        stream.feed((0.0, 0.0), self._clock.now())
        self.shapes[name] = shape
        self._recording.pop(name, None)
        self._anew()

    def _forget(self, name: str) -> None:
        del self.shapes[name]
        if name in self._inputs.streams:
            self._inputs.forget(name)
        self._recording.pop(name, None)
        self._off.discard(name)
        self._anew()

    def _of(self, call: Call) -> Shape:
        return self.shapes[call.place.name]

    # All

    def _do_shape_add(self, call: Call) -> None:
        name, *sources = map(str, call.values)
        shape = Shape(sources)
        check(sources, shape.tolerance)
        self._keep(name, shape)

    def _do_shape_delete(self, call: Call) -> None:
        name = str(call.values[0])
        if name not in self.shapes:
            raise RefusedError(f"no shape {shown(name)}: there are {', '.join(self.shapes) or 'none'}")
        self._forget(name)

    def _do_shape_list(self, call: Call) -> None:
        told: list[Value] = []
        for name, shape in self.shapes.items():
            seconds = max((len(each) for each in shape.recordings), default=0) * STEP
            told += [name, len(shape.recordings), seconds, *self._told(name)]
        call.answer(*told)

    # One

    def _do_shape_record(self, call: Call) -> None:
        name, shape = call.place.name, self._of(call)
        if call.values[0]:
            if sum(len(frames) for each in self.shapes.values() for frames in each.recordings) > _MOST_FRAMES - LONGEST:
                raise RefusedError(f"shapes of {_MOST_FRAMES * STEP:g} s in all: there is no room for more")
            self._recording[name] = []
            self._anew()
            return
        frames = self._recording.pop(name, None)
        if frames is None:
            return
        self._anew()
        if not frames:
            raise RefusedError(f"nothing has come to {', '.join(shape.sources)} meanwhile")
        shape.add(np.stack(frames))
        call.done(len(shape.recordings), len(shape.recordings[-1]) * STEP)

    def _read_shape_record(self, place: Place) -> Sequence[Value]:
        return (int(place.name in self._recording),)

    def _do_shape_undo(self, call: Call) -> None:
        shape = self._of(call)
        if not shape.recordings:
            raise RefusedError(f"shape {call.place.name} has no recording")
        shape.recordings.pop()
        self._anew()
        call.done(len(shape.recordings))

    def _do_shape_clear(self, call: Call) -> None:
        self._of(call).recordings.clear()
        self._anew()

    def _do_shape_run(self, call: Call) -> None:
        (self._off.discard if call.values[0] else self._off.add)(call.place.name)
        self._anew()

    def _read_shape_run(self, place: Place) -> Sequence[Value]:
        return (int(place.name not in self._off),)

    def _do_shape_tolerance(self, call: Call) -> None:
        self._of(call).tolerance = float(call.values[0])
        self._anew()

    def _read_shape_tolerance(self, place: Place) -> Sequence[Value]:
        return (self.shapes[place.name].tolerance,)

    def _read_shape_sources(self, place: Place) -> Sequence[Value]:
        return self.shapes[place.name].sources

    def _read_shape_progress(self, place: Place) -> Sequence[Value]:
        return self._told(place.name)[:1]

    def _read_shape_likelihood(self, place: Place) -> Sequence[Value]:
        return self._told(place.name)[1:]

    def _told(self, name: str) -> tuple[float, float]:
        return self._follower.told(name) if self._follower is not None else (0.0, 0.0)

    # The home

    def _do_shape_save(self, call: Call) -> Work:
        return self._save(call, self._of(call).content())

    async def _save(self, call: Call, content: dict[str, object]) -> None:
        async with self._disk:
            replaced = await asyncio.to_thread(self._shelf.write, call.place.name, content)
        call.done(*(["replaced"] if replaced else []))

    async def _do_shape_load(self, call: Call) -> None:
        name = check_name("shape", str(call.values[0]))
        async with self._disk:
            shape = await asyncio.to_thread(self._from_disk, name)
        self._keep(name, shape)
        call.done(name)

    def _from_disk(self, name: str) -> Shape:
        content = self._shelf.content(name)
        if content is None:
            raise RefusedError(f"no shape {shown(name)}: there are {', '.join(self._shelf.names()) or 'none'}")
        try:
            return Shape.read(content)
        except ValueError as error:
            raise self._shelf.damaged(name, error) from error


def shelf(home: Home) -> Shelf:
    """Give where shapes are kept."""
    return Shelf(home, "shapes", "shape", FORMAT, LARGEST)
