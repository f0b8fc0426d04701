"""Notes that are handed over ahead of their time, among others that are played at once."""

from __future__ import annotations

import pytest

from gesturegan_live.control.messages import wire
from gesturegan_live.show.parameters import VOICE_INDEX
from tests.live.control.osc.timing.test_bundles import Clock, advance, bundle

GATE, PITCH, TOUCH = (VOICE_INDEX[name] for name in ("gate", "pitch", "touch"))
ORIGIN = 100  # seconds before now


@pytest.fixture
def clock(stage):
    clock = Clock()
    stage.origin = clock.time - ORIGIN
    return clock


def gates(stage):
    return [(voice, value, sample) for voice, index, value, sample in stage.sent if index == GATE]


def note(name, *values):
    return wire.encode(f"/gan/note/{name}", values)


def test_a_chord_of_a_bundle_is_struck_and_let_go_at_its_samples(play, stage, clock):
    async def act(server, client):
        begin = clock.time
        client.send(bundle(begin + 2, *(note("on", key, 1.0) for key in (60, 64, 67))))
        client.send(bundle(begin + 2.5, note("off")))
        await client.synced()
        assert stage.sent == []
        await advance(server, clock, 2 - stage.lead)
        sample = (ORIGIN + 2) * 44100
        assert gates(stage) == [(voice, 1.0, sample) for voice in range(3)]
        assert [event[2:] for event in stage.sent if event[1] == PITCH] == [(0, sample), (4, sample), (7, sample)]
        stage.sent.clear()
        await advance(server, clock, 0.5)
        assert gates(stage) == [(voice, 0.0, sample + 22050) for voice in range(3)]

    play(act, now=clock)


def test_brightness_comes_before_its_time_to_what_is_silent_and_else_at_it(play, stage, clock):
    async def act(server, client):
        client.send(wire.encode("/gan/note/voices", [1, 1]))
        server._instrument.replay()
        rest = {number: z for number, z, _ in stage.points}
        stage.points.clear()
        client.send(bundle(clock.time + 2, note("on", 60, 1.0)))
        client.send(bundle(clock.time + 3, note("on", 62, 0.5)))
        await client.synced()
        await advance(server, clock, 2 - stage.lead)
        assert gates(stage)[-1] == (0, 1.0, (ORIGIN + 2) * 44100)
        [(number, z, _)] = stage.points
        assert z[0] - rest[number][0] == pytest.approx(1.5)
        stage.points.clear()
        await advance(server, clock, 1)
        assert gates(stage)[-1] == (0, 1.0, (ORIGIN + 3) * 44100)
        assert stage.points == []
        await advance(server, clock, stage.lead)
        [(number, z, _)] = stage.points
        assert z[0] - rest[number][0] == pytest.approx(0)

    play(act, now=clock)


def test_a_tail_keeps_its_brightness_until_the_next_note(play, stage, clock):
    async def act(server, client):
        client.send(wire.encode("/gan/note/voices", [1, 1]), wire.encode("/gan/voice/1/release", [5.0]))
        client.send(note("on", 60, 1.0), note("off", 60))
        client.send(bundle(clock.time + 2, note("on", 62, 0.5)))
        await client.synced()
        stage.points.clear()
        await advance(server, clock, 2 - stage.lead)
        assert stage.points == []
        await advance(server, clock, stage.lead)
        assert len(stage.points) == 1

    play(act, now=clock)


def test_a_note_never_ends_before_it_begins(play, stage, clock):
    async def act(server, client):
        client.send(bundle(clock.time + 2, note("on", 60, 1.0)))
        await client.synced()
        await advance(server, clock, 2 - stage.lead)
        sample = (ORIGIN + 2) * 44100
        client.send(note("off", 60))  # before its time has come
        await client.synced()
        assert gates(stage) == [(0, 1.0, sample), (0, 0.0, sample)]
        await advance(server, clock, 2 * stage.lead)
        client.send(note("on", 60, 1.0), note("off", 60))
        await client.synced()
        assert gates(stage)[2:] == [(0, 1.0, 0), (0, 0.0, 0)]

    play(act, now=clock)


def test_what_ends_ahead_of_its_time_does_not_end_what_is_struck_before_that(play, stage, clock):
    async def act(server, client):
        client.send(wire.encode("/gan/note/voices", [1, 1]), note("on", 60, 1.0))
        client.send(bundle(clock.time + 2, note("off", 60)))
        await client.synced()
        await advance(server, clock, 2 - stage.lead)
        sample = (ORIGIN + 2) * 44100
        client.send(note("on", 64, 1.0))
        await client.synced()
        assert gates(stage) == [(0, 1.0, 0), (0, 0.0, sample), (0, 1.0, sample)]
        client.send(wire.encode("/gan/out/panic", []))  # forgets what waits
        client.send(note("on", 64, 1.0))
        await client.synced()
        assert gates(stage)[3:] == [(0, 1.0, 0)]

    play(act, now=clock)


def test_a_note_waits_for_the_beat(play, stage, clock):
    async def act(server, client):
        client.send(wire.encode("/gan/clock/beat", [0.5]), wire.encode("/beat/gan/note/on", [60, 1.0]))
        await client.synced()
        assert stage.sent == []
        await advance(server, clock, 0.25)  # 120 beats a minute
        assert gates(stage) == [(0, 1.0, round((ORIGIN + 0.25) * 44100))]

    play(act, now=clock)


def test_what_notes_are_played_with_is_obeyed_at_its_sample(play, stage, clock):
    async def act(server, client):
        for key in (60, 64):
            client.send(note("on", key, 1.0))
        client.send(note("sustain", 1), note("off", 60))
        client.send(bundle(clock.time + 2, note("bend", 2.0), note("pressure", 1.0), note("sustain", 0)))
        await client.synced()
        stage.sent.clear()
        await advance(server, clock, 2 - stage.lead)
        sample = (ORIGIN + 2) * 44100
        bent = [(0, PITCH, 2.0, sample), (1, PITCH, 6.0, sample)]
        pressed = [(voice, TOUCH, pytest.approx(10**0.3), sample) for voice in (0, 1)]
        assert stage.sent == [*bent, *pressed, (0, GATE, 0.0, sample)]

    play(act, now=clock)
