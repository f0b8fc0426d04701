"""Growing: what recordings look like at each level, and how far one has faded in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import tensorflow as tf

from training.networks import NETWORKS
from training.teaching.progressive import ClassifyingGan, ProgressiveGan

SHAPE = (16, 16, 1)


@pytest.fixture
def gan() -> ProgressiveGan:
    """Levels 0 to 2 begin at steps 0, 1 and 4; each fades in over two."""
    network = NETWORKS["progan"]
    made = network.build("tiny", SHAPE, 0, network.recipe, 1)
    assert isinstance(made, ProgressiveGan)
    return made


def _at(gan: ProgressiveGan, step: int) -> None:
    gan.step.assign(step)
    gan.enter(gan.stage(step))


def test_recordings_are_averaged_to_the_level_and_fade_as_it_does(gan: ProgressiveGan) -> None:
    images = np.random.default_rng(0).uniform(-1, 1, (2, *SHAPE)).astype(np.float32)
    _at(gan, 0)
    np.testing.assert_allclose(gan._sized(images), images.reshape(2, 4, 4, 4, 4, 1).mean(axis=(2, 4)), atol=1e-6)
    _at(gan, 4)
    blocks = images.reshape(2, 8, 2, 8, 2, 1).mean(axis=(2, 4)).repeat(2, axis=1).repeat(2, axis=2)
    np.testing.assert_allclose(gan._sized(images), (images + blocks) / 2, atol=1e-6)
    _at(gan, 7)
    np.testing.assert_allclose(gan._sized(images), images, atol=1e-6)


def test_only_the_present_level_is_generated(gan: ProgressiveGan) -> None:
    for step, side in ((0, 4), (1, 8), (4, 16)):
        _at(gan, step)
        assert gan._generate(tf.zeros((2, gan.latent_dim)), None).shape == (2, side, side, 1)


def test_what_is_played_fades_with_what_is_taught(gan: ProgressiveGan) -> None:
    _at(gan, 1)
    report = gan.train_step(tf.zeros((2, *SHAPE)))
    assert float(report["level"]) == 1
    for network in (gan.generator, gan.average):
        assert float(network.get_layer("fade_1").share) == 0.5
        assert float(network.get_layer("fade_2").share) == 0


def test_optimisers_begin_anew_with_a_level_and_at_no_other_step(gan: ProgressiveGan) -> None:
    for step, anew in ((1, True), (2, False)):
        gan.generator_optimizer.iterations.assign(9)
        _at(gan, step)
        assert int(gan.generator_optimizer.iterations) == (0 if anew else 9)
    assert float(gan.generator_optimizer.learning_rate) == pytest.approx(gan.recipe.generator_rate)


def test_without_reset_they_go_on() -> None:
    network = NETWORKS["progan"]
    tiny = replace(network.presets["tiny"], reset_optimizers=False)
    gan = replace(network, presets={"tiny": tiny}).build("tiny", SHAPE, 0, network.recipe, 1)
    gan.generator_optimizer.iterations.assign(9)
    gan.step.assign(1)
    gan.enter(1)
    assert int(gan.generator_optimizer.iterations) == 9


def test_naming_is_taught_by_what_each_image_was_to_be() -> None:
    network = NETWORKS["gansynth"]
    gan = network.build("tiny", (4, 32, 2), 2, network.recipe, 1)
    assert isinstance(gan, ClassifyingGan)
    own, logit = tf.constant([[1.0, 0.0], [0.0, 1.0]]), tf.zeros((2, 1))
    right, wrong = tf.constant([[9.0, -9.0], [-9.0, 9.0]]), tf.constant([[-9.0, 9.0], [9.0, -9.0]])
    mixed = tf.fill((2, 2), 0.5)
    good = gan._weigh((logit, right), (logit, tf.zeros((2, 2))), own, mixed)
    bad = gan._weigh((logit, wrong), (logit, right), own, mixed)
    assert good[0] < bad[0], "recordings are named"
    assert good[1] < bad[1], "a mixture is named as one"
