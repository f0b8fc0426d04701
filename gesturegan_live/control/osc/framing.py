"""Where packets begin and end in a stream: after their length, as in OSC 1.0, or by SLIP (RFC 1055), as in OSC 1.1.

A stream tells which it is by its first byte: a length is of 32 bits, most significant first, and that of no packet that
is taken here begins with anything but 0.

Conventions
-----------
What is not whole yet is kept, up to the largest packet that there may be. Standard library only.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Protocol

from gesturegan_live.control.messages.wire import LARGEST_DATAGRAM

_LENGTH = struct.Struct(">I")
_END, _ESCAPE = b"\xc0", b"\xdb"
_ESCAPED_END, _ESCAPED_ESCAPE = b"\xdb\xdc", b"\xdb\xdd"


class Framing(Protocol):
    """One way to tell packets apart."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give the packets that are whole now; ValueError, in one line, where one would be too large."""

    def framed(self, packet: bytes) -> bytes:
        """Write a packet."""


def framing(first: bytes) -> Framing:
    """Give the framing of a stream that begins so."""
    return Lengths() if first.startswith(b"\0") else Slip()


class Lengths:
    """Each packet after its length."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give the packets that are whole now."""
        self._kept += data
        at = 0
        try:
            while len(self._kept) - at >= _LENGTH.size:
                (size,) = _LENGTH.unpack_from(self._kept, at)
                if not 0 < size <= LARGEST_DATAGRAM:
                    raise ValueError(f"packet of {size} bytes: wanted 1 to {LARGEST_DATAGRAM}")
                end = at + _LENGTH.size + size
                if end > len(self._kept):
                    return
                packet, at = bytes(self._kept[at + _LENGTH.size : end]), end
                yield packet
        finally:
            del self._kept[:at]

    def framed(self, packet: bytes) -> bytes:
        """Write a packet."""
        return _LENGTH.pack(len(packet)) + packet


class Slip:
    """Each packet before, or between, ends."""

    def __init__(self) -> None:
        self._kept = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give the packets that are whole now."""
        *whole, self._kept = (self._kept + data).split(_END)
        for packet in (*whole, self._kept):
            if len(packet) > 2 * LARGEST_DATAGRAM:
                raise ValueError(f"packet of more than {LARGEST_DATAGRAM} bytes")
        for packet in filter(None, whole):
            yield packet.replace(_ESCAPED_END, _END).replace(_ESCAPED_ESCAPE, _ESCAPE)

    def framed(self, packet: bytes) -> bytes:
        """Write a packet."""
        return _END + packet.replace(_ESCAPE, _ESCAPED_ESCAPE).replace(_END, _ESCAPED_END) + _END
