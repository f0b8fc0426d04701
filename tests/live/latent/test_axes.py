from __future__ import annotations

import numpy as np

from gesturegan_live.latent.axes import LED, Axes
from gesturegan_live.latent.space import LIMIT

POINT = np.array([1.0, 2.0, 3.0], np.float32)
NONE = np.zeros(0, np.float32)


def axes(*labels: str, turn: int = 0) -> Axes:
    """As many axes as labels: coordinates, from number `turn` on, of deviations 1, 2, …"""
    directions = np.roll(np.eye(3), turn, axis=0)[: len(labels)]
    return Axes.of(directions, np.arange(1, len(labels) + 1), labels)


def test_amounts_are_deviations_added_to_a_point_that_stays():
    moved = axes("brightness", "attack").moved(POINT, np.array([0.5, -1.0], np.float32), NONE)
    assert moved.tolist() == [1.5, 0.0, 3.0]
    assert moved.dtype == np.float32
    assert POINT.tolist() == [1.0, 2.0, 3.0]


def test_no_amount_leaves_a_point_as_it_is_to_the_bit():
    far = np.array([-0.0, 1e-30, 3.0], np.float32)
    assert axes("brightness").moved(far, np.zeros(1, np.float32), NONE).tobytes() == far.tobytes()
    assert Axes.of(np.zeros((0, 3)), np.zeros(0)).moved(far, NONE, NONE).tobytes() == far.tobytes()


def test_a_step_among_codes_is_another_one_at_each_point():
    class Doubled:
        def codes(self, points, condition):
            return points * (1 + condition)

        def points(self, codes, condition):
            return codes / (1 + condition)

    bent = Axes.of(np.eye(3)[:1], np.ones(1), ("brightness",), Doubled())
    one = np.ones(1, np.float32)
    assert bent.moved(POINT, one, np.array([0.0], np.float32)).tolist() == [2.0, 2.0, 3.0]
    assert bent.moved(POINT, one, np.array([3.0], np.float32)).tolist() == [1.25, 2.0, 3.0]
    assert bent.moved(POINT, 0 * one, np.array([3.0], np.float32)).tobytes() == POINT.tobytes()


def test_codes_lead_farther_than_the_space_reaches():
    """Couplings lead back from there to the very code; clipped to the space it would be another sound."""

    class Tenth:
        def codes(self, points, condition):
            return points / 10

        def points(self, codes, condition):
            return codes * 10

    bent = Axes.of(np.eye(3)[:1], np.ones(1), ("brightness",), Tenth())
    assert bent.moved(POINT, np.array([4.0], np.float32), NONE).tolist() == [41.0, 2.0, 3.0]
    assert bent.moved(POINT, np.array([1e6], np.float32), NONE).tolist() == [LED, 2.0, 3.0]


def test_points_move_together_as_each_by_itself():
    some = axes("brightness", "attack")
    points, amounts = np.stack([POINT, POINT + 1, -POINT]), np.array([[1, 0], [0, 0], [2, -1]], np.float32)
    each = [some.moved(point, amount, NONE) for point, amount in zip(points, amounts, strict=True)]
    np.testing.assert_array_equal(some.moved(points, amounts, np.zeros((3, 0), np.float32)), each)


def test_a_point_stays_in_the_space():
    assert axes("brightness").moved(POINT, np.array([1e3], np.float32), NONE).tolist() == [LIMIT, 2.0, 3.0]


def test_names_are_as_an_address_takes_them():
    labels = ("fine  grain", "axis 1", "2", "a/b", "attack", "attack", "")
    names = Axes.of(np.eye(8)[:8], np.ones(8), labels).names
    assert names == ("fine_grain", "", "", "", "attack", "", "", "")
    assert Axes.of(np.eye(2), np.ones(2)).label(1) == "1"


def test_axes_are_the_same_by_name_and_those_without_by_what_they_do():
    before = axes("brightness", "axis 1", "axis 2")
    assert axes("attack", "brightness", "axis 2").shared(before) == {0: 1, 2: 2}
    assert axes("attack", "axis 1", "axis 2", turn=1).shared(before) == {}
