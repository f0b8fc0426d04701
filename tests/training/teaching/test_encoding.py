"""The encoder: taught alone at first, then one image in four is made of a recording's point."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from training.networks import NETWORKS
from training.teaching.encoding import EncodedGan, _difference

SHAPE = (16, 16, 1)
IMAGES = np.random.default_rng(0).uniform(-1, 1, (4, *SHAPE)).astype(np.float32)


@pytest.fixture
def gan() -> EncodedGan:
    """Two conditions."""
    network = NETWORKS["gesturegan"]
    made = network.build("tiny", SHAPE, 2, network.recipe, 1)
    assert isinstance(made, EncodedGan)
    return made


def test_alone_it_learns_to_bring_recordings_back(gan: EncodedGan) -> None:
    gan.enter(0)
    judge = [np.array(weight) for weight in gan.discriminator.get_weights()]
    own = tf.constant(np.eye(2, dtype=np.float32)[[0, 1, 0, 1]])
    reports = [gan.train_step((tf.constant(IMAGES), own)) for _ in range(12)]
    assert float(reports[-1]["likeness"]) < float(reports[0]["likeness"])
    assert all(np.array_equal(a, b) for a, b in zip(judge, gan.discriminator.get_weights(), strict=True))
    assert int(gan.step.numpy()) == 12
    assert reports[-1].keys() == {"likeness", "spread", "lost", "levels", "g_gradient", "lowest", "highest"}


def test_later_one_in_four_keeps_its_own_condition(gan: EncodedGan) -> None:
    gan.enter(1)
    own, mixed = tf.one_hot([0, 0, 0, 0], 2), tf.one_hot([1, 1, 1, 1], 2)
    fake, asked, lesson, figures = gan._imagine(tf.constant(IMAGES), tf.zeros((4, gan.latent_dim)), own, mixed)
    assert fake.shape == (4, *SHAPE)
    np.testing.assert_array_equal(np.argmax(asked, axis=1), [0, 1, 1, 1])
    assert float(figures["lost"]) > 0
    assert np.isfinite(float(lesson))


def test_where_noise_lies_counts_less_than_how_much_there_is() -> None:
    noise = np.random.default_rng(1).uniform(-1, 1, (2, 4, 16, 16, 1)).astype(np.float32)
    moved = float(_difference(noise[0], noise[1]))
    louder = float(_difference(noise[0], noise[0] + float(np.abs(noise[0] - noise[1]).mean())))
    assert moved < 0.7 * louder, "means of squares agree"


def test_smooth_images_are_not_taken_for_rough_ones() -> None:
    rough = np.random.default_rng(1).choice([-0.5, 0.5], (2, 2, 16, 16, 1)).astype(np.float32)
    as_rough, smooth = float(_difference(rough[0], rough[1])), float(_difference(rough[0], np.zeros_like(rough[0])))
    assert as_rough < smooth, "though pixel by pixel the smooth image is as near"
