"""OSCQuery: what the instrument understands, for programs that ask by HTTP, and its values by WebSocket, on one port.

Browsers find the page there (`gesturegan_live.control.web.page`), which plays by that WebSocket.

The OSCQuery proposal; https://github.com/Vidvox/OSCQueryProposal. A WebSocket is one more way by which OSC packets
come, and answers to them go, in its binary messages; LISTEN and IGNORE come in its texts.

Process and thread
------------------
In the control process, on its asyncio loop, for whom it trusts and who brings its token. A tree is written a
millisecond at a time, and whoever does not read what he is sent is cut off: nothing here holds up what is played.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any
from urllib.parse import unquote

from websockets.asyncio.server import Server, ServerConnection, broadcast, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.messages import wire
from gesturegan_live.control.messages.arguments import Value, shown
from gesturegan_live.control.messages.places import Place
from gesturegan_live.control.osc.endpoint import Address, bind
from gesturegan_live.control.osc.following import Told
from gesturegan_live.control.osc.server import OscServer
from gesturegan_live.control.web import visitors
from gesturegan_live.control.web.page import LIVE, File, Page, headers
from gesturegan_live.control.web.token import PARAMETER, Token
from gesturegan_live.control.web.tree import ATTRIBUTES, Node

# Connections: all, and those of hosts that nobody vouches for. A page has two, and a few more while it loads.
MOST, MOST_STRANGERS = 64, 32
OFTEN = 20.0  # times a second that a value is told, at most
_LARGEST = wire.LARGEST_DATAGRAM  # bytes of a message
_UNREAD = 1 << 20  # bytes that a connection may leave unread
_TURN = 0.001  # seconds of writing before others have their turn
_LEAVING = 2.0  # seconds for a client to take its leave
_EXTENSIONS = ("ACCESS", "VALUE", "RANGE", "UNIT", "DESCRIPTION", "LISTEN", "IGNORE")
logger = logging.getLogger(__name__)
_quiet = logging.getLogger(f"{__name__}.websockets")
_quiet.setLevel(logging.CRITICAL)  # what is wrong with a request is its sender's affair, and told to him


class WebSocket:
    """The way of the packets of one connection."""

    vouched = True

    def __init__(self, connection: ServerConnection) -> None:
        self._connection = connection
        self.source: Address = connection.remote_address

    def send(self, datagram: bytes, _: Address | None = None) -> None:
        """Send a packet as a binary message."""
        if self._connection.transport.get_write_buffer_size() > _UNREAD:
            self._connection.transport.abort()
        else:
            broadcast([self._connection], datagram)

    def more(self, _: int) -> Iterable[tuple[bytes, Address]]:
        """Nothing waits here."""
        return ()

    def is_own(self, _: Address) -> bool:
        """Nothing comes back by a connection."""
        return False


class OscQuery:
    """Answers OSCQuery; made by `OscQuery.open`.

    Attributes
    ----------
    port : int
        Where it listens.
    """

    def __init__(
        self,
        osc: OscServer,
        instrument: Instrument,
        trust: Callable[[str], bool],
        token: Token | None = None,
        page: Page | None = None,
    ) -> None:
        self.port = 0
        self._page = page
        self._osc, self._instrument, self._trust, self._token = osc, instrument, trust, token
        self._servers: list[Server] = []
        self._connections = self._strangers = 0
        self._root: tuple[object, list[Place], Node] | None = None  # of these addresses
        self._writing = asyncio.Lock()

    @classmethod
    async def open(
        cls,
        osc: OscServer,
        instrument: Instrument,
        host: str,
        port: int,
        trust: Callable[[str], bool],
        token: Token | None = None,
        page: Page | None = None,
    ) -> OscQuery:
        """Listen on a port, at every address that the host has; port 0 takes any free one.

        Parameters
        ----------
        osc : OscServer
            Whose packets a WebSocket's are.
        instrument : Instrument
        host : str
        port : int
        trust : callable
            Whether a host is answered.
        token : Token, optional
            Whoever brings it is answered too.
        page : Page, optional
            What browsers are shown.

        Raises
        ------
        ValueError
            One line: the port is in use, or the host is none of this machine's.
        """
        query = cls(osc, instrument, trust, token, page)
        await query._tree()  # now, and not while somebody plays
        for listener in bind(host, port, socket.SOCK_STREAM):
            query.port = listener.getsockname()[1]
            server = await serve(
                query._converse,
                sock=listener,
                process_request=query._answer,
                create_connection=partial(_Connection, query),
                compression=None,
                max_size=_LARGEST,
                close_timeout=_LEAVING,
                logger=_quiet,
                server_header=None,
            )
            query._servers.append(server)
        return query

    async def close(self) -> None:
        """Answer no more."""
        for server in self._servers:
            server.close()
        for server in self._servers:
            await server.wait_closed()

    def admits(self, host: str) -> bool:
        """Whether one more connection, of that host, is taken; the performer is told where it is not."""
        stranger = not self._trust(host)
        if stranger and self._token is None:
            self._osc.complain(f"{host}: OSCQuery is only for this computer, and those named with --trust")
        elif self._connections >= MOST or (stranger and self._strangers >= MOST_STRANGERS):
            self._osc.complain(f"{host}: {MOST} connections to OSCQuery are there already")
        else:
            return True
        return False

    def count(self, host: str, by: int) -> None:
        """Count connections that begin or end."""
        self._connections += by
        self._strangers += by * (not self._trust(host))

    # HTTP

    async def _answer(self, connection: ServerConnection, request: Request) -> Response | None:
        """Answer a request; None where it asks for a WebSocket. Whoever is refused, is refused here."""
        origin, host = request.headers.get("Origin"), request.headers.get("Host", "")
        try:
            visitors.check(host, origin, connection.remote_address[0])
        except ValueError as error:
            return connection.respond(403, f"{error}\n")
        if (refused := self._unknown(connection, request)) is not None:
            return refused
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return None
        try:
            status, found = await self._found(request.path, request.headers.get("Accept", ""))
        except Exception:
            logger.exception("%s", request.path)
            status, found = 500, "internal error: see the log\n"
        if isinstance(found, File):
            response = _with_file(connection.respond(status, ""), found, host)
        else:
            response = connection.respond(status, found)
            if status == 200:
                del response.headers["Content-Type"]
                response.headers["Content-Type"] = "application/json"
        response.headers["Cache-Control"] = "no-store"
        response.headers["Vary"] = "Accept"
        if origin is not None:
            response.headers["Access-Control-Allow-Origin"] = origin
        return response

    def _unknown(self, connection: ServerConnection, request: Request) -> Response | None:
        """Refuse who is neither trusted nor brings the token; let a browser that brings it in an address keep it."""
        known = {name: request.headers.get(name, "") for name in ("Cookie", "Authorization")}
        token, (path, _, query) = self._token, request.path.partition("?")
        if not self._trust(host := connection.remote_address[0]) and not (token and token.is_in(request.path, known)):
            self._osc.complain(f"{host}: wanted the token of the page's address")
            return connection.respond(401, "wanted the token: the address that the instrument says as it starts\n")
        if token is None or not query.startswith(f"{PARAMETER}=") or "Upgrade" in request.headers:
            return None
        response = connection.respond(303, "")
        response.headers["Location"] = f"/{path.lstrip('/')}"  # of two slashes, it would be another host's
        if token.is_in(request.path, {}):
            response.headers["Set-Cookie"] = token.cookie
        return response

    async def _found(self, target: str, accept: str) -> tuple[int, str | File]:
        """Give status and text, or a file of the page, for what is asked."""
        path, _, attribute = target.partition("?")
        if self._page is None or attribute or not self._page.has(path, accept):
            return await self._said_of(path, attribute)
        if (file := await self._page.answer(path)) is None:
            return 404, f"{shown(unquote(path))}: no such page\n"
        return 200, file

    async def _said_of(self, path: str, attribute: str) -> tuple[int, str]:
        """Give status and text of the answer about a path, or one attribute of it."""
        if attribute == "HOST_INFO":
            return 200, json.dumps(self._host_info())
        if attribute and attribute not in ATTRIBUTES:
            return 400, f"{shown(attribute)}: wanted HOST_INFO, {', '.join(ATTRIBUTES)}, or none\n"
        async with self._writing:
            node = (await self._tree()).find(unquote(path))
            if node is None:
                return 404, f"{shown(unquote(path))}: no such address\n"
            if attribute in ("", "CONTENTS"):
                return 200, await self._whole(node)
            said = node.attributes(self._instrument.read)
        if attribute not in said:
            return 204, ""
        return 200, json.dumps({attribute: said[attribute]})

    def _host_info(self) -> dict[str, Any]:
        return {
            "NAME": "GestureGAN",
            "EXTENSIONS": dict.fromkeys(_EXTENSIONS, True),
            "OSC_PORT": self._osc.port,
            "OSC_TRANSPORT": "UDP",
            "WS_PORT": self.port,
        }

    async def _tree(self) -> Node:
        """Give the root of the addresses that there are now."""
        while True:
            addresses, named = self._instrument.addresses, self._instrument.addresses.named
            if self._root is not None and self._root[:2] == (addresses, named):
                return self._root[2]
            root = Node("/")
            async for _ in _in_turns(root.grow((*addresses.places, *named))):
                pass
            self._root = addresses, named, root

    async def _whole(self, node: Node) -> str:
        """Write a node with its contents; again, where another model takes over meanwhile."""
        while True:
            addresses = self._instrument.addresses

            def read(place: Place, of: object = addresses) -> Sequence[Value]:
                if self._instrument.addresses is not of or (place.name and not self._instrument.places(place.address)):
                    return ()  # it has gone meanwhile
                return self._instrument.read(place)

            text = "".join([piece async for piece in _in_turns(node.json(read))])
            if self._instrument.addresses is addresses:
                return text
            node = (await self._tree()).find(node.path) or Node(node.path)

    # WebSocket

    async def _converse(self, connection: ServerConnection) -> None:
        if (
            self._page is not None
            and connection.request is not None
            and connection.request.path.partition("?")[0] == LIVE
        ):
            with contextlib.suppress(ConnectionClosed):
                await self._page.live.serve(connection)
            return
        way = WebSocket(connection)
        try:
            with contextlib.suppress(ConnectionClosed):
                async for message in connection:
                    if isinstance(message, bytes):
                        self._osc.datagram_received(message, way.source, way)
                    else:
                        self._command(way, message)
                    await asyncio.sleep(0)  # many may be there already
        finally:
            self._osc.gone(way)

    def _command(self, way: WebSocket, text: str) -> None:
        """Obey LISTEN or IGNORE; what cannot be is answered, as a message is."""
        try:
            command, path = _parsed(text)
            if command == "LISTEN":
                self._osc.following.follow(way, path, OFTEN, partial(_tell, way))
            else:
                self._osc.following.leave(way, path)
        except ValueError as error:
            way.send(wire.encode("/fail", ["command", str(error)]))


class _Connection(ServerConnection):  # type: ignore[misc]
    """A connection that ends at once where there are too many, or nobody vouches for its host."""

    def __init__(self, query: OscQuery, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._query = query

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._peer = (transport.get_extra_info("peername") or ("127.0.0.1",))[0]
        admitted = transport.get_extra_info("peername") is not None and self._query.admits(self._peer)
        self._query.count(self._peer, 1)
        if not admitted:
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._query.count(self._peer, -1)
        super().connection_lost(exc)


def _with_file(response: Response, file: File, host: str) -> Response:
    """Put a file into an answer."""
    response.body = file.content
    for name in ("Content-Type", "Content-Length"):
        del response.headers[name]
    told = {"Content-Type": file.kind, "Content-Length": str(len(file.content)), **headers(host)}
    for name, value in told.items():
        response.headers[name] = value
    return response


def _parsed(text: str) -> tuple[str, str]:
    wanted = 'wanted {"COMMAND": "LISTEN" or "IGNORE", "DATA": an address}'
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError(f"{shown(text)} is no JSON: {wanted}") from None
    command, path = (said.get("COMMAND"), said.get("DATA")) if isinstance(said, dict) else (None, None)
    if command not in ("LISTEN", "IGNORE") or not isinstance(path, str):
        raise ValueError(f"{shown(text)}: {wanted}")
    return command, path


def _tell(way: WebSocket, told: Told) -> None:
    for address, values in told:
        way.send(wire.encode(address, values))


async def _in_turns(steps: Iterator[Any]) -> Any:
    """Take steps one after the other; every millisecond others have their turn."""
    end = time.monotonic() + _TURN
    for step in steps:
        yield step
        if time.monotonic() > end:
            await asyncio.sleep(0)
            end = time.monotonic() + _TURN
