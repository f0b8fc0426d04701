from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.latent.walk import Walk


def steps(walk, dt, count):
    return np.array([walk.step(dt).copy() for _ in range(count)])


def test_the_same_seed_walks_the_same_way():
    assert np.array_equal(steps(Walk(8, seed=3), 0.1, 100), steps(Walk(8, seed=3), 0.1, 100))
    assert not np.array_equal(steps(Walk(8, seed=3), 0.1, 100), steps(Walk(8, seed=4), 0.1, 100))


def test_it_keeps_to_the_gaussian_shell():
    norms = np.linalg.norm(steps(Walk(64), 0.05, 4000), axis=2) / 8
    assert norms.min() > 0.7
    assert norms.max() < 1.3


def test_it_moves_without_a_jerk():
    path = steps(Walk(64), 0.02, 4000)
    speed = np.linalg.norm(np.diff(path, axis=0), axis=2) / 0.02
    acceleration = np.abs(np.diff(speed, axis=0)) / 0.02
    assert speed.max() < 8 * np.pi / 2 * 1.5 / 2.5 * 1.6  # a quarter turn of a radius of about 8, at its fastest
    assert acceleration.max() < 60


def test_it_visits_the_presets_and_lingers():
    presets = [np.full(16, value, np.float32) for value in (1, -1, 0.5)]
    path = steps(Walk.through(16, 0, dict(enumerate(presets)), {}), 0.05, 4000)
    for preset in presets:
        near = np.linalg.norm(path - preset, axis=2) < 0.2
        assert near.any()
        assert near.sum(axis=0).max() > 2


def test_conditions_cross_over_on_the_way_to_a_preset_that_is_played_with_others():
    presets, weights = {"a": [0.5] * 8, "b": [0.5, -0.5] * 4}, {"b": [0.0, 0.25, 0.75]}
    walk = Walk.through(8, 3, presets, weights)
    assert walk.weights[0].tolist() == [1, 0, 0]
    seen = []
    for _ in range(4000):
        walk.step(0.05)
        seen.append(walk.weights.copy())
        for point, preset, wanted in ((walk.points, "a", [1, 0, 0]), (walk.points, "b", weights["b"])):
            there = np.linalg.norm(point - presets[preset], axis=1) < 1e-3
            np.testing.assert_allclose(walk.weights[there], np.tile(wanted, (there.sum(), 1)), atol=0.03)
    path = np.array(seen)
    np.testing.assert_allclose(path.sum(axis=2), 1, atol=1e-5)
    assert np.abs(np.diff(path, axis=0)).max() < 0.1
    assert path[:, 0].max(axis=0).min() > 0.7, "places that are drawn are of every condition"


def test_voices_move_at_different_speeds_and_are_heard_apart():
    walk = Walk(64)
    speeds = np.linalg.norm(np.diff(steps(walk, 0.05, 4000), axis=0), axis=2).mean(axis=0)
    assert (np.diff(speeds) < 0).all()
    assert [walk.azimuth(voice) for voice in range(3)] == [60, -60, 180]
    assert Walk(4, voices=1).azimuth(0) == 0
    assert walk.gain() == pytest.approx(3**-0.5)


def test_a_long_pause_is_walked_through():
    walk = Walk(4)
    walk.step(1e4)
    assert np.isfinite(walk.points).all()
    assert (walk._elapsed < walk._seconds).all()
