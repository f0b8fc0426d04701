"""Whose fault a late block was: with stalls that are known, and with processors that are really taken away."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from gesturegan_live.bench import stalls
from gesturegan_live.bench.stalls import Late, Watch, Watchman

HOG = """
import os, sys, time
os.sched_setaffinity(0, {int(sys.argv[1])})
os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99))
print(time.time())
end = time.perf_counter() + 0.05
while time.perf_counter() < end:
    pass
"""
watched = pytest.mark.skipif(not stalls._may_watch(), reason="nobody may watch here")


def watch(*found: list[tuple[float, float]]) -> Watch:
    """Make a watch whose watchmen, one for each list, have found these stalls (begins and ends)."""
    watchmen = []
    for processor, each in enumerate(found):
        watchman = Watchman(processor)
        watchman.found[: len(each)] = each or 0.0
        watchman.count[0] = len(each)
        watchmen.append(watchman)
    return Watch(watchmen)


@pytest.mark.parametrize(
    ("found", "excused"),
    [
        ([[], []], False),
        ([[(100.002, 100.005)], []], True),
        ([[], [(100.002, 100.005)]], True),  # it may have been on either
        ([[(100.002, 100.0035)], []], False),  # it would have been late all the same
        ([[(100.002, 100.0035)], [(100.005, 100.0065)]], True),
        ([[(100.002, 100.0035)], [(100.0025, 100.004)]], True),  # two milliseconds altogether
        ([[(100.002, 100.0035)], [(100.002, 100.0035)]], False),  # the same time twice
        ([[(99.990, 99.999), (100.009, 100.020)], []], False),  # before and after
        ([[(99.990, 100.003)], []], True),
    ],
)
def test_a_late_block_is_the_machines_where_it_would_have_been_in_time(found, excused) -> None:
    late = Late(ended=100.008, took=0.008)
    assert watch(*found).excuses(late, 0.006) == excused


def test_where_nobody_watches_every_late_block_is_ours() -> None:
    nobody = Watch([])
    assert not nobody.excuses(Late(100.008, 0.008), 0.0079)
    assert nobody.milliseconds(0.0, 200.0) is None
    assert nobody.away(0.0, 200.0) == 0


def test_how_long_all_processors_stood_still() -> None:
    both = watch([(100.0, 100.01)], [(100.005, 100.02), (103.0, 104.0)])
    assert both.milliseconds(99.0, 101.0) == pytest.approx(25.0)
    assert both.milliseconds(100.0, 100.01) == pytest.approx(15.0)
    assert both.away(99.0, 101.0) == pytest.approx(0.02)


@watched
def test_a_processor_that_runs_nothing_else_is_noticed() -> None:
    where = min(os.sched_getaffinity(0))
    with stalls.watch() as machine:
        time.sleep(0.05)
        said = subprocess.run([sys.executable, "-c", HOG, str(where)], capture_output=True, text=True, check=True)
        began = float(said.stdout)
        time.sleep(0.05)
        assert machine.away(began, began + 0.05) > 0.045
        assert machine.excuses(Late(began + 0.04, 0.04), 0.002)


@watched
def test_a_thread_that_is_busy_has_no_excuse() -> None:
    with stalls.watch() as machine:
        begin, end = time.time(), time.perf_counter() + 0.3
        while time.perf_counter() < end:
            pass
        took = time.time() - begin
        assert not machine.excuses(Late(begin + took, took), 0.05)


def test_whoever_may_not_go_before_others_does_not_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stalls, "prefer_this_thread", lambda _: None)
    with stalls.watch() as machine:
        assert machine.milliseconds(0.0, time.time()) is None
