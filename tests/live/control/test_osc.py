from __future__ import annotations

import asyncio
import socket
import struct
import time
import tracemalloc

import pytest
from pythonosc.osc_message import OscMessage

from gesturegan_live.control import osc, wire
from gesturegan_live.control.osc import OscServer
from gesturegan_live.parameters import OUT_INDEX, OUT_VOICE, VOICE_INDEX

GAIN, GATE = VOICE_INDEX["gain"], VOICE_INDEX["gate"]


class Client:
    """A socket that sends datagrams and waits for answers."""

    def __init__(self, port: int) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.server = ("127.0.0.1", port)
        self.port = self.socket.getsockname()[1]

    def send(self, *datagrams: bytes) -> None:
        for datagram in datagrams:
            self.socket.sendto(datagram, self.server)

    async def answer(self):
        data = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(self.socket, 65536), 10)
        message = OscMessage(data)
        return [message.address, *message.params]

    async def ask(self, address, *values):
        self.send(wire.encode(address, values))
        return await self.answer()

    async def synced(self):
        """Wait until the server has taken everything that was sent, and let it flush."""
        answers = []
        self.send(wire.encode("/sync", [1]))
        while (answer := await self.answer()) != ["/synced", 1]:
            answers.append(answer)
        await asyncio.sleep(0.01)
        return answers


@pytest.fixture
def play(instrument):
    """Run a coroutine function (server, client) against a real server."""

    def run(act, **options):
        async def session():
            server = await OscServer.open(instrument, port=0, **options)
            client = Client(server.port)
            try:
                await act(server, client)
            finally:
                await server.close()
                client.socket.close()

        asyncio.run(session())

    return run


def bundle(at: float, *messages: bytes) -> bytes:
    seconds = int(at)
    tag = struct.pack(">II", seconds + 2208988800, round((at - seconds) * 2**32)) if at else b"\0\0\0\0\0\0\0\1"
    return b"#bundle\0" + tag + b"".join(struct.pack(">i", len(message)) + message for message in messages)


def test_a_literal_datagram_moves_a_voice(play, stage):
    async def act(_, client):
        client.send(b"/gan/voice/2/gain\0\0\0,f\0\0\x3f\x00\x00\x00")
        assert await client.synced() == []
        assert stage.sent == [(1, GAIN, 0.5, 0)]

    play(act)


def test_answers_go_to_the_source(play):
    async def act(server, client):
        other = Client(server.port)
        assert await client.ask("/version") == ["/version.reply", "gesturegan", 0, 1, "0"]
        assert await other.ask("/gan/voice/1/pan") == ["/gan/voice/1/pan", 0.0]
        assert await client.ask("/gan/preset/store", "a") == ["/done", "/gan/preset/store", "a"]
        other.socket.close()

    play(act)


HOSTILE = [
    b"",
    b"junk",
    b"/a\0",
    b"\xff" * 1000,
    b"#bundle\0",
    b"#bundle\0\0\0\0\0\0\0\0\1\xff\xff\xff\xfc",
    b"#bundle\0\0\0\0\0\0\0\0\1\x7f\xff\xff\xff/a\0\0",
    b"/gan/voice/1/gain\0\0\0,f\0\0",
    b"/gan/voice/1/gain\0\0\0,q\0\0\0\0\0\0",
    b"/" + b"*" * 65002 + b"\0",
    b"/" + b"a" * 65002 + b"\0",
    b"/gan/voice/{\0\0\0\0,f\0\0\x3f\x00\x00\x00",
    b"/gan/voice/1/gain\0\0\0,f\0\0\x7f\xc0\x00\x00",
    b"/gan/voice/1/gain\0\0\0,[f]\0\0\0\0\x3f\x00\x00\x00",
    b"/gan/voice/1/gain\0\0\0,s\0\0../\0",
    b"/notify\0,iii\0\0\0\0" + struct.pack(">iii", 1, 1, 0),
]


def test_bad_input_is_answered_and_never_stops_the_server(play, stage):
    async def act(server, client):
        for data in HOSTILE:
            client.send(data)
            address, _, reason, *_ = await client.answer()
            assert address == "/fail", data[:40]
            assert "\n" not in reason
        assert server.malformed == 9
        assert await client.synced() == []
        assert stage.sent == []

    play(act)


def test_a_bundle_at_once_is_applied_in_order(play, stage):
    async def act(server, client):
        client.send(bundle(0, *(wire.encode("/gan/voice/1/gate", [gate]) for gate in (1, 0, 1))))
        await client.synced()
        assert [value for _, _, value, _ in stage.sent] == [1.0, 0.0, 1.0]
        assert server.late == 0

    play(act)


class Clock:
    def __init__(self) -> None:
        self.time = 1_000_000.25

    def __call__(self) -> float:
        return self.time


async def advance(server: OscServer, clock: Clock, seconds: float) -> None:
    """Let the clock jump; the scheduler wakes as if its timer had run out."""
    clock.time += seconds
    server._scheduler._wake()
    await asyncio.sleep(0.01)


def test_a_future_bundle_goes_to_audio_ahead_with_its_sample_and_to_the_generator_at_its_time(play, stage):
    clock = Clock()
    stage.origin = clock.time - 100

    async def act(server, client):
        await asyncio.sleep(0.01)
        server._instrument.flush()
        stage.points.clear()
        gain, gate = wire.encode("/gan/voice/1/gain", [0.5]), wire.encode("/gan/voice/*/gate", [1])
        client.send(bundle(clock.time + 2, gain, wire.encode("/gan/voice/1/z/0", [3.0]), gate))
        assert await client.ask("/gan/voice/1/gain") == ["/gan/voice/1/gain", 1.0]  # nothing is held up by it
        assert server.waiting == 2
        await advance(server, clock, 2 - osc.LEAD)
        sample = 102 * 44100
        assert stage.sent == [(0, GAIN, 0.5, sample), *((voice, GATE, 1.0, sample) for voice in range(3))]
        assert stage.points == []
        await advance(server, clock, osc.LEAD)
        assert [(voice, point[0]) for voice, point, _ in stage.points] == [(0, 3.0)]
        assert server.waiting == 0
        assert server.late == 0

    play(act, now=clock)


def test_without_a_sample_clock_a_bundle_waits_for_its_time(play, stage):
    clock = Clock()

    async def act(server, client):
        client.send(bundle(clock.time + 2, wire.encode("/gan/voice/1/gate", [1])))
        await client.synced()
        await advance(server, clock, 2 - osc.LEAD)
        assert stage.sent == []
        await advance(server, clock, osc.LEAD)
        assert stage.sent == [(0, GATE, 1.0, 0)]

    play(act, now=clock)


def test_bundles_are_applied_by_their_times_and_those_of_one_time_in_order(play, stage):
    clock = Clock()

    async def act(server, client):
        for at, gate in ((3, 0), (1, 1), (3, 1), (2, 0)):
            client.send(bundle(clock.time + at, wire.encode("/gan/voice/1/seed", [10 * at + gate])))
        await client.synced()
        seeds = []
        for _ in range(3):
            await advance(server, clock, 1)
            seeds.append((await client.ask("/gan/voice/1/seed"))[1])
        assert seeds == [11, 20, 31]

    play(act, now=clock)


def test_a_late_bundle_is_applied_at_once_and_said(play, stage):
    clock = Clock()

    async def act(server, client):
        client.send(bundle(clock.time - 0.75, wire.encode("/gan/voice/1/gate", [1])))
        due, then = wire.timetag(clock.time - 0.75), wire.timetag(clock.time)
        assert await client.answer() == ["/late", *due, *then, 0.75]
        await client.synced()
        assert stage.sent == [(0, GATE, 1.0, 0)]
        assert server.late == 1

    play(act, now=clock)


def test_what_is_scheduled_can_be_forgotten(play, stage):
    clock = Clock()

    async def act(server, client):
        for forget in ("/clearSched", "/gan/out/panic"):
            client.send(bundle(clock.time + 2, wire.encode("/gan/voice/1/gate", [1])))
            await client.synced()
            assert server.waiting == 1
            client.send(wire.encode(forget, []))
            await client.synced()
            assert server.waiting == 0
        await advance(server, clock, 3)
        assert stage.sent == [(OUT_VOICE, OUT_INDEX["panic"], 1.0, 0)]

    play(act, now=clock)


def test_the_real_clock_wakes_it(play, stage):
    async def act(_, client):
        client.send(bundle(time.time() + 0.2, wire.encode("/gan/voice/1/gate", [1])))
        while not stage.sent:
            await asyncio.sleep(0.01)
        assert stage.sent == [(0, GATE, 1.0, 0)]

    play(act)


def test_notify_sends_every_answer_to_another_port_of_the_same_host(play):
    async def act(server, client):
        ear = Client(server.port)
        client.send(wire.encode("/notify", [1, 7, ear.port]))
        assert await ear.answer() == ["/done", "/notify", 7, 64]
        client.send(wire.encode("/gan/voice/1/gain", [9.0]))
        assert (await ear.answer())[:2] == ["/fail", "/gan/voice/1/gain"]
        server.broadcast("/gan/process/audio/restarts", 1)
        assert await ear.answer() == ["/gan/process/audio/restarts", 1]
        client.send(wire.encode("/notify", [0]))
        assert await client.answer() == ["/done", "/notify", 7, 64]
        server.broadcast("/gan/process/audio/restarts", 2)
        assert await client.ask("/sync", 3) == ["/synced", 3]
        assert await client.ask("/notify", 0) == ["/fail", "/notify", "this client was not notified"]
        assert await ear.ask("/sync", 4) == ["/synced", 4]
        ear.socket.close()

    play(act)


def test_a_client_that_comes_back_takes_its_old_place(play):
    async def act(server, client):
        again = Client(server.port)
        assert await client.ask("/notify", 1) == ["/done", "/notify", 0, 64]
        assert await again.ask("/notify", 1, 0) == ["/done", "/notify", 0, 64]
        assert len(server.clients) == 1
        again.socket.close()

    play(act)


def test_the_number_of_notified_clients_is_bounded(play):
    async def act(server, client):
        for port in range(1, 200):
            server.clients.notify(("127.0.0.1", port), None, None)
        assert len(server.clients) == 64
        assert await client.ask("/notify", 1) == ["/done", "/notify", 199 % 64, 64]

    play(act)


def test_sync_waits_for_what_was_asked_before(play, stage):
    async def act(_, client):
        go = asyncio.Event()

        async def load(_):
            await go.wait()

        stage.load = load
        client.send(wire.encode("/gan/model/load", ["metal"]), wire.encode("/sync", [1]))
        assert await client.ask("/gan/voice/1/pan") == ["/gan/voice/1/pan", 0.0]
        go.set()
        assert await client.answer() == ["/done", "/gan/model/load", "metal"]
        assert await client.answer() == ["/synced", 1]

    play(act)


def test_a_thousand_syncs_wait_for_the_work_and_not_for_each_other(play, stage):
    async def act(_, client):
        go = asyncio.Event()

        async def load(_):
            await go.wait()

        stage.load = load
        client.send(wire.encode("/gan/model/load", ["metal"]))
        tracemalloc.start()
        for number in range(1000):
            client.send(wire.encode("/sync", [number]))
            if number % 50 == 49:
                await client.ask("/gan/voice/1/pan")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        go.set()
        assert await client.answer() == ["/done", "/gan/model/load", "metal"]
        assert {(await client.answer())[1] for _ in range(50)} <= set(range(1000))
        assert peak < 16e6, peak

    play(act)


def test_answers_are_never_answered(play):
    async def act(server, client):
        for address in ("/fail", "/done", "/late", "/notice", "/synced", "/status.reply", "/version.reply"):
            client.send(wire.encode(address, ["/x"]))
        assert await client.synced() == []
        assert server.received == 8

    play(act)


def test_dump_shows_what_arrives(play):
    shown = []

    async def act(server, client):
        client.send(
            wire.encode("/dumpOSC", [3]), b"/gan/voice/1/gate\0\0\0,i\0\0\0\0\0\1", wire.encode("/dumpOSC", [0])
        )
        await client.synced()
        assert shown[:2] == [
            f"127.0.0.1:{client.port} 2f67616e 2f766f69 63652f31 2f676174 65000000 2c690000 00000001",
            f"127.0.0.1:{client.port} /gan/voice/1/gate 1",
        ]
        assert len(shown) == 4
        assert server.last == "/sync 1"

    play(act, show=shown.append)


def test_a_burst_loses_nothing_and_is_sent_as_few_points(play, stage):
    async def act(server, client):
        server._instrument.flush()
        stage.points.clear()
        messages = [wire.encode("/gan/voice/1/z/0", [index / 1000]) for index in range(3000)]
        client.send(*messages, wire.encode("/gan/voice/1/gate", [1]))
        await client.synced()
        assert server.received == 3002
        assert stage.points[-1][1][0] == pytest.approx(2.999)
        assert len(stage.points) < 1500
        assert stage.sent == [(0, GATE, 1.0, 0)]

    play(act)


def test_an_answer_that_no_datagram_holds_is_refused(play, stage):
    stage.models_there = {f"{index:0100d}": stage.model for index in range(700)}

    async def act(_, client):
        address, command, reason = await client.ask("/gan/model/list")
        assert (address, command) == ("/fail", "/gan/model/list")
        assert "no datagram holds" in reason

    play(act)


def test_an_error_of_our_own_is_answered_and_logged(play, stage, caplog):
    def broken():
        raise ZeroDivisionError

    stage.status = broken

    async def act(_, client):
        assert await client.ask("/status") == ["/fail", "packet", "internal error: see the log"]
        assert await client.ask("/sync", 1) == ["/synced", 1]

    play(act)
    assert "ZeroDivisionError" in caplog.text


def test_a_port_in_use_is_one_line(play, instrument):
    async def act(server, _):
        with pytest.raises(ValueError, match=rf"^OSC cannot listen on UDP port {server.port} of 127.0.0.1: "):
            await OscServer.open(instrument, port=server.port)
        with pytest.raises(ValueError, match=r"^host 'no such host' is not understood: "):
            await OscServer.open(instrument, "no such host", 0)

    play(act)
