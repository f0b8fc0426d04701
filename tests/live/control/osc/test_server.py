from __future__ import annotations

import asyncio
import struct
import tracemalloc

import pytest

from gesturegan_live.control.messages import wire
from gesturegan_live.control.osc.server import OscServer
from gesturegan_live.show.parameters import OUT_INDEX, OUT_VOICE, VOICE_INDEX
from tests.live.control.conftest import Client

GAIN, GATE = VOICE_INDEX["gain"], VOICE_INDEX["gate"]


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
    b"/gan/voice/1/gain\0\0\0,[m]\0\0\0\0\0\x90\x3c\x7f",
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
        assert server.last == "/gan/voice/1/gate 1"

    play(act, show=shown.append)


def test_every_refusal_is_shown_with_who_sent_it_and_a_flood_of_them_is_a_few_lines(play):
    shown = []

    async def act(_, client):
        assert (await client.ask("/gan/voice/1/gain", 9.0))[0] == "/fail"
        assert shown == [f"127.0.0.1:{client.port}: /fail /gan/voice/1/gain gain is 9.0: wanted 0 to 4"]
        client.send(b"junk", *[wire.encode("/gan/nothing", [])] * 100)
        await client.synced()
        assert shown[1:] == [
            f"127.0.0.1:{client.port}: /fail packet packet starts with b'junk': wanted '/' or '#bundle'",
            f"127.0.0.1:{client.port}: /fail /gan/nothing no such address",
        ]
        while len(shown) == 3:
            await asyncio.sleep(0.01)
        assert shown[3:] == ["… and 99 more refused"]

    play(act, show=shown.append)


def test_a_refusal_that_comes_later_is_shown_too(play):
    shown = []

    async def act(_, client):
        assert (await client.ask("/gan/model/load", "nothing"))[0] == "/fail"
        assert shown == [f"127.0.0.1:{client.port}: /fail /gan/model/load no model 'nothing'"]

    play(act, show=shown.append)


def test_the_last_message_is_one_that_played_or_was_to(play):
    async def act(server, client):
        assert server.last == ""
        for address in ("/status", "/gan/voice/1/gain", "/gan/preset/list", "/gan/nothing", "/version", "/gan/out/*"):
            client.send(wire.encode(address, []))
        await client.synced()
        assert server.last == ""
        client.send(wire.encode("/gan/voice/1/gain", [0.5]), wire.encode("/gan/voice/1/gain", []))
        await client.synced()
        assert server.last == "/gan/voice/1/gain 0.5"
        await client.ask("/gan/voice/1/gain", 9.0)
        await client.ask("/status")
        assert server.last == "refused: /gan/voice/1/gain 9.0"
        client.send(wire.encode("/gan/out/panic", []))
        await client.synced()
        assert server.last == "/gan/out/panic"

    play(act)


def test_panic_is_obeyed_with_a_type_that_nobody_knows(play, stage):
    async def act(_, client):
        client.send(b"/gan/out/panic\0\0,q\0\0")
        assert await client.synced() == []
        assert (OUT_VOICE, OUT_INDEX["panic"], 1.0, 0) in stage.sent

    play(act)


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
        told = [wire.encode("/status", ()), wire.encode("/sync", (1,))]
        packed = b"".join(struct.pack(">i", len(each)) + each for each in told)
        client.send(b"#bundle\0" + struct.pack(">Q", 1) + packed)
        assert await client.answer() == ["/fail", "/status", "internal error: see the log"]
        assert await client.answer() == ["/synced", 1]  # the rest of the bundle is obeyed

    play(act)
    assert "ZeroDivisionError" in caplog.text


def test_a_port_in_use_is_one_line(play, instrument):
    async def act(server, _):
        with pytest.raises(ValueError, match=rf"^OSC cannot listen on UDP port {server.port} of 127.0.0.1: "):
            await OscServer.open(instrument, port=server.port)
        with pytest.raises(ValueError, match=r"^listen 'no such host' is not understood: "):
            await OscServer.open(instrument, "no such host", 0)

    play(act)
