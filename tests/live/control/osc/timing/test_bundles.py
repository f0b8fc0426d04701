"""Messages that come together, at a time: in order, to the sample, late, forgotten."""

from __future__ import annotations

import asyncio
import struct
import time

from gesturegan_live.control.messages import wire
from gesturegan_live.control.osc.server import OscServer
from gesturegan_live.show.parameters import FORGET, OUT_INDEX, OUT_VOICE, VOICE_INDEX

GAIN, GATE = VOICE_INDEX["gain"], VOICE_INDEX["gate"]


def bundle(at: float, *messages: bytes) -> bytes:
    seconds = int(at)
    tag = struct.pack(">II", seconds + 2208988800, round((at - seconds) * 2**32)) if at else b"\0\0\0\0\0\0\0\1"
    return b"#bundle\0" + tag + b"".join(struct.pack(">i", len(message)) + message for message in messages)


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
        await advance(server, clock, 2 - stage.lead)
        sample = 102 * 44100
        assert stage.sent == [(0, GAIN, 0.5, sample), *((voice, GATE, 1.0, sample) for voice in range(3))]
        assert stage.points == []
        await advance(server, clock, stage.lead)
        assert [(voice, point[0]) for voice, point, _ in stage.points] == [(0, 3.0)]
        assert server.waiting == 0
        assert server.late == 0

    play(act, now=clock)


def test_without_a_sample_clock_a_bundle_waits_for_its_time(play, stage):
    clock = Clock()

    async def act(server, client):
        client.send(bundle(clock.time + 2, wire.encode("/gan/voice/1/gate", [1])))
        await client.synced()
        await advance(server, clock, 2 - stage.lead)
        assert stage.sent == []
        await advance(server, clock, stage.lead)
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
        forgotten = (OUT_VOICE, FORGET, 0.0, 0)
        assert stage.sent == [forgotten, forgotten, (OUT_VOICE, OUT_INDEX["panic"], 1.0, 0)]

    play(act, now=clock)


def test_a_bundle_that_stops_or_panics_keeps_its_order(play, stage):
    clock = Clock()
    stage.origin = clock.time - 100

    async def act(server, client):
        for action in ("stop", "panic"):
            stage.sent.clear()
            messages = (wire.encode(f"/gan/out/{action}", []), wire.encode("/gan/voice/1/gate", [1]))
            client.send(bundle(clock.time + 2, *messages))
            await client.synced()
            await advance(server, clock, 2 - stage.lead)
            await advance(server, clock, stage.lead)
            sent = [event for event in stage.sent if event[1] != FORGET]
            assert [(voice, index) for voice, index, _, _ in sent] == [(OUT_VOICE, OUT_INDEX[action]), (0, GATE)]
            assert {sample for *_, sample in sent} == ({102 * 44100} if action == "stop" else {0})
            assert (await client.ask("/gan/voice/1/gate"))[1] == 1

    play(act, now=clock)


def test_the_real_clock_wakes_it(play, stage):
    async def act(_, client):
        client.send(bundle(time.time() + 0.2, wire.encode("/gan/voice/1/gate", [1])))
        while not stage.sent:
            await asyncio.sleep(0.01)
        assert stage.sent == [(0, GATE, 1.0, 0)]

    play(act)


def test_a_scene_in_a_bundle_is_applied_to_the_sample_and_its_points_at_their_time(play, stage):
    clock = Clock()
    stage.origin = clock.time - 100

    async def act(server, client):
        client.send(wire.encode("/gan/voice/1/z", [4, 0, 0, 0]), wire.encode("/gan/voice/1/gain", [0.5]))
        assert await client.ask("/gan/scene/store", "a") == ["/done", "/gan/scene/store", "a"]
        client.send(wire.encode("/gan/voice/1/z", [0, 0, 0, 4]), wire.encode("/gan/voice/1/gain", [1]))
        await client.synced()
        stage.sent.clear()
        stage.points.clear()
        client.send(bundle(clock.time + 2, wire.encode("/gan/scene/recall", ["a"])))
        await client.synced()
        await advance(server, clock, 2 - stage.lead)
        assert await client.answer() == ["/done", "/gan/scene/recall", "a"]
        assert (0, GAIN, 0.5, 102 * 44100) in stage.sent
        assert {sample for *_, sample in stage.sent} == {102 * 44100}
        assert stage.points == []
        await advance(server, clock, stage.lead)
        assert (0, [4.0, 0.0, 0.0, 0.0], []) in stage.points

    play(act, now=clock)


def test_a_morph_in_a_bundle_is_applied_to_the_sample(play, stage):
    clock = Clock()
    stage.origin = clock.time - 100

    async def act(server, client):
        client.send(wire.encode("/gan/voice/1/gain", [0.5]))
        assert (await client.ask("/gan/scene/store", "a"))[0] == "/done"
        client.send(wire.encode("/gan/voice/1/gain", [1]))
        await client.synced()
        stage.sent.clear()
        fader = [wire.encode("/gan/morph/ends", ["a", "a"]), wire.encode("/gan/morph", [0.5])]
        client.send(bundle(clock.time + 1, wire.encode("/gan/voice/[1]/morph", ["a", 1])))
        client.send(bundle(clock.time + 2, wire.encode("/gan/voice/1/gain", [1]), *fader))
        await client.synced()
        for seconds in (1 - stage.lead, 1):
            await advance(server, clock, seconds)
        assert [(value, sample // 44100) for v, index, value, sample, *_ in stage.sent if (v, index) == (0, GAIN)] == [
            (0.5, 101),
            (1.0, 102),
            (0.5, 102),
        ]

    play(act, now=clock)


def test_what_waits_for_a_beat_or_a_bar_is_applied_to_the_sample(play, stage):
    clock = Clock()
    stage.origin = clock.time - 100

    async def act(server, client):
        assert await client.ask("/gan/clock/beat") == ["/gan/clock/beat", 0.0]
        clock.time += 0.1  # at 120 beats a minute
        client.send(wire.encode("/beat/gan/voice/1/gate", [1]), wire.encode("/bar/gan/voice/*/gain", [0.5]))
        client.send(wire.encode("/gan/voice/1/pan", [1]))
        await client.synced()
        assert {index for _, index, *_ in stage.sent} & {GATE, GAIN} == set()
        await advance(server, clock, 0.4 - stage.lead)
        assert (0, GATE, 1.0, round(100.5 * 44100)) in [sent[:4] for sent in stage.sent]
        await advance(server, clock, 1.5)
        gains = [sent[:4] for sent in stage.sent if sent[1] == GAIN and sent[0] >= 0 and sent[2] == 0.5]
        assert gains == [(voice, GAIN, 0.5, 102 * 44100) for voice in range(3)]
        # One packet may not ask for more by waiting.
        client.send(bundle(0, *[wire.encode("/bar/gan/voice/*/*", [1])] * 200))
        assert (await client.answer())[:2] == ["/fail", "packet"]

    play(act, now=clock)
