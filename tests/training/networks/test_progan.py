"""Progressive growing: levels, and what is seen of those that are not taught yet."""

from __future__ import annotations

import numpy as np
import pytest

from training.networks.progan import PRESETS, Discriminator, ProganConfig, generator, schedule, sizes


def test_levels_double_to_any_shape_that_halves() -> None:
    assert sizes((1024, 1024, 3))[0] == (4, 4)
    assert len(sizes((1024, 1024, 3))) == 9
    assert sizes((128, 1024, 2))[0] == (2, 16)
    assert sizes((256, 128, 1)) == [(8, 4), (16, 8), (32, 16), (64, 32), (128, 64), (256, 128)]
    for shape in ((150, 150, 1), (64, 1, 2), (4, 4, 1)):
        with pytest.raises(ValueError, match="expected sides that halve together down to 16 to 64 pixels"):
            sizes(shape)


def test_a_level_that_has_not_begun_is_the_one_below_enlarged() -> None:
    network = generator(PRESETS["tiny"], (16, 16, 1))
    z = np.random.default_rng(0).standard_normal((2, 8)).astype(np.float32)
    full, half, quarter = (np.asarray(image) for image in network(z))
    np.testing.assert_allclose(full, quarter.repeat(4, axis=1).repeat(4, axis=2), atol=1e-6)
    network.get_layer("fade_1").share.assign(1.0)
    full, half, quarter = (np.asarray(image) for image in network(z))
    assert np.abs(half - quarter.repeat(2, axis=1).repeat(2, axis=2)).max() > 0.01
    np.testing.assert_allclose(full, half.repeat(2, axis=1).repeat(2, axis=2), atol=1e-6)


def test_fading_in_the_discriminator_goes_from_the_level_below() -> None:
    network = Discriminator(PRESETS["tiny"], (16, 16, 1), 0)
    images = np.random.default_rng(0).uniform(-1, 1, (4, 16, 16, 1)).astype(np.float32)
    halves = images.reshape(4, 8, 2, 8, 2, 1).mean(axis=(2, 4))
    before = np.asarray(network(images))
    network.level = 1
    network.fades[1].share.assign(1.0)
    np.testing.assert_allclose(before, network(halves), atol=1e-5)
    network.level = 2
    network.fades[2].share.assign(1.0)
    assert np.abs(np.asarray(network(images)) - before).max() > 1e-4


def test_levels_come_one_after_the_other_and_start_anew() -> None:
    told = schedule(ProganConfig(fade_steps=10, steady_steps=5), (16, 16, 1))
    assert (told.begins, told.fade, told.reset) == ((0, 5, 20), 10, True)
    with pytest.raises(ValueError, match=r"kernel is \(3, 4\), expected odd sides"):
        ProganConfig(kernel=(3, 4))
