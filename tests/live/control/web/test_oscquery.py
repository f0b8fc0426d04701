"""OSCQuery, as programs ask it: Python's own HTTP, and the WebSockets of another program."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import socket

import pytest

websockets = pytest.importorskip("websockets", reason="needs websockets: pip install '.[web]'")

from websockets.asyncio.client import connect  # noqa: E402

from gesturegan_live.control.messages import wire  # noqa: E402
from gesturegan_live.control.osc.server import OscServer  # noqa: E402
from gesturegan_live.control.web import oscquery  # noqa: E402
from gesturegan_live.control.web.oscquery import OscQuery  # noqa: E402
from gesturegan_live.control.web.token import Token  # noqa: E402
from gesturegan_live.show.trust import Trust  # noqa: E402


class Session:
    """A server that answers, and those who ask."""

    def __init__(self, osc: OscServer, query: OscQuery) -> None:
        self.osc, self.query = osc, query

    async def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, object, http.client.HTTPResponse]:
        def ask():
            connection = http.client.HTTPConnection("127.0.0.1", self.query.port, timeout=10)
            try:
                connection.request(method, path, headers=headers)
                response = connection.getresponse()
                text = response.read().decode()
                return response.status, json.loads(text) if response.status == 200 else text, response
            finally:
                connection.close()

        return await asyncio.to_thread(ask)

    def open(self, **options):
        return connect(f"ws://127.0.0.1:{self.query.port}/", **options)


async def heard(connection, *, tick=None):
    """The next packet: address and values."""
    if tick is not None:
        await asyncio.sleep(0.08)
        tick()
    ((address, values),) = wire.parse(await asyncio.wait_for(connection.recv(), 10))[0].messages
    return [address, *values]


def command(name, path):
    return json.dumps({"COMMAND": name, "DATA": path})


@pytest.fixture
def session(instrument):
    """Run a coroutine function against a real server."""

    def run(act, trust=None, show=print, token=None):
        async def within():
            osc = await OscServer.open(instrument, port=0, show=show)
            osc._trust = trust or osc._trust
            query = await OscQuery.open(osc, instrument, "localhost", 0, trust or Trust(), token)
            try:
                await act(Session(osc, query))
            finally:
                await query.close()
                await osc.close()

        asyncio.run(within())

    return run


def test_an_address_an_attribute_the_host_and_everything(session, instrument):
    async def act(asked):
        status, said, response = await asked.get("/gan/voice/1/gain")
        assert (status, said["VALUE"], said["RANGE"]) == (200, [1.0], [{"MIN": 0, "MAX": 4}])
        assert response.headers["Content-Type"] == "application/json"
        instrument.handle("/gan/voice/1/gain", [0.5], print)
        assert (await asked.get("/gan/voice/1/gain?VALUE"))[:2] == (200, {"VALUE": [0.5]})
        status, said, _ = await asked.get("/?HOST_INFO")
        assert (said["OSC_PORT"], said["OSC_TRANSPORT"]) == (asked.osc.port, "UDP")
        assert said["EXTENSIONS"]["LISTEN"]
        status, said, _ = await asked.get("/")
        assert set(said["CONTENTS"]) >= {"gan", "adm", "status", "quit"}
        assert (await asked.get("/gan/voice/1?CONTENTS"))[1]["CONTENTS"]["pan"]["VALUE"] == [0.0]
        assert (await asked.get("/gan/voice/1/axis/fine_gr%61in"))[1]["VALUE"] == [0.0]

    session(act)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/gan/voice/99/gain", 404),
        ("/gan/voice/*/gain", 404),
        ("/../etc/passwd", 404),
        ("/gan/voice/1/gain?NONSENSE", 400),
        ("/quit?VALUE", 204),
        ("/gan?TYPE", 204),
    ],
)
def test_what_is_not_there_is_said(session, path, status):
    async def act(asked):
        assert (await asked.get(path))[0] == status

    session(act)


def test_pages_from_elsewhere_are_refused_and_those_of_this_computer_are_not(session):
    async def act(asked):
        status, said, response = await asked.get("/", Origin="https://evil.example")
        assert status == 403
        assert said.startswith("Origin is 'https://evil.example': wanted")
        assert "Access-Control-Allow-Origin" not in response.headers
        assert (await asked.get("/", Host="evil.example:80"))[0] == 403
        status, _, response = await asked.get("/", Origin="http://localhost:3000")
        assert (status, response.headers["Access-Control-Allow-Origin"]) == (200, "http://localhost:3000")
        with pytest.raises(websockets.InvalidStatus, match="403"):
            async with asked.open(origin="https://evil.example"):
                pass

    session(act)


def test_a_stranger_is_not_answered_and_the_performer_is_told(session):
    shown = []

    async def act(asked):
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            await asked.get("/")

    session(act, trust=lambda _: False, show=shown.append)
    assert shown == ["127.0.0.1: OSCQuery is only for this computer, and those named with --trust"]


def test_a_stranger_who_brings_the_token_is_answered_and_trusted(session, stage, tmp_path):
    token, shown = Token(tmp_path), []

    async def act(asked):
        assert (await asked.get("/"))[0] == 401
        assert (await asked.get("/?token=wrong"))[0] == 401
        assert (await asked.get("/", Cookie="gesturegan=wrong"))[0] == 401
        with pytest.raises(websockets.InvalidStatus, match="401"):
            async with asked.open():
                pass
        status, _, response = await asked.get(f"/gan/voice/1?token={token.word}")
        assert (status, response.headers["Location"]) == (303, "/gan/voice/1")
        status, _, response = await asked.get(f"//evil.example/?token={token.word}")
        assert (status, response.headers["Location"]) == (303, "/evil.example/")
        cookie = response.headers["Set-Cookie"].partition(";")[0]
        assert (await asked.get("/gan/voice/1", Cookie=cookie))[0] == 200
        assert (await asked.get("/", Authorization=f"Bearer {token.word}"))[0] == 200
        assert (await asked.get("/", Cookie=cookie, Origin="https://evil.example"))[0] == 403
        async with asked.open(additional_headers={"Cookie": cookie}) as page:
            await page.send(wire.encode("/quit", []))
            assert await heard(page) == ["/done", "/quit"]

    session(act, trust=lambda _: False, show=shown.append, token=token)
    assert stage.quitted
    assert shown[0] == "127.0.0.1: wanted the token of the page's address"


def test_strangers_take_no_more_than_their_part_of_the_connections(session, tmp_path):
    token = Token(tmp_path)

    async def act(asked):
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(oscquery.MOST_STRANGERS):
                await stack.enter_async_context(
                    asked.open(additional_headers={"Authorization": f"Bearer {token.word}"})
                )
            with pytest.raises((ConnectionError, http.client.HTTPException)):
                await asked.get("/")

    session(act, trust=lambda _: False, token=token)


def test_values_are_told_by_websocket_as_they_change(session, instrument):
    async def act(asked):
        async with asked.open() as page:
            await page.send(command("LISTEN", "/gan/voice/1/gain"))
            assert await heard(page, tick=asked.osc.tick) == ["/gan/voice/1/gain", 1.0]
            instrument.handle("/gan/voice/1/gain", [0.5], print)
            assert await heard(page, tick=asked.osc.tick) == ["/gan/voice/1/gain", 0.5]
            await page.send(command("IGNORE", "/gan/voice/1/gain"))
            await page.send(wire.encode("/sync", [1]))
            assert await heard(page) == ["/synced", 1]
            assert len(asked.osc.following) == 0
            await page.send(command("LISTEN", "/gan/voice/1/pan"))
            await page.send(wire.encode("/sync", [2]))
            assert await heard(page) == ["/synced", 2]
            assert len(asked.osc.following) == 1
        while len(asked.osc.following):  # it has left
            await asyncio.sleep(0.01)

    session(act)


def test_a_websocket_plays_and_is_answered_as_udp_is(session, stage):
    async def act(asked):
        async with asked.open() as page:
            await page.send(b"/gan/voice/2/gain\0\0\0,f\0\0\x3f\x00\x00\x00")
            await page.send(wire.encode("/gan/voice/2/gain", []))
            assert await heard(page) == ["/gan/voice/2/gain", 0.5]
            await page.send(wire.encode("/notify", [1]))
            assert (await heard(page))[:2] == ["/done", "/notify"]
            asked.osc.broadcast("/notice", "hello")
            assert await heard(page) == ["/notice", "hello"]
            await page.send(b"junk")
            assert (await heard(page))[:2] == ["/fail", "packet"]
        while len(asked.osc.clients):
            await asyncio.sleep(0.01)
        asked.osc.broadcast("/notice", "nobody hears it")

    session(act)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "junk",
        "[" * 60000,
        "{}",
        "null",
        '{"COMMAND": "LISTEN", "DATA": 3}',
        command("EXIT", "/"),
        command("LISTEN", "/x"),
    ],
)
def test_a_command_that_cannot_be_obeyed_is_answered_and_the_connection_stays(session, text):
    async def act(asked):
        async with asked.open() as page:
            await page.send(text)
            address, _, reason = await heard(page)
            assert address == "/fail"
            assert "\n" not in reason
            await page.send(wire.encode("/sync", [1]))
            assert await heard(page) == ["/synced", 1]

    session(act)


def test_a_message_that_is_too_large_ends_its_connection_alone(session):
    async def act(asked):
        async with asked.open() as other, asked.open() as page:
            await page.send(b"x" * (wire.LARGEST_DATAGRAM + 1))
            with pytest.raises(websockets.ConnectionClosedError, match="1009"):
                await asyncio.wait_for(page.recv(), 10)
            await other.send(wire.encode("/sync", [1]))
            assert await heard(other) == ["/synced", 1]

    session(act)


def test_the_number_of_connections_is_bounded(session, monkeypatch):
    monkeypatch.setattr(oscquery, "MOST", 2)
    shown = []

    async def act(asked):
        async with asked.open(), asked.open():
            with pytest.raises((ConnectionError, http.client.HTTPException)):
                await asked.get("/")
        while asked.query._connections:
            await asyncio.sleep(0.01)
        assert (await asked.get("/gan/out/gain"))[0] == 200

    session(act, show=shown.append)
    assert shown == ["127.0.0.1: 2 connections to OSCQuery are there already"]


def test_who_does_not_read_is_cut_off(session):
    async def act(asked):
        with socket.create_connection(("127.0.0.1", asked.query.port)) as page:
            page.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            page.sendall(
                b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
            )
            while not any(server.connections for server in asked.query._servers):
                await asyncio.sleep(0.01)
            (connection,) = (each for server in asked.query._servers for each in server.connections)
            way = oscquery.WebSocket(connection)
            for _ in range(1000):
                way.send(bytes(60000))
            assert connection.transport.get_write_buffer_size() < 2 * oscquery._UNREAD
            while asked.query._connections:
                await asyncio.sleep(0.01)

    session(act)


@pytest.mark.parametrize(
    "data", [b"\0" * 100, b"GET /" + b"x" * 9000, b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n", b"\xff" * 40000]
)
def test_what_is_no_request_is_answered_by_nothing_worse_than_a_closed_connection(session, data, capfd):
    async def act(asked):
        reader, writer = await asyncio.open_connection("127.0.0.1", asked.query.port)
        writer.write(data + b"\r\n\r\n")
        writer.write_eof()
        with contextlib.suppress(ConnectionError):
            await asyncio.wait_for(reader.read(), 10)
        writer.close()
        assert (await asked.get("/gan/out/gain"))[0] == 200

    session(act)
    assert capfd.readouterr().err == ""


def test_another_model_is_another_tree(session, instrument):
    async def act(asked):
        assert (await asked.get("/gan/voice/1/z/3"))[0] == 200
        (work,) = instrument.handle("/gan/model/load", ["metal"], lambda *_: None)
        await work
        assert (await asked.get("/gan/voice/1/z/3"))[0] == 404
        assert (await asked.get("/gan/voice/1/z"))[1]["TYPE"] == "ff"

    session(act)


def test_what_a_performer_names_comes_and_goes(session, instrument):
    async def act(asked):
        assert (await asked.get("/gan/input/hand"))[0] == 404
        instrument.handle("/gan/input/learn", ["hand", "/accxyz"], lambda *_: None)
        assert (await asked.get("/gan/input/hand/speed"))[1]["VALUE"] == [1.0]
        assert set((await asked.get("/gan/input/hand"))[1]["CONTENTS"]) >= {"energy", "speed", "loop"}
        async with asked.open() as page:
            await page.send(command("LISTEN", "/gan/input/hand/speed"))
            assert await heard(page, tick=asked.osc.tick) == ["/gan/input/hand/speed", 1.0]
            instrument.handle("/gan/input/forget", ["hand"], lambda *_: None)
            asked.osc.tick()
            await page.send(wire.encode("/sync", [1]))
            assert await heard(page) == ["/synced", 1]
        assert (await asked.get("/gan/input/hand"))[0] == 404

    session(act)


def test_a_model_that_comes_while_a_tree_is_written_makes_it_begin_again(session, instrument, monkeypatch):
    async def act(asked):
        monkeypatch.setattr(oscquery, "_TURN", 0.0)
        asking = asyncio.create_task(asked.get("/"))
        while not asked.query._writing.locked():
            await asyncio.sleep(0)
        for _ in range(50):
            await asyncio.sleep(0)
        (work,) = instrument.handle("/gan/model/load", ["metal"], lambda *_: None)
        await work
        status, said, _ = await asking
        assert status == 200
        voice = said["CONTENTS"]["gan"]["CONTENTS"]["voice"]["CONTENTS"]["1"]["CONTENTS"]
        assert set(voice["z"]["CONTENTS"]) == {"0", "1"}
        assert "VALUE" in voice["z"]

    session(act)
