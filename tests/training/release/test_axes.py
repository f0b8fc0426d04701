"""Principal directions and points far apart."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from keras import layers

from training.release import axes
from training.release.qualities import QUALITIES

DIMENSION = 6
BRIGHT, PITCH = (list(QUALITIES).index(name) for name in ("brightness", "pitch"))


@pytest.fixture
def generator() -> keras.Model:
    """A linear generator that hears coordinate 4 best, then 1, and 0 hardly."""
    z = keras.Input((DIMENSION,), name="z")
    features = layers.Dense(DIMENSION, use_bias=False, name="features")(z)
    model = keras.Model(z, layers.Reshape((1, 1, DIMENSION))(features))
    model.get_layer("features").set_weights([np.diag([0.01, 2.0, 1.0, 0.5, 5.0, 0.1])])
    return model


def test_the_directions_that_change_most_come_first(generator: keras.Model) -> None:
    directions, deviations = axes.principal(generator, "features", count=3)
    assert directions.shape == (3, DIMENSION)
    np.testing.assert_allclose(np.linalg.norm(directions, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(np.argmax(np.abs(directions), axis=1), [4, 1, 2])
    np.testing.assert_allclose(deviations, 1, atol=0.1)  # of a linear generator all of the latent's own
    assert (directions[np.arange(3), [4, 1, 2]] > 0.95).all()


def test_there_are_no_more_axes_than_dimensions(generator: keras.Model) -> None:
    assert len(axes.principal(generator, "features", count=99)[0]) == DIMENSION


def test_how_many_features_tell_it_does_not_matter(generator: keras.Model) -> None:
    features = layers.Concatenate(name="many")([generator.get_layer("features").output] * 400)  # more than points
    many = keras.Model(generator.input, features)
    for found, expected in zip(axes.principal(many, "many"), axes.principal(generator, "features"), strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-3)


def test_axes_are_named_by_what_they_give_more_of_and_turned_to_it() -> None:
    """Qualities that are coordinates, with a sign, and one that nothing changes but chance."""
    directions = np.eye(4, DIMENSION, dtype=np.float32)

    def hear(z: np.ndarray) -> np.ndarray:
        qualities = np.zeros((len(z), len(QUALITIES)))
        qualities[:, BRIGHT] = -3 * z[:, 0] + 0.1 * z[:, 1]
        qualities[:, PITCH] = z[:, 2] + 0.5 * z[:, 1] + 0.01 * z[:, 5]
        return qualities

    turned, names = axes.named(directions, np.ones(4, np.float32), hear)
    assert names == ("brightness", "pitch", "pitch 2", "axis 3")
    np.testing.assert_array_equal(turned[0], -directions[0])
    np.testing.assert_array_equal(turned[1:], directions[1:])


def test_chance_names_no_axis() -> None:
    draw = np.random.default_rng(0)
    _, names = axes.named(
        np.eye(3, DIMENSION, dtype=np.float32),
        np.ones(3, np.float32),
        lambda z: draw.standard_normal((len(z), len(QUALITIES))),
    )
    assert names == ("axis 0", "axis 1", "axis 2")


def test_farthest_points_leave_out_near_neighbours() -> None:
    corners = np.array([[0, 0], [10, 0], [0, 10], [10, 10]], float)
    crowd = np.array([[5, 5], [5.1, 5], [5, 5.1], [0.1, 0.1]])
    chosen = axes.farthest(np.concatenate([corners, crowd]), 5)
    assert chosen[0] == 4
    assert {1, 2, 3} < set(chosen)
    assert {0, 7} & set(chosen)
    assert len(axes.farthest(corners, 9)) == 4
