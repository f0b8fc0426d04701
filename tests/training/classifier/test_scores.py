"""Scores reckoned by hand."""

from __future__ import annotations

import numpy as np
import pytest

from training.classifier import scores
from training.dataset.split import held_out

TRUTH = np.array([[1, 0, 1, 0], [0, 1, 0, 0]], np.float32)


def test_lwlrap_weighs_every_true_label_alike() -> None:
    given = np.array([[0.9, 0.8, 0.7, 0.1], [0.9, 0.8, 0.1, 0.0]], np.float32)
    # First row: precision 1 at its first label, 2/3 at the other; second row: 1/2.
    assert scores.lwlrap(TRUTH, given) == pytest.approx((1 + 2 / 3 + 1 / 2) / 3)
    assert scores.lwlrap(TRUTH, TRUTH) == 1


def test_mean_average_precision_leaves_absent_labels_out() -> None:
    given = np.array([[0.9, 0.8, 0.2, 0.1], [0.1, 0.7, 0.6, 0.3]], np.float32)
    assert scores.mean_average_precision(TRUTH, given) == pytest.approx((1 + 1 / 2 + 1 / 2) / 3)


def test_accuracy_confusion_and_chance() -> None:
    given = np.array([[0, 0, 1, 0], [1, 0, 0, 0]], np.float32)
    assert scores.accuracy(TRUTH, given) == 0.5
    table = scores.confusion(TRUTH, given)
    np.testing.assert_array_equal(table, [[0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]])
    guessed = scores.chance(TRUTH, np.array([0.1, 0.6, 0.1, 0.2], np.float32))
    assert guessed["accuracy"] == 0.5  # always the second label
    assert 0.3 < guessed["lwlrap"] < 0.8


def test_files_of_every_label_are_held_out_and_enough_are_left() -> None:
    labels = [["a"]] * 20 + [["b"]] * 4 + [["c"]] * 2 + [["a", "b"]] * 4
    out = held_out(labels, 0.25, 1)
    names = [set(labels[n]) for n in np.flatnonzero(out)]
    assert sum("a" in found for found in names) == 6
    assert sum("b" in found for found in names) >= 2
    assert not any("c" in found for found in names)
    np.testing.assert_array_equal(out, held_out(labels, 0.25, 1))
    assert (out != held_out(labels, 0.25, 2)).any()
