"""Inputs by message: learned, read, set, recorded, looped."""

from __future__ import annotations

import pytest

from gesturegan_live.control.messages import wire
from gesturegan_live.show.config import Show
from gesturegan_live.show.gestures import Input
from tests.live.control.conftest import ask


@pytest.fixture
def say(instrument):
    lines = []
    instrument.say = lines.append
    return lines


@pytest.fixture
def now(instrument):
    """The instrument's clock; what is added to it passes."""
    at = [100.0]
    instrument.clock.now = lambda: at[0]

    def wait(seconds):
        at[0] += seconds
        instrument.tick(seconds)

    return wait


def test_what_comes_next_is_learned(instrument, answers, say):
    assert ask(instrument, answers, "/gan/input/learn", "hand") == []
    assert ask(instrument, answers, "/gan/input/learn") == [("/gan/input/learn", "hand")]
    ask(instrument, answers, "/gan/voice/1/gain", 0.5)
    assert ask(instrument, answers, "/gan/voice/1/gian", 0.5)[0][0] == "/fail"  # a slip is no sensor
    assert ask(instrument, answers, "/hello")[0][0] == "/fail"  # nor is a question, or a text
    assert ask(instrument, answers, "/name", "wing")[0][0] == "/fail"
    assert ask(instrument, answers, "/acc*", 1.0)[0][0] == "/fail"
    assert ask(instrument, answers, "/accxyz", 0.0, 4, True) == []
    assert say == ["input hand is what comes to /accxyz"]
    assert ask(instrument, answers, "/gan/input/learn") == [("/gan/input/learn", "none")]
    assert ask(instrument, answers, "/gan/input/list") == [("/gan/input/list", "hand", "/accxyz", 3)]
    ask(instrument, answers, "/accxyz", 2.0, 2, 0)
    assert ask(instrument, answers, "/gan/input/hand") == [("/gan/input/hand", 1.0, 0.0, 0.0)]
    assert ask(instrument, answers, "/gyro", 1.0)[0][:2] == ("/fail", "/gyro")
    assert ask(instrument, answers, "/accxyz", 2.0)[0] == ("/fail", "/accxyz", "input hand: 1 values, wanted 3")
    assert ask(instrument, answers, "/gan/input/forget", "hand") == []
    assert ask(instrument, answers, "/accxyz", 2.0)[0][0] == "/fail"
    assert ask(instrument, answers, "/gan/input/list") == [("/done", "/gan/input/list")]


def test_an_input_that_sends_is_not_learned_again(instrument, answers):
    ask(instrument, answers, "/gan/input/learn", "hand", "/accxyz")
    ask(instrument, answers, "/gan/input/learn", "foot")
    ask(instrument, answers, "/accxyz", 1.0)
    ask(instrument, answers, "/pedal", 1.0)
    listed = ("/gan/input/list", "hand", "/accxyz", 1, "foot", "/pedal", 1)
    assert ask(instrument, answers, "/gan/input/list") == [listed]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (("a/b",), "input 'a/b': wanted 1 to 32 characters, none of them a space or one of"),
        (("list",), "input 'list': wanted a name other than learn, forget, list"),
        (("hand", "accxyz"), "address 'accxyz': wanted one that starts with '/'"),
        (("hand", "/gan/voice/1/gain"), "input hand: address /gan/voice/1/gain is the instrument's own, or a pattern"),
        (("hand", "/quit"), "input hand: address /quit is the instrument's own"),
        (("hand", "/done"), "input hand: address /done is the instrument's own"),
        (("hand", "/acc*"), "input hand: address /acc* is the instrument's own, or a pattern"),
    ],
)
def test_what_cannot_be_learned_is_refused(instrument, answers, values, reason):
    [(fail, address, line)] = ask(instrument, answers, "/gan/input/learn", *values)
    assert (fail, address) == ("/fail", "/gan/input/learn")
    assert line.startswith(reason)
    assert ask(instrument, answers, "/gan/input/learn") == [("/gan/input/learn", "none")]


def test_what_is_set_of_an_input_counts_at_once(instrument, answers):
    ask(instrument, answers, "/gan/input/learn", "hand", "/accxyz")
    for name, *values in [("range", -1, 1), ("curve", 2), ("dead_zone", 0.25), ("rate", 100), ("smooth", 3, 0.5)]:
        assert ask(instrument, answers, f"/gan/input/hand/{name}", *values) == []
        assert ask(instrument, answers, f"/gan/input/hand/{name}") == [(f"/gan/input/hand/{name}", *values)]
    for name, *values in [("dead_zone", 0), ("smooth", 0), ("rate", 0)]:
        ask(instrument, answers, f"/gan/input/hand/{name}", *values)
    ask(instrument, answers, "/accxyz", 0.0)
    assert ask(instrument, answers, "/gan/input/*") == [("/gan/input/learn", "none"), ("/gan/input/hand", 0.25)]
    ask(instrument, answers, "/gan/input/*/range", "learn")
    assert ask(instrument, answers, "/gan/input/hand/range") == [("/gan/input/hand/range", "learn")]
    refused = ask(instrument, answers, "/gan/input/hand/range", 1, 1)[0][2]
    assert refused == "a range from 1 to 1: wanted two numbers that differ, 1e+10 at most"
    assert ask(instrument, answers, "/gan/input/hand/range", 1, "x")[0][2] == "wanted pairs of numbers, or `learn`"
    assert ask(instrument, answers, "/gan/input/foot/curve", 1)[0][2] == (
        "no such address: input 'foot', wanted one of hand"
    )


def test_features_are_read(instrument, answers, now):
    ask(instrument, answers, "/gan/input/learn", "hand", "/x")
    assert ask(instrument, answers, "/gan/input/hand/energy") == [("/gan/input/hand/energy", 0.0)]
    assert ask(instrument, answers, "/gan/input/hand/velocity")[0][0] == "/fail"  # nothing yet
    ask(instrument, answers, "/gan/input/hand/range", 0, 1)
    for number in range(20):
        ask(instrument, answers, "/x", number / 20)
        now(0.01)
    assert ask(instrument, answers, "/gan/input/hand/energy")[0][1] > 0.3
    assert ask(instrument, answers, "/gan/input/hand/velocity")[0][1] > 0.75
    for _ in range(150):
        now(0.01)
    assert ask(instrument, answers, "/gan/input/hand/stillness") == [("/gan/input/hand/stillness", 1.0)]


def test_an_input_is_recorded_looped_and_stretched(instrument, answers, now):
    ask(instrument, answers, "/gan/input/learn", "hand", "/x")
    ask(instrument, answers, "/gan/input/hand/range", 0, 10)
    assert ask(instrument, answers, "/gan/input/hand/loop")[0][2].startswith("nothing of hand has been recorded")
    ask(instrument, answers, "/gan/input/hand/record", 1)
    for number in range(10):
        ask(instrument, answers, "/x", number)
        now(0.1)
    assert ask(instrument, answers, "/gan/input/hand/record") == [("/gan/input/hand/record", 1)]
    assert ask(instrument, answers, "/gan/input/hand/loop") == []
    assert ask(instrument, answers, "/gan/input/hand/record") == [("/gan/input/hand/record", 0)]
    now(0.45)
    assert ask(instrument, answers, "/gan/input/hand")[0][1] == pytest.approx(0.45)
    ask(instrument, answers, "/gan/input/hand/speed", 0.5)
    now(0.2)
    assert ask(instrument, answers, "/gan/input/hand")[0][1] == pytest.approx(0.55)
    ask(instrument, answers, "/gan/input/hand/stop")
    ask(instrument, answers, "/x", 1)
    assert ask(instrument, answers, "/gan/input/hand") == [("/gan/input/hand", 0.1)]


def test_whoever_may_only_play_plays_an_input_and_teaches_none(instrument, answers):
    ask(instrument, answers, "/gan/input/learn", "hand", "/x")
    ask(instrument, answers, "/gan/input/hand/range", 0, 1)
    instrument.handle_untrusted("/x", [0.5], answers)
    instrument.handle_untrusted("/gan/input/hand", [], answers)
    assert answers == [("/gan/input/hand", 0.5)]
    instrument.handle_untrusted("/gan/input/hand/record", [1], answers)
    assert len(answers) == 1
    instrument.handle_untrusted("/gan/input/forget", ["hand"], answers)
    assert answers[-1] == ("/fail", "/gan/input/forget", "only for this computer, and those named with --trust")


def test_a_sender_is_heard_over_a_socket(instrument, play):
    async def act(server, client):
        client.send(wire.encode("/gan/input/learn", ["hand"]), wire.encode("/hand/left", [1.0, 2.0]))
        client.send(wire.encode("/hand/left", [3.0, 0.0]))
        assert await client.synced() == []
        assert await client.ask("/gan/input/hand") == ["/gan/input/hand", 1.0, 0.0]
        client.send(wire.encode("/hand/left", ["x"]))
        assert await client.answer() == ["/fail", "/hand/left", "input hand: wanted numbers, and nothing else"]

    play(act)


def test_in_a_flood_only_the_newest_counts(instrument, play):
    async def act(server, client):
        assert not server._is_continuous("/hand")
        await client.ask("/gan/input/list")
        client.send(wire.encode("/gan/input/learn", ["hand", "/hand"]))
        await client.synced()
        assert server._is_continuous("/hand")

    play(act)


def test_a_show_brings_inputs(instrument, answers):
    instrument.gestures.begin(Show(inputs=(("hand", Input("/x", (0, 2))),)))
    ask(instrument, answers, "/x", 1)
    assert ask(instrument, answers, "/gan/input/hand") == [("/gan/input/hand", 0.5)]
    with pytest.raises(ValueError, match="input stop: address /gan/out/stop is the instrument's own"):
        instrument.gestures.begin(Show(inputs=(("stop", Input("/gan/out/stop")),)))


def test_an_address_that_is_too_long_to_be_learned_is_refused_like_any_other(instrument, answers):
    ask(instrument, answers, "/gan/input/learn", "hand")
    [(fail, address, reason)] = ask(instrument, answers, "/" + 300 * "x", 1.0)
    assert (fail, len(address)) == ("/fail", 256)
    assert reason.endswith("wanted one that starts with '/', of 256 at most")
    assert ask(instrument, answers, "/gan/input/learn") == [("/gan/input/learn", "hand")]
