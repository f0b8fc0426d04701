"""OSC by TCP: on the port of UDP, at every address that is listened to.

Conventions
-----------
Owned by the control process, on its asyncio loop. Each connection is answered in the framing in which it speaks. Who
sends faster than he is obeyed waits; who does not read what he is sent is cut off.
"""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from collections.abc import Callable, Iterator
from typing import Protocol, cast

from gesturegan_live.control.messages import wire
from gesturegan_live.control.osc.endpoint import Address, Way, bind
from gesturegan_live.control.osc.framing import Framing, framing

MOST, MOST_STRANGERS = 64, 16  # connections: all, and those of hosts that nobody vouches for
UNREAD = 1 << 20  # bytes that a client may leave unread
_PAUSE = 0.005  # seconds until more is read where too much waits


class Hearing(Protocol):
    """What packets are for."""

    def datagram_received(self, data: bytes, addr: Address, endpoint: Way | None = None) -> None:
        """Take a packet, and those that wait behind it."""

    def gone(self, endpoint: Way) -> None:
        """Forget a connection that has ended."""

    def complain(self, *words: object) -> None:
        """Tell the performer."""

    @property
    def crowded(self) -> bool:
        """Whether more waits than should be added to."""


class Tcp:
    """All connections.

    Parameters
    ----------
    hearing : Hearing
    trust : callable
        Whether somebody vouches for a host.
    """

    def __init__(self, hearing: Hearing, trust: Callable[[str], bool]) -> None:
        self.hearing, self.trust = hearing, trust
        self.connections: dict[Connection, bool] = {}  # whether somebody vouches for it
        self._servers: list[asyncio.Server] = []

    async def open(self, host: str, port: int) -> None:
        """Listen at every address of a host; ValueError, in one line, where that cannot be."""
        loop = asyncio.get_running_loop()
        for listener in bind(host, port, socket.SOCK_STREAM):
            self._servers.append(await loop.create_server(lambda: Connection(self), sock=listener))

    def close(self) -> None:
        """Hear nothing any more."""
        for server in self._servers:
            server.close()
        for connection in list(self.connections):
            connection.close()

    def admit(self, connection: Connection, host: str) -> bool:
        """Take a connection, if there is room; the performer is told where there is none."""
        trusted = self.trust(host)
        strangers = sum(not each for each in self.connections.values())
        if len(self.connections) >= MOST or (not trusted and strangers >= MOST_STRANGERS):
            self.hearing.complain(f"{host}: too many connections are there already")
            return False
        self.connections[connection] = trusted
        return True

    def ended(self, connection: Connection) -> None:
        """Forget a connection."""
        if self.connections.pop(connection, None) is not None:
            self.hearing.gone(connection)


class Connection(asyncio.Protocol):
    """One client; a `Way`."""

    vouched = False

    def __init__(self, tcp: Tcp) -> None:
        self._tcp = tcp
        self._framing: Framing | None = None
        self._waiting: deque[bytes] = deque()
        self._source: Address = ("", 0)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, if there is room."""
        self._transport = cast(asyncio.Transport, transport)
        self._source = transport.get_extra_info("peername") or ("", 0)
        if not self._source[1] or not self._tcp.admit(self, self._source[0]):
            self._transport.abort()

    def connection_lost(self, _: Exception | None) -> None:
        """End."""
        self._tcp.ended(self)

    def data_received(self, data: bytes) -> None:
        """Take the packets that are whole now."""
        if self._framing is None:
            self._framing = framing(data)
        try:
            self._waiting.extend(self._framing.feed(data))
        except ValueError as error:
            self.send(wire.encode("/fail", ["packet", str(error)]))
            self._tcp.hearing.complain(f"{self._source[0]}:{self._source[1]}: /fail packet {error}")
            self.close()
        while self._waiting:
            self._tcp.hearing.datagram_received(self._waiting.popleft(), self._source, self)
        if self._tcp.hearing.crowded:
            self._transport.pause_reading()
            asyncio.get_running_loop().call_later(_PAUSE, self._go_on)

    def send(self, datagram: bytes, _: Address | None = None) -> None:
        """Send a packet, whichever port it was meant for."""
        if self._framing is None or self._transport.is_closing():
            return
        if self._transport.get_write_buffer_size() > UNREAD:
            self._transport.abort()
        else:
            self._transport.write(self._framing.framed(datagram))

    def more(self, most: int) -> Iterator[tuple[bytes, Address]]:
        """Take what came with the packet that is being taken."""
        for _ in range(min(most, len(self._waiting))):
            yield self._waiting.popleft(), self._source

    def is_own(self, _: Address) -> bool:
        """Nothing comes back by a connection."""
        return False

    def close(self) -> None:
        """Send what is still to be sent, and end."""
        self._transport.close()

    def _go_on(self) -> None:
        if self._transport.is_closing():
            return
        if self._tcp.hearing.crowded:
            asyncio.get_running_loop().call_later(_PAUSE, self._go_on)
        else:
            self._transport.resume_reading()
