from __future__ import annotations

import numpy as np

from gesturegan_live.latent.drift import EVERY, Drift


def _offsets(drift: Drift, seconds: float, dt: float = EVERY) -> np.ndarray:
    offsets = []
    for _ in range(round(seconds / dt)):
        drift.step(dt)
        offsets.append(drift.offset(0))
    return np.array(offsets)


def test_it_stands_still_unless_asked():
    drift = Drift(2, 5)
    assert not drift.moving
    assert drift.step(1.0) == []
    assert not drift.offset(0).any()


def test_it_drifts_as_far_and_as_fast_as_it_is_told():
    slow, fast = Drift(1, 40), Drift(1, 40)
    for drift, speed in ((slow, 0.5), (fast, 5.0)):
        drift.amounts[:], drift.speeds[:] = 0.7, speed
    slow_offsets, fast_offsets = (_offsets(drift, 300)[300:] for drift in (slow, fast))
    for offsets in (slow_offsets, fast_offsets):
        assert abs(offsets.std() - 0.7) < 0.1
        assert abs(offsets.mean()) < 0.05
    steps = [np.abs(np.diff(offsets, axis=0)).mean() for offsets in (slow_offsets, fast_offsets)]
    assert steps[1] > 5 * steps[0]
    later = [np.corrcoef(one[:-60].ravel(), one[60:].ravel())[0, 1] for one in (slow_offsets, fast_offsets)]
    assert later[0] > 0.3 > abs(later[1])  # two seconds on


def test_it_does_not_tremble():
    drift = Drift(1, 10)
    drift.amounts[:] = 1.0
    offsets = _offsets(drift, 60)
    assert np.abs(np.diff(offsets, 2, axis=0)).mean() < 0.3 * np.abs(np.diff(offsets, axis=0)).mean()


def test_the_same_steps_give_the_same_walk_and_each_voice_its_own():
    first, second = Drift(2, 6), Drift(2, 6)
    for drift in (first, second):
        drift.amounts[:] = 1.0
        for _ in range(300):
            drift.step(0.008)
    np.testing.assert_array_equal(first.offset(0), second.offset(0))
    assert (first.offset(0) != first.offset(1)).all()


def test_it_is_moved_no_more_often_than_a_hand_moves():
    drift = Drift(3, 6)
    drift.amounts[1] = 1.0
    moved = [drift.step(0.008) for _ in range(1250)]
    assert {tuple(voices) for voices in moved} == {(), (1,)}
    assert 230 < sum(map(len, moved)) <= 300


def test_it_comes_back_without_a_jump_and_is_there_for_good():
    drift = Drift(1, 6)
    drift.amounts[:] = 2.0
    away = _offsets(drift, 20)
    drift.amounts[:] = 0.0
    back = _offsets(drift, 4)
    assert np.abs(back[0] - away[-1]).max() < 0.3 * np.abs(away[-1]).max() + 0.1
    assert not back[-1].any()
    assert not drift.moving


def test_another_model_is_drifted_through_along_its_own_axes():
    drift = Drift(1, 6)
    drift.amounts[:] = 1.0
    _offsets(drift, 5)
    drift.use(3)
    assert _offsets(drift, 5)[-1].shape == (3,)
    assert drift.offset(0).any()
