"""OSC by TCP: python-osc's own clients, and sockets that behave badly."""

from __future__ import annotations

import asyncio
import contextlib
import socket

import pytest
from pythonosc.tcp_client import SimpleTCPClient

from gesturegan_live.control.messages import wire
from gesturegan_live.control.osc import tcp
from gesturegan_live.control.osc.framing import Lengths, Slip
from gesturegan_live.control.osc.server import OscServer
from gesturegan_live.show.parameters import VOICE_INDEX
from tests.live.control.osc.test_endpoint import needs_ipv6


class Line:
    """One connection."""

    def __init__(self, reader, writer, framing):
        self.reader, self.writer, self._framing, self._packets = reader, writer, framing, []

    @classmethod
    async def to(cls, port, framing=Lengths, host="127.0.0.1"):
        return cls(*await asyncio.open_connection(host, port), framing())

    def send(self, *packets):
        self.writer.write(b"".join(map(self._framing.framed, packets)))

    async def answer(self):
        while not self._packets:
            data = await asyncio.wait_for(self.reader.read(65536), 10)
            if not data:
                raise EOFError
            self._packets += self._framing.feed(data)
        ((address, values),) = wire.parse(self._packets.pop(0))[0].messages
        return [address, *values]

    async def ask(self, address, *values):
        self.send(wire.encode(address, values))
        return await self.answer()

    async def has_ended(self):
        with contextlib.suppress(ConnectionError):
            while await asyncio.wait_for(self.reader.read(65536), 10):
                pass
        self.writer.close()


@pytest.mark.parametrize("framing", [Lengths, Slip])
def test_a_connection_plays_and_is_answered_in_its_framing(play, stage, framing):
    async def act(server, _):
        line = await Line.to(server.port, framing)
        line.send(b"/gan/voice/2/gain\0\0\0,f\0\0\x3f\x00\x00\x00", wire.encode("/gan/voice/2/pan", [-1.0]))
        assert await line.ask("/gan/voice/2/gain") == ["/gan/voice/2/gain", 0.5]
        assert await line.ask("/gan/voice/1/gain", 9.0) == ["/fail", "/gan/voice/1/gain", "gain is 9.0: wanted 0 to 4"]
        assert await line.ask("/sync", 7) == ["/synced", 7]
        assert (1, VOICE_INDEX["gain"], 0.5, 0) in stage.sent
        line.writer.close()

    play(act)


@pytest.mark.parametrize("mode", ["1.0", "1.1"])
def test_python_osc_asks_and_is_answered(play, mode):
    async def act(server, _):
        def ask():
            with SimpleTCPClient("127.0.0.1", server.port, mode=mode) as client:
                client.send_message("/sync", 3)
                answer = next(client.get_messages(10))
                return answer.address, answer.params

        assert await asyncio.to_thread(ask) == ("/synced", [3])

    play(act)


@needs_ipv6
def test_localhost_is_listened_to_by_both(instrument):
    async def act():
        server = await OscServer.open(instrument, "localhost", 0)
        for host in ("127.0.0.1", "::1"):
            line = await Line.to(server.port, host=host)
            assert await line.ask("/sync", 1) == ["/synced", 1]
            line.writer.close()
        await server.close()

    asyncio.run(act())


def test_who_is_notified_and_follows_is_forgotten_with_his_connection(play):
    async def act(server, _):
        line = await Line.to(server.port)
        assert (await line.ask("/notify", 1, 3, 4002))[:3] == ["/done", "/notify", 3]  # by the line, whatever the port
        assert (await line.ask("/gan/subscribe", "/gan/voice/1/gain"))[0] == "/done"
        server.tick()
        assert await line.answer() == ["/gan/voice/1/gain", 1.0]
        server.broadcast("/notice", "hello")
        assert await line.answer() == ["/notice", "hello"]
        line.writer.close()
        while len(server.clients) or len(server.following):
            await asyncio.sleep(0.01)
        assert not server._tcp.connections

    play(act)


@pytest.mark.parametrize(
    "data",
    [
        b"\0\0\0\0",
        b"\0\x01\0\0" + b"x" * 100,
        b"\xc0" + b"/" * 200000,
    ],
)
def test_what_can_be_no_packet_ends_its_connection_alone(play, data):
    shown = []

    async def act(server, client):
        line = await Line.to(server.port, Slip if data.startswith(b"\xc0") else Lengths)
        line.writer.write(data)
        with contextlib.suppress(ConnectionError, EOFError):  # what it has sent after may cut its answer off
            assert (await line.answer())[:2] == ["/fail", "packet"]
        await line.has_ended()
        assert await client.ask("/sync", 1) == ["/synced", 1]

    play(act, show=shown.append)
    assert len(shown) == 1
    assert "/fail packet packet of " in shown[0]


def test_bad_packets_are_answered_and_the_connection_stays(play):
    async def act(server, _):
        line = await Line.to(server.port)
        line.send(b"junk", b"#bundle\0", b"\xff" * 1000)
        for _ in range(3):
            assert (await line.answer())[:2] == ["/fail", "packet"]
        assert await line.ask("/sync", 1) == ["/synced", 1]
        line.writer.close()

    play(act)


def test_a_flood_by_tcp_loses_nothing(play):
    async def act(server, _):
        line = await Line.to(server.port)
        many = [wire.encode("/gan/voice/1/seed", [number]) for number in range(10000)]
        line.send(*many)
        assert await line.ask("/gan/voice/1/seed") == ["/gan/voice/1/seed", 9999]
        assert server.received == 10001
        assert server._inbox.lost == 0
        line.writer.close()

    play(act)


def test_who_does_not_read_is_cut_off(play):
    async def act(server, client):
        with socket.create_connection(("127.0.0.1", server.port)) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.sendall(Lengths().framed(wire.encode("/notify", [1])))
            while not len(server.clients):
                await asyncio.sleep(0.01)
            for _ in range(1000):
                server.broadcast("/notice", "x" * 10000)
            while server._tcp.connections:
                await asyncio.sleep(0.01)
        assert len(server.clients) == 0
        assert await client.ask("/sync", 1) == ["/synced", 1]

    play(act)


def test_the_number_of_connections_is_bounded(play, monkeypatch):
    monkeypatch.setattr(tcp, "MOST", 2)
    shown = []

    async def act(server, client):
        lines = [await Line.to(server.port) for _ in range(2)]
        for line in lines:
            assert await line.ask("/sync", 1) == ["/synced", 1]
        await (await Line.to(server.port)).has_ended()
        lines[0].writer.close()
        while len(server._tcp.connections) > 1:
            await asyncio.sleep(0.01)
        again = await Line.to(server.port)
        assert await again.ask("/sync", 2) == ["/synced", 2]
        for line in (*lines, again):
            line.writer.close()

    play(act, show=shown.append)
    assert shown == ["127.0.0.1: too many connections are there already"]


def test_strangers_leave_room_for_those_who_are_trusted(play, monkeypatch):
    monkeypatch.setattr(tcp, "MOST_STRANGERS", 1)

    async def act(server, _):
        server._trust = server._tcp.trust = lambda _: False
        stranger = await Line.to(server.port)
        assert await stranger.ask("/quit") == ["/fail", "/quit", "only for this computer, and those named with --trust"]
        await (await Line.to(server.port)).has_ended()
        server._tcp.trust = lambda _: True
        line = await Line.to(server.port)
        assert await line.ask("/sync", 1) == ["/synced", 1]
        stranger.writer.close()
        line.writer.close()

    play(act)


def test_a_port_that_another_program_has_is_said_and_udp_goes_on(instrument):
    said = []

    async def act():
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            server = await OscServer.open(instrument, port=port, say=said.append)
            assert server.port == port
            await server.close()
        (line,) = said
        assert line.startswith(f"OSC cannot listen on TCP port {port} of 127.0.0.1: ")
        assert line.endswith("; by UDP it is heard")

    asyncio.run(act())
