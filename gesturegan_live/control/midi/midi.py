"""What each message about MIDI does, and what the ports say, as messages.

Conventions
-----------
Handlers (``_do_``) and readers (``_read_``) as in `gesturegan_live.control.instrument`. Ports are known by their
numbers. Owned by the control process, one thread; `save` may be called from another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from gesturegan_live.control.messages.arguments import RefusedError, Value
from gesturegan_live.control.messages.dispatcher import Call, Dispatcher
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.messages.routes.route import Route
from gesturegan_live.control.midi import learned
from gesturegan_live.control.midi.channels import CHANNELS, SPOKEN_FOR, Channels, Message
from gesturegan_live.control.midi.learned import Learned, Learning
from gesturegan_live.control.voices.points import NONE
from gesturegan_live.latent.scenes import Scenes

_FILE = "midi.json"
_OFF = "MIDI is off: wanted `play --midi all`, or the name of a port"


class Midi:
    """The MIDI of a performance.

    Parameters
    ----------
    home : Path
    scenes : Scenes
        What programs recall.
    say : callable
        Takes a line for the performer.

    Attributes
    ----------
    dispatcher : Dispatcher
        By which addresses are found; to be set before anything is asked for.
    changed : bool
        Whether there is something to `save`.
    """

    dispatcher: Dispatcher

    def __init__(self, home: Path, scenes: Scenes, say: Callable[[str], object]) -> None:
        self._path, self._scenes, self._say = home / _FILE, scenes, say
        self._on = self.changed = False
        self._learning = Learning({})
        self._waiting: Learned | None = None
        self._ports: dict[int, Channels] = {}

    def begin(self) -> None:
        """Take MIDI from now on, and know what was learned before."""
        self._on = True
        try:
            self._learning = learned.read(self._path)
        except ValueError as error:
            self._say(str(error))

    def save(self) -> None:
        """Keep what has changed; ValueError, in one line, where it cannot be."""
        self.changed = False
        self._learning.write(self._path)

    def opened(self, port: int) -> None:
        """Note that a port is there."""
        self._ports[port] = Channels(port, self._learning.mpe, self._controller, self._program)

    def closed(self, port: int) -> list[Message]:
        """Note that a port is not there any more; gives the messages that let its keys go."""
        return list(self._ports.pop(port).let_go())

    def read(self, port: int, data: Sequence[int]) -> list[Message]:
        """Give the messages of a MIDI message."""
        return list(self._ports[port].read(data))

    # What ports say

    def _controller(self, channel: int, number: int, value: int) -> list[Message] | None:
        controllers = self._learning.controllers
        if self._waiting is not None and number not in SPOKEN_FOR:
            controllers = {**controllers, (channel, number): self._waiting}
            self._learning, self.changed = replace(self._learning, controllers=controllers), True
            self._say(f"controller {number} of channel {channel + 1} moves {self._waiting.address}")
            self._waiting = None
        moved = controllers.get((channel, number))
        if moved is None:
            return None
        try:
            return [moved.message(value, self._route(moved.address))]
        except ValueError:
            return []  # another model, say, has no such axis

    def _program(self, number: int) -> list[Message]:
        try:
            return [("/gan/scene/recall", [self._scenes.numbered(number)])]
        except ValueError as error:
            self._say(f"program {number + 1}: {error}")
            return []

    def _route(self, address: str) -> Route:
        return self.dispatcher.addresses.find(address)[0].route

    # Messages

    def _do_midi_learn(self, call: Call) -> None:
        address, *ends = call.values
        if address == NONE:
            self._waiting = None
            return
        if not self._on:
            raise RefusedError(_OFF)
        if len(ends) == 1:
            raise RefusedError(f"low is {ends[0]}, and no high: wanted both, or none")
        self._waiting = Learned.of(str(address), self._route(str(address)), tuple(ends))

    def _read_midi_learn(self, _: Place) -> Sequence[Value]:
        return (NONE if self._waiting is None else self._waiting.address,)

    def _do_midi_forget(self, call: Call) -> None:
        address = str(call.values[0])
        kept = {at: each for at, each in self._learning.controllers.items() if each.address != address}
        if len(kept) == len(self._learning.controllers):
            raise RefusedError(f"no controller moves {address}")
        self._learning, self.changed = replace(self._learning, controllers=kept), True

    def _do_midi_list(self, call: Call) -> None:
        told: list[Value] = []
        for (channel, number), each in sorted(self._learning.controllers.items()):
            told += [channel + 1, number, each.address, each.low, each.high]
        call.answer(*told)

    def _do_midi_mpe(self, call: Call) -> None:
        lower, upper = [*map(int, call.values), 0][:2]
        if lower and upper and lower + upper > CHANNELS - 2:
            raise RefusedError(f"zones of {lower} and {upper} channels: wanted {CHANNELS - 2} together at most")
        self._learning, self.changed = replace(self._learning, mpe=(lower, upper)), self._on
        for channels in self._ports.values():
            channels.use((lower, upper))

    def _read_midi_mpe(self, _: Place) -> Sequence[Value]:
        return self._learning.mpe
