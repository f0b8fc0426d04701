"""All streams: by name, and by the address to which what they are made of comes.

Conventions
-----------
Owned by the control process, one thread. A *source* is what can be taken of a stream: ``hand``, ``hand/0``,
``hand/energy``, ``hand/velocity/2``, of a shape ``circle/progress``.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from gesturegan_live.gesture.features import FEATURES
from gesturegan_live.gesture.stream import Stream
from gesturegan_live.show.documents import shown
from gesturegan_live.show.gestures import MOST, Input, check_address, check_name


@dataclass(frozen=True)
class Source:
    """What is taken of a stream.

    Attributes
    ----------
    stream : Stream
    feature : str
        One of `FEATURES`; empty for its values.
    index : int
        Which of the values; -1 for all.
    """

    stream: Stream
    feature: str = ""
    index: int = -1

    def values(self) -> Sequence[float]:
        """As they are now; none where nothing has come yet."""
        values = self.stream.feature(self.feature) if self.feature else self.stream.values
        if self.index < 0 or not values:
            return values
        if self.index >= len(values):
            raise ValueError(f"{self.stream.name} has {len(values)} values: wanted one from 0 to {len(values) - 1}")
        return [values[self.index]]


class Inputs:
    """The inputs of a performance.

    Attributes
    ----------
    streams : dict of str to Stream
    moved : set of str
        Names of the streams that have moved since `take`.
    version : int
        Goes up whenever there are other streams, or mappings: what is gone from and to is to be found anew.
    waiting : str
        The name that waits for an address to come; empty where none does.
    """

    def __init__(self) -> None:
        self.streams: dict[str, Stream] = {}
        self.moved: set[str] = set()
        self.waiting = ""
        self.version = 0
        self._by_address: dict[str, list[Stream]] = {}

    def named(self, name: str) -> Stream:
        """Give a stream; ValueError where there is none of that name."""
        if name not in self.streams:
            raise ValueError(f"no input {shown(name)}: there are {', '.join(self.streams) or 'none'}")
        return self.streams[name]

    def source(self, text: str) -> Source:
        """Find what is to be taken of a stream; ValueError where there is no such thing."""
        name, _, rest = text.partition("/")
        stream = self.named(name)
        feature, _, number = rest.partition("/") if rest.partition("/")[0] in FEATURES else ("", "", rest)
        if not number:
            return Source(stream, feature)
        if number in stream.parts:
            return Source(stream, feature, stream.parts.index(number))
        if not (number.isascii() and number.isdecimal()):
            raise ValueError(f"source {shown(text)}: wanted a value of {name} by its number, or {', '.join(FEATURES)}")
        source = Source(stream, feature, int(number[:4]))
        source.values()
        return source

    def add(self, name: str, settings: Input) -> Stream:
        """Let what comes to an address be a stream of that name; it replaces one of that name."""
        name = check_name("input", name)
        if name not in self.streams and len(self.streams) >= MOST:
            raise ValueError(f"{len(self.streams)} inputs: wanted {MOST} at most")
        if name in self.streams:
            self.forget(name)
        stream = self.streams[name] = Stream(name, settings)
        self.version += 1
        self._by_address.setdefault(settings.address, []).append(stream)
        return stream

    def forget(self, name: str) -> None:
        """Let there be no such stream any more."""
        stream = self.named(name)
        del self.streams[name]
        self.version += 1
        self.moved.discard(name)
        self._by_address[stream.settings.address].remove(stream)

    def clear(self) -> None:
        """Let there be no stream any more, and none learned."""
        self.waiting = ""
        for name in list(self.streams):
            self.forget(name)

    def learn(self, name: str) -> None:
        """Let the address that comes next, and that nothing else takes, be a stream of that name; empty: none."""
        self.waiting = check_name("input", name) if name else ""

    def takes(self, address: str) -> bool:
        """Whether what comes to an address makes a stream."""
        return bool(self._by_address.get(address))

    def hear(self, address: str) -> str:
        """Let an address that nothing takes be learned, if a name waits; returns that name, or nothing."""
        name = self.waiting
        if name:
            check_address(address)
            self.add(name, Input(address))
            self.waiting = ""
        return name

    def take(self) -> Set[str]:
        """Give the names of the streams that have moved since the last time."""
        moved = self.moved
        if moved:
            self.moved = set()
        return moved

    def feed(self, address: str, values: Sequence[object], now: float) -> None:
        """Take what came to an address at a time; ValueError where it does not fit."""
        for stream in self._by_address[address]:
            if stream.feed(values, now):
                self.moved.add(stream.name)

    def tick(self, now: float, dt: float) -> None:
        """Let `dt` seconds pass until now."""
        for stream in self.streams.values():
            if stream.tick(now, dt):
                self.moved.add(stream.name)
