"""Initializers by name: what is drawn is what is used, in every family, by the same seed the same."""

from __future__ import annotations

from dataclasses import replace

import keras
import numpy as np
import pytest
from keras import layers

from gesturegan_live.generator.layers import EqualisedConv2D
from tests.training.networks.test_registry import SHAPES
from training.networks import NETWORKS
from training.networks.initializers import CONVOLUTIONS, INITIALIZERS, draw
from training.teaching.gan import Gan
from training.teaching.recipe import INITIALIZER_NAMES, OWN, Recipe


def _used(layer: keras.Layer) -> np.ndarray:
    return np.asarray(layer.kernel) * getattr(layer, "scale", 1.0)


def _drawn(gan: Gan, name: str) -> list[np.ndarray]:
    networks = [network for network in (gan.generator, gan.discriminator, gan.encoder) if network is not None]
    found = [layer for network in networks for layer in network.layers if isinstance(layer, NETWORKS[name].drawn)]
    return [_used(layer) for layer in found]


def _built(name: str, initializer: str) -> Gan:
    network = NETWORKS[name]
    return network.build("tiny", SHAPES[name], 0, replace(network.recipe, initializer=initializer), 1)


def test_the_recipe_knows_the_names() -> None:
    assert (OWN, *INITIALIZERS) == INITIALIZER_NAMES
    with pytest.raises(ValueError, match="initializer is 'xavier', expected one of family, normal, he_normal, "):
        Recipe(initializer="xavier")


@pytest.mark.parametrize("layer", [layers.Conv2D(64, 3), layers.Conv2DTranspose(64, 4), EqualisedConv2D(64, (3, 3))])
def test_what_is_drawn_is_what_is_used(layer: keras.Layer) -> None:
    network = keras.Sequential([keras.Input((8, 8, 32)), layer, layers.Dense(3)])
    untouched = np.array(network.layers[-1].kernel)
    keras.utils.set_random_seed(1)
    draw(network, "normal", CONVOLUTIONS)
    assert _used(layer).std() == pytest.approx(0.02, rel=0.03)
    draw(network, "orthogonal", CONVOLUTIONS)
    flat = _used(layer).reshape(-1, layer.kernel.shape[-1])
    np.testing.assert_allclose(flat.T @ flat, np.eye(flat.shape[1]), atol=1e-5)
    draw(network, "glorot_uniform", CONVOLUTIONS)
    height, width, first, second = layer.kernel.shape
    assert np.abs(_used(layer)).max() == pytest.approx((6 / (height * width * (first + second))) ** 0.5, rel=0.01)
    np.testing.assert_array_equal(network.layers[-1].kernel, untouched)


@pytest.mark.parametrize("name", SHAPES)
def test_every_family_begins_as_it_is_told(name: str) -> None:
    own, first, again = (_drawn(_built(name, chosen), name) for chosen in (OWN, "normal", "normal"))
    for kernel, drawn, same in zip(own, first, again, strict=True):
        assert np.abs(drawn - kernel).max() > 0
        np.testing.assert_array_equal(drawn, same)
    assert np.concatenate([drawn.ravel() for drawn in first]).std() == pytest.approx(0.02, rel=0.1)
    gan = _built(name, "normal")
    for played, taught in zip(gan.average.variables, gan.generator.variables, strict=True):
        np.testing.assert_array_equal(played, taught)
