"""A score that is played live: each message at its time, beside what others send."""

from __future__ import annotations

import pytest

from gesturegan_live.control import score
from gesturegan_live.control.messages import wire
from gesturegan_live.show.parameters import FORGET, OUT_INDEX, OUT_VOICE, VOICE_INDEX
from tests.live.control.osc.timing.test_bundles import Clock

GAIN, GATE = VOICE_INDEX["gain"], VOICE_INDEX["gate"]
RATE = 44100


@pytest.fixture
def perform(play, stage):
    """Play a score for so many seconds, and let a client act on the way; returns what was said."""

    def run(text, seconds, act=None, at=None):
        clock, said = Clock(), []
        stage.origin = clock.time - 100

        async def session(server, client):
            server.play("piece", score.parse(text))
            for step in range(round(seconds * 100)):
                if act is not None and step == round(at * 100):
                    await act(client)
                server.tick()
                server._scheduler._wake()
                clock.time += 0.01
            await client.synced()

        play(session, now=clock, show=said.append)
        return said

    return run


def samples(stage, index=GATE):
    """The samples since the score's beginning, which is twice the lead after it was asked for, and the values."""
    return [(s - round((100 + 2 * stage.lead) * RATE), value) for v, i, value, s in stage.sent if i == index and s]


def test_gates_have_their_samples_and_points_come_at_their_times(perform, stage):
    said = perform(
        """
        0    /gan/voice/1/gate 1
        0.5  /gan/voice/1/gate 0
        0.5  /gan/voice/1/z/0  2.5
        1.5  /gan/voice/1/gate 1   # after it has ended
        """,
        1.3,
    )
    assert samples(stage) == [(0, 1.0), (22050, 0.0)]
    assert [z[0] for voice, z, _ in stage.points if voice == 0][-1] == 2.5
    assert said == []


def test_answers_and_refusals_are_told_with_their_lines(perform):
    said = perform("0.1 /gan/voice/1/gain\n0.2 /gan/voice/9/gain 1\n0.3 /gan/preset/recall stones 2", 0.8)
    assert said == [
        "piece line 1: /gan/voice/1/gain 1.0",
        "piece line 2: /fail /gan/voice/9/gain no such address: voice '9', wanted 1 to 3",
        "piece line 3: /done /gan/preset/recall stones 2",
    ]


def test_what_waits_for_a_beat_waits(perform, stage):
    perform("0.1 /gan/clock/beat 0\n0.3 /beat/gan/voice/1/gate 1", 1.2)
    [(sample, value)] = samples(stage)
    assert value == 1.0
    assert sample == pytest.approx(0.6 * RATE, abs=0.02 * RATE)  # the beat is obeyed in a turn of 10 ms


@pytest.mark.parametrize("forget", ["/gan/out/panic", "/clearSched"])
def test_a_hand_that_has_all_forgotten_ends_it(perform, stage, forget):
    async def act(client):
        client.send(wire.encode(forget, []))
        await client.synced()

    perform("0.1 /gan/voice/1/gain 0.5\n0.6 /gan/voice/1/gain 0.25\n1 /gan/voice/1/gain 0.125", 1.5, act, at=0.5)
    assert [value for _, value in samples(stage, GAIN)] == [0.5]
    assert (OUT_VOICE, FORGET, 0.0, 0) in stage.sent


def test_its_own_panic_ends_nothing(perform, stage):
    perform("0.2 /gan/voice/1/gate 1\n0.4 /gan/out/panic\n0.42 /gan/voice/1/gate 1\n0.6 /gan/voice/2/gate 1", 1.2)
    panic = stage.sent.index((OUT_VOICE, OUT_INDEX["panic"], 1.0, 0))
    assert [voice for voice, index, *_ in stage.sent[panic:] if index == GATE] == [0, 1]
    assert samples(stage)[-2:] == [(round(0.42 * RATE), 1.0), (round(0.6 * RATE), 1.0)]


def test_thousands_of_messages_are_handed_over_turn_by_turn(perform, stage):
    text = "\n".join(f"{number / 10000} /gan/voice/1/gain {number / 10000}" for number in range(10_000))
    perform(text, 1.5)
    assert [value for _, value in samples(stage, GAIN)] == [number / 10000 for number in range(10_000)]
