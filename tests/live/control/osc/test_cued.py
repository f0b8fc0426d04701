"""Cues that a real server plays: at their samples, and one thing after the other."""

from __future__ import annotations

import asyncio

import pytest

from gesturegan_live.control import score
from gesturegan_live.control.messages import wire
from gesturegan_live.show.cues import Cue, Wait
from gesturegan_live.show.parameters import VOICE_INDEX
from tests.live.control.osc.timing.test_bundles import Clock, bundle

GAIN, GATE = VOICE_INDEX["gain"], VOICE_INDEX["gate"]
RATE = 44100


@pytest.fixture
def perform(play, stage, instrument):
    """Let cues go for so many seconds, and let a client act on the way; returns what was said."""

    def run(cues, seconds, act=None, at=0.0, text=None):
        clock, said = Clock(), []
        stage.origin = clock.time - 100

        async def session(server, client):
            instrument.say = said.append
            instrument.cues.begin(cues)
            if text is not None:
                server.play("piece", score.parse(text))
            for step in range(round(seconds * 100)):
                if act is not None and step == round(at * 100):
                    await act(client)
                server.tick()
                server._scheduler._wake()
                await asyncio.sleep(0)
                clock.time += 0.01
            await client.synced()

        play(session, now=clock, show=said.append)
        return said

    return run


def samples(stage, index=GATE):
    return [(s - 100 * RATE, value) for v, i, value, s in stage.sent if i == index and s]


def cue(name, wait, *play):
    return Cue(name, play, Wait.read(wait))


def test_those_that_wait_for_a_time_play_at_its_sample(perform, stage):
    perform([cue("a", 0.5, "/gan/voice/1/gate 1", "/gan/voice/1/z/0 2.5"), cue("b", 0.25, "/gan/voice/1/gate 0")], 1)
    assert samples(stage) == [(RATE // 2, 1.0), (RATE * 3 // 4, 0.0)]
    assert [z[0] for voice, z, _ in stage.points if voice == 0][-1] == 2.5


def test_one_that_plays_nothing_is_a_pause(perform, stage):
    perform([cue("pause", 0.25), cue("a", 0.25, "/gan/voice/1/gate 1")], 1)
    assert samples(stage) == [(RATE // 2, 1.0)]


def test_go_has_the_sample_of_its_bundle(perform, stage):
    async def act(client):
        client.send(bundle(Clock().time + 0.75, wire.encode("/gan/cue/go", [])))
        await asyncio.sleep(0.05)

    perform([cue("a", "go", "/gan/voice/1/gate 1"), cue("b", 0.25, "/gan/voice/1/gate 0")], 1.5, act, at=0.2)
    assert samples(stage) == [(RATE * 3 // 4, 1.0), (RATE, 0.0)]


def test_a_score_lets_them_go_at_its_samples(perform, stage):
    perform([cue("a", "go", "/gan/voice/1/gate 1")], 1, text="0.5 /gan/cue/go")
    assert samples(stage) == [(round((0.5 + 2 * stage.lead) * RATE), 1.0)]


def test_what_means_another_model_waits_for_it(perform, stage, instrument):
    async def slow(name, load=stage.load):
        await asyncio.sleep(0.02)
        await load(name)

    stage.load = slow

    async def act(client):
        client.send(wire.encode("/gan/cue/go", []))
        await asyncio.sleep(0.1)
        assert [await client.answer(), await client.ask("/gan/voice/1/condition")] == [
            ["/done", "/gan/cue/go", "metal", 1],
            ["/gan/voice/1/condition", 0.25, 0.75],
        ]

    said = perform([cue("metal", "go", "/gan/model/load metal", "/gan/voice/1/condition 0.25 0.75")], 0.2, act)
    assert said == ["cue 1 metal, the last"]


@pytest.mark.parametrize("forget", ["/gan/out/panic", "/clearSched"])
def test_what_waits_for_a_model_is_forgotten_by_a_hand(perform, stage, forget):
    async def slow(name, load=stage.load):
        await asyncio.sleep(0.05)
        await load(name)

    stage.load = slow

    async def act(client):
        client.send(wire.encode("/gan/cue/go", []))
        client.send(wire.encode(forget, []))
        await client.synced()
        assert stage.model.name == "metal"

    perform([cue("metal", "go", "/gan/model/load metal", "/gan/voice/1/gate 1")], 0.2, act)
    assert GATE not in [index for _, index, value, _ in stage.sent if value == 1.0]


def test_what_is_refused_is_said_and_what_is_done_is_not(perform):
    said = perform([cue("a", 0, "/gan/voice/9/gain 1", "/gan/preset/recall stones 2", "/gan/scene/recall x")], 0.2)
    assert said == [
        "cue 1 a, the last",
        "cue a: /fail /gan/scene/recall no scene 'x'",
        "cue a: /fail /gan/voice/9/gain no such address: voice '9', wanted 1 to 3",
    ]


@pytest.mark.parametrize("forget", ["/gan/out/panic", "/clearSched"])
def test_a_hand_that_has_all_forgotten_holds_them(perform, stage, forget):
    async def act(client):
        client.send(wire.encode(forget, []))
        await client.synced()

    perform([cue("a", 0.5, "/gan/voice/1/gate 1")], 1, act, at=0.2)
    assert samples(stage) == []


def test_their_own_panic_holds_nothing(perform, stage):
    perform([cue("a", 0.25, "/gan/out/panic"), cue("b", 0.25, "/gan/voice/1/gate 1")], 1)
    assert samples(stage) == [(RATE // 2, 1.0)]


def test_they_are_for_whom_the_performer_trusts(perform, stage, instrument, answers):
    instrument.cues.begin([cue("a", "go", "/quit")])
    instrument.handle_untrusted("/gan/cue/go", (), answers)
    assert answers == [("/fail", "/gan/cue/go", "only for this computer, and those named with --trust")]
