from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.show.laws import between
from gesturegan_live.show.parameters import DECIBELS, OCTAVES, ROUND, STRAIGHT, VOICE_PARAMETERS


def test_each_law_has_its_own_middle():
    assert between(STRAIGHT, -12.0, 4.0, 0.5) == -4.0
    assert between(DECIBELS, 1.0, 0.01, 0.5) == pytest.approx(0.1, rel=0.05)
    assert between(OCTAVES, 0.5, 2.0, 0.5) == pytest.approx(1.0)
    assert between(OCTAVES, -4.0, -1.0, 0.5) == pytest.approx(-2.0)
    assert between(OCTAVES, -1.0, 1.0, 0.25) == pytest.approx(-0.5)  # no octaves lead through 0
    assert between(ROUND, 170.0, -170.0, 0.25) == pytest.approx(175.0)
    assert between(ROUND, 170.0, -170.0, 0.75) == pytest.approx(-175.0)
    assert between(ROUND, -90.0, 30.0, 0.5) == pytest.approx(-30.0)


def test_a_gain_goes_to_nothing_and_comes_from_it_without_a_step():
    way = np.linspace(0, 1, 1001)
    falls = between(DECIBELS, 1.0, 0.0, way)
    assert falls[[0, -1]] == pytest.approx([1, 0], abs=1e-12)
    assert (np.diff(falls) < 0).all()
    assert np.abs(np.diff(falls)).max() < 0.01
    np.testing.assert_allclose(between(DECIBELS, 0.0, 1.0, way), falls[::-1], atol=1e-12)


@pytest.mark.parametrize("parameter", [one for one in VOICE_PARAMETERS if one.law], ids=lambda one: one.name)
def test_every_law_begins_and_ends_where_it_is_to_and_takes_many_at_once(parameter):
    random = np.random.default_rng(1)
    starts, ends = random.uniform(parameter.low, parameter.high, (2, 200))
    for way, there in ((0.0, starts), (1.0, ends)):
        np.testing.assert_allclose(between(parameter.law, starts, ends, way), there, atol=1e-9)
    halfway = between(parameter.law, starts, ends, 0.5)
    assert halfway.tolist() == [between(parameter.law, *pair, 0.5) for pair in zip(starts, ends, strict=True)]
    assert (halfway >= parameter.low).all()
    assert (halfway <= parameter.high).all()
