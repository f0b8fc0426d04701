"""What one packet, or a few, must not be able to do."""

from __future__ import annotations

import asyncio

import pytest

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.messages import wire
from gesturegan_live.control.messages.dispatcher import MOST_WAITING
from gesturegan_live.control.osc import sender
from gesturegan_live.control.osc import server as osc
from gesturegan_live.control.osc.server import OscServer
from gesturegan_live.control.osc.timing.scheduler import MOST_BYTES
from tests.live.control.conftest import Client
from tests.live.control.osc.timing.test_bundles import bundle


def test_its_own_port_is_refused(play):
    async def act(server, client):
        address, command, reason = await client.ask("/notify", 1, 7, server.port)
        assert (address, command) == ("/fail", "/notify")
        assert reason == f"port {server.port} is the instrument's own: wanted one that the client listens to"
        assert len(server.clients) == 0

    play(act)


def test_what_it_sends_to_itself_is_not_heard(play, stage):
    async def act(server, client):
        server._endpoints[0].send(wire.encode("/gan/voice/1/gate", [1]), client.server)
        await client.synced()
        assert server.received == 2
        assert stage.sent == []

    play(act)


def test_no_answer_is_an_address_alone(play, stage, instrument, monkeypatch):
    monkeypatch.setattr(instrument.keeping.presets, "names", list)
    stage.models_there.clear()

    async def act(server, client):
        assert await client.ask("/gan/voice/*/condition") == [
            "/fail",
            "/gan/voice/*/condition",
            "/gan/voice/1/condition has no conditions (and 2 more)",
        ]
        assert await client.ask("/gan/preset/list") == ["/done", "/gan/preset/list"]
        assert await client.ask("/gan/model/list") == ["/done", "/gan/model/list"]

    play(act)


def test_a_pattern_passes_over_what_is_empty(play):
    async def act(server, client):
        client.send(wire.encode("/gan/voice/*/*", []))
        answers = await client.synced()
        assert len(answers) > 30
        assert not [answer for answer in answers if answer[0] == "/fail" or len(answer) < 2]

    play(act)


def test_two_instruments_do_not_speak_without_end(instrument, stage, monkeypatch):
    instruments = (instrument, Instrument(stage))
    for each in instruments:
        monkeypatch.setattr(each.keeping.presets, "names", list)

    async def act():
        servers = [await OscServer.open(each, port=0) for each in instruments]
        one, other = servers
        questions = ["/gan/voice/*/*", "/gan/voice/1/z", "/gan/preset/list", "/gan/model/list", "/gan/model/info"]
        for address in [*questions, "/status", "/version", "/gan/out/*", "/gan/process/*/*", "/adm/obj/1/*", "/no"]:
            for asked, by in ((one, other), (other, one)):  # as if the other had asked
                by._endpoints[0].send(wire.encode(address, []), asked._endpoints[0].address)
        for _ in range(20):
            before = one.received + other.received
            await asyncio.sleep(0.02)
        assert one.received + other.received == before
        for server in servers:
            await server.close()

    asyncio.run(act())


def test_lists_that_wait_are_read_once(play, instrument, monkeypatch):
    reads = []
    names = instrument.keeping.presets.names
    monkeypatch.setattr(instrument.keeping.presets, "names", lambda: reads.append(1) or names())

    async def act(server, client):
        client.send(*[wire.encode("/gan/preset/list", [])] * 120, wire.encode("/sync", [1]))
        answers = await client.synced()
        assert len(answers) == 120
        assert len(reads) < 30
        assert {answer[0] for answer in answers} <= {"/gan/preset/list", "/fail"}

    play(act)


def test_what_waits_for_the_disk_is_bounded_and_quitting_waits_only_so_long(play, instrument, monkeypatch):
    monkeypatch.setattr(osc, "_DEADLINE", 0.05)
    lines = []

    async def act(server, client):
        async with instrument.keeping.disk:  # a disk that does not answer
            client.send(*[wire.encode("/gan/preset/store", [str(number)]) for number in range(MOST_WAITING + 20)])
            client.send(wire.encode("/sync", [1]))
            for _ in range(20):
                address, _, reason = await client.answer()
                assert (address, reason) == (
                    "/fail",
                    f"{MOST_WAITING} messages wait for a disk or a model already: try again later",
                )
            assert await client.ask("/gan/voice/1/pan") == ["/gan/voice/1/pan", 0.0]
            await server.close()
        assert lines[-1].startswith(f"{MOST_WAITING} messages still waited for a disk or a model after 0.05 s")

    play(act, show=lines.append)


def test_a_packet_that_asks_for_too_much_is_refused_whole(play, stage):
    heavy = {
        "patterns": bundle(0, *[wire.encode(f"/gan/{'*' * 200}{number}{{a,b}}*/1/gain", [1]) for number in range(60)]),
        "sets": bundle(0, *[wire.encode("/*/*/*/mute", [1])] * 2000),
        "reads": bundle(0, *[wire.encode("/gan/voice/*/z", [])] * 2700),
        "ahead": bundle(2e9, *[wire.encode("/*/*/*/mute", [1])] * 2000),
    }

    async def act(server, client):
        for name, data in heavy.items():
            client.send(data)
            address, command, reason = await client.answer()
            assert (address, command) == ("/fail", "packet"), name
            assert "wanted 8192 at most" in reason or "more than 32 patterns" in reason
        assert await client.synced() == []
        assert server.waiting == 0
        assert stage.sent == []

    play(act)


def test_what_a_packet_may_ask_for_is_enough_for_a_whole_instrument(play, instrument):
    async def act(server, client):
        client.send(bundle(0, *[wire.encode(f"/gan/voice/*/{name}", [0.5]) for name in ("gain", "pan", "rate")] * 10))
        assert await client.synced() == []
        client.send(wire.encode("/gan/voice/*/*", []))
        assert len(await client.synced()) > 30

    play(act)
    assert sender.MOST_COST >= 64 * 128  # every coordinate of every voice


def test_bundles_that_wait_are_bounded_by_their_bytes(play):
    distant = bundle(2e9, *[wire.encode("/gan/preset/recall", ["x" * 1000])] * 60)

    async def act(server, client):
        sent, answers = 0, []
        while not answers:
            client.send(distant)
            answers = [answer for answer in await client.synced() if answer[0] == "/fail"]
            sent += 1
        assert len(distant) * (sent - 2) <= MOST_BYTES <= len(distant) * sent
        assert "bytes wait for their time already" in answers[0][2]
        client.send(wire.encode("/clearSched", []), distant)
        assert [answer for answer in await client.synced() if answer[0] == "/fail"] == []

    play(act)


def test_many_actions_that_are_due_at_once_let_others_have_their_turn(play, stage, monkeypatch):
    monkeypatch.setattr("gesturegan_live.control.osc.timing.scheduler._TURN", 0.0)
    now = [1000.0]

    async def act(server, client):
        for number in range(50):
            client.send(bundle(1001.0, wire.encode("/gan/voice/1/seed", [number])))
        await client.synced()
        now[0] = 1002.0
        server._scheduler._wake()
        assert server.waiting == 49
        assert await client.ask("/gan/voice/1/pan") == ["/gan/voice/1/pan", 0.0]
        while server.waiting:
            await asyncio.sleep(0)
        assert await client.ask("/gan/voice/1/seed") == ["/gan/voice/1/seed", 49]

    play(act, now=lambda: now[0])


@pytest.mark.parametrize("number", [1, 2])
def test_a_dump_is_shown_to_the_performer_and_to_nobody_else(play, number):
    said = []

    async def act(server, client):
        ear = Client(server.port)
        await ear.ask("/notify", 1)
        client.send(wire.encode("/dumpOSC", [number]), wire.encode("/gan/voice/1/gate", [1]))
        await client.synced()
        assert said == []
        ear.socket.close()

    play(act, say=said.append, show=lambda _: None)
