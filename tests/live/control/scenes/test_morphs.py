"""Morphs by message: a voice between any number of scenes, all voices between two."""

from __future__ import annotations

import numpy as np
import pytest

from tests.live.control.conftest import ask


def read(instrument, answers, *names):
    return [ask(instrument, answers, f"/gan/voice/1/{name}")[0][1] for name in names]


@pytest.fixture
def scenes(instrument, answers):
    """Three sounds of voice 1."""
    for name, z, gain, rate, azimuth, mode in (
        ("one", (3, 0, 0, 0), 1, 1, 170, "loop"),
        ("two", (0, 3, 0, 0), 0.01, 4, -170, "scrub"),
        ("third one", (0, 0, 3, 0), 0.1, 2, 180, "once"),
    ):
        ask(instrument, answers, "/gan/voice/1/z", *z)
        for what, value in (("gain", gain), ("rate", rate), ("azimuth", azimuth), ("mode", mode)):
            ask(instrument, answers, f"/gan/voice/1/{what}", value)
        ask(instrument, answers, "/gan/scene/store", name, 1)


@pytest.mark.usefixtures("scenes")
def test_a_voice_stands_between_scenes_by_their_weights(instrument, answers):
    assert ask(instrument, answers, "/gan/voice/1/morph", "one", 1, "two", 2.0, "third one", 0) == []
    z = np.array(ask(instrument, answers, "/gan/voice/1/z")[0][1:])
    np.testing.assert_allclose(z, [3 * np.sin(np.pi / 6), 3 * np.cos(np.pi / 6), 0, 0], atol=1e-6)
    gain, rate, azimuth, mode = read(instrument, answers, "gain", "rate", "azimuth", "mode")
    assert gain == pytest.approx(1.001 * (0.011 / 1.001) ** (2 / 3) - 0.001)
    assert rate == pytest.approx(4 ** (2 / 3), rel=1e-3)
    assert azimuth == pytest.approx(-176.6667, abs=1e-3)
    assert mode == "scrub"
    sent = ("one", 1.0, "two", 2.0, "third one", 0.0)
    assert ask(instrument, answers, "/gan/voice/1/morph") == [("/gan/voice/1/morph", *sent)]
    ask(instrument, answers, "/gan/voice/1/morph", "third one", 0.1)
    assert ask(instrument, answers, "/gan/voice/1/z")[0][1:] == (0.0, 0.0, 3.0, 0.0)
    assert read(instrument, answers, "gain", "rate", "azimuth", "mode") == [0.1, 2.0, 180.0, "once"]


@pytest.mark.usefixtures("scenes")
def test_three_scenes_of_one_weight_have_their_middle(instrument, answers):
    ask(instrument, answers, "/gan/voice/2/morph", "one", 1, "two", 1, "third one", 1)
    z = np.array(ask(instrument, answers, "/gan/voice/2/z")[0][1:])
    np.testing.assert_allclose(z, np.array([1, 1, 1, 0]) * np.sqrt(3), atol=1e-6)


@pytest.mark.usefixtures("scenes")
def test_a_morph_follows_the_glide_time_and_leaves_the_gate(instrument, stage, answers):
    ask(instrument, answers, "/gan/voice/1/gate", 1)
    ask(instrument, answers, "/gan/voice/1/z", 0, 0, 0, 4)
    ask(instrument, answers, "/gan/voice/1/glide", 2)
    ask(instrument, answers, "/gan/voice/1/morph", "one", 1)
    instrument.tick(1.0)
    assert ask(instrument, answers, "/gan/voice/1/z")[0][1:] == (1.5, 0.0, 0.0, 2.0)
    assert ask(instrument, answers, "/gan/voice/1/glide") == [("/gan/voice/1/glide", 2.0)]
    assert ask(instrument, answers, "/gan/voice/1/gate") == [("/gan/voice/1/gate", 1)]


@pytest.mark.usefixtures("scenes")
@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (("one",), "1 arguments: wanted a scene and its weight, and so on"),
        (("one", 1, 2, "two"), "2.0 'two': wanted a scene and its weight"),
        (("one", -1), "scene weight is -1: wanted 0 to 1000"),
        (("one", float("nan")), "scene weight is nan: wanted 0 to 1000"),
        (("one", 0, "two", 0), "all weights are 0: wanted one that is not"),
        (("one", 1) * 17, "17 scenes: wanted at most 16"),
        (("four", 1), "no scene 'four'"),
        (("../one", 1), "name '../one': wanted 1 to 128 characters"),
    ],
)
def test_what_is_no_morph_is_refused_and_changes_nothing(instrument, answers, values, reason):
    before = read(instrument, answers, "gain", "rate", "mode")
    [(fail, _, said)] = ask(instrument, answers, "/gan/voice/1/morph", *values)
    assert fail == "/fail"
    assert said.startswith(reason)
    assert read(instrument, answers, "gain", "rate", "mode") == before
    assert ask(instrument, answers, "/gan/voice/1/morph") == [("/gan/voice/1/morph", "none")]


def test_a_fader_goes_between_two_scenes_of_all(instrument, answers):
    ask(instrument, answers, "/gan/voice/1/gate", 1)
    ask(instrument, answers, "/gan/voice/*/transpose", 12)
    ask(instrument, answers, "/gan/scene/store", "a")
    ask(instrument, answers, "/gan/voice/1/gate", 0)
    ask(instrument, answers, "/gan/voice/2/gate", 1)
    ask(instrument, answers, "/gan/voice/*/transpose", 0)
    ask(instrument, answers, "/gan/out/gain", 0.25)
    ask(instrument, answers, "/gan/scene/store", "b")
    assert ask(instrument, answers, "/gan/morph", 0.5)[0][2].startswith("the fader has no ends")
    assert ask(instrument, answers, "/gan/morph/ends", "a", "b") == []
    assert ask(instrument, answers, "/gan/morph/ends") == [("/gan/morph/ends", "a", "b")]
    heard = []
    for way in (0, 0.25, 0.75, 1, 0.75, 0):
        assert ask(instrument, answers, "/gan/morph", way) == []
        assert ask(instrument, answers, "/gan/morph") == [("/gan/morph", way)]
        one, other = (
            [ask(instrument, answers, f"/gan/voice/{voice}/{what}")[0][1] for what in ("gate", "gain", "transpose")]
            for voice in (1, 2)
        )
        assert one[2] == other[2] == 12 * (1 - way)
        heard.append((one[0], other[0], one[0] * one[1], other[0] * other[1]))
    assert [gates[:2] for gates in heard] == [(1, 0), (1, 1), (1, 1), (0, 1), (1, 1), (1, 0)]
    first, second = np.array(heard)[:, 2], np.array(heard)[:, 3]
    assert list(first[:4]) == sorted(first[:4], reverse=True)
    assert list(second[:4]) == sorted(second[:4])
    np.testing.assert_allclose(heard[4], heard[2])
    assert heard[5] == heard[0]
    instrument.tick(0.2)  # what has closed has its gain again
    instrument.tick(0.2)
    assert ask(instrument, answers, "/gan/voice/2/gain") == [("/gan/voice/2/gain", 1.0)]
    assert ask(instrument, answers, "/gan/out/gain") == [("/gan/out/gain", 1.0)]


def test_a_fader_of_one_voice_leaves_the_others(instrument, answers):
    ask(instrument, answers, "/gan/voice/*/rate", 4)
    ask(instrument, answers, "/gan/scene/store", "a")
    ask(instrument, answers, "/gan/voice/*/rate", 1)
    ask(instrument, answers, "/gan/scene/store", "b")
    assert ask(instrument, answers, "/gan/morph/ends", "a", "b", 4)[0][2] == "voice is 4: wanted 1 to 3"
    assert ask(instrument, answers, "/gan/morph/ends", "a", "b", 2) == []
    ask(instrument, answers, "/gan/morph", 0.5)
    rates = [ask(instrument, answers, f"/gan/voice/{voice}/rate")[0][1] for voice in (1, 2, 3)]
    np.testing.assert_allclose(rates, [1, 2, 1], rtol=1e-3)


def test_the_fader_itself_goes_in_a_time(instrument, answers):
    ask(instrument, answers, "/gan/voice/1/transpose", 0)
    ask(instrument, answers, "/gan/scene/store", "a")
    ask(instrument, answers, "/gan/voice/1/transpose", 12)
    ask(instrument, answers, "/gan/scene/store", "b")
    ask(instrument, answers, "/gan/morph/ends", "a", "b")
    ask(instrument, answers, "/gan/morph", 0)
    ask(instrument, answers, "/gan/morph", 1, 4)
    for way in (0.25, 0.5):
        instrument.tick(1)
        assert ask(instrument, answers, "/gan/morph") == [("/gan/morph", way)]
        assert read(instrument, answers, "transpose") == [12 * way]
    ask(instrument, answers, "/gan/morph", 0.25)  # a hand on it
    instrument.tick(1)
    assert read(instrument, answers, "transpose") == [3]
    said = []
    instrument.say = said.append
    ask(instrument, answers, "/gan/morph", 1, 4)
    ask(instrument, answers, "/gan/scene/delete", "b")
    instrument.tick(1)
    instrument.tick(1)
    assert said == ["/gan/morph stays where it is: no scene 'b'"]
    ask(instrument, answers, "/gan/morph/ends", "none")
    assert ask(instrument, answers, "/gan/morph/ends") == [("/gan/morph/ends", "none")]
