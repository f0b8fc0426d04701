"""The project's own family: any shape, an encoder, nothing that repeats every few pixels."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from gesturegan_live.generator.drawing import Coupling
from training.metrics import grid
from training.networks import NETWORKS
from training.networks.gesturegan import PRESETS, discriminator, encoder, generator, separate

SHAPES = [(256, 128, 1), (150, 150, 1), (64, 128, 2), (16, 16, 3)]


@pytest.mark.parametrize("shape", SHAPES)
def test_any_codec_shape(shape: tuple[int, int, int]) -> None:
    config = PRESETS["tiny"]
    image = generator(config, shape)(np.zeros((2, config.latent_dim), np.float32))
    assert image.shape == (2, *shape)
    assert discriminator(config, shape)(image).shape == (2, 1)
    assert encoder(config, shape)(image).shape == (2, config.latent_dim)


def test_the_default_is_small_enough_to_play() -> None:
    network = generator(PRESETS["default"], (256, 128, 1))
    assert sum(np.asarray(weight).nbytes for weight in network.get_weights()) < 6_500_000


def test_separated_pixels_are_channels() -> None:
    x = np.random.default_rng(0).standard_normal((2, 8, 12, 3)).astype(np.float32)
    parts = np.asarray(separate(x, 4))
    assert parts.shape == (2, 2, 3, 48)
    np.testing.assert_array_equal(parts[0, 1, 2], x[0, 4:8, 8:12].reshape(-1))


def test_no_grid_shows_whatever_the_weights_are() -> None:
    network = generator(PRESETS["default"], (256, 128, 1))
    draw = np.random.default_rng(0)
    for layer in network.layers:
        if layer.trainable and layer.weights:
            layer.set_weights([draw.normal(0, 0.1, weight.shape) for weight in layer.weights])
    images = np.asarray(network(draw.standard_normal((24, 128)).astype(np.float32)))
    assert grid.measure(images).worst() < 3.0


def test_a_coupling_can_be_undone() -> None:
    coupling = Coupling(3, 16)
    points, conditions = np.random.default_rng(0).standard_normal((2, 5, 8)).astype(np.float32)
    coupling([points, conditions])
    np.testing.assert_array_equal(coupling([points, conditions]), points, "it begins as the identity")
    *weights, told = coupling.get_weights()
    draw = np.random.default_rng(1)
    coupling.set_weights([*(weight + draw.normal(0, 0.2, weight.shape) for weight in weights), told])
    there = coupling([points, conditions])
    assert float(np.abs(there - points).max()) > 0.1
    np.testing.assert_allclose(coupling([there, conditions], back=True), points, atol=1e-5)


def test_the_encoder_that_is_exported_is_the_average(tmp_path: Path) -> None:
    network = NETWORKS["gesturegan"]
    gan = network.build("tiny", (16, 16, 1), 0, network.recipe, 1)
    images = np.random.default_rng(0).uniform(-1, 1, (3, 16, 16, 1)).astype(np.float32)
    gan.finder().save(tmp_path / "encoder.keras")
    points = keras.saving.load_model(tmp_path / "encoder.keras", safe_mode=True)(images)
    np.testing.assert_allclose(points, np.asarray(gan.encoder_average(images)), atol=1e-6)


def test_small_images_are_refused() -> None:
    with pytest.raises(ValueError, match="gesturegan: image 64 x 8, expected both sides to be 16 or more"):
        generator(PRESETS["tiny"], (64, 8, 1))
