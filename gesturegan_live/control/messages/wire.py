"""The OSC 1.0 and 1.1 wire format: datagrams to messages with their times, and messages to datagrams.

What is read is checked here, byte by byte: python-osc, which writes the answers, loops for ever on an element of
negative size, recurses as deep as a packet nests, and knows neither ``I`` nor ``S`` nor ``c``.

Conventions
-----------
Times are Unix times in seconds; 0 means at once. ``I`` and ``N`` carry nothing and are left out: a message of them
alone has no arguments. Arrays are read as their elements, one after the other. What no address takes (colours, MIDI,
time tags) is kept as bytes, for the refusal to show. Nothing keeps state. Owned by the control process.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field

from pythonosc.parsing import ntp, osc_types

LARGEST_DATAGRAM = 65507  # bytes that fit in one UDP packet
MOST_MESSAGES = 4096  # in one packet
MOST_ARGUMENTS = 4096  # in one message
DEEPEST = 8  # bundles in bundles
_BUNDLE, _AT_ONCE = b"#bundle\0", bytes(7) + b"\1"
_HEAD = 16  # bytes of a bundle before its first element
_INT = struct.Struct(">i")
_FLOATS = "f" * MOST_ARGUMENTS

_Read = Callable[[bytes, int], tuple[object, int]]  # the value at a position, and where the next one is


@dataclass
class Batch:
    """Messages that are to be applied together.

    Attributes
    ----------
    time : float
        Unix time, or 0: at once.
    messages : list of (address, arguments)
    size : int
        Bytes that they took in the packet.
    """

    time: float
    messages: list[tuple[str, list[object]]] = field(default_factory=list)
    size: int = field(default=0, compare=False)


def parse(datagram: bytes, whatever: Container[str] = ()) -> list[Batch]:
    """Read a datagram.

    Parameters
    ----------
    datagram : bytes
    whatever : container of str
        Addresses of messages that are read, without arguments, even where their arguments cannot be.

    Returns
    -------
    list of Batch
        One for a message or a bundle, and one more for each bundle inside it that has a later time of its own.

    Raises
    ------
    ValueError
        One line: what is wrong with it. Nothing of a bad packet is returned.
    """
    reader = _Reader(whatever)
    reader.read(datagram, reader.batches[0])
    return [batch for batch in reader.batches if batch.messages]


def encode(address: str, values: Iterable[object]) -> bytes:
    """Write a message; int, float, str and bytes become ``i f s b``."""
    types, body = ",", b""
    for value in values:
        if isinstance(value, str):
            types, body = types + "s", body + osc_types.write_string(value)
        elif isinstance(value, float):
            types, body = types + "f", body + osc_types.write_float(value)
        elif isinstance(value, int):
            types, body = types + "i", body + osc_types.write_int(value)
        elif isinstance(value, bytes):
            types, body = types + "b", body + osc_types.write_int(len(value)) + value + bytes(-len(value) % 4)
        else:
            raise TypeError(f"OSC has no type for {value!r}")
    return osc_types.write_string(address) + osc_types.write_string(types) + body


def bundle(messages: Iterable[bytes]) -> bytes:
    """Put messages into a bundle that is to be obeyed at once."""
    return _BUNDLE + _AT_ONCE + b"".join(_INT.pack(len(message)) + message for message in messages)


def timetag(time: float) -> tuple[int, int]:
    """Unix time as the two signed 32-bit halves of an OSC time tag."""
    tag = ntp.system_time_to_ntp(time)
    return int.from_bytes(tag[:4], "big", signed=True), int.from_bytes(tag[4:], "big", signed=True)


def unix_time(seconds: int, fraction: int) -> float:
    """Unix time of an OSC time tag in two such halves."""
    return ntp.ntp_to_system_time(struct.pack(">ii", seconds, fraction))


class _Reader:
    """What is being read of one packet."""

    def __init__(self, whatever: Container[str]) -> None:
        self.batches = [Batch(0.0)]
        self._whatever = whatever
        self._left = MOST_MESSAGES

    def read(self, data: bytes, batch: Batch, depth: int = 0) -> None:
        if not data or len(data) % 4:
            raise ValueError(f"packet of {len(data)} bytes: wanted a multiple of 4, and not 0")
        if not data.startswith(_BUNDLE):
            self._left -= 1
            if self._left < 0:
                raise ValueError(f"packet of more than {MOST_MESSAGES} messages")
            batch.messages.append(_message(data, self._whatever))
            batch.size += len(data)
            return
        if depth >= DEEPEST:
            raise ValueError(f"bundles nested more than {DEEPEST} deep")
        if len(data) < _HEAD:
            raise ValueError("bundle without a time tag")
        time, at = _time(data), _HEAD
        if depth == 0:
            batch.time = time
        elif time > batch.time:  # an earlier one cannot be: the enclosing bundle sets the first moment
            batch = Batch(time)
            self.batches.append(batch)
        while at < len(data):
            (size,) = _INT.unpack_from(data, at)
            at += 4
            if size <= 0 or size % 4 or at + size > len(data):
                raise ValueError(f"bundle element of {size} bytes where {len(data) - at} are left")
            self.read(data[at : at + size], batch, depth + 1)
            at += size


def _time(bundle: bytes) -> float:
    tag = bundle[len(_BUNDLE) : _HEAD]
    if int.from_bytes(tag, "big") <= 1:  # 1 is OSC's "at once"; programs that keep no time send 0
        return 0.0
    return ntp.ntp_to_system_time(tag)


def _message(data: bytes, whatever: Container[str]) -> tuple[str, list[object]]:
    if not data.startswith(b"/"):
        raise ValueError(f"packet starts with {data[:8]!r}: wanted '/' or '#bundle'")
    try:
        address, at = _string(data, 0)
    except ValueError as error:
        raise ValueError(f"message {data[:24]!r}…: {_reason(error)}") from error
    try:
        return address, _arguments(data, at)
    except ValueError as error:
        if address in whatever:
            return address, []
        raise ValueError(f"{address[:80]}: {_reason(error)}") from error


def _reason(error: ValueError) -> str:
    return f"no UTF-8 ({error.reason})" if isinstance(error, UnicodeDecodeError) else str(error)


def _arguments(data: bytes, at: int) -> list[object]:
    if at == len(data):  # as the oldest programs send it
        return []
    types, at = _string(data, at)
    if not types.startswith(","):
        raise ValueError(f"argument types {types[:40]!r}: they must start with a comma")
    kinds = types[1:]
    if len(kinds) > MOST_ARGUMENTS:
        raise ValueError(f"more than {MOST_ARGUMENTS} arguments")
    try:
        if _FLOATS.startswith(kinds):  # whole points are most of what comes: one number after the other takes long
            return list(struct.unpack_from(f">{len(kinds)}f", data, at))
        values = []
        for kind in kinds:
            read = _READ.get(kind)
            if read is not None:
                value, at = read(data, at)
                values.append(value)
            elif kind not in _NOTHING:
                raise ValueError(f"argument types {types[:40]!r} hold {kind!r}, which is not read here")
    except (struct.error, IndexError) as error:
        raise ValueError(f"the packet ends before its arguments {types[:40]!r} do") from error
    return values


def _string(data: bytes, at: int) -> tuple[str, int]:
    end = data.find(b"\0", at)
    if end < 0:
        raise ValueError(f"a text that does not end: {data[at : at + 24]!r}…")
    return data[at:end].decode(), (end | 3) + 1


def _blob(data: bytes, at: int) -> tuple[bytes, int]:
    (size,) = _INT.unpack_from(data, at)
    at += 4
    if not 0 <= size <= len(data) - at:
        raise ValueError(f"a blob of {size} bytes where {len(data) - at} are left")
    return data[at : at + size], at + size + -size % 4


def _character(data: bytes, at: int) -> tuple[str, int]:
    return chr(data[at + 3]), at + 4  # ASCII in 32 bits


def _fixed(form: str) -> _Read:
    size = struct.calcsize(form)
    unpack = struct.Struct(form).unpack_from

    def read(data: bytes, at: int) -> tuple[object, int]:
        return unpack(data, at)[0], at + size

    return read


_READ: dict[str, _Read] = {
    **{kind: _fixed(f">{kind}") for kind in "ifd"},
    "h": _fixed(">q"),
    **{kind: _fixed(f">{size}s") for kind, size in (("r", 4), ("m", 4), ("t", 8))},
    **dict.fromkeys("sS", _string),
    "b": _blob,
    "c": _character,
    "T": lambda _, at: (True, at),
    "F": lambda _, at: (False, at),
}
_NOTHING = frozenset("IN[]")
