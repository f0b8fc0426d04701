"""Mixtures of conditions."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from training.teaching.mixture import mix

MANY = 4000


def _mixed(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    own = np.eye(2, dtype=np.float32)[np.arange(MANY) % 2]
    return own, mix(tf.constant(own), tf.constant([seed, 2])).numpy()


def test_weights_stay_weights_and_about_half_stay_pure() -> None:
    own, mixed = _mixed()
    np.testing.assert_allclose(mixed.sum(axis=1), 1, atol=1e-6)
    assert mixed.min() >= 0
    pure = np.isclose(mixed, own).all(axis=1).mean()
    assert 0.7 < pure < 0.8, "half is left, and of the rest every second partner is of the same category"


def test_of_the_clips_shown_as_a_mixture_each_category_has_its_share() -> None:
    own, mixed = _mixed()
    between = (mixed[:, 0] > 0.25) & (mixed[:, 0] < 0.35)  # shown as 0.3 of the first
    assert between.sum() > 50
    assert 0.2 < own[between, 0].mean() < 0.4


def test_it_is_a_function_of_the_seed() -> None:
    np.testing.assert_array_equal(_mixed(3)[1], _mixed(3)[1])
    assert not np.array_equal(_mixed(3)[1], _mixed(4)[1])
