"""The function GAN: its times go forward."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from training.networks.function1d import PRESETS, Function1dConfig, generator


def test_times_go_forward_from_end_to_end() -> None:
    keras.utils.set_random_seed(0)  # (a time may stand still where a step is less than float32 can tell from none)
    network = generator(PRESETS["tiny"], (64, 1, 2))
    network.set_weights(
        [
            weight + 0.3 * np.random.default_rng(n).standard_normal(weight.shape)
            for n, weight in enumerate(network.get_weights())
        ]
    )
    times = np.asarray(network(np.random.default_rng(0).standard_normal((3, 8)).astype(np.float32)))[:, :, 0, 0]
    np.testing.assert_allclose(times[:, 0], -1, atol=1e-6)
    np.testing.assert_allclose(times[:, -1], 1, atol=1e-6)
    assert (np.diff(times, axis=1) > 0).all()
    assert np.ptp(np.diff(times, axis=1)) > 1e-3, "at a pace of their own"


def test_untaught_it_passes_nearly_evenly() -> None:
    image = np.asarray(generator(PRESETS["tiny"], (64, 1, 2))(np.zeros((1, 8), np.float32)))
    np.testing.assert_allclose(image[0, :, 0, 0], np.linspace(-1, 1, 64), atol=0.02)


def test_other_images_are_refused() -> None:
    with pytest.raises(ValueError, match=r"function1d: image 32 x 16 x 1, expected points x 1 x 2 \(codec points\)"):
        generator(PRESETS["tiny"], (32, 16, 1))
    with pytest.raises(ValueError, match=r"widths are \(\), expected one or more"):
        Function1dConfig(widths=())
