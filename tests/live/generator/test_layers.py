"""The layers that a saved generator may hold."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np

from gesturegan_live.generator.layers import Grain, Passing, Rough, Speckle


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


def test_images_are_roughened_where_and_as_much_as_asked(tmp_path: Path) -> None:
    keras.utils.set_random_seed(1)
    images, amount = keras.Input((16, 8, 32)), keras.Input((16, 8, 1))
    model = keras.Model([images, amount], Rough(4)([images, amount]))
    loaded = saved(model, tmp_path / "rough.keras")
    x, none, half = np.ones((2, 16, 8, 32), np.float32), *np.zeros((2, 2, 16, 8, 1), np.float32)
    half[:, :8] = 2.0
    smooth, rough = np.asarray(loaded([x, none])), np.asarray(loaded([x, half]))
    np.testing.assert_array_equal(model([x, half]), rough)
    assert (smooth == 1).all()
    assert (rough[:, 8:] == 1).all()
    assert 1.6 < rough[:, :8].std() < 2.4
    assert shapes(loaded) == [(16, 8, 32)], "the noise is taught"


def test_speckle_follows_itself_as_sound_does() -> None:
    keras.utils.set_random_seed(1)
    speckle = np.asarray(Speckle(4)((64, 32, 16))).reshape(64, 32, 4, 4).transpose(0, 2, 1, 3).reshape(256, 128)
    assert abs(speckle.mean()) < 1e-3
    assert abs(speckle.std() - 1) < 1e-3
    assert (speckle**3).mean() < -0.5, "deep holes, no peaks: logarithms"
    assert np.mean(speckle[1:] * speckle[:-1]) > 0.3
    assert abs(np.mean(speckle[8:] * speckle[:-8])) < 0.05
    assert abs(np.mean(speckle[:, 1:] * speckle[:, :-1])) < 0.05


def test_passing_goes_forward_however_large_a_step() -> None:
    times = np.asarray(Passing()(np.array([[18.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0], [0.0, 90.0, 0.0, 0.0]])))
    np.testing.assert_allclose(times, [[-1, -1 / 3, 1 / 3, 1]] * 2 + [[-1, 1, 1, 1]], atol=1e-6)
