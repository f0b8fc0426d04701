"""What the discriminator sees."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import tensorflow as tf

from training.teaching.augment import augment
from training.teaching.recipe import AugmentationConfig

NOTHING = {"shift": 0.0, "bend": 0.0, "gain": 0.0, "mask": 0.0}
SEED = tf.constant([1, 2])


def _one(**change: float) -> AugmentationConfig:
    return AugmentationConfig(probability=1.0, **{**NOTHING, **change})


def test_nothing_asked_for_changes_nothing(images: Callable[..., np.ndarray]) -> None:
    batch = images(4)
    np.testing.assert_allclose(augment(batch, _one(), SEED), batch, atol=1e-6)
    never = AugmentationConfig(probability=0.0)
    np.testing.assert_allclose(augment(batch, never, SEED), batch, atol=1e-6)


def test_time_turns_round_and_never_backwards(images: Callable[..., np.ndarray]) -> None:
    batch = images(6)
    turned = augment(batch, _one(shift=0.5), SEED).numpy()
    turns = []
    for before, after in zip(batch, turned, strict=True):
        fits = [turn for turn in range(32) if np.allclose(np.roll(before, turn, axis=0), after, atol=1e-6)]
        assert len(fits) == 1
        turns += fits
    assert len(set(turns)) > 1


def test_frequency_bends_and_the_edge_comes_in(images: Callable[..., np.ndarray]) -> None:
    batch = images(6)
    bent = augment(batch, _one(bend=0.2), SEED).numpy()
    rises = []
    for before, after in zip(batch, bent, strict=True):
        fits = [
            rise
            for rise in range(-3, 4)
            if np.allclose(before[:, np.clip(np.arange(16) + rise, 0, 15)], after, atol=1e-6)
        ]
        assert len(fits) == 1
        rises += fits
    assert len(set(rises)) > 1


def test_gain_keeps_silence_silent(images: Callable[..., np.ndarray]) -> None:
    batch = images(4)
    batch[:, :8] = -1
    louder = augment(batch, _one(gain=0.15), SEED).numpy()
    np.testing.assert_allclose(louder[:, :8], -1)
    assert not np.allclose(louder[:, 8:], batch[:, 8:])
    assert louder.max() <= 1


def test_masks_silence_a_stretch_of_time_and_a_band(images: Callable[..., np.ndarray]) -> None:
    batch = np.abs(images(4)) * 0.5
    masked = augment(batch, _one(mask=0.5), SEED).numpy()
    gone = masked <= -1 + 1e-6
    assert gone.any()
    assert not gone.all()
    rows, columns = gone.all(axis=(2, 3)), gone.all(axis=(1, 3))
    np.testing.assert_array_equal(gone[..., 0], rows[:, :, None] | columns[:, None, :])


def test_where_time_runs_along_the_width_all_is_turned(images: Callable[..., np.ndarray]) -> None:
    batch = images(6)
    change = {"shift": 0.5, "bend": 0.2, "gain": 0.15, "mask": 0.5}
    upright = augment(batch, AugmentationConfig(probability=0.5, **change), SEED).numpy()
    lying = augment(batch.transpose(0, 2, 1, 3), AugmentationConfig(probability=0.5, time_axis=2, **change), SEED)
    np.testing.assert_array_equal(lying.numpy().transpose(0, 2, 1, 3), upright)


def test_the_generator_is_taught_through_it(images: Callable[..., np.ndarray]) -> None:
    batch = tf.constant(images(4))
    with tf.GradientTape() as tape:
        tape.watch(batch)
        total = tf.reduce_sum(augment(batch, AugmentationConfig(), SEED))
    assert np.count_nonzero(tape.gradient(total, batch)) > batch.shape.num_elements() // 2


def test_numbers_are_checked() -> None:
    with pytest.raises(ValueError, match="augmentation: bend is 2, expected 0 to 1"):
        AugmentationConfig(bend=2)
    with pytest.raises(ValueError, match="augmentation: time_axis is 0, expected 1 or 2"):
        AugmentationConfig(time_axis=0)
