"""What lies between values."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gesturegan_live.control.messages.routes.scene import CURVES as NAMED
from gesturegan_live.control.messages.routes.table import ROUTES
from gesturegan_live.latent.blends import CURVES, LAWS, blended
from gesturegan_live.show.parameters import FOLLOW


def test_every_address_has_a_law_and_the_curves_are_those_that_messages_name():
    assert {route.law for route in ROUTES} <= set(LAWS)
    assert tuple(CURVES) == NAMED


@pytest.mark.parametrize(
    ("law", "values", "weights", "between"),
    [
        ("straight", ([0.0], [1.0]), (1, 3), [0.75]),
        ("decibels", ([1.0], [0.01]), (1, 1), [0.104]),  # 0 and -40 dB: -20, but for what lets it end in silence
        ("decibels", ([0.0], [0.0]), (1, 1), [0.0]),
        ("octaves", ([1.0], [4.0]), (1, 1), [2.0]),
        ("octaves", ([-1.0], [1.0]), (1, 1), [0.0]),
        ("octaves", ([-2.0], [-0.5]), (1, 1), [-1.0]),
        ("round", ([170.0], [-170.0]), (3, 1), [175.0]),
        ("round", ([-10.0], [30.0]), (1, 3), [20.0]),
        ("round", ([0.0], [90.0], [45.0]), (1, 1, 1), [45.0]),
        ("heaviest", (["loop"], ["scrub"], ["once"]), (1, 3, 1), ["scrub"]),
        ("follows", ([FOLLOW], [7.0]), (2, 1), [FOLLOW]),
        ("follows", ([FOLLOW], [7.0], [5.0]), (1, 2, 2), [6.0]),
        ("any", ([0], [1]), (9, 1), [1]),
        ("all", ([0], [1]), (1, 9), [0]),
    ],
)
def test_each_kind_of_value_has_a_law_of_its_own(law, values, weights, between):
    found = blended(law, values, weights)
    if isinstance(between[0], str):
        assert found == between
    else:
        np.testing.assert_allclose([float(value) for value in found], between, rtol=2e-3, atol=1e-9)


@pytest.mark.parametrize("law", [law for law in LAWS if law != "heaviest"])
def test_where_one_weighs_all_its_value_comes_back_to_the_bit(law):
    values = ([0.1234567], [0.7654321], [0.3])
    assert blended(law, values, (0, 0.5, 0)) == [0.7654321]


def test_a_gain_goes_from_silence_and_back_without_a_step():
    way = [float(blended("decibels", ([0.0], [1.0]), (1 - k, k))[0]) for k in np.linspace(0, 1, 101)]
    assert way[0] == 0
    assert way[-1] == 1
    assert np.all(np.diff(way) > 0)
    assert way[1] < 2e-4
    assert max(np.diff(20 * np.log10(np.array(way[40:])))) < 0.7  # decibels a hundredth of the way


def test_points_go_along_the_sphere():
    here, there = np.zeros(64), np.zeros(64)
    here[0], there[1] = 8.0, 8.0
    between = np.array(blended("sphere", (here.tolist(), there.tolist()), (2, 1)))
    np.testing.assert_allclose(np.linalg.norm(between), 8.0)
    np.testing.assert_allclose(math.degrees(math.atan2(between[1], between[0])), 30.0)


def test_the_mean_of_many_points_is_the_nearest_to_all_of_them():
    rng = np.random.default_rng(1)
    points = rng.standard_normal((5, 16)) + 1.0
    weights = rng.uniform(0.1, 1.0, 5)
    mean = np.array(blended("sphere", points.tolist(), weights.tolist()))
    units = points / np.linalg.norm(points, axis=1, keepdims=True)

    def cost(point):
        return weights @ np.arccos(np.clip(units @ (point / np.linalg.norm(point)), -1, 1)) ** 2

    least = cost(mean)
    assert all(cost(mean + 0.01 * rng.standard_normal(16)) > least for _ in range(50))
    np.testing.assert_allclose(np.linalg.norm(mean), weights @ np.linalg.norm(points, axis=1) / weights.sum())


def test_points_that_face_each_other_and_the_middle_have_something_between_them():
    for here, there in (([1.0, 0.0], [-1.0, 0.0]), ([0.0, 0.0], [2.0, 0.0])):
        assert np.isfinite(np.array(blended("sphere", (here, there), (1, 1)), float)).all()
    assert blended("sphere", ([0.0, 0.0], [2.0, 0.0]), (1, 1)) == [1.0, 0.0]


@pytest.mark.parametrize("name", CURVES)
def test_a_curve_begins_and_ends_where_it_should_and_never_turns_back(name):
    way = [CURVES[name](k) for k in np.linspace(0, 1, 50)]
    assert way[0] == 0
    assert way[-1] == pytest.approx(1)
    assert np.all(np.diff(way) > 0)


def test_exponential_is_quick_at_first_and_smooth_is_not():
    assert CURVES["exponential"](0.25) > 0.5
    assert CURVES["smooth"](0.25) < 0.2
