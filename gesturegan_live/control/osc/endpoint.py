"""The sockets that OSC comes in by: one for each address that a host's name stands for.

Conventions
-----------
Owned by the control process, on its asyncio loop. Addresses are what asyncio calls so: (host, port, …).
"""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import logging
import os
import socket
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, cast

from gesturegan_live.control.messages.arguments import shown

RECEIVE_BUFFER = 4 << 20  # bytes; with the usual 200 kB a burst of 3000 datagrams loses 700
STREAM_BUFFER = 16384  # bytes of a connection
LARGEST = 65536  # bytes of a datagram
_TRIES = 8  # to find a port that is free at every address
_LOOPBACK = ("127.0.0.1", "::1")
_NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
logger = logging.getLogger(__name__)

Address = tuple[Any, ...]


class Way(Protocol):
    """By which packets come, and answers go.

    Attributes
    ----------
    vouched : bool
        Whether whoever sends by it was asked who he is: then he is trusted, wherever he is.
    """

    vouched: bool

    def send(self, datagram: bytes, target: Address) -> None:
        """Send a packet there; OSError where the network refuses it. It never waits."""

    def more(self, most: int) -> Iterable[tuple[bytes, Address]]:
        """Take what waits to be read, so many packets at most, and where each is from."""

    def is_own(self, source: Address) -> bool:
        """Whether a packet from there is the instrument's own."""


class Endpoint(asyncio.DatagramProtocol):
    """One socket of UDP.

    Parameters
    ----------
    receive : callable
        Takes a datagram, its source and this endpoint.
    bound : socket, optional
        Without one it hears and says nothing.
    """

    vouched = False

    def __init__(self, receive: Callable[[bytes, Address, Endpoint], None], bound: socket.socket | None = None) -> None:
        self._receive, self._socket = receive, bound
        self._transport: asyncio.DatagramTransport | None = None
        self.address: Address = bound.getsockname() if bound is not None else ("", 0)

    def __str__(self) -> str:
        host, port = self.address[:2]
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport for answers."""
        self._transport = cast(asyncio.DatagramTransport, transport)  # asyncio's own does not inherit from it

    def datagram_received(self, data: bytes, addr: Any) -> None:
        """Take a packet."""
        self._receive(data, addr, self)

    def error_received(self, exc: Exception) -> None:
        """Note that a client is no longer there to be answered."""
        logger.debug("an answer did not arrive: %s", exc)

    def send(self, datagram: bytes, target: Address) -> None:
        """Send a datagram; OSError where the network refuses it."""
        if self._transport is not None and not self._transport.is_closing() and target[1]:
            self._transport.sendto(datagram, target)

    def more(self, most: int) -> Iterator[tuple[bytes, Address]]:
        """Take what waits in the socket, so many datagrams at most."""
        if self._socket is None or self._transport is None or self._transport.is_closing():
            return
        try:
            for _ in range(most):
                yield self._socket.recvfrom(LARGEST)
        except OSError:  # there is nothing more; or a client is gone, which `error_received` need not hear
            return

    def is_own(self, source: Address) -> bool:
        """Whether a packet from there came from this very socket."""
        host, port = self.address[:2]
        if source[1] != port:
            return False
        if not host or not ipaddress.ip_address(host).is_unspecified:
            return bool(source[0] == host)
        return _is_ours(source[0])

    def close(self) -> None:
        """Listen no more."""
        if self._transport is not None:
            self._transport.close()


def bind(host: str, port: int, kind: socket.SocketKind = socket.SOCK_DGRAM) -> list[socket.socket]:
    """Make a socket for each address of a host; port 0 takes one that is free at all of them.

    Those of streams are to be listened to yet, and give little at a time, so that one reading holds up nothing.

    Raises
    ------
    ValueError
        One line: the port is in use, or the host is none of this machine's.
    """
    try:
        names = _LOOPBACK if host == "localhost" else (host,)  # whatever this machine's own list of names leaves out
        found = [each for name in names for each in socket.getaddrinfo(name, port, type=kind)]
    except (OSError, ValueError) as error:  # ValueError: what no name can be
        reason = error.strerror if isinstance(error, OSError) else "no name and no address"
        raise ValueError(f"listen {shown(host)} is not understood: {reason}") from error
    addresses = list(dict.fromkeys((family, address) for family, *_, address in found))
    if any(ipaddress.ip_address(address[0]).is_multicast for _, address in addresses):
        raise ValueError(f"listen {shown(host)} is a group's address: wanted one of this machine's")
    for tries in range(_TRIES, 0, -1):
        sockets: list[socket.socket] = []
        away: OSError | None = None
        try:
            for family, address in addresses:
                try:
                    taken = sockets[0].getsockname()[1] if sockets else port
                    sockets.append(_bound(kind, family, (address[0], taken, *address[2:]), len(addresses) > 1))
                except OSError as error:
                    if error.errno not in _NOT_HERE:
                        raise
                    away = error  # a machine without IPv6 may still have a name for it
            if away is not None and not sockets:
                raise away
        except OSError as error:
            for each in sockets:
                each.close()
            if error.errno == errno.EADDRINUSE and not port and tries > 1:
                continue
            name = "UDP" if kind is socket.SOCK_DGRAM else "TCP"
            where = f"{name} port {port} of {shown(host)[1:-1]}"
            raise ValueError(f"OSC cannot listen on {where}: {error.strerror}") from error
        return sockets
    raise AssertionError


def _bound(kind: socket.SocketKind, family: socket.AddressFamily | int, address: Address, alone: bool) -> socket.socket:
    listener = socket.socket(family, kind)
    try:
        if alone and family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        buffer = RECEIVE_BUFFER if kind is socket.SOCK_DGRAM else STREAM_BUFFER
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        if kind is socket.SOCK_STREAM and os.name == "posix":  # there it only passes over connections of before
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setblocking(False)
        listener.bind(address)
    except OSError:
        listener.close()
        raise
    return listener


def _is_ours(host: str) -> bool:
    """Whether an address is one of this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((host, 0))
        except OSError:
            return False
    return True
