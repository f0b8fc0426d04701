"""Path lengths of generators whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from training.metrics.smoothness import between, path_length


def test_even_movement_is_about_one_and_rougher_generators_are_longer() -> None:
    """A linear generator along the great circle: the arc is a little longer than the chord."""
    assert path_length(lambda z: 3 * z, 64) == pytest.approx(np.pi**2 / 8, rel=0.1)
    rough = [path_length(lambda z, k=k: z + 0.5 * np.sin(k * z), 64) for k in (0, 4, 16)]
    assert rough[0] < rough[1] < rough[2]


def test_jumps_are_longer_than_slopes() -> None:
    slope = path_length(lambda z: z[:, :1], 8, pairs=400)
    assert path_length(lambda z: np.sign(z[:, :1]), 8, pairs=400) > 2 * slope


def test_the_way_leads_from_start_to_end_and_keeps_its_length() -> None:
    starts, ends = np.random.default_rng(0).standard_normal((2, 5, 32)).astype(np.float32)
    np.testing.assert_allclose(between(starts, ends, np.zeros((5, 1))), starts, atol=1e-5)
    np.testing.assert_allclose(between(starts, ends, np.ones((5, 1))), ends, atol=1e-5)
    middle = between(starts, ends, np.full((5, 1), 0.5))
    lengths = [np.linalg.norm(points, axis=1) for points in (starts, middle, ends)]
    np.testing.assert_allclose(lengths[1], (lengths[0] + lengths[2]) / 2, rtol=1e-5)
    np.testing.assert_allclose(between(starts, starts, np.full((5, 1), 0.3)), starts, atol=1e-5)
