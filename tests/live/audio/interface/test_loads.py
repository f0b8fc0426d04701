from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.audio.interface.loads import BINS, LOWEST, bin_of, percentile


def test_every_load_has_a_bin() -> None:
    assert [bin_of(load) for load in (0.0, LOWEST, 2.01 * LOWEST, 1e9)] == [0, 0, 6, BINS - 1]
    assert [bin_of(load) for load in np.geomspace(0.011, 10, 200)] == sorted(
        bin_of(load) for load in np.geomspace(0.011, 10, 200)
    )


def test_percentiles_are_right_to_a_part_of_a_bin() -> None:
    values = np.random.default_rng(0).lognormal(-2, 0.7, 10_000)
    counts = np.bincount([bin_of(load) for load in values], minlength=BINS)
    for percent in (1, 50, 99, 99.9):
        assert percentile(counts, percent) == pytest.approx(np.percentile(values, percent), rel=0.03)
    assert percentile(np.zeros(BINS), 50) == 0
    assert percentile([0, 0, 1, 0], 50) == pytest.approx(LOWEST * 2 ** (2.5 / 6))
