"""Takes that are played again by message, beside what hands play."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.control.messages import wire
from gesturegan_live.show.parameters import FORGET, MATRIX, OUT_VOICE, POINT, VOICE_INDEX
from gesturegan_live.takes.taken import STEP, Taken
from tests.live.control.conftest import ask
from tests.live.control.osc.timing.test_bundles import Clock, advance, bundle

GATE, GAIN, AZIMUTH = VOICE_INDEX["gate"], VOICE_INDEX["gain"], VOICE_INDEX["azimuth"]
RATE = 44100
TEXTURES = ("textures", 4, ())
BEGIN = 1256  # as soon as it can
STEPS = [
    (0, 0, POINT, 0, 0),
    (0, 0, GAIN, 0.5, 0),
    (0, 0, GATE, 1, 0),
    (0, 1, GATE, 1, 0),
    (100, 0, GAIN, 0.25, 0.5),
    (44100, 1, GAIN, 2.0, 0),
    (44100, 0, POINT, 1, 0),
]
POINTS = ((TEXTURES, [1, 2, 3, 0, 0.5]), (TEXTURES, [0, 0, 0, 0, 1]))


def taken(name="one", steps=STEPS, frames=2 * RATE, points=POINTS):
    made = [(space, np.array(point, np.float32)) for space, point in points]
    voices = tuple(sorted({voice for _, voice, *_ in steps}))
    return Taken(name, RATE, frames, voices, np.array(steps, STEP), made)


@pytest.fixture
def sounding(stage):
    """A stage that makes sound, and has takes."""
    stage.made = 1000
    stage.taken_there = {"one": taken()}
    return stage


@pytest.fixture
def go(instrument, sounding):
    """Let seconds pass, in steps of 10 ms."""

    def run(seconds):
        for _ in range(round(100 * seconds)):
            sounding.made += RATE // 100
            instrument.tick(0.01)

    return run


def read(instrument, answers, address):
    return list(ask(instrument, answers, address)[0][1:])


def test_gates_and_values_come_with_their_samples_and_points_as_their_time_comes(instrument, sounding, answers, go):
    instrument.flush()
    sounding.sent.clear()
    sounding.points.clear()
    assert ask(instrument, answers, "/gan/take/play", "one") == [("/done", "/gan/take/play", "one")]
    assert sounding.sent[-4:] == [
        *((0, GAIN, 0.5, BEGIN), (0, GATE, 1.0, BEGIN), (1, GATE, 1.0, BEGIN)),
        (0, GAIN, 0.25, BEGIN + 100, 0.5),
    ]
    assert read(instrument, answers, "/gan/take/play") == ["one"]
    assert [(voice, z) for voice, z, _ in sounding.points] == [(0, [1, 2, 3, 0])]
    assert sounding.growths[0] == 0.5
    assert read(instrument, answers, "/gan/voice/1/gate") == [0]  # it is not heard yet
    go(0.02)
    assert read(instrument, answers, "/gan/voice/1/gate") == [1]
    assert read(instrument, answers, "/gan/voice/1/z") == [1, 2, 3, 0]
    assert read(instrument, answers, "/gan/voice/1/growth") == [0.5]
    go(0.1)
    assert 0.25 < read(instrument, answers, "/gan/voice/1/gain")[0] < 0.5  # on its way
    assert len(sounding.points) == 1
    go(1.0)
    assert (1, GAIN, 2.0, BEGIN + 44100) in sounding.sent
    assert read(instrument, answers, "/gan/voice/1/gain") == [0.25]
    assert read(instrument, answers, "/gan/voice/1/z") == [0, 0, 0, 0]
    assert [(voice, z) for voice, z, _ in sounding.points[1:]] == [(0, [0, 0, 0, 0])]
    go(0.9)
    assert sounding.sent[-2:] == [(voice, GATE, 0.0, BEGIN + 2 * RATE) for voice in (0, 1)]  # it ends, and they close
    go(0.1)
    assert read(instrument, answers, "/gan/voice/2/gate") == [0]
    assert read(instrument, answers, "/gan/take/play") == [""]


def test_a_hand_takes_over_the_voice_that_it_touches(instrument, sounding, answers, go):
    ask(instrument, answers, "/gan/take/play", "one")
    go(0.9)  # 2.0 for voice 2 is on its way
    sounding.sent.clear()
    assert ask(instrument, answers, "/gan/voice/2/gain", 0.75) == []
    instrument.flush()
    assert sounding.sent == [(1, FORGET, 0.0, 0), (1, GAIN, 0.75, 0)]
    go(1.3)
    assert [event for event in sounding.sent if event[0] == 1] == [(1, FORGET, 0.0, 0), (1, GAIN, 0.75, 0)]
    assert (0, GATE, 0.0, BEGIN + 2 * RATE) in sounding.sent  # the other one went on, to its end
    assert read(instrument, answers, "/gan/voice/2/gate") == [1]
    assert read(instrument, answers, "/gan/voice/2/gain") == [0.75]
    ask(instrument, answers, "/gan/take/play", "one")  # anew
    go(1.1)
    assert read(instrument, answers, "/gan/voice/2/gain") == [2.0]


def test_what_may_have_been_heard_just_now_is_said_again_when_a_hand_takes_over(instrument, sounding, answers):
    ask(instrument, answers, "/gan/take/play", "one")  # all its first steps are within two blocks
    sounding.sent.clear()
    ask(instrument, answers, "/gan/voice/1/pan", 0.5)
    instrument.flush()
    again = [(0, GAIN, 0.5, BEGIN), (0, GATE, 1.0, BEGIN)]
    assert sounding.sent == [(0, FORGET, 0.0, 0), *again, (0, VOICE_INDEX["pan"], 0.5, 0)]
    assert read(instrument, answers, "/gan/voice/1/gate") == [1]


@pytest.mark.parametrize(
    "message",
    [
        ("/gan/preset/recall", "stones", 1),
        ("/gan/scene/recall", "quiet"),
        ("/gan/scene/recall", "quiet", 1.0),
        ("/gan/voice/1/morph", "quiet", 1),
        ("/adm/obj/1/azim", 30.0),
        ("/gan/voice/*/z/0", 0.5),
        ("/gan/voice/1/hold",),
        ("/gan/voice/1/level_hold", 1),
    ],
)
def test_whatever_sets_something_of_a_voice_is_a_hand(instrument, sounding, answers, go, message):
    ask(instrument, answers, "/gan/scene/store", "quiet")
    sounding.taken_there["single"] = taken("single", [step for step in STEPS if step[1] == 0])
    ask(instrument, answers, "/gan/take/play", "single")
    go(0.2)
    assert read(instrument, answers, "/gan/take/play") == ["single"]
    assert not [answer for answer in ask(instrument, answers, *message) if answer[0] == "/fail"]
    go(0.01)
    assert read(instrument, answers, "/gan/take/play") == [""]


def test_what_is_read_takes_nothing_over(instrument, sounding, answers, go):
    ask(instrument, answers, "/gan/take/play", "one")
    go(0.1)
    for address in ("/gan/voice/1/gain", "/gan/voice/*/z", "/status"):
        ask(instrument, answers, address)
    ask(instrument, answers, "/gan/voice/1/gain", "loud")  # refused
    ask(instrument, answers, "/gan/voice/3/gain", 0.5)  # another voice
    sounding.sent.clear()
    go(1.0)
    assert (1, GAIN, 2.0, BEGIN + 44100) in sounding.sent
    assert read(instrument, answers, "/gan/voice/1/z") == [0, 0, 0, 0]


def test_a_voice_that_a_take_plays_is_moved_by_nothing_else(instrument, sounding, answers, go):
    for address, value in (("wander", 2.0), ("axis/0", 1.5), ("beats", 4.0), ("level_hold", 1)):
        ask(instrument, answers, f"/gan/voice/1/{address}", value)
    ask(instrument, answers, "/gan/scene/store", "later")
    ask(instrument, answers, "/gan/voice/1/gain", 1.0)
    ask(instrument, answers, "/gan/scene/recall", "later", 10.0, "smooth", 1)
    go(0.2)
    sounding.loudness = [0.01] * 3
    ask(instrument, answers, "/gan/take/play", "one")
    go(0.2)
    point = ask(instrument, answers, "/gan/voice/1/z")
    sounding.points.clear()
    sounding.sent.clear()
    go(0.5)
    assert ask(instrument, answers, "/gan/voice/1/z") == point
    assert [point for voice, *point in sounding.points if voice == 0] == []
    assert [event for event in sounding.sent if event[0] == 0] == []
    names = ("wander", "axis/0", "beats", "level_hold")
    assert [read(instrument, answers, f"/gan/voice/1/{name}")[0] for name in names] == [0, 0, 0, 0]


def test_a_take_that_loops_begins_again_with_its_last_sample(instrument, sounding, answers, go):
    ask(instrument, answers, "/gan/take/loop", "one")
    assert read(instrument, answers, "/gan/take/loop") == ["one"]
    assert read(instrument, answers, "/gan/take/play") == [""]
    go(6.5)
    opened = [sample for voice, index, value, sample, *_ in sounding.sent if (voice, index, value) == (1, GATE, 1.0)]
    assert opened == [BEGIN + round_ * 2 * RATE for round_ in range(4)]
    assert not [event for event in sounding.sent if event[:3] == (1, GATE, 0.0)]
    answered = ask(instrument, answers, "/gan/take/stop")
    assert answered == [("/done", "/gan/take/stop", "one")]
    assert sounding.sent[-4:] == [event for v in (0, 1) for event in ((v, FORGET, 0.0, 0), (v, GATE, 0.0, 0))]
    assert read(instrument, answers, "/gan/take/loop") == [""]


def test_the_speed_bends_time_and_ramps(instrument, sounding, answers, go):
    assert read(instrument, answers, "/gan/take/speed") == [1]
    ask(instrument, answers, "/gan/take/speed", 2.0)
    ask(instrument, answers, "/gan/take/play", "one")
    assert sounding.sent[-1] == (0, GAIN, 0.25, BEGIN + 50, 0.25)
    go(0.2)
    ask(instrument, answers, "/gan/take/speed", 0.5)  # of what is not on its way yet
    handed = sounding.made + 4410
    go(2.0)
    [gain] = [sample for voice, index, value, sample, *_ in sounding.sent if (voice, index, value) == (1, GAIN, 2.0)]
    assert gain == pytest.approx(handed + 2 * (44100 - 2 * (handed - BEGIN)), abs=1)


def test_a_ramp_of_the_speed_is_followed(instrument, sounding, answers, go):
    ask(instrument, answers, "/gan/take/play", "one")
    ask(instrument, answers, "/gan/take/speed", 4.0, 0.5)
    go(0.25)
    assert read(instrument, answers, "/gan/take/speed") == [pytest.approx(2.0, rel=0.05)]
    go(0.6)
    [gain] = [sample for voice, index, value, sample, *_ in sounding.sent if (voice, index, value) == (1, GAIN, 2.0)]
    # A tenth of a second as it was, then twice as fast in a quarter of a second and four times in half a second.
    half = 0.5 * (4 - 1) / np.log(4)
    expected = (
        0.1 + 0.5 + (1.0 - 0.1 - half) / 4 if half < 0.9 else 0.1 + 0.5 * np.log(0.9 / 0.5 * np.log(4) + 1) / np.log(4)
    )
    assert (gain - BEGIN) / RATE == pytest.approx(expected, abs=0.02)


def test_takes_play_side_by_side_and_the_newest_has_a_voice(instrument, sounding, answers, go):
    sounding.taken_there["two"] = taken("two", [(0, 1, GAIN, 0.125, 0), (0, 2, GATE, 1, 0)])
    ask(instrument, answers, "/gan/take/play", "one")
    go(0.5)
    ask(instrument, answers, "/gan/take/play", "two")
    assert read(instrument, answers, "/gan/take/play") == ["one", "two"]
    go(0.7)
    assert read(instrument, answers, "/gan/voice/2/gain") == [0.125]
    assert read(instrument, answers, "/gan/voice/1/z") == [0, 0, 0, 0]
    assert ask(instrument, answers, "/gan/take/stop", "one") == [("/done", "/gan/take/stop", "one")]
    assert read(instrument, answers, "/gan/take/play") == ["two"]
    [(fail, _, reason)] = ask(instrument, answers, "/gan/take/stop", "one")
    assert (fail, reason) == ("/fail", "take 'one' does not play")
    assert ask(instrument, answers, "/gan/take/play", "") == []
    assert read(instrument, answers, "/gan/take/play") == [""]


def test_takes_that_are_asked_for_together_begin_together(instrument, sounding, answers, go):
    sounding.taken_there["two"] = taken("two", [(7, 2, GATE, 1, 0)])
    ask(instrument, answers, "/gan/take/play", "one", "two")
    assert (2, GATE, 1.0, BEGIN + 7) in sounding.sent


@pytest.mark.parametrize("ends", ["/gan/out/panic", "/gan/out/stop"])
def test_what_silences_ends_takes(instrument, sounding, answers, go, ends):
    ask(instrument, answers, "/gan/take/loop", "one")
    go(0.5)
    ask(instrument, answers, ends)
    assert read(instrument, answers, "/gan/take/loop") == [""]
    sounding.sent.clear()
    go(3.0)
    assert sounding.sent == []
    assert read(instrument, answers, "/gan/voice/1/gate") == [0]


def test_points_of_another_model_are_left_out_and_said(instrument, sounding, answers, go):
    other = ("metal", 2, ("hit", "rub"))
    sounding.taken_there["both"] = taken("both", points=((other, [1, 2, 0, 1, 1]), (TEXTURES, [0] * 4 + [1])))
    before = read(instrument, answers, "/gan/voice/1/z")
    [answer] = ask(instrument, answers, "/gan/take/play", "both")
    assert answer[2:] == ("both", "points left: they are of model 'metal', this is 'textures'")
    go(0.5)
    assert read(instrument, answers, "/gan/voice/1/z") == before
    assert read(instrument, answers, "/gan/voice/1/gate") == [1]
    go(0.7)
    assert read(instrument, answers, "/gan/voice/1/z") == [0, 0, 0, 0]


def test_voices_that_are_not_there_are_left_out_and_said(instrument, sounding, answers, go):
    sounding.taken_there["many"] = taken("many", [(0, 2, GATE, 1, 0), (0, 3, GATE, 1, 0), (0, 60, GATE, 1, 0)])
    [answer] = ask(instrument, answers, "/gan/take/play", "many")
    assert answer[2:] == ("many", "2 voices left: there are 3")
    assert sounding.sent[-1] == (2, GATE, 1.0, BEGIN)


def test_a_place_and_gains_of_its_own_are_known(instrument, sounding, answers, go):
    row = [(0, 0, MATRIX, 0.5, 0), (0, 0, MATRIX + 1, 0.25, 0), (0, 0, MATRIX + 2, 1.0, 0)]  # of three loudspeakers
    sounding.taken_there["placed"] = taken("placed", [*row, (RATE, 0, AZIMUTH, 30.0, 0)])
    ask(instrument, answers, "/gan/take/play", "placed")
    go(0.5)
    assert read(instrument, answers, "/gan/voice/1/matrix") == [0.5, 0.25]  # here are two
    assert read(instrument, answers, "/gan/voice/1/azimuth") == ["none"]
    go(0.7)
    assert read(instrument, answers, "/gan/voice/1/azimuth") == [30]
    assert MATRIX + 2 not in {index for _, index, *_ in sounding.sent}


def test_notes_are_played_by_other_voices_and_else_by_a_hand(instrument, sounding, answers, go):
    ask(instrument, answers, "/gan/note/on", 60, 0.5)
    assert read(instrument, answers, "/gan/note/held") == [1, 60]
    ask(instrument, answers, "/gan/take/play", "one")
    assert ask(instrument, answers, "/gan/note/held") == [("/done", "/gan/note/held")]  # its voice is the take's
    ask(instrument, answers, "/gan/note/on", 61, 0.5)
    assert read(instrument, answers, "/gan/note/held") == [3, 61]
    ask(instrument, answers, "/gan/note/voices", 2, 2)
    ask(instrument, answers, "/gan/note/on", 62, 0.5)
    go(1.2)
    assert (1, GAIN, 2.0, BEGIN + 44100) not in sounding.sent
    assert read(instrument, answers, "/gan/voice/1/z") == [0, 0, 0, 0]


def test_while_no_sound_is_made_a_take_waits_and_then_begins(instrument, sounding, answers, go):
    sounding.made = None
    ask(instrument, answers, "/gan/take/play", "one")
    instrument.tick(0.01)
    assert not [event for event in sounding.sent if event[1] == GATE and event[2] == 1]
    sounding.made = 5000
    instrument.tick(0.01)
    assert (0, GATE, 1.0, 5256) in sounding.sent


def test_another_audio_process_is_told_what_was_on_its_way(instrument, sounding, answers, go):
    ask(instrument, answers, "/gan/take/play", "one")
    go(0.95)
    sounding.sent.clear()
    instrument.replay()
    on_its_way = [event for event in sounding.sent if event[3] > 0]
    assert on_its_way == [(1, GAIN, 2.0, BEGIN + 44100)]


def test_where_audio_has_no_room_a_take_is_late_and_goes_on(instrument, sounding, answers, go):
    sounding.taken_there["dense"] = taken("dense", [(frame, 0, GAIN, frame / RATE, 0) for frame in range(20_000)])
    sounding.room = 0
    ask(instrument, answers, "/gan/take/play", "dense")
    go(0.5)
    sounding.room = 10**6
    go(0.5)
    gains = [value for _, index, value, *_ in sounding.sent if index == GAIN]
    assert gains[-1] == 19_999 / RATE
    assert sorted(gains) == gains


def test_a_take_that_is_not_there_or_too_short_to_loop_is_refused(instrument, sounding, answers):
    [(fail, _, reason)] = ask(instrument, answers, "/gan/take/play", "one", "none")
    assert (fail, reason) == ("/fail", "no take 'none'")
    assert read(instrument, answers, "/gan/take/play") == [""]
    sounding.taken_there["tick"] = taken("tick", frames=200)
    [(fail, _, reason)] = ask(instrument, answers, "/gan/take/loop", "tick")
    assert (fail, reason) == ("/fail", "take 'tick' is too short for a loop: wanted 0.1 s at least")
    assert ask(instrument, answers, "/gan/take/list") == [("/gan/take/list", "one", "tick")]


def test_in_a_bundle_or_on_a_bar_it_begins_with_the_sample_of_its_time(play, instrument, sounding):
    clock = Clock()
    sounding.origin = clock.time - 100
    sounding.made = 100 * RATE

    async def begins(server, client, seconds):
        """Let so many seconds pass, but the lead; give the sample with which it begins."""
        sounding.made += round((seconds - sounding.lead) * RATE)
        await advance(server, clock, seconds - sounding.lead)
        assert (await client.answer())[0] == "/done"
        sounding.made += 441
        instrument.tick(0.01)
        return next(sample for voice, index, value, sample in sounding.sent if (voice, index, value) == (1, GATE, 1.0))

    async def act(server, client):
        client.send(bundle(clock.time + 2, wire.encode("/gan/take/play", ["one"])))
        await client.synced()
        assert await begins(server, client, 2) == 102 * RATE
        client.send(wire.encode("/clearSched", []))
        assert await client.ask("/gan/take/play") == ["/gan/take/play", ""]
        assert (OUT_VOICE, FORGET, 0.0, 0) in sounding.sent
        assert sounding.sent[-1] == (1, GATE, 0.0, 0)
        sounding.sent.clear()
        sounding.made, origin = 102 * RATE, clock.time + sounding.lead
        clock.time = origin
        await client.ask("/gan/clock/beat")  # beat 0 is now
        clock.time += 0.5
        sounding.made += RATE // 2
        client.send(wire.encode("/bar/gan/take/loop", ["one"]))
        await client.synced()
        assert await begins(server, client, 1.5) == 104 * RATE

    play(act, now=clock)
