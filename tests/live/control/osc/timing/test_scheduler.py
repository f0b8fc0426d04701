from __future__ import annotations

import asyncio

import pytest

from gesturegan_live.control.osc.timing import scheduler
from gesturegan_live.control.osc.timing.scheduler import Scheduler


def run(act):
    asyncio.run(act())


def test_actions_run_by_time_then_by_order():
    done = []

    async def act():
        now = [100.0]
        schedule = Scheduler(lambda: now[0])
        for time, name in ((103, "c"), (101, "a"), (102, "b"), (101, "A")):
            schedule.at(time, lambda name=name: done.append(name))
        schedule._wake()
        assert done == []
        now[0] = 102.0
        schedule._wake()
        assert done == ["a", "A", "b"]
        assert len(schedule) == 1
        schedule.clear()
        now[0] = 200.0
        schedule._wake()
        assert len(schedule) == 0

    run(act)
    assert done == ["a", "A", "b"]


def test_an_action_may_schedule_another_and_one_that_fails_stops_none():
    done = []

    async def act():
        schedule = Scheduler(lambda: 100.0)
        schedule.at(99, lambda: schedule.at(98, lambda: done.append("again")))
        schedule.at(97, lambda: 1 / 0)
        asyncio.get_running_loop().set_exception_handler(lambda _, context: done.append(type(context["exception"])))
        while len(done) < 2:
            await asyncio.sleep(0)

    run(act)
    assert done == [ZeroDivisionError, "again"]


def test_what_may_wait_is_bounded(monkeypatch):
    monkeypatch.setattr(scheduler, "MOST", 2)

    async def act():
        schedule = Scheduler(lambda: 0.0)
        for _ in range(2):
            schedule.at(1e9, lambda: None)
        with pytest.raises(ValueError, match="bundles wait for their time already"):
            schedule.at(1, lambda: None)
        schedule.clear()

    run(act)
