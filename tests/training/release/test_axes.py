"""Axes of models of which it is known what they do."""

from __future__ import annotations

from collections.abc import Callable

import keras
import numpy as np
import pytest
from keras import layers

from gesturegan_live.codecs import CODECS
from gesturegan_live.models.couplings import Couplings
from training.metrics.model import Model
from training.release.axes import find, principal
from training.release.effects import NAMES
from training.release.played import Played

DIMENSION = 6
SCALES = np.diag([0.01, 2.0, 1.0, 0.5, 5.0, 0.1])
NONE = np.zeros(0, np.float32)


def generator(many: int = 1) -> keras.Model:
    """A linear generator that hears coordinate 4 best, then 1, and 0 hardly."""
    z = keras.Input((DIMENSION,), name="z")
    once = layers.Dense(DIMENSION, use_bias=False)
    features = layers.Concatenate(name="features")([once(z)] * many) if many > 1 else once(z)
    model = keras.Model(z, layers.Identity(name="features" if many == 1 else "last")(features))
    once.set_weights([SCALES])
    return model


def played(formula: Callable[[np.ndarray], dict[str, np.ndarray]], couplings: Couplings | None = None) -> Played:
    """A model of whose codes its qualities are told; those that are not named are 0."""

    class Told(Played):
        def qualities(self, codes: np.ndarray, conditions: np.ndarray, *, quick: bool = False) -> np.ndarray:
            found = np.zeros((len(codes), len(NAMES)))
            for name, values in formula(codes.astype(np.float64)).items():
                found[:, NAMES.index(name)] = values
            return found

        def slopes(self) -> None:
            return None

        def sounds(self, codes: np.ndarray, conditions: np.ndarray) -> np.ndarray:
            time = np.arange(4096) / 4096
            return (codes @ np.sin(np.outer(np.arange(1, DIMENSION + 1), 900 * time))).astype(np.float32)

    return Told(Model(generator(), CODECS["log-spectrogram"](), DIMENSION), couplings)


def tangled(z: np.ndarray) -> dict[str, np.ndarray]:
    """Three qualities that no coordinate tells alone."""
    return {
        "brightness": z[:, 0] + 0.8 * z[:, 1],
        "loudness": np.tanh(z[:, 1]) + 0.5 * z[:, 0] + 0.2 * z[:, 4],
        "attack": np.exp(0.3 * z[:, 2] + 0.2 * z[:, 0]),
    }


def test_the_directions_that_change_most_come_first() -> None:
    model = played(tangled)
    basis, deviations = principal(model, "features", 3, np.random.default_rng(0))
    np.testing.assert_array_equal(np.argmax(np.abs(basis), axis=1), [4, 1, 2])
    np.testing.assert_allclose(basis @ basis.T, np.eye(3), atol=1e-5)
    np.testing.assert_allclose(deviations, 1, atol=0.1)
    assert len(principal(model, "features", 99, np.random.default_rng(0))[0]) == DIMENSION


def test_how_many_features_tell_it_does_not_matter() -> None:
    few = played(tangled)
    many = Played(Model(generator(400), few.model.codec, DIMENSION), None)  # more than points
    found, expected = (principal(one, "features", 4, np.random.default_rng(0))[0] for one in (many, few))
    np.testing.assert_allclose(np.abs(found), np.abs(expected), atol=1e-3)


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


def test_qualities_become_axes_and_the_rest_have_numbers(told: list[str]) -> None:
    model = played(tangled)
    found = find(model, "features", tell=told.append)
    assert found.names == ("brightness", "attack", "loudness", "axis 3", "axis 4", "axis 5")
    assert told == [
        f"no axis is called {name}: nothing in this model changes it" for name in ("noisiness", "register", "density")
    ]
    directions, deviations = found.directions
    np.testing.assert_allclose(np.linalg.norm(directions, axis=1), 1, rtol=1e-5)
    np.testing.assert_allclose(directions * deviations[:, None], found.steps, rtol=1e-5)
    start = np.random.default_rng(9).standard_normal((400, DIMENSION))
    for name, step, effect in zip(found.names[:3], found.steps, found.effects, strict=False):
        before, after = tangled(start - step), tangled(start + step)
        changes = {other: float(np.mean(after[other] - before[other])) / 2 for other in before}
        assert effect.changes == name
        assert changes[name] == pytest.approx(effect.amount, rel=0.2)
        assert min(effect.rank, effect.sign) > 0.9
        for other in effect.beside:
            assert abs(effect.beside[other]) < 0.25
    for effect in found.effects[3:]:
        assert (effect.changes, effect.unit) == ("sound", "dB")
        assert effect.amount > 0
    named, others = found.steps[:3], found.steps[3:]
    np.testing.assert_allclose(named @ others.T, 0, atol=1e-4)


def test_what_changes_by_chance_alone_is_no_axis() -> None:
    draw = np.random.default_rng(0)
    said: list[str] = []
    found = find(played(lambda z: {"attack": draw.standard_normal(len(z))}), "features", tell=said.append)
    assert not {"attack"} & set(found.names)
    assert len(found.names) == DIMENSION
    assert any(line.startswith("no axis is called attack: ") and "wanted" in line for line in said)


def test_two_qualities_that_are_one_share_no_name_each() -> None:
    said: list[str] = []
    found = find(
        played(lambda z: {"attack": z[:, 1], "density": z[:, 1] + 0.01 * z[:, 2]}), "features", tell=said.append
    )
    assert len({"attack", "density"} & set(found.names)) <= 2
    for name, effect in zip(found.names, found.effects, strict=True):
        if name in ("attack", "density"):
            assert max((abs(part) for part in effect.beside.values()), default=0) < 0.25


def test_a_model_that_is_silent_has_numbered_axes_only() -> None:
    found = find(played(lambda _: {}), "features")
    assert found.names == tuple(f"axis {number}" for number in range(DIMENSION))
    assert np.isfinite(found.steps).all()


def test_axes_are_straight_among_codes_where_points_are_bent() -> None:
    """A coupling that folds: coordinate 1 grows with 0 in codes, so that to move 0 alone among points moves both."""
    told = np.array([[1, 0, 1, 0, 1, 0]], np.float32)
    first = np.zeros((1, DIMENSION, 1), np.float32)
    first[0, 0] = 2.0
    second = np.zeros((1, 1, 2 * DIMENSION), np.float32)
    second[0, 0, DIMENSION + 1] = 1.5
    zeros = np.zeros((1, 1), np.float32), np.zeros((1, 2 * DIMENSION), np.float32)
    couplings = Couplings(told, first, zeros[0], second, zeros[1])
    model = played(lambda z: {"brightness": z[:, 0], "loudness": z[:, 1]}, couplings)
    found = find(model, "features")
    assert found.names[:2] == ("brightness", "loudness")
    brightness, loudness = found.effects[:2]
    assert min(brightness.sign, loudness.sign, brightness.rank, loudness.rank) == 1
    assert abs(brightness.beside["loudness"]) < 0.05
