"""What a MIDI port says, as messages of the instrument.

A key becomes a note of its own id, so that what concerns a channel or one key concerns those notes alone. In an MPE
zone each note has a channel of its own, and what is sent on the zone's master channel comes beside that (MIDI
Polyphonic Expression, MIDI Association 2018).

Conventions
-----------
Channels count from 0 here and from 1 for people. Owned by the control process, one thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from gesturegan_live.control.messages.arguments import Value
from gesturegan_live.control.messages.routes.note import FARTHEST_BEND
from gesturegan_live.control.messages.routes.route import NOTE

Message = tuple[str, list[Value]]

CHANNELS, KEYS = 16, 128
FIRST_ID = 1 << 20  # below, ids are those of OSC's own
LOWER, UPPER = 0, 15  # master channels of the zones
_BENDS, _MEMBERS_BEND = 2.0, 48.0  # semitones, where nobody says otherwise
_FULL = 127.0
_CENTRE = 64
_LENGTHS = {0xC0: 2, 0xD0: 2}  # bytes; others have three
_NO_PARAMETER = (127, 127)

# Controllers that have a meaning of their own
_DATA, _DATA_FINE, _PEDAL, _TIMBRE = 6, 38, 64, 74
_PARAMETER = (101, 100)  # most significant first
_OTHER_PARAMETER = (98, 99)
_SOUND_OFF, _RESET, _NOTES_OFF = 120, 121, 123
_BENDS_BY, _ZONE = (0, 0), (0, 6)  # registered parameters
SPOKEN_FOR = frozenset(
    {_DATA, _DATA_FINE, *_PARAMETER, *_OTHER_PARAMETER, *range(_SOUND_OFF, 128)}
)  # not to be learned


@dataclass
class _Channel:
    """What a channel is played with."""

    bends: float = _BENDS  # semitones that its wheel reaches
    wheel: float = 0.0  # -1 to 1
    pressure: float = 0.0
    timbre: float = 0.0
    parameter: tuple[int, int] = _NO_PARAMETER
    keys: dict[int, float] = field(default_factory=dict)  # that are down, and how hard each is pressed


class Channels:
    """The channels of a port.

    Parameters
    ----------
    port : int
        Its number, for the ids of its notes.
    zones : pair of int
        Channels of notes in the lower and the upper MPE zone; 0: there is none.
    controller : callable
        Gives the messages of a controller (channel, number, value) that has learned an address; None where it has not.
    program : callable
        Gives the messages of a program.
    """

    def __init__(
        self,
        port: int,
        zones: tuple[int, int],
        controller: Callable[[int, int, int], Sequence[Message] | None],
        program: Callable[[int], Sequence[Message]],
    ) -> None:
        self._first = FIRST_ID + port * CHANNELS * KEYS
        self._controller_learned, self._program = controller, program
        self._channels = [_Channel() for _ in range(CHANNELS)]
        self._told: dict[int, tuple[float, float, float]] = {}  # bend, pressure and timbre of each id
        self._masters: dict[int, int] = {}  # of the channels in a zone
        self.use(zones)

    def use(self, zones: tuple[int, int]) -> None:
        """Let so many channels be those of the notes in the lower and the upper zone."""
        lower, upper = zones
        before = self._masters
        self._masters = dict.fromkeys(range(LOWER + 1, LOWER + 1 + lower), LOWER)
        self._masters.update(dict.fromkeys(range(UPPER - upper, UPPER), UPPER))
        for number, channel in enumerate(self._channels):
            if (number in self._masters) != (number in before):
                channel.bends = _MEMBERS_BEND if number in self._masters else _BENDS

    def read(self, data: Sequence[int]) -> Iterator[Message]:
        """Give the messages of a MIDI message; none of what is not understood."""
        kind = data[0] & 0xF0 if data else 0
        act = _KINDS.get(kind)
        if act is None or len(data) != _LENGTHS.get(kind, 3):
            return
        yield from act(self, data[0] & 0x0F, *data[1:])

    def let_go(self) -> Iterator[Message]:
        """Give what lets all keys go: the port is not there any more."""
        for number in range(CHANNELS):
            yield from self._silence(number)

    # Kinds of messages

    def _on(self, number: int, key: int, velocity: int) -> Iterator[Message]:
        if velocity == 0:
            yield from self._off(number, key, 0)
            return
        self._channels[number].keys[key] = 0.0
        yield from self._express(number, key)
        yield f"{NOTE}/on", [float(key), velocity / _FULL, self._id(number, key)]

    def _off(self, number: int, key: int, _: int) -> Iterator[Message]:
        self._channels[number].keys.pop(key, None)
        yield f"{NOTE}/off", [float(key), self._id(number, key)]

    def _key_pressure(self, number: int, key: int, pressure: int) -> Iterator[Message]:
        if key in self._channels[number].keys:
            self._channels[number].keys[key] = pressure / _FULL
            yield from self._express(number, key)

    def _controller(self, number: int, controller: int, value: int) -> Iterator[Message]:
        learned = self._controller_learned(number, controller, value)
        if learned is not None:
            yield from learned
            return
        channel = self._channels[number]
        if controller == _PEDAL:
            yield f"{NOTE}/sustain", [int(value >= _CENTRE)]
        elif controller == _TIMBRE:
            channel.timbre = min(max((value - _CENTRE) / (_CENTRE - 1), -1.0), 1.0)
            yield from self._express_all(number)
        elif controller in _PARAMETER:
            most, least = channel.parameter
            channel.parameter = (value, least) if controller == _PARAMETER[0] else (most, value)
        elif controller in _OTHER_PARAMETER:
            channel.parameter = _NO_PARAMETER
        elif controller in (_DATA, _DATA_FINE):
            yield from self._data(number, value, fine=controller == _DATA_FINE)
        elif controller == _RESET:
            channel.wheel = channel.pressure = channel.timbre = 0.0
            yield from self._express_all(number)
            yield f"{NOTE}/sustain", [0]
        elif controller in (_SOUND_OFF, _NOTES_OFF):
            yield from self._silence(number)

    def _data(self, number: int, value: int, *, fine: bool) -> Iterator[Message]:
        """Take the value of a registered parameter."""
        channel = self._channels[number]
        if channel.parameter == _BENDS_BY:
            bends = int(channel.bends) + value / 100.0 if fine else float(value)
            master = self._masters.get(number)
            concerned = [number] if master is None else [each for each, of in self._masters.items() if of == master]
            for each in concerned:
                self._channels[each].bends = min(bends, FARTHEST_BEND)
                yield from self._express_all(each)
        elif channel.parameter == _ZONE and number in (LOWER, UPPER) and not fine:
            lower = sum(master == LOWER for master in self._masters.values())
            upper = len(self._masters) - lower
            most = min(value, CHANNELS - 1)
            # the newer zone takes the channels that it wants from the other
            self.use(
                (most, min(upper, max(CHANNELS - 2 - most, 0)))
                if number == LOWER
                else (min(lower, max(CHANNELS - 2 - most, 0)), most)
            )

    def _programme(self, _: int, program: int) -> Iterator[Message]:
        yield from self._program(program)

    def _channel_pressure(self, number: int, pressure: int) -> Iterator[Message]:
        self._channels[number].pressure = pressure / _FULL
        yield from self._express_all(number)

    def _bend(self, number: int, low: int, high: int) -> Iterator[Message]:
        off = (high << 7 | low) - 8192
        self._channels[number].wheel = off / (8191.0 if off > 0 else 8192.0)
        yield from self._express_all(number)

    # Notes

    def _silence(self, number: int) -> Iterator[Message]:
        for key in list(self._channels[number].keys):
            yield from self._off(number, key, 0)

    def _express_all(self, number: int) -> Iterator[Message]:
        """Tell the notes that a channel concerns what they are played with: its own, or those of a zone."""
        for each, channel in enumerate(self._channels):
            if number in (each, self._masters.get(each)):
                for key in channel.keys:
                    yield from self._express(each, key)

    def _express(self, number: int, key: int) -> Iterator[Message]:
        """Tell a note what it is played with, where that has changed."""
        channel, master = self._channels[number], self._masters.get(number)
        over = _Channel() if master is None else self._channels[master]
        new = (
            min(max(channel.wheel * channel.bends + over.wheel * over.bends, -FARTHEST_BEND), FARTHEST_BEND),
            max(channel.pressure, channel.keys.get(key, 0.0), over.pressure),
            min(max(channel.timbre + over.timbre, -1.0), 1.0),
        )
        note = self._id(number, key)
        old = self._told.get(note, (0.0, 0.0, 0.0))
        self._told[note] = new
        for name, value, before in zip(("bend", "pressure", "timbre"), new, old, strict=True):
            if value != before:
                yield f"{NOTE}/{name}", [value, note]

    def _id(self, number: int, key: int) -> int:
        return self._first + number * KEYS + key


_KINDS: dict[int, Callable[..., Iterator[Message]]] = {
    0x80: Channels._off,
    0x90: Channels._on,
    0xA0: Channels._key_pressure,
    0xB0: Channels._controller,
    0xC0: Channels._programme,
    0xD0: Channels._channel_pressure,
    0xE0: Channels._bend,
}
