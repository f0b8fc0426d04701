"""The layers that a saved generator may hold."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np

from gesturegan_live.generator.layers import Grain, Passing


def saved(model: keras.Model, path: Path) -> keras.Model:
    """Save a model, and load it as a bundle's is loaded."""
    model.save(path)
    return keras.saving.load_model(path, safe_mode=True)


def shapes(model: keras.Model) -> list[tuple[int, ...]]:
    return [tuple(variable.shape) for variable in model.trainable_variables]


def test_grain_is_saved_and_stays(tmp_path: Path) -> None:
    image = keras.Input((6, 4, 3))
    model = keras.Model(image, Grain(5)(image))
    loaded = saved(model, tmp_path / "grain.keras")
    x = np.zeros((2, 6, 4, 3), np.float32)
    grain = np.asarray(model(x))
    assert grain.shape == (2, 6, 4, 3)
    np.testing.assert_array_equal(loaded(x), grain, "the noise that was drawn is what is loaded")
    np.testing.assert_array_equal(grain[0], grain[1], "every image has the same grain")
    assert 0.02 < grain.std() < 0.3
    assert shapes(loaded) == [(5, 3)], "the noise is not taught, its mixture is"


def test_passing_goes_forward_however_large_a_step() -> None:
    times = np.asarray(Passing()(np.array([[18.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0], [0.0, 90.0, 0.0, 0.0]])))
    np.testing.assert_allclose(times, [[-1, -1 / 3, 1 / 3, 1]] * 2 + [[-1, 1, 1, 1]], atol=1e-6)
