"""Recordings of a shape: what is kept of them, what is refused, and their file."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.gesture.shapes.shape import Shape
from tests.live.gesture.shapes.movements import made, sensed


def test_rest_before_and_after_is_left_out():
    rng = np.random.default_rng(1)
    shape = Shape(["hand"])
    for _ in range(3):
        movement = made("zigzag", rng)
        shape.add(sensed(movement, rng))
        assert 0.75 * len(movement) < len(shape.recordings[-1]) <= len(movement) + 4


def test_a_rest_within_is_not_taken_for_the_end():
    rng = np.random.default_rng(2)
    way = np.concatenate([np.linspace(0, 0.4, 20), np.full(40, 0.4), np.linspace(0.4, 0.8, 20)])[:, None]
    shape, hurried = Shape(["hand"]), Shape(["hand"])
    shape.add(sensed(way, rng))
    hurried.add(sensed(way[::40], rng) if len(way[::40]) > 2 else sensed(np.linspace(0, 0.8, 40)[:, None], rng))
    assert shape.patience > hurried.patience + 15


def test_a_file_says_the_same():
    rng = np.random.default_rng(3)
    shape = Shape(["hand", "hand/energy"], 0.2)
    for _ in range(2):
        shape.add(sensed(made("circle", rng), rng))
    again = Shape.read(shape.content())
    assert (again.sources, again.tolerance) == (shape.sources, shape.tolerance)
    for one, other in zip(shape.recordings, again.recordings, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)


@pytest.mark.parametrize(
    ("frames", "line"),
    [
        (np.full((100, 3), 0.5), "a movement of 0 s: wanted 0.2 to 10 s"),
        (np.linspace(0, 1, 900)[:, None].repeat(3, axis=1), "a movement of 15.08 s: wanted 0.2 to 10 s"),
        (np.linspace(0, 1, 40)[:, None], "1 values, the other recordings have 3: clear them first"),
    ],
)
def test_what_is_no_recording_is_refused(frames, line):
    rng = np.random.default_rng(4)
    shape = Shape(["hand"])
    shape.add(sensed(made("circle", rng), rng))
    with pytest.raises(ValueError, match=line):
        shape.add(frames)
    assert len(shape.recordings) == 1


def test_there_are_so_many_and_no_more():
    rng = np.random.default_rng(5)
    shape = Shape(["hand"])
    for _ in range(8):
        shape.add(sensed(made("circle", rng), rng))
    with pytest.raises(ValueError, match="8 recordings: there is no room for more"):
        shape.add(sensed(made("circle", rng), rng))


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"sources": []}, "0 sources: wanted 1 to 16"),
        ({"tolerance": 0.0}, "tolerance is 0: wanted 0.01 to 1"),
        ({"recordings": [[[0.5]] * 9]}, "a recording of 9 frames, wanted 10 to 500"),
        ({"recordings": [[[0.5]] * 501]}, "a recording of 501 frames"),
        ({"recordings": [[[0.5]] * 10, [[0.5, 0.5]] * 10]}, "frames of .2. values, wanted all of 1"),
        ({"recordings": [[[1.5]] * 10]}, "a value beyond 0 to 1"),
        ({"recordings": [[[]] * 10]}, "frames of .0. values"),
        ({"recordings": [[["x"]] * 10]}, "frame.0. is 'x', wanted a finite number"),
        ({"recordings": [[3] * 10]}, "frame is 3, wanted a list"),
        ({"recordings": [[[0.5]] * 10] * 9}, "9 recordings, wanted 8 at most"),
    ],
)
def test_a_damaged_file_is_refused(change, line):
    with pytest.raises(ValueError, match=line):
        Shape.read({"sources": ["hand"], "tolerance": 0.1, "recordings": [], **change})
