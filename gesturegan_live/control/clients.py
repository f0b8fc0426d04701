"""Who sends messages, and where the answers to them go.

Answers go to the source of the packet. A client that cannot listen on the port it sends from (Max) names another port
of its own host with ``/notify``; a host is never taken from a message.

Conventions
-----------
An address is what asyncio calls one: (host, port, …). Owned by the control process.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from gesturegan_live.control import wire
from gesturegan_live.control.arguments import RefusedError, Value

MOST = 64  # clients that are notified; the oldest gives way
logger = logging.getLogger(__name__)

Address = tuple[Any, ...]


class Clients:
    """Those who asked to be notified."""

    def __init__(self) -> None:
        self.transport: asyncio.DatagramTransport | None = None
        self._notified: dict[Address, tuple[int, Address]] = {}  # source: id, where to

    def __len__(self) -> int:
        return len(self._notified)

    def notify(self, source: Address, number: int | None, port: int | None) -> int:
        """Register a client; returns its id."""
        for other in [s for s, (n, _) in self._notified.items() if s == source or (s[0] == source[0] and n == number)]:
            del self._notified[other]  # the same client, perhaps back with another source port
        if len(self._notified) >= MOST:
            del self._notified[next(iter(self._notified))]
        if number is None:
            taken = {taken for taken, _ in self._notified.values()}
            number = next(free for free in range(MOST) if free not in taken)
        target = source if port is None else (source[0], port, *source[2:])
        self._notified[source] = (number, target)
        return number

    def forget(self, source: Address) -> int:
        """Remove a client; returns its id."""
        if source not in self._notified:
            raise RefusedError("this client was not notified")
        return self._notified.pop(source)[0]

    def send(self, source: Address, address: str, *values: Value) -> None:
        """Answer the client at `source`."""
        self._send(self._notified[source][1] if source in self._notified else source, address, values)

    def broadcast(self, address: str, *values: Value) -> None:
        """Tell every client that asked to be notified."""
        for _, target in list(self._notified.values()):
            self._send(target, address, values)

    def _send(self, target: Address, address: str, values: tuple[Value, ...]) -> None:
        if self.transport is None or self.transport.is_closing() or not target[1]:
            return
        datagram = wire.encode(address, values)
        if len(datagram) > wire.LARGEST_DATAGRAM:
            datagram = wire.encode("/fail", (address, f"the answer has {len(datagram)} bytes, which no datagram holds"))
        try:
            self.transport.sendto(datagram, target)
        except OSError as error:  # the network's affair: the next answer may get through
            logger.warning("answer %s to %s: %s", address, target[:2], error.strerror)
