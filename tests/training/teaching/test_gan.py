"""One real step, and that chance is a function of the step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from training.networks.dcgan import PRESETS, discriminator, generator
from training.runs import checkpoint
from training.teaching.gan import Gan
from training.teaching.losses import LOSSES, PENALTIES
from training.teaching.precision import made_in
from training.teaching.recipe import LOSS_NAMES, AugmentationConfig, Recipe

SHAPE = (32, 16, 1)


def _gan(recipe: Recipe | None = None, seed: int = 5) -> Gan:
    keras.utils.set_random_seed(seed)
    config = PRESETS["tiny"]
    return Gan(generator(config, SHAPE), discriminator(config, SHAPE), recipe or Recipe(), seed)


def _traced(gan: Gan) -> Callable[[Any], dict[str, Any]]:
    """The step as training takes it; to trace it takes as long as ten steps without."""
    return tf.function(gan.train_step, autograph=False)  # type: ignore[no-any-return]


def _run(
    gan: Gan, batches: list[np.ndarray], teach: Callable[[Any], dict[str, Any]] | None = None
) -> list[dict[str, float]]:
    teach = teach or gan.train_step
    return [{name: float(value) for name, value in teach(tf.constant(batch)).items()} for batch in batches]


@pytest.mark.parametrize("loss", LOSS_NAMES)
def test_one_step_moves_every_weight(loss: str, images: Callable[..., np.ndarray]) -> None:
    gan = _gan(Recipe(loss=loss))
    before = {name: np.array(value) for name, value in gan.state().items()}
    (report,) = _run(gan, [images(4)])
    assert np.isfinite(list(report.values())).all()
    assert report["penalty"] > 0
    assert int(gan.step.numpy()) == 1
    for network in (gan.generator, gan.discriminator):
        place = {id(v): i for i, v in enumerate(network.variables)}
        still = {
            v.path for v in network.trainable_variables if np.array_equal(v, before[f"{network.name}/{place[id(v)]}"])
        }
        pulled = loss in ("hinge", "rpgan")  # both ways alike
        assert still <= ({"logit/bias"} if pulled else set())
    assert not np.array_equal(gan.average.get_weights()[0], before["average/0"])


def test_the_penalty_comes_every_so_often(images: Callable[..., np.ndarray]) -> None:
    gan = _gan(Recipe(penalty_every=3))
    reports = _run(gan, [images(4)] * 7, _traced(gan))
    assert [report["penalty"] > 0 for report in reports] == [True, False, False] * 2 + [True]
    assert not any(report["penalty"] for report in _run(_gan(Recipe(penalty=0.0)), [images(4)] * 3))


def test_taken_up_from_a_checkpoint_the_losses_are_the_same(tmp_path: Path, images: Callable[..., np.ndarray]) -> None:
    batches = list(images(32).reshape(8, 4, *SHAPE))
    whole, second = _gan(), _gan()
    teach = _traced(whole)
    _run(whole, batches[:3], teach)
    checkpoint.save(tmp_path, whole.state())
    reports = _run(whole, batches[3:], teach)
    checkpoint.restore(tmp_path / "step-00000003.npz", second.state())
    for now, then in zip(_run(second, batches[3:], _traced(second)), reports, strict=True):
        assert now == pytest.approx(then, rel=1e-4, abs=1e-5)
    np.testing.assert_allclose(second.average.get_weights()[0], whole.average.get_weights()[0], atol=1e-4)


def test_what_is_played_is_the_running_average(images: Callable[..., np.ndarray]) -> None:
    gan = _gan(Recipe(average_images=1e-6))  # forgets at once: the average is the generator
    _run(gan, [images(4)] * 2)
    z = np.zeros((2, gan.latent_dim), np.float32)
    np.testing.assert_allclose(gan(z), gan.generator(z, training=False), atol=1e-6)


def test_in_bfloat16_variables_and_images_stay_float32(images: Callable[..., np.ndarray]) -> None:
    with made_in("mixed_bfloat16"):
        gan = _gan()
    (report,) = _run(gan, [images(4)])
    assert np.isfinite(list(report.values())).all()
    assert {variable.dtype for variable in gan.average.variables} == {"float32"}
    assert gan(np.zeros((1, gan.latent_dim), np.float32)).dtype == tf.float32
    assert gan.generator.get_layer("features").compute_dtype == "bfloat16"


def test_losses_pull_the_way_they_should() -> None:
    good, bad = tf.constant([[4.0]]), tf.constant([[-4.0]])
    for loss in LOSSES.values():
        right, fooled_not = loss(good, bad)
        wrong, fooled = loss(bad, good)
        assert right < wrong
        assert fooled < fooled_not
    assert tuple(LOSSES) == tuple(PENALTIES) == LOSS_NAMES


def test_a_critics_slope_is_drawn_to_one_and_recordings_slopes_to_none() -> None:
    images, seed = tf.ones((2, 2, 2, 1)), tf.constant([1, 2])

    def steep(factor: float) -> Callable[[tf.Tensor], tf.Tensor]:
        return lambda seen: factor * tf.reduce_sum(seen, axis=(1, 2, 3))[:, None]  # a slope of 2 * factor

    assert float(PENALTIES["wgan-gp"](steep(0.5), images, -images, seed)) == pytest.approx(0, abs=1e-6)
    assert float(PENALTIES["wgan-gp"](steep(1.0), images, -images, seed)) == pytest.approx(2, rel=1e-4)
    assert float(PENALTIES["hinge"](steep(1.0), images, -images, seed)) == pytest.approx(4)


def test_a_loss_brings_its_penalty() -> None:
    assert Recipe().with_loss("wgan-gp").penalty_every == 1
    assert Recipe().with_loss("wgan-gp").with_loss("hinge").penalty == Recipe().penalty
    assert Recipe(penalty=3.0).with_loss("hinge").penalty == 3.0


def test_augmentation_grows_while_the_discriminator_is_too_sure() -> None:
    gan = _gan(Recipe(augmentation=AugmentationConfig(probability=0.5, adapt_images=100)))
    gan._adapt(tf.ones((10, 1)))
    assert float(gan.strength) == pytest.approx(0.6)
    gan._adapt(-tf.ones((10, 1)))
    assert float(gan.strength) == pytest.approx(0.5)
    assert "strength" in gan.state()


def test_a_recipe_round_trips_and_is_checked() -> None:
    recipe = Recipe(loss="hinge", penalty=0.0)
    assert Recipe.from_json(recipe.to_json()) == recipe
    with pytest.raises(ValueError, match="loss is 'l2', expected one of non-saturating, hinge, wgan-gp"):
        Recipe(loss="l2")
    with pytest.raises(ValueError, match="generator_rate is 0, expected more than 0"):
        Recipe(generator_rate=0)


def test_relativistic_pairing_asks_for_a_distance() -> None:
    real, fake = tf.constant([[2.0], [0.0]]), tf.constant([[1.0], [3.0]])
    d_loss, g_loss = LOSSES["rpgan"](real, fake)
    assert float(d_loss) == pytest.approx((np.log1p(np.exp(-1)) + np.log1p(np.exp(3))) / 2)
    assert float(g_loss) == pytest.approx((np.log1p(np.exp(1)) + np.log1p(np.exp(-3))) / 2)
    shifted = LOSSES["rpgan"](real + 5.0, fake + 5.0)
    np.testing.assert_allclose(shifted, (d_loss, g_loss), rtol=1e-5)


def test_its_penalty_is_of_both_sides() -> None:
    def steep(images: tf.Tensor) -> tf.Tensor:
        return tf.reduce_sum(tf.where(images > 0, 3.0 * images, images), axis=(1, 2, 3))[:, None]

    real, fake = tf.fill((2, 2, 2, 1), 1.0), tf.fill((2, 2, 2, 1), -1.0)
    seed = tf.constant([0, 0])
    assert float(PENALTIES["rpgan"](steep, real, fake, seed)) == pytest.approx(4 * 9 + 4 * 1)
