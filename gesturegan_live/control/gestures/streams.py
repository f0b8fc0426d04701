"""What each message about inputs does, and the messages that are inputs.

Conventions
-----------
Handlers (``_do_``) and readers (``_read_``) as in `gesturegan_live.control.instrument`. Owned by the control process,
one thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gesturegan_live.control.messages.arguments import RefusedError, Value
from gesturegan_live.control.messages.dispatcher import Call
from gesturegan_live.control.messages.patterns import is_pattern
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.messages.routes.table import REPLIES
from gesturegan_live.control.tempo.clock import TIMED, Clock
from gesturegan_live.control.voices.points import NONE
from gesturegan_live.gesture.inputs import Inputs
from gesturegan_live.gesture.stream import Stream
from gesturegan_live.show.gestures import Input

_LEARN = "learn"
_OWN = ("/gan/", "/adm/", *TIMED)  # a slip of the pen there is no sensor


class Streams:
    """The inputs of a performance.

    Parameters
    ----------
    clock : Clock
        Whose seconds they are in.
    places : callable
        Finds what an address of the instrument's own stands for; nothing where it is none.
    say : callable
        Takes a line for the performer.

    Attributes
    ----------
    inputs : Inputs
    """

    def __init__(self, clock: Clock, places: Callable[[str], Sequence[Place]], say: Callable[[str], object]) -> None:
        self.inputs = Inputs()
        self._clock, self._places, self._say = clock, places, say

    def begin(self, settings: Sequence[tuple[str, Input]]) -> None:
        """Have the inputs of a show; ValueError, in one line, where one cannot be."""
        for name, each in settings:
            self._add(name, each)

    def hears(self, address: str, values: Sequence[object]) -> bool:
        """Whether a message is for an input; one of numbers, to an address that is none otherwise, may be learned."""
        if self.inputs.takes(address):
            return True
        if not self.inputs.waiting or not values or self._is_own(address):
            return False
        if not all(isinstance(value, int | float) for value in values):
            return False
        self._say(f"input {self.inputs.hear(address)} is what comes to {address}")
        return True

    def feed(self, address: str, values: Sequence[object]) -> None:
        """Take a message that is for an input; ValueError where it does not fit."""
        self.inputs.feed(address, values, self._clock.now())

    def tick(self, dt: float) -> None:
        """Let `dt` seconds pass."""
        self.inputs.tick(self._clock.now(), dt)

    def _is_own(self, address: str) -> bool:
        return address.startswith(_OWN) or address in REPLIES or is_pattern(address) or bool(self._places(address))

    def _add(self, name: str, settings: Input) -> None:
        if self._is_own(settings.address):
            raise RefusedError(f"input {name}: address {settings.address} is the instrument's own, or a pattern")
        self.inputs.add(name, settings)

    def _check_free(self, name: str) -> None:
        """Refuse the name of a shape, whose stream nothing but the shape moves."""
        stream = self.inputs.streams.get(name)
        if stream is not None and stream.parts:
            raise RefusedError(f"input {name}: there is a shape of that name")

    def _of(self, place: Place) -> Stream:
        return self.inputs.named(place.name)

    # All

    def _do_input_learn(self, call: Call) -> None:
        name, *address = map(str, call.values)
        self._check_free(name)
        if name == NONE:
            self.inputs.learn("")
        elif address:
            self._add(name, Input(address[0]))
        else:
            self.inputs.learn(name)

    def _read_input_learn(self, _: Place) -> Sequence[Value]:
        return (self.inputs.waiting or NONE,)

    def _do_input_forget(self, call: Call) -> None:
        name = str(call.values[0])
        self._check_free(name)
        self.inputs.forget(name)

    def _do_input_list(self, call: Call) -> None:
        told: list[Value] = []
        for name, stream in self.inputs.streams.items():
            told += [name, stream.settings.address, len(stream.values)]
        call.answer(*told)

    # What is read

    def _read_input(self, place: Place) -> Sequence[Value]:
        return self._of(place).values

    def _feature(self, place: Place) -> Sequence[Value]:
        return self._of(place).feature(place.route.handler.removeprefix("input_"))

    _read_input_velocity = _read_input_energy = _read_input_jerk = _feature
    _read_input_onset = _read_input_stillness = _feature

    # What is set

    def _do_input_range(self, call: Call) -> None:
        ends = call.values
        if len(ends) == 1 and ends[0] == _LEARN:
            self._of(call.place).change(range=())
            return
        if any(isinstance(end, str) for end in ends):
            raise RefusedError(f"wanted pairs of numbers, or `{_LEARN}`")
        self._of(call.place).change(range=tuple(map(float, ends)))

    def _read_input_range(self, place: Place) -> Sequence[Value]:
        return self._of(place).range or (_LEARN,)

    def _do_input_curve(self, call: Call) -> None:
        self._of(call.place).change(curve=float(call.values[0]))

    def _read_input_curve(self, place: Place) -> Sequence[Value]:
        return (self._of(place).settings.curve,)

    def _do_input_smooth(self, call: Call) -> None:
        values = tuple(map(float, call.values))
        self._of(call.place).change(smooth=values if values[0] else ())

    def _read_input_smooth(self, place: Place) -> Sequence[Value]:
        return [*self._of(place).settings.smooth, 0.0, 0.0][:2]

    def _do_input_dead_zone(self, call: Call) -> None:
        self._of(call.place).change(dead_zone=float(call.values[0]))

    def _read_input_dead_zone(self, place: Place) -> Sequence[Value]:
        return (self._of(place).settings.dead_zone,)

    def _do_input_rate(self, call: Call) -> None:
        self._of(call.place).change(rate=float(call.values[0]))

    def _read_input_rate(self, place: Place) -> Sequence[Value]:
        return (self._of(place).settings.rate,)

    # What is played again

    def _do_input_record(self, call: Call) -> None:
        self._of(call.place).record(on=bool(call.values[0]), now=self._clock.now())

    def _read_input_record(self, place: Place) -> Sequence[Value]:
        return (int(self._of(place).is_recording),)

    def _do_input_loop(self, call: Call) -> None:
        if not (call.values and not call.values[0]):
            self._of(call.place).loop(self._clock.now())

    def _do_input_stop(self, call: Call) -> None:
        if not (call.values and not call.values[0]):
            self._of(call.place).stop(self._clock.now())

    def _do_input_speed(self, call: Call) -> None:
        self._of(call.place).speed = float(call.values[0])

    def _read_input_speed(self, place: Place) -> Sequence[Value]:
        return (self._of(place).speed,)
