"""What becomes of what comes: range, filter, dead zone, curve, rate; what was recorded, looped and stretched."""

from __future__ import annotations

import math

import pytest

from gesturegan_live.gesture.stream import Stream
from gesturegan_live.show.gestures import Input


def stream(**settings):
    return Stream("hand", Input("/accxyz", **settings))


def test_a_range_is_given_for_all_or_for_each():
    hand = stream(range=(-10, 10))
    hand.feed([-10, 0, 20.0], 0.0)
    assert hand.values == [0.0, 0.5, 1.0]
    hand = stream(range=(0, 2, 1, -1))
    hand.feed([0.5, 0.5], 0.0)
    assert hand.values == [0.25, 0.25]


def test_a_range_is_learned_from_what_comes():
    hand = stream()
    for number, value in enumerate([5.0, 3.0, 9.0, 6.0]):
        hand.feed([value], number)
    assert hand.values == [0.5]
    assert hand.range == [3.0, 9.0]
    hand.change(range=())
    assert hand.range == []
    hand.feed([7.0], 9.0)
    assert hand.range == [6.0, 7.0]
    hand.change(range=(0.0, 14.0))
    hand.feed([7.0], 10.0)
    assert hand.values == [0.5]


def test_a_curve_bends():
    hand = stream(range=(0, 1), curve=2.0)
    hand.feed([0.5], 0.0)
    assert hand.values == [0.25]


def test_a_dead_zone_holds_what_trembles_and_leaves_the_ends():
    hand = stream(range=(0, 1), dead_zone=0.1)
    hand.feed([0.5], 0.0)
    rest = hand.values
    for number, value in enumerate([0.55, 0.45, 0.59, 0.41]):
        hand.feed([value], number)
        assert hand.values == rest
    hand.feed([1.0], 5.0)
    assert hand.values == pytest.approx([1.0])
    hand.feed([0.0], 6.0)
    assert hand.values == pytest.approx([0.0])


def test_of_too_many_the_newest_counts():
    hand = stream(range=(0, 1), rate=10)
    assert hand.feed([0.1], 0.0)
    assert not hand.feed([0.2], 0.03)
    assert not hand.feed([0.3], 0.06)
    assert hand.values == [0.1]
    assert not hand.tick(0.09, 0.01)
    assert hand.tick(0.101, 0.01)
    assert hand.values == [0.3]


def test_smoothing_is_by_the_seconds_that_pass():
    hand = stream(range=(0, 1), smooth=(1.0,))
    hand.feed([0.0], 0.0)
    hand.feed([1.0], 0.1)
    share = 1 / (1 + 1 / (2 * math.pi * 0.1))
    assert hand.values == pytest.approx([share])


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ([], "input hand: wanted numbers, and nothing else"),
        (["a", 1.0], "input hand: wanted numbers, and nothing else"),
        ([math.nan, 1.0], "input hand: wanted finite numbers"),
        ([1.0], "input hand: 1 values, wanted 2"),
        ([1.0] * 3, "input hand: 3 values, wanted 2"),
    ],
)
def test_what_does_not_fit_is_refused(values, line):
    hand = stream()
    hand.feed([0.0, 1.0], 0.0)
    with pytest.raises(ValueError, match=f"^{line}$"):
        hand.feed(values, 1.0)
    assert hand.values == [0.0, 0.0]


def test_no_stream_is_wider_than_it_may_be():
    with pytest.raises(ValueError, match="129 values, wanted 128 at most"):
        stream().feed([0.0] * 129, 0.0)


def recorded():
    hand = stream(range=(0, 1))
    hand.feed([0.0], 0.0)
    hand.record(on=True, now=1.0)
    for number in range(1, 11):
        hand.feed([number / 10], 1.0 + number / 10)
    hand.record(on=False, now=2.0)
    return hand


def test_what_was_recorded_goes_round_and_what_comes_does_not_count():
    hand = recorded()
    hand.loop(10.0)
    seen = []
    for number in range(1, 31):
        assert not hand.feed([0.77], 10.0 + number / 20)
        assert hand.tick(10.0 + number / 20, 0.05)
        seen += hand.values
    assert seen[:19] == pytest.approx([number / 20 for number in range(1, 20)])
    assert seen[19:] == pytest.approx([number / 20 for number in range(11)], abs=1e-6)
    hand.stop(12.0)
    assert hand.feed([0.77], 12.0)
    assert hand.values == [0.77]


def test_a_loop_is_stretched_and_turned_round():
    hand = recorded()
    hand.loop(10.0)
    hand.speed = 0.1
    hand.tick(11.0, 1.0)
    assert hand.values == pytest.approx([0.1])
    hand.speed = -1.0
    hand.tick(11.3, 0.3)
    assert hand.values == pytest.approx([0.8])


def test_to_loop_ends_the_recording():
    hand = stream(range=(0, 1))
    hand.record(on=True, now=0.0)
    hand.feed([0.5], 0.1)
    hand.loop(0.5)
    assert hand.is_looping
    assert not hand.is_recording


def test_what_was_not_recorded_is_not_looped():
    with pytest.raises(ValueError, match="nothing of hand has been recorded: wanted /gan/input/hand/record 1 first"):
        stream().loop(0.0)


def test_a_recording_ends_before_memory_does():
    hand = stream(range=(0, 1))
    hand.record(on=True, now=0.0)
    for number in range(2500):
        hand.feed([0.5] * 128, number * 0.001)
    assert not hand.is_recording
    hand.loop(3.0)


def test_a_feature_is_derived_from_when_it_is_asked_for_and_falls_while_nothing_comes():
    hand = stream(range=(0, 1))
    hand.feed([0.0], 0.0)
    assert hand.feature("energy") == [0.0]
    assert hand.feature("velocity") == [0.5]
    for number in range(1, 20):
        hand.feed([number / 20], number / 100)
    moving = hand.feature("energy")[0]
    for number in range(100):
        hand.tick(0.2 + number * 0.01, 0.01)
    assert hand.feature("energy")[0] < 0.01 < 0.3 < moving
    with pytest.raises(ValueError, match="no feature 'speed': wanted one of velocity, energy, jerk, onset, stillness"):
        hand.feature("speed")


def test_where_nothing_has_come_what_was_recorded_before_plays_on():
    hand = stream(range=(0, 1))
    hand.record(on=True, now=0.0)
    hand.feed([0.25], 0.0)
    hand.feed([0.75], 1.0)
    hand.loop(2.0)
    hand.record(on=True, now=3.0)
    hand.record(on=False, now=4.0)
    assert hand.tick(5.0, 1.0)
    assert hand.values == [0.75]
    hand.record(on=True, now=6.0)
    hand.loop(7.0)
    assert hand.tick(8.0, 0.5)
    assert hand.values == [0.5]
