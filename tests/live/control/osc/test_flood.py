"""More packets than can be obeyed: what silences goes first, the end is the same, and the flood is said."""

from __future__ import annotations

import asyncio

import pytest

from gesturegan_live.control.messages import wire
from gesturegan_live.control.osc import server as osc
from gesturegan_live.show.parameters import OUT_INDEX, OUT_VOICE, VOICE_INDEX

GAIN, GATE = VOICE_INDEX["gain"], VOICE_INDEX["gate"]
SOURCE = ("127.0.0.1", 5000)


@pytest.fixture
def behind(play, monkeypatch):
    """Give a server packets that it is behind with; returns what it said."""

    def run(*packets: bytes, flood: float = 0.0) -> list[str]:
        said: list[str] = []

        async def act(server, client):
            monkeypatch.setattr(osc, "_BACKLOG", 0.0)
            monkeypatch.setattr(osc, "_FLOOD", flood)
            monkeypatch.setattr(osc, "_TURN", 0.0)  # one packet a turn
            server._turning = True  # as in the midst of a backlog
            for packet in packets:
                server.datagram_received(packet, SOURCE)
            server._turn()
            while server._inbox:
                await asyncio.sleep(0)
            await client.synced()

        play(act, say=said.append)
        return said

    return run


def test_panic_overtakes_what_waits(behind, stage):
    gains = [wire.encode(f"/gan/voice/{voice}/gain", [0.5]) for voice in (1, 2, 3)]
    gate = wire.encode("/gan/voice/1/gate", [1])
    behind(*gains, gate, wire.encode("/gan/out/panic", []), gate)
    events = [(voice, index, value) for voice, index, value, _ in stage.sent if index >= 0 or voice >= 0]
    panic = (OUT_VOICE, OUT_INDEX["panic"], 1.0)
    assert events[0] == panic
    assert events.count(panic) == 2  # again in its turn
    assert events[-1] == (0, GATE, 1.0)  # what came after it counts
    assert events.count((0, GATE, 1.0)) == 1  # what came before it does not


def test_a_gate_that_closes_overtakes_and_the_end_is_the_same(behind, stage, instrument):
    opened, closed = (wire.encode("/gan/voice/1/gate", [value]) for value in (1, 0))
    behind(wire.encode("/gan/voice/1/gain", [0.5]), opened, closed)
    assert stage.sent[0] == (0, GATE, 0.0, 0)
    assert (0, GATE, 1.0, 0) not in stage.sent
    assert (0, GAIN, 0.5, 0) in stage.sent


def test_a_flood_is_said_and_ends_at_the_newest_values(behind, stage):
    gains = [wire.encode("/gan/voice/1/gain", [number / 1000]) for number in range(1000)]
    said = behind(*gains)
    assert len(said) == 1
    assert "packets wait; of continuous values only the newest count" in said[0]
    assert stage.sent[-1][2] == pytest.approx(0.999)
    assert len(stage.sent) < 200


def test_what_is_lost_is_said(behind, monkeypatch):
    monkeypatch.setattr("gesturegan_live.control.osc.inbox.MOST", 10)
    (said,) = behind(*[wire.encode("/gan/voice/1/seed", [number]) for number in range(25)])
    assert said.endswith("; 15 packets were lost")


def test_what_is_lost_by_the_end_of_a_flood_is_said_at_its_end(behind, monkeypatch):
    monkeypatch.setattr("gesturegan_live.control.osc.inbox.MOST", 10)
    said = behind(*[wire.encode("/gan/voice/1/seed", [number]) for number in range(25)], flood=1e9)
    assert said == ["flood: over; 15 packets were lost"]
