"""What axes are held to: that their own quality grows, and that the others stay."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from gesturegan_live.codecs import CODECS
from training.metrics.model import Model
from training.release import effects
from training.release.effects import NAMES, Tried, tried
from training.release.played import Played

DIMENSION = 4
OWN = [NAMES.index(name) for name in ("brightness", "attack")]


def played(formula: Callable[[np.ndarray], dict[str, np.ndarray]]) -> Played:
    """A model of which it is told what its qualities are; the others are 0."""

    class Told(Played):
        def qualities(self, codes: np.ndarray, conditions: np.ndarray, *, quick: bool = False) -> np.ndarray:
            found = np.zeros((len(codes), len(NAMES)))
            for name, values in formula(codes.astype(np.float64)).items():
                found[:, NAMES.index(name)] = values
            return found

    return Told(Model(None, CODECS["log-spectrogram"](), DIMENSION), None)


def found(formula: Callable[[np.ndarray], dict[str, np.ndarray]]) -> Tried:
    return tried(played(formula), np.eye(2, DIMENSION, dtype=np.float32), OWN, np.random.default_rng(0))


def test_axes_that_do_what_they_are_called_hold() -> None:
    told = found(lambda z: {"brightness": 3 * z[:, 0] + z[:, 3], "attack": 2 * z[:, 1] + 0.5 * z[:, 0]})
    np.testing.assert_allclose(told.ranks, 1)
    np.testing.assert_allclose(told.signs, 1)
    np.testing.assert_allclose(told.changes[:, OWN], [[12, 2], [0, 8]], atol=1e-4)
    np.testing.assert_allclose(told.beside(), [[1, 0.25], [0, 1]], atol=1e-5)
    effect = told.effect(0, [0, 1])
    assert (effect.changes, effect.unit) == ("brightness", "octaves")
    assert effect.amount == pytest.approx(3, abs=1e-4)
    assert (effect.rank, effect.sign) == (1, 1)
    assert effect.beside == pytest.approx({"attack": 0.25}, abs=1e-5)


@pytest.mark.parametrize(
    ("formula", "held"),
    [
        (lambda z: {"brightness": z[:, 0], "attack": z[:, 1] + 0.2 * z[:, 0]}, [0, 1]),
        (lambda z: {"brightness": z[:, 0], "attack": z[:, 1] - 0.3 * z[:, 0]}, [1]),  # takes another along
        (lambda z: {"brightness": z[:, 0], "attack": -z[:, 1]}, [0]),  # the wrong way
        (lambda z: {"brightness": z[:, 0], "attack": z[:, 1] * np.sign(z[:, 3] + 1)}, [0]),  # at every sixth point
        (lambda z: {"brightness": z[:, 0], "attack": 0.2 * z[:, 1] + np.sin(9 * z[:, 1])}, [0]),  # to and fro
        (lambda z: {"attack": z[:, 1]}, [1]),  # nothing at all
    ],
)
def test_axes_that_do_not_are_told_from_those_that_do(formula: Callable, held: list[int]) -> None:
    assert found(formula).holding() == held


def test_what_goes_either_way_is_seen_at_a_point_though_not_on_average() -> None:
    told = found(lambda z: {"brightness": z[:, 0], "attack": z[:, 1] + z[:, 0] * np.sign(z[:, 3])})
    assert abs(told.beside()[0, 1]) < 0.4
    assert told.beside(sizes=True)[0, 1] == pytest.approx(1, abs=1e-5)


def test_the_worst_of_three_is_left_out() -> None:
    changes = np.array([[10.0, 3, 1], [1, 10, 1], [1, 4, 10]])
    measured = np.linspace(0, 1, 5)[:, None, None, None] * changes[:, None]  # (S, A, 1, Q)
    assert Tried((0, 1, 2), measured).holding() == [0, 2]


def test_what_holds_at_the_points_tried_need_not_hold_surely() -> None:
    """Of 100 points an axis may go the wrong way at 5: of 50 of these it often does at more than a twentieth."""
    rise = np.linspace(0, 1, 5)[:, None]  # (S, 1)
    measured = np.zeros((5, 3, 100, 3))
    for axis, wrong in enumerate((0, 5, 1)):
        measured[:, axis, :, axis] = rise * np.where(np.arange(100) < wrong, -1, 1)
    told, draw = Tried((0, 1, 2), measured), np.random.default_rng(0)
    assert told.holding() == [0, 1, 2]
    assert told.surely_holding(draw) == [0, 2]
    measured[:, 0, :, 2] = rise * np.where(np.arange(100) % 2, 1.2, -0.8)  # 0.2 on average, and anything at a point
    assert Tried((0, 1, 2), measured).holding() == [0, 1, 2]
    assert len(Tried((0, 2), measured[:, [0, 2]]).surely_holding(draw)) == 1
    assert Tried((1,), measured[:, [1]]).surely_holding(draw) == []


def test_still_points_are_measured_once_for_all_axes() -> None:
    asked: list[int] = []

    def formula(z: np.ndarray) -> dict[str, np.ndarray]:
        asked.append(len(z))
        return {"brightness": z[:, 0]}

    steps, draw = np.eye(2, DIMENSION, dtype=np.float32), np.random.default_rng(0)
    measured = effects.moved(played(formula), steps, (-1.0, 0.0, 3.0), draw, 5)
    assert measured.shape == (3, 2, 5, len(NAMES))
    assert sorted(asked) == [5, 2 * 2 * 5]
    np.testing.assert_allclose(
        measured[:, 0, :, OWN[0]] - measured[1, 0, :, OWN[0]], [[-1] * 5, [0] * 5, [3] * 5], atol=1e-6
    )
    np.testing.assert_array_equal(measured[1, 0], measured[1, 1])


def test_it_is_known_how_far_is_tried() -> None:
    assert (effects.AMOUNTS[0], effects.AMOUNTS[-1]) == (-2, 2)
