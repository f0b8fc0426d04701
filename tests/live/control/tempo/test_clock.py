"""A tempo by message, and what waits for a beat or a bar."""

from __future__ import annotations

import pytest

from gesturegan_live.control.messages.routes import time as time_routes
from gesturegan_live.control.tempo import clock
from tests.live.control.conftest import ask


@pytest.fixture
def at(instrument):
    """Set the time."""
    time = [1000.0]
    instrument.clock.now = lambda: time[0]

    def put(seconds):
        time[0] = 1000.0 + seconds

    return put


def read(instrument, answers, name):
    return ask(instrument, answers, f"/gan/clock/{name}")[0][1]


def test_the_tempos_of_the_table_are_those_of_the_clock():
    assert (time_routes.SLOWEST, time_routes.FASTEST) == (clock.SLOWEST, clock.FASTEST)


def test_a_tempo_goes_on_from_the_beat_that_it_is(instrument, answers, at):
    assert read(instrument, answers, "beat") == 0.0
    at(1)
    assert read(instrument, answers, "beat") == 2.0
    assert ask(instrument, answers, "/gan/clock/bpm", 60) == []
    assert read(instrument, answers, "bpm") == 60.0
    at(3)
    assert read(instrument, answers, "beat") == 4.0
    ask(instrument, answers, "/gan/clock/beat", 16.5)  # another clock says so
    assert read(instrument, answers, "beat") == 16.5


def test_taps_set_tempo_and_beat(instrument, answers, at):
    for seconds in (0.3, 0.7, 1.1, 1.5):
        at(seconds)
        assert ask(instrument, answers, "/gan/clock/tap", 1) == []
        ask(instrument, answers, "/gan/clock/tap", 0)  # the button is let go
    assert read(instrument, answers, "bpm") == pytest.approx(150)
    assert read(instrument, answers, "beat") % 1 == pytest.approx(0)
    at(10)
    ask(instrument, answers, "/gan/clock/tap")  # one alone is the first of others
    assert read(instrument, answers, "bpm") == pytest.approx(150)
    for seconds in (10.5, 10.51):
        at(seconds)
        ask(instrument, answers, "/gan/clock/tap")
    assert read(instrument, answers, "bpm") == pytest.approx(2 * 60 / 0.51)


@pytest.mark.parametrize(
    ("seconds", "address", "plain", "due"),
    [
        (0.0, "/gan/voice/1/gate", "/gan/voice/1/gate", 0),
        (0.0, "/beat/gan/voice/1/gate", "/gan/voice/1/gate", 1000.0),
        (0.1, "/beat/gan/voice/1/gate", "/gan/voice/1/gate", 1000.5),
        (0.1, "/bar/gan/scene/recall", "/gan/scene/recall", 1001.5),
        (1.5, "/bar/gan/scene/recall", "/gan/scene/recall", 1001.5),
        (1.6, "/bar/gan/scene/recall", "/gan/scene/recall", 1003.0),
        (1.6, "/barber", "/barber", 0),
    ],
)
def test_the_next_beat_and_the_next_bar(instrument, answers, at, seconds, address, plain, due):
    ask(instrument, answers, "/gan/clock/bar", 3)
    read(instrument, answers, "beat")
    assert instrument.clock.due(address, 1000.0 + seconds) == (plain, pytest.approx(due))


def test_a_loop_lasts_its_beats_until_a_hand_sets_the_rate(instrument, stage, answers):
    clip = 65536 / 44100
    assert ask(instrument, answers, "/gan/voice/1/beats", 4) == []
    rate = clip * 120 / 60 / 4
    assert ask(instrument, answers, "/gan/voice/1/rate") == [("/gan/voice/1/rate", pytest.approx(rate))]
    ask(instrument, answers, "/gan/clock/bpm", 60)
    ask(instrument, answers, "/gan/voice/1/loop_end", 0.5)
    instrument.tick(0.01)
    assert ask(instrument, answers, "/gan/voice/1/rate") == [("/gan/voice/1/rate", pytest.approx(rate / 4))]
    ask(instrument, answers, "/gan/scene/store", "in time")
    ask(instrument, answers, "/gan/voice/1/rate", -1)
    instrument.tick(0.01)
    assert ask(instrument, answers, "/gan/voice/1/beats") == [("/gan/voice/1/beats", 0.0)]
    ask(instrument, answers, "/gan/voice/1/beats", 2)
    assert ask(instrument, answers, "/gan/voice/1/rate") == [("/gan/voice/1/rate", pytest.approx(-rate / 2))]
    ask(instrument, answers, "/gan/voice/1/beats", 0)
    ask(instrument, answers, "/gan/clock/bpm", 120)
    ask(instrument, answers, "/gan/voice/1/rate", 1)
    ask(instrument, answers, "/gan/scene/recall", "in time")  # in the tempo that is
    instrument.tick(0.01)
    assert ask(instrument, answers, "/gan/voice/1/beats") == [("/gan/voice/1/beats", 4.0)]
    assert ask(instrument, answers, "/gan/voice/1/rate") == [("/gan/voice/1/rate", pytest.approx(rate / 2))]


def test_a_loop_too_short_for_any_rate_is_refused(instrument, answers):
    [(fail, _, reason)] = ask(instrument, answers, "/gan/voice/1/beats", 0.1)
    assert fail == "/fail"
    assert reason == "beats is 0.1: its loop would run at 29.7 times its speed, wanted 8"
    assert ask(instrument, answers, "/gan/voice/1/beats") == [("/gan/voice/1/beats", 0.0)]
    assert ask(instrument, answers, "/gan/voice/1/rate") == [("/gan/voice/1/rate", 1.0)]
