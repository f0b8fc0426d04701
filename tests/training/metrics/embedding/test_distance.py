"""Distances between sets whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest

from training.metrics.embedding import distance


def gaussian(mean: np.ndarray, covariance: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Points that have this mean and covariance exactly."""
    draws = np.random.default_rng(seed).standard_normal((count, len(mean)))
    draws -= draws.mean(axis=0)
    whitening = np.linalg.inv(np.linalg.cholesky(np.cov(draws.T)))
    return mean + draws @ whitening.T @ np.linalg.cholesky(covariance).T


def test_the_frechet_distance_of_two_gaussians_is_the_textbooks() -> None:
    a = gaussian(np.array([0.0, 0.0, 0.0]), np.diag([1.0, 4.0, 9.0]), 50, 0)
    b = gaussian(np.array([1.0, 2.0, 0.0]), np.diag([4.0, 1.0, 9.0]), 80, 1)
    assert distance.frechet(a, b) == pytest.approx(1 + 4 + (1 - 2) ** 2 + (2 - 1) ** 2, abs=1e-6)
    assert distance.frechet(a, a) == pytest.approx(0, abs=1e-6)


def test_the_frechet_distance_sees_correlation() -> None:
    mean, flat = np.zeros(2), np.eye(2)
    tilted = np.array([[1.0, 0.8], [0.8, 1.0]])  # eigenvalues 1.8 and 0.2 against 1 and 1
    wanted = (np.sqrt(1.8) - 1) ** 2 + (np.sqrt(0.2) - 1) ** 2
    assert distance.frechet(gaussian(mean, flat, 40, 2), gaussian(mean, tilted, 40, 3)) == pytest.approx(wanted)


def test_two_halves_of_one_set_are_no_kernel_distance_apart_whatever_their_size() -> None:
    draw = np.random.default_rng(4)
    for size in (8, 32, 128):
        found = [
            distance.kernel(a, b, 4.0)
            for a, b in (draw.standard_normal((2, size, 16)).astype(np.float32) for _ in range(60))
        ]
        assert abs(np.mean(found)) < 4 * np.std(found) / np.sqrt(60)
        assert min(found) < 0  # unbiased: some are below


def test_the_kernel_distance_of_two_shifted_gaussians_is_the_integral() -> None:
    """Both N(mu, 1) in one dimension: 2 (1 - exp(-mu^2 / (2 (w^2 + 2)))) / sqrt(1 + 2 / w^2)."""
    draw = np.random.default_rng(5)
    a, b = draw.standard_normal((2, 2000, 1))
    shift, width = 1.5, 2.0
    wanted = 100 * 2 * (1 - np.exp(-(shift**2) / (2 * (width**2 + 2)))) / np.sqrt(1 + 2 / width**2)
    assert distance.kernel(a, b + shift, width) == pytest.approx(wanted, rel=0.1)


def test_the_bandwidth_is_the_median_distance() -> None:
    assert distance.bandwidth(np.array([[0.0], [1.0], [5.0]])) == pytest.approx(4)


def test_the_nearest_of_others_is_found() -> None:
    found = distance.nearest(np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[0.0, 0.0], [3.0, 3.0]]))
    np.testing.assert_allclose(found, [0, 1])


def test_too_few_sounds_and_sounds_all_alike_are_refused() -> None:
    with pytest.raises(ValueError, match="sets of 1 and 4 sounds, expected 2 or more in each"):
        distance.frechet(np.zeros((1, 3), np.float32), np.zeros((4, 3), np.float32))
    with pytest.raises(ValueError, match=r"kernel width is 0\.0, expected more than 0"):
        distance.kernel(np.zeros((4, 3)), np.zeros((4, 3)), 0.0)
