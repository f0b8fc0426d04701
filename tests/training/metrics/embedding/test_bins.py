"""NDB/k: kinds of sounds that are missing, or come too often."""

from __future__ import annotations

import numpy as np

from training.metrics.embedding import bins

KINDS = 10


def clumps(each: list[int], seed: int) -> np.ndarray:
    """Points in clumps far apart, so many in each."""
    draw = np.random.default_rng(seed)
    centres = np.eye(KINDS, 12) * 50
    return np.concatenate([centre + draw.standard_normal((n, 12)) for centre, n in zip(centres, each, strict=True)])


def test_a_set_does_not_differ_from_itself_nor_from_another_draw() -> None:
    reference = clumps([10] * KINDS, 0)
    assert bins.different(reference, reference) == 0
    assert bins.different(reference, clumps([10] * KINDS, 1)) == 0


def test_kinds_that_are_missing_and_those_in_their_place_are_counted() -> None:
    reference = clumps([10] * KINDS, 0)
    assert bins.different(reference, clumps([0, 0, 25, 25, 10, 10, 10, 10, 5, 5], 1)) == 0.4
    assert bins.different(reference, clumps([100, *[0] * (KINDS - 1)], 1)) == 1
