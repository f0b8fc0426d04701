"""Presets are as loud as each other, of every condition, and lie apart."""

from __future__ import annotations

import numpy as np
import pytest

from training.release import presets
from training.release.presets import PRESETS, WINDOW_DB


def test_the_window_holds_the_most_and_grows_where_that_is_too_few() -> None:
    draw = np.random.default_rng(0)
    loud, soft = draw.uniform(-20, -20 + WINDOW_DB, 100), draw.uniform(-60, -30, 40)
    found = presets._as_loud(np.concatenate([soft, loud]))
    assert set(range(40, 140)) == set(found)
    few = draw.uniform(-60, 0, 80)
    found = presets._as_loud(few)
    assert len(found) >= 4 * PRESETS
    assert np.ptp(few[found]) < np.ptp(few)
    assert len(presets._as_loud(np.linspace(-9, 0, 5))) == 5


@pytest.mark.parametrize("kinds", [1, 3, 9, 40])
def test_each_kind_has_its_share_and_none_comes_twice(kinds: int) -> None:
    draw = np.random.default_rng(1)
    numbers = np.arange(120) % kinds
    features = draw.standard_normal((120, 4)).astype(np.float32)
    chosen = presets._apart(features, numbers)
    assert len(set(chosen)) == PRESETS
    counts = np.bincount(numbers[chosen], minlength=kinds)
    assert counts.max() - counts.min() <= 1
    anyhow = draw.choice(120, (200, PRESETS))
    apart = [np.linalg.norm(features[rows][:, None] - features[rows][None], axis=2) for rows in (chosen, *anyhow)]
    nearest = [np.sort(gaps, axis=1)[:, 1].min() for gaps in apart]
    assert nearest[0] > np.median(nearest[1:]), "nearer than most choices by chance"


def test_where_a_kind_has_too_few_others_do_not_make_up_for_it() -> None:
    features = np.random.default_rng(2).standard_normal((30, 3)).astype(np.float32)
    numbers = np.array([0] * 2 + [1] * 28)
    chosen = presets._apart(features, numbers)
    assert sorted(np.bincount(numbers[chosen]).tolist()) == [2, 8]
