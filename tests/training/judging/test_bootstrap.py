"""Intervals know how many files there were, not how many clips."""

from __future__ import annotations

import numpy as np
import pytest

from training.judging.bootstrap import interval, mean, weights


def test_clips_of_one_file_count_together() -> None:
    draw = np.random.default_rng(0)
    of_files = draw.standard_normal(20)
    few = np.repeat(np.arange(20), 10)
    values = of_files[few]  # ten clips a file say no more than one
    one, many = (interval(lambda w: mean(values, w), files) for files in (few, np.arange(200)))
    assert one["value"] == many["value"] == pytest.approx(values.mean())
    widths = [figure["high"] - figure["low"] for figure in (one, many)]
    assert widths[0] == pytest.approx(2 * 1.96 * of_files.std() / np.sqrt(20), rel=0.3)
    assert widths[0] > 2 * widths[1]


def test_what_is_drawn_are_whole_files() -> None:
    files = np.array([4, 4, 7, 9, 9, 9])
    drawn = np.stack([weights(files, np.random.default_rng(seed)) for seed in range(50)])
    assert (drawn[:, 0] == drawn[:, 1]).all()
    assert (drawn[:, 3] == drawn[:, 5]).all()
    assert (np.count_nonzero(drawn[:, [0, 2, 3]], axis=1) > 1).all()  # one file is no set
    assert weights(np.zeros(3, int), np.random.default_rng(0)).tolist() == [1, 1, 1]
