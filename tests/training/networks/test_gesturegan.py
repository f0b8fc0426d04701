"""The project's own family: any shape, small images on the way, an encoder."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from training.networks import NETWORKS
from training.networks.gesturegan import PRESETS, discriminator, encoder, generator, interleave, separate

SHAPES = [(256, 128, 1), (150, 150, 1), (64, 128, 2), (16, 16, 3)]


@pytest.mark.parametrize("shape", SHAPES)
def test_any_codec_shape(shape: tuple[int, int, int]) -> None:
    config = PRESETS["tiny"]
    image, *smaller = generator(config, shape)(np.zeros((2, config.latent_dim), np.float32))
    assert image.shape == (2, *shape)
    assert smaller[-1].shape[1] * 4 >= min(shape[:2]) // 16
    assert discriminator(config, shape)(image).shape == (2, 1)
    assert encoder(config, shape)(image).shape == (2, 2 * config.latent_dim)


def test_the_default_is_small_enough_to_play() -> None:
    assert generator(PRESETS["default"], (256, 128, 1)).count_params() < 1_400_000


def test_interleaving_undoes_separating() -> None:
    x = np.random.default_rng(0).standard_normal((2, 8, 12, 3)).astype(np.float32)
    np.testing.assert_array_equal(interleave(separate(x, 4), 3), x)


def test_the_encoder_that_is_exported_gives_the_mean(tmp_path: Path) -> None:
    network = NETWORKS["gesturegan"]
    gan = network.build("tiny", (16, 16, 1), 0, network.recipe, 1)
    images = np.random.default_rng(0).uniform(-1, 1, (3, 16, 16, 1)).astype(np.float32)
    gan.finder().save(tmp_path / "encoder.keras")
    points = keras.saving.load_model(tmp_path / "encoder.keras", safe_mode=True)(images)
    np.testing.assert_allclose(points, np.asarray(gan.encoder(images))[:, :8], atol=1e-6)


def test_small_images_are_refused() -> None:
    with pytest.raises(ValueError, match="gesturegan: image 64 x 8, expected both sides to be 16 or more"):
        generator(PRESETS["tiny"], (64, 8, 1))
