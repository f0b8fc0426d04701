"""The OSC 1.0 wire format: datagrams to messages with their times, and messages to datagrams.

python-osc reads and writes the values. The frame around them is checked here first, because python-osc loops for ever
on an element of negative size, recurses as deep as a packet nests, and skips what it does not know. Arrays are not
read: no address takes any.

Conventions
-----------
Times are Unix times in seconds; 0 means at once. Nothing keeps state. Owned by the control process.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message import ParseError as MessageError
from pythonosc.parsing import ntp, osc_types

LARGEST_DATAGRAM = 65507  # bytes that fit in one UDP packet
MOST_MESSAGES = 4096  # in one packet
MOST_ARGUMENTS = 4096  # in one message
DEEPEST = 8  # bundles in bundles
_BUNDLE = b"#bundle\0"
_SIZES = {"i": 4, "f": 4, "r": 4, "m": 4, "h": 8, "d": 8, "T": 0, "F": 0, "N": 0, "s": 4, "b": 4}


@dataclass
class Batch:
    """Messages that are to be applied together.

    Attributes
    ----------
    time : float
        Unix time, or 0: at once.
    messages : list of (address, arguments)
    """

    time: float
    messages: list[tuple[str, list[object]]] = field(default_factory=list)


def parse(datagram: bytes) -> list[Batch]:
    """Read a datagram.

    Returns
    -------
    list of Batch
        One for a message or a bundle, and one more for each bundle inside it that has a later time of its own.

    Raises
    ------
    ValueError
        One line: what is wrong with it. Nothing of a bad packet is returned.
    """
    batches = [Batch(0.0)]
    _read(datagram, batches, batches[0], 0)
    return [batch for batch in batches if batch.messages]


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


def timetag(time: float) -> tuple[int, int]:
    """Unix time as the two signed 32-bit halves of an OSC time tag."""
    tag = ntp.system_time_to_ntp(time)
    return int.from_bytes(tag[:4], "big", signed=True), int.from_bytes(tag[4:], "big", signed=True)


def unix_time(seconds: int, fraction: int) -> float:
    """Unix time of an OSC time tag in two such halves."""
    return ntp.ntp_to_system_time(struct.pack(">ii", seconds, fraction))


def _read(data: bytes, batches: list[Batch], batch: Batch, depth: int) -> None:
    if not data or len(data) % 4:
        raise ValueError(f"packet of {len(data)} bytes: wanted a multiple of 4, and not 0")
    if not data.startswith(_BUNDLE):
        if sum(len(each.messages) for each in batches) >= MOST_MESSAGES:
            raise ValueError(f"packet of more than {MOST_MESSAGES} messages")
        batch.messages.append(_message(data))
        return
    if depth >= DEEPEST:
        raise ValueError(f"bundles nested more than {DEEPEST} deep")
    if len(data) < 16:
        raise ValueError("bundle without a time tag")
    time, at = osc_types.get_date(data, len(_BUNDLE))
    if depth == 0:
        batch.time = time
    elif time > batch.time:  # an earlier one cannot be: the enclosing bundle sets the first moment
        batch = Batch(time)
        batches.append(batch)
    while at < len(data):
        size, at = osc_types.get_int(data, at)
        if size <= 0 or size % 4 or at + size > len(data):
            raise ValueError(f"bundle element of {size} bytes where {len(data) - at} are left")
        _read(data[at : at + size], batches, batch, depth + 1)
        at += size


def _message(data: bytes) -> tuple[str, list[object]]:
    if not data.startswith(b"/"):
        raise ValueError(f"packet starts with {data[:8]!r}: wanted '/' or '#bundle'")
    try:
        address, at = osc_types.get_string(data, 0)
        types, at = osc_types.get_string(data, at) if at < len(data) else (",", at)
        if len(types) > MOST_ARGUMENTS + 1:
            raise ValueError(f"{address[:80]}: more than {MOST_ARGUMENTS} arguments")
        unknown = set(types[1:]) - _SIZES.keys()
        if unknown:
            raise ValueError(
                f"{address[:80]}: argument types {types[:40]!r} hold {min(unknown)!r}, which is not read here"
            )
        if _end(data, at, types[1:]) > len(data):  # python-osc makes a float out of the bytes that are not there
            raise ValueError(f"{address[:80]}: the packet ends before its arguments {types[:40]!r} do")
        floats = len(types) - 1
        if (
            types == "," + "f" * floats
        ):  # whole points are most of what comes, and one number after the other takes long
            return address, list(struct.unpack_from(f">{floats}f", data, at))
        return address, OscMessage(data).params
    except (MessageError, osc_types.ParseError, IndexError, UnicodeDecodeError) as error:
        reason = " ".join(str(part) for part in error.args) if isinstance(error, MessageError) else str(error)
        raise ValueError(f"message {data[:24]!r}…: {reason}") from error


def _end(data: bytes, at: int, types: str) -> int:
    for kind in types:
        if kind == "s":
            at = osc_types.get_string(data, at)[1]
        elif kind == "b":
            size = osc_types.get_int(data, at)[0]
            if size < 0:  # python-osc would go back, and read the same bytes again
                raise ValueError(f"a blob of {size} bytes")
            at = osc_types.get_blob(data, at)[1]
        else:
            at += _SIZES[kind]
    return at
