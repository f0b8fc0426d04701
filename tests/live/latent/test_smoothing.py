from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gesturegan_live.latent.smoothing import Glide


def test_without_a_glide_time_a_voice_is_there_at_once():
    glide = Glide(np.zeros((2, 3), np.float32))
    glide.aim(1, np.array([1, 2, 3], np.float32))
    assert glide.position.tolist() == [[0, 0, 0], [1, 2, 3]]
    assert glide.moving
    assert glide.take() == [1]
    assert glide.take() == []
    assert not glide.moving


def test_a_move_may_have_a_time_of_its_own():
    glide = Glide(np.zeros((1, 2), np.float32))
    glide.seconds[:] = 1
    glide.aim(0, 4.0, 0, 2.0)
    glide.aim(0, 4.0, 1)
    glide.step(0.5)
    assert glide.position.tolist() == [[1, 2]]
    glide.aim(0, 9.0, 0, 0.0)
    assert glide.position.tolist() == [[9, 2]]


def test_another_glide_takes_over_what_is_under_way():
    before, after = Glide(np.zeros((1, 2), np.float32)), Glide(np.ones((1, 3), np.float32))
    before.aim(0, 4.0, 1, 2.0)
    before.step(1.0)
    after.carry(before, {1: 2})
    assert after.position.tolist() == [[1, 1, 2]]
    after.step(1.0)
    assert after.position.tolist() == [[1, 1, 4]]


def test_voices_move_at_constant_speed_each_in_its_time():
    glide = Glide(np.zeros((2, 1), np.float32))
    glide.seconds[:] = 1, 2
    for voice in range(2):
        glide.aim(voice, np.array([4], np.float32))
    seen = []
    for _ in range(4):
        glide.step(0.5)
        seen.append(glide.position[:, 0].tolist())
    assert seen == [[2, 1], [4, 2], [4, 3], [4, 4]]
    assert glide.take() == [0, 1]
    assert not glide.moving


def test_a_new_target_starts_from_where_it_is():
    glide = Glide(np.zeros((1, 1), np.float32))
    glide.seconds[:] = 1
    glide.aim(0, np.array([4], np.float32))
    glide.step(0.5)
    glide.aim(0, np.array([0], np.float32))
    glide.step(0.5)
    assert glide.position.tolist() == [[1]]


def test_one_coordinate_does_not_hold_up_another():
    glide = Glide(np.zeros((1, 2), np.float32))
    glide.seconds[:] = 1
    glide.aim(0, 1.0, 0)
    glide.step(0.5)
    glide.aim(0, 1.0, 1)
    glide.step(0.5)
    assert glide.position.tolist() == [[1, 0.5]]


def test_placing_ends_a_glide():
    glide = Glide(np.zeros((1, 2), np.float32))
    glide.seconds[:] = 1
    glide.aim(0, np.ones(2, np.float32))
    glide.place(0, np.full(2, 5, np.float32))
    glide.take()
    assert not glide.moving
    glide.touch()
    assert glide.take() == [0]


@given(
    st.lists(st.floats(-12, 12, width=32), min_size=4, max_size=4),
    st.floats(1e-3, 600),
    st.lists(st.floats(0, 10), min_size=1, max_size=20),
)
def test_it_never_overshoots_and_arrives_to_the_bit(target, seconds, steps):
    goal = np.array(target, np.float32)
    glide = Glide(np.zeros((1, 4), np.float32))
    glide.seconds[:] = seconds
    glide.aim(0, goal)
    for dt in steps:
        before = glide.position[0].copy()
        glide.step(dt)
        assert (np.abs(glide.position[0] - goal) <= np.abs(before - goal)).all()
    glide.step(seconds)
    assert np.array_equal(glide.position[0], goal)
    assert glide.take() == [0]
