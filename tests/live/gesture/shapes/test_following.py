"""Shapes are recognised while they are made."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.gesture.shapes.following import Follower
from gesturegan_live.gesture.shapes.shape import Shape
from tests.live.gesture.shapes.movements import FORMS, REST, made, sensed, wandering

NAMES = list(FORMS)


def taught(times, rng, names=NAMES):
    shapes = {name: Shape(["hand"]) for name in names}
    for name, shape in shapes.items():
        for _ in range(times):
            shape.add(sensed(made(name, rng), rng))
    return shapes


def followed(shapes, frames):
    """Progress and likelihood of each shape at each frame, shape (frames, shapes, 2)."""
    follower, told = Follower(shapes), []
    for values in frames:
        follower.step(dict.fromkeys(shapes, values))
        told.append([follower.told(name) for name in shapes])
    return np.array(told)


def recognised(told, made=0.5):
    """The first shape that is so far made and likelier than all others and none together, and when; (-1, -1): none."""
    sure = (told > [made, 0.5]).all(axis=2)
    frames = np.flatnonzero(sure.any(axis=1))
    return (int(sure[frames[0]].argmax()), int(frames[0])) if len(frames) else (-1, -1)


@pytest.mark.parametrize("times", [1, 3])
def test_noisy_repetitions_are_recognised_before_they_end(times):
    rng = np.random.default_rng(times)
    shapes = taught(times, rng)
    right = []
    for number in range(60):
        movement = made(NAMES[number % 6], rng)
        shape, frame = recognised(followed(shapes, sensed(movement, rng)))
        right.append(shape == number % 6 and frame < REST + len(movement))
    assert np.mean(right) >= 0.9


def test_a_hand_that_goes_about_seldom_makes_a_shape_to_its_end_by_chance():
    rng = np.random.default_rng(3)
    shapes = taught(3, rng)
    assert sum(recognised(followed(shapes, wandering(rng)), 0.8) != (-1, -1) for _ in range(12)) <= 4


@pytest.mark.parametrize("name", ["circle", "eight", "zigzag"])
def test_progress_goes_with_the_movement_to_its_end(name):
    rng = np.random.default_rng(7)
    shapes = taught(3, rng, [name])
    for _ in range(3):
        movement = made(name, rng)
        progress = followed(shapes, sensed(movement, rng))[REST : REST + len(movement), 0, 0]
        assert np.corrcoef(progress, np.arange(len(movement)))[0, 1] > 0.95
        assert progress[-1] > 0.85


def test_rest_is_no_shape_though_one_begins_there_and_after_one_all_is_over():
    rng = np.random.default_rng(3)
    shapes = taught(1, rng)
    start = np.repeat(FORMS["circle"][:1], 100, axis=0)
    told = followed(shapes, start + 0.02 * rng.standard_normal(start.shape))
    assert told[:, :, 1].max() < 0.1
    told = followed(shapes, np.concatenate([sensed(made("circle", rng), rng), start]))
    assert told[-1, :, 1].max() < 0.01


def test_what_is_far_from_all_shapes_is_none():
    rng = np.random.default_rng(4)
    shapes = taught(3, rng, ["line", "eight"])
    for name in ("zigzag", "spiral"):
        elsewhere = np.clip(sensed(made(name, rng), rng) * [0.4, 1, 1] + [0, 0.4, 0.4], 0, 1)
        assert recognised(followed(shapes, elsewhere)) == (-1, -1)


def test_a_stricter_tolerance_lets_less_through():
    rng = np.random.default_rng(5)
    shapes = taught(1, rng, ["circle"])
    frames = sensed(made("circle", rng), rng)
    likely = []
    for tolerance in (0.1, 0.015):
        shapes["circle"].tolerance = tolerance
        likely.append(followed(shapes, frames)[:, 0, 1].max())
    assert likely[0] > 0.9 > 0.1 > likely[1]


def test_a_shape_without_recordings_is_none_and_one_that_stands_stays():
    rng = np.random.default_rng(6)
    shapes = {**taught(1, rng, ["circle"]), "empty": Shape(["hand"])}
    follower = Follower(shapes)
    assert set(follower.names) == {"circle"}
    for values in sensed(made("circle", rng), rng)[:80]:
        follower.step({"circle": values})
    before = follower.told("circle")
    follower.step({})
    assert follower.told("circle") == pytest.approx(before)
    assert follower.told("empty") == (0, 0)
