"""Axes become better down a gradient: they go the right way at more points, and leave others more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from gesturegan_live.codecs import CODECS
from training.metrics.model import Model
from training.release import bettered as module
from training.release.bettered import bettered
from training.release.effects import NAMES, Tried, moved
from training.release.played import Played

DIMENSION = 4
OWN = [NAMES.index(name) for name in ("brightness", "attack")]
STEPS = np.array([[0.3, 0.2, 0.0, 0.6], [0.2, 0.3, 0.6, 0.0]], np.float32)


class Told(Played):
    """Brightness is the first number, but for what the third folds; attack the second, but for what the last does."""

    def slopes(self) -> Callable[[Any, Any], Any] | None:
        def measure(codes: Any, _conditions: Any) -> Any:
            found = {
                "brightness": codes[:, 0] + codes[:, 3] * tf.sin(3 * codes[:, 2]),
                "attack": codes[:, 1] + 0.8 * codes[:, 2] * tf.cos(2 * codes[:, 3]),
            }
            return tf.stack([found.get(name, 0 * codes[:, 0]) for name in NAMES], axis=1)

        return measure

    def qualities(self, codes: np.ndarray, conditions: np.ndarray, *, quick: bool = False) -> np.ndarray:
        measure = Told.slopes(self)
        assert measure is not None
        return np.asarray(measure(tf.constant(codes), conditions), np.float64)


class Flat(Told):
    """The same, where no gradient passes."""

    def slopes(self) -> None:
        return None


def made(kind: type[Played]) -> Played:
    return kind(Model(None, CODECS["log-spectrogram"](), DIMENSION), None)


def test_they_go_the_right_way_at_more_points_and_leave_others_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TURNS", 150)
    played, basis = made(Told), np.eye(DIMENSION, dtype=np.float32)
    steps = bettered(played, STEPS, OWN, basis, 2.0, np.random.default_rng(0))
    before, after = (
        Tried(OWN, moved(played, some, (-2.0, 2.0), np.random.default_rng(1), 500)) for some in (STEPS, steps)
    )
    assert (before.signs < 0.9).all()
    assert (after.signs > 0.99).all()
    assert np.abs(after.beside() - np.eye(2)).max() < 0.1 < np.abs(before.beside() - np.eye(2)).max()


def test_they_keep_to_the_directions_that_are_given() -> None:
    basis = np.eye(DIMENSION, dtype=np.float32)[:2]
    steps = bettered(made(Told), STEPS, OWN, basis, 2.0, np.random.default_rng(0))
    np.testing.assert_array_equal(steps[:, 2:], 0)


def test_they_stay_as_they_are_where_no_gradient_passes() -> None:
    basis = np.eye(DIMENSION, dtype=np.float32)
    assert bettered(made(Flat), STEPS, OWN, basis, 2.0, np.random.default_rng(0)) is STEPS
