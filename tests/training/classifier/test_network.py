"""What the network is shown, and what it gives."""

from __future__ import annotations

import numpy as np
import pytest

from training.classifier import network

# Label 0: a file of one clip and one of four; label 1: a file of two clips.
FILES = np.array([7, 2, 2, 2, 2, 5, 5])
LABELS = np.eye(2, dtype=np.float32)[[0, 0, 0, 0, 0, 1, 1]]


def test_files_are_drawn_alike_and_rare_labels_more_often() -> None:
    drawn = network.likely(LABELS, FILES)
    by_file = {file: drawn[file == FILES].sum() for file in (2, 5, 7)}
    assert drawn.sum() == pytest.approx(1)
    assert by_file[2] == pytest.approx(by_file[7])
    assert by_file[5] == pytest.approx(np.sqrt(2) * by_file[7])


def test_batches_are_the_same_for_a_seed_and_stay_in_range() -> None:
    images = np.random.default_rng(0).integers(0, 256, (7, 16, 16, 1), np.uint8)
    stream, steps = network.batches(images, LABELS, FILES, 2, 3, 1)
    assert steps == 4
    first, again, other = (
        np.stack([x for x, _ in network.batches(images, LABELS, FILES, 2, 3, seed)[0].as_numpy_iterator()])
        for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    assert (first.shape, first.min() >= -1, first.max() <= 1) == ((12, 2, 16, 16, 1), True, True)
    shares = np.stack([y for _, y in stream.as_numpy_iterator()])
    np.testing.assert_allclose(shares.sum(axis=-1), 1, rtol=1e-6)


@pytest.mark.parametrize(("several", "sums_to_one"), [(False, True), (True, False)])
def test_probabilities_sum_to_one_unless_there_may_be_several(several: bool, sums_to_one: bool) -> None:
    given = np.asarray(network.network((64, 64, 1), 3, several)(np.zeros((2, 64, 64, 1), np.float32)))
    assert given.shape == (2, 3)
    assert bool(np.allclose(given.sum(axis=1), 1, atol=1e-5)) is sums_to_one
