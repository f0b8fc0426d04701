"""The map from points to codes, by hand: what it does, that it can be undone, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.models.couplings import Couplings

NONE = np.zeros(0, np.float32)


def arrays(dimension: int = 2, conditions: int = 0, count: int = 2, hidden: int = 3) -> list[np.ndarray]:
    """Weights drawn by chance; of an even coupling the first half tells."""
    draw = np.random.default_rng(1)
    told = np.zeros((count, dimension), np.float32)
    for number in range(count):
        told[number, number % 2 :: 2] = 1
    shapes = (dimension + conditions, hidden), (hidden,), (hidden, 2 * dimension), (2 * dimension,)
    return [told, *(draw.standard_normal((count, *shape)).astype(np.float32) for shape in shapes)]


def test_what_the_first_number_tells_scales_and_moves_the_second() -> None:
    told = np.array([[1, 0]], np.float32)
    first, first_bias = np.array([[[1.0], [9.0]]], np.float32), np.array([[0.5]], np.float32)
    second = np.array([[[7.0, 1.0, 7.0, 2.0]]], np.float32)  # scales of both, shifts of both: the first's are not used
    one = Couplings(told, first, first_bias, second, np.zeros((1, 4), np.float32))
    hidden = 0.5 + 0.5
    np.testing.assert_allclose(
        one.codes(np.array([0.5, 3.0], np.float32), NONE), [0.5, 3 * np.exp(np.tanh(hidden)) + 2 * hidden], rtol=1e-6
    )
    leak = 0.2 * (-1.5 + 0.5)
    np.testing.assert_allclose(
        one.codes(np.array([-1.5, 3.0], np.float32), NONE), [-1.5, 3 * np.exp(np.tanh(leak)) + 2 * leak], rtol=1e-6
    )


@pytest.mark.parametrize(("dimension", "conditions"), [(2, 0), (5, 3)])
def test_it_is_undone_for_one_point_and_for_many(dimension: int, conditions: int) -> None:
    couplings = Couplings(*arrays(dimension, conditions, count=4))
    assert couplings.sizes == (dimension, conditions)
    draw = np.random.default_rng(2)
    points = draw.standard_normal((7, dimension)).astype(np.float32)
    condition = draw.random((7, conditions)).astype(np.float32)
    codes = couplings.codes(points, condition)
    assert np.abs(codes - points).max() > 0.5
    np.testing.assert_allclose(couplings.points(codes, condition), points, atol=1e-5)
    np.testing.assert_allclose(couplings.codes(points[3], condition[3]), codes[3], atol=1e-6)
    assert codes.dtype == np.float32


def test_a_condition_is_told_too() -> None:
    couplings = Couplings(*arrays(2, 1))
    point = np.array([0.3, -0.4], np.float32)
    codes = [couplings.codes(point, np.array([weight], np.float32)) for weight in (0, 1)]
    assert np.abs(codes[0] - codes[1]).max() > 0.1


@pytest.mark.parametrize(
    ("place", "array", "line"),
    [
        (0, np.full((2, 2), 0.5), "halves other than 0 and 1"),
        (1, np.full((2, 2, 3), np.nan), "couplings hold NaN"),
        (1, np.zeros((2, 1, 3)), "do not fit together"),
        (2, np.zeros((2, 4)), "do not fit together"),
        (3, np.zeros((2, 3, 3)), "do not fit together"),
        (4, np.zeros(4), "do not fit together"),
        (0, np.zeros(0), "do not fit together"),
    ],
)
def test_what_is_no_coupling_is_refused(place: int, array: np.ndarray, line: str) -> None:
    given = arrays()
    given[place] = array.astype(np.float32)
    with pytest.raises(ValueError, match=line):
        Couplings(*given)


def test_more_than_a_control_process_can_afford_is_refused() -> None:
    with pytest.raises(ValueError, match="65 couplings of 1755 weights, wanted at most 64"):
        Couplings(*arrays(count=65))
    with pytest.raises(ValueError, match="wanted at most 64 and 4194304"):
        Couplings(*arrays(dimension=1024, hidden=1024))
