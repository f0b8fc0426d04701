"""The figures that checkpoints are judged by, and the scale that they are read by."""

from __future__ import annotations

import numpy as np
import pytest

from training.dataset.manifest import Dataset
from training.metrics.quick import Reference, fault, figures, reference
from training.metrics.scale import scale


@pytest.fixture
def held_against(dataset: Dataset) -> Reference:
    return reference(dataset, count=16)


def test_the_more_a_clip_is_spoilt_the_farther_it_is(dataset: Dataset, held_against: Reference) -> None:
    assert dataset.clips == 32
    assert held_against.points.shape == (16, 512)
    images = dataset.images(np.arange(0, 32, 2))
    draw = np.random.default_rng(0).uniform(-1, 1, images.shape).astype(np.float32)
    told = [figures(images * (1 - part) + draw * part, held_against) for part in (0.0, 0.1, 1.0)]
    distances = [one["distance"] for one in told]
    assert distances[0] < distances[1] < distances[2]
    assert distances[0] < 0.1 * distances[2]
    collapsed = np.repeat(images[:1], 8, axis=0)  # real, but one sound again and again
    assert figures(collapsed, held_against)["distance"] > 3 * abs(distances[0])


def test_a_grid_and_blur_are_told(dataset: Dataset, held_against: Reference) -> None:
    images = dataset.images(np.arange(32))
    plain = figures(images, held_against)
    assert plain["grid"] < 1.5
    assert plain["partials"] == pytest.approx(1, abs=0.3)
    combed = images.copy()
    combed[:, ::2] += 0.3
    assert figures(combed, held_against)["grid"] > 3 * plain["grid"]
    blurred = (np.roll(images, 1, axis=2) + images + np.roll(images, -1, axis=2)) / 3
    assert figures(blurred, held_against)["partials"] < 0.8 * plain["partials"]


def test_clips_that_are_named_are_the_ones_held_against(dataset: Dataset) -> None:
    one, other = (reference(dataset, np.arange(first, first + 8)) for first in (0, 16))
    assert len(one.points) == len(other.points) == 8
    assert (
        figures(dataset.images(np.arange(8)), one)["distance"]
        < figures(dataset.images(np.arange(8)), other)["distance"]
    )


def test_recordings_are_nearest_and_noise_is_farthest(dataset: Dataset, held_against: Reference) -> None:
    told = scale(dataset, held_against, np.arange(dataset.clips), 24)
    assert list(told) == ["recordings", "baseline", "noise"]
    assert told["recordings"]["distance"] < told["baseline"]["distance"] < told["noise"]["distance"]
    assert told["noise"]["partials"] < 0.5 < told["recordings"]["partials"]


def test_one_number_tells_what_is_wrong() -> None:
    right = {"distance": 2.0, "grid": 1.2, "clear": 1.0, "partials": 1.0, "attacks": 1.0, "hum": 0.0}
    assert fault(right) == 2.0
    worse = ({"grid": 6.0}, {"clear": 0.5}, {"clear": 2.0}, {"partials": 0.2}, {"attacks": 0.0}, {"hum": 0.5})
    assert all(fault(right | one) > 2.2 for one in worse)
    assert fault(right | {"distance": -1.0}) == pytest.approx(0.1)
    assert fault(right | dict.fromkeys(("hum", "partials", "attacks", "clear"), np.nan)) == 2.0
    assert np.isnan(fault(right | {"distance": np.nan}))
