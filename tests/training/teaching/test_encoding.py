"""The encoder: taught alone at first, then one image in four is made of a recording's point."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from training.networks import NETWORKS
from training.teaching.encoding import EncodedGan, _difference, _roughness

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
    assert reports[-1].keys() == {"likeness", "g_gradient", "lowest", "highest"}


def test_later_one_in_four_keeps_its_own_condition(gan: EncodedGan) -> None:
    gan.enter(1)
    own, mixed = tf.one_hot([0, 0, 0, 0], 2), tf.one_hot([1, 1, 1, 1], 2)
    fake, asked, lesson, figures = gan._imagine(tf.constant(IMAGES), tf.zeros((4, gan.latent_dim)), own, mixed)
    assert fake.shape == (4, *SHAPE)
    np.testing.assert_array_equal(np.argmax(asked, axis=1), [0, 1, 1, 1])
    assert float(lesson) > 0
    assert figures.keys() == {"likeness"}


def test_levels_are_compared_without_the_speckle_that_lies_over_them() -> None:
    draw = np.random.default_rng(1)
    smooth = np.zeros((2, 16, 16, 1), np.float32)
    one, other = (0.2 * draw.standard_normal(smooth.shape).astype(np.float32) for _ in range(2))
    right = float(_difference(one, smooth, other))
    assert right < float(_difference(one, smooth, smooth)), "as much of it is better than none"
    assert right < float(_difference(one, smooth + 0.3, other + 0.3)), "levels count"


def test_a_pattern_along_frequency_is_no_roughness() -> None:
    comb = np.tile(np.array([0.3, -0.3], np.float32), 8)[None, None, :, None].repeat(16, axis=1)
    assert float(np.max(_roughness(comb))) < 0.02
    assert float(np.min(_roughness(np.swapaxes(comb, 1, 2)))) > 0.2
