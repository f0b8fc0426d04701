"""Shapes and promises of the DCGAN."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from training.networks.dcgan import PRESETS, DcganConfig, discriminator, doublings, generator, interleave

SHAPES = [(256, 128, 1), (150, 150, 1), (128, 128, 3), (64, 256, 2), (32, 16, 1), (9, 8, 1)]


@pytest.mark.parametrize("shape", SHAPES)
def test_any_codec_shape(shape: tuple[int, int, int]) -> None:
    config = PRESETS["tiny"]
    images = generator(config, shape)(np.zeros((3, config.latent_dim), np.float32))
    assert images.shape == (3, *shape)
    assert float(np.max(np.abs(images))) <= 1
    logits = discriminator(config, shape)(images)
    assert logits.shape == (3, 1)


def test_the_default_stays_within_what_two_cores_can_play() -> None:
    assert generator(DcganConfig(), (256, 128, 1)).count_params() < 1_500_000


def test_small_images_are_refused() -> None:
    with pytest.raises(ValueError, match="image 128 x 1, expected both sides to be 8 or more"):
        doublings((128, 1, 3))
    with pytest.raises(ValueError, match="latent_dim is 0"):
        DcganConfig(latent_dim=0)


def test_interleaving_puts_each_image_on_its_own_lattice() -> None:
    x = np.random.default_rng(0).standard_normal((2, 3, 5, 8)).astype(np.float32)
    doubled = np.asarray(interleave(x, 2))
    for row in range(2):
        for column in range(2):
            part = x[..., 4 * row + 2 * column : 4 * row + 2 * column + 2]
            np.testing.assert_array_equal(doubled[:, row::2, column::2], part)


def test_a_saved_generator_loads_in_safe_mode(tmp_path: Path) -> None:
    made = generator(PRESETS["tiny"], (150, 150, 1))
    made.save(tmp_path / "g.keras")
    z = np.random.default_rng(0).standard_normal((2, 8)).astype(np.float32)
    np.testing.assert_array_equal(keras.saving.load_model(tmp_path / "g.keras", safe_mode=True)(z), made(z))


def test_the_discriminator_sees_that_a_batch_is_all_alike() -> None:
    network = discriminator(PRESETS["tiny"], (32, 16, 1))
    images = np.random.default_rng(1).uniform(-1, 1, (4, 32, 16, 1)).astype(np.float32)
    alike = np.repeat(images[:1], 4, axis=0)
    assert not np.allclose(network(images)[0], network(alike)[0])
