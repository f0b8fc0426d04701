"""Principal directions and points far apart."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from keras import layers

from training import axes

DIMENSION = 6


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


def test_farthest_points_leave_out_near_neighbours() -> None:
    corners = np.array([[0, 0], [10, 0], [0, 10], [10, 10]], float)
    crowd = np.array([[5, 5], [5.1, 5], [5, 5.1], [0.1, 0.1]])
    chosen = axes.farthest(np.concatenate([corners, crowd]), 5)
    assert chosen[0] == 4
    assert {1, 2, 3} < set(chosen)
    assert {0, 7} & set(chosen)
    assert len(axes.farthest(corners, 9)) == 4
