"""The figure that checkpoints are chosen by."""

from __future__ import annotations

import numpy as np

from training.dataset.manifest import Dataset
from training.metrics.quick import quick, reference


def test_the_more_a_clip_is_spoilt_the_farther_it_is(dataset: Dataset) -> None:
    assert dataset.clips == 32
    held_against = reference(dataset, count=24)
    assert held_against.points.shape == (24, 512)
    images = dataset.images(np.arange(32))
    draw = np.random.default_rng(0).uniform(-1, 1, images.shape).astype(np.float32)
    distances = [quick(images * (1 - part) + draw * part, held_against) for part in (0.0, 0.1, 1.0)]
    assert distances[0] < distances[1] < distances[2]
    assert distances[0] < 0.1 * distances[2]


def test_one_sound_again_and_again_is_far_although_it_is_real(dataset: Dataset) -> None:
    held_against = reference(dataset)
    images = dataset.images(np.arange(32))
    collapsed = np.repeat(images[:1], 32, axis=0)
    assert quick(collapsed, held_against) > 10 * abs(quick(images, held_against))
