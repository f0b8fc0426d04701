"""What a movement is like."""

from __future__ import annotations

import math

from gesturegan_live.gesture.features import FASTEST, Features


def fed(values, seconds=0.01):
    features = Features()
    seen = []
    for number, value in enumerate(values):
        features.feed([value], number * seconds)
        seen.append(tuple(getattr(features, name)[0] for name in ("velocity", "energy", "jerk", "onset", "stillness")))
    return [list(each) for each in zip(*seen, strict=True)]


def test_a_steady_movement_has_its_speed():
    velocity, energy, _, _, stillness = fed([2.0 * number * 0.01 for number in range(50)])
    assert abs(velocity[-1] - (0.5 + 2.0 / (2 * FASTEST))) < 1e-6
    assert abs(energy[-1] - 2.0 / FASTEST) < 0.02
    assert stillness[-1] == 0.0
    velocity, *_ = fed([1.0 - 2.0 * number * 0.01 for number in range(50)])
    assert abs(velocity[-1] - (0.5 - 2.0 / (2 * FASTEST))) < 1e-6


def test_what_rests_is_still_after_a_second_and_no_sooner():
    *_, stillness = fed([0.3] * 120)
    assert stillness[50] < 0.6
    assert stillness[-1] == 1.0
    *_, stillness = fed([0.3] * 120 + [0.3 + 0.02 * number for number in range(1, 20)])
    assert stillness[-1] == 0.0


def test_a_stroke_begins_once():
    stroke = [0.5 - 0.5 * math.cos(math.pi * min(number / 20, 1.0)) for number in range(100)]
    _, _, _, onset, _ = fed([0.0] * 30 + stroke)
    begins = [number for number in range(1, len(onset)) if onset[number] > onset[number - 1]]
    assert len(begins) == 1
    assert 30 < begins[0] < 42
    assert onset[begins[0]] == 1.0
    assert onset[begins[0] + 12] == 0.0
    _, _, _, onset, _ = fed(([0.0] * 40 + stroke) * 2)
    assert (
        len([number for number in range(1, len(onset)) if onset[number] > onset[number - 1]]) == 3
    )  # and the way back


def test_what_trembles_is_rougher_than_what_sways():
    _, energy, rough, _, _ = fed([0.5 + 0.05 * math.sin(2 * math.pi * 8 * number * 0.01) for number in range(200)])
    _, same, smooth, _, _ = fed([0.5 + 0.4 * math.sin(2 * math.pi * 1 * number * 0.01) for number in range(200)])
    assert abs(energy[-1] - same[-1]) < 0.1
    assert rough[-1] > 10 * smooth[-1]


def test_values_of_one_moment_are_held_against_the_one_before():
    features = Features()
    features.feed([0.0], 1.0)
    for _ in range(100):
        features.feed([0.9], 1.0)
    assert features.energy == [0.0]
    features.feed([0.9], 1.1)
    assert features.energy[0] > 0.1


def test_a_clock_that_goes_back_begins_anew():
    features = Features()
    features.feed([0.0], 100.0)
    features.feed([0.5], 100.1)
    features.feed([0.9], 7.0)
    assert features.energy == [0.0]
    assert features.velocity == [0.5]
