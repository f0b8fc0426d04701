"""Stages of a run."""

from __future__ import annotations

import pytest

from training.teaching.schedule import Schedule, even


def test_each_stage_begins_where_it_should() -> None:
    schedule = even(3, fade=4, steady=2)
    assert schedule.begins == (0, 2, 8)
    assert [schedule.stage(step) for step in (0, 1, 2, 7, 8, 1000)] == [0, 0, 1, 1, 2, 2]
    assert Schedule().stage(10**6) == 0
    assert [stages.whole for stages in (schedule, Schedule((0, 5)), even(1, fade=4, steady=2))] == [12, 5, 0]


def test_numbers_are_checked() -> None:
    with pytest.raises(ValueError, match=r"stages begin at \(0, 5, 5\), expected ascending steps from 0"):
        Schedule((0, 5, 5))
    with pytest.raises(ValueError, match="fade is -1"):
        Schedule(fade=-1)
