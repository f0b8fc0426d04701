"""Which late blocks are excused: by stalls that are known, and by processors that are really taken away."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import numpy as np
import pytest

from gesturegan_live.bench import stalls
from gesturegan_live.bench.stalls import Found, Stalls

HOG = """
import os, sys, time
os.sched_setaffinity(0, {int(sys.argv[1])})
os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(95))
print(time.time())
end = time.perf_counter() + 0.05
while time.perf_counter() < end:
    pass
"""
watched = pytest.mark.skipif(not stalls.may_watch(), reason="nobody may watch here")


def found(*processors: list[tuple[float, float]]) -> Stalls:
    """Make the stalls of some processors: begins and ends."""
    every = [Found() for _ in processors]
    for each, spans in zip(every, processors, strict=True):
        each.spans[: len(spans)] = spans or 0.0
        each.count[0] = len(spans)
    return Stalls(every)


@pytest.mark.parametrize(
    ("processors", "excused"),
    [
        ([[], []], False),
        ([[(100.002, 100.005)], []], True),
        ([[], [(100.002, 100.005)]], True),  # its thread may have been on either
        ([[(100.002, 100.0035)], []], False),  # it would have been late all the same
        ([[(100.002, 100.0035)], [(100.005, 100.0065)]], True),
        ([[(100.002, 100.0035)], [(100.0025, 100.0041)]], True),  # two milliseconds altogether
        ([[(100.002, 100.0035)], [(100.002, 100.0035)]], False),  # the same time twice
        ([[(100.002, 100.0035)], [(100.0025, 100.003)]], False),  # one within the other
        ([[(99.990, 99.999), (100.009, 100.020)], []], False),  # before and after
        ([[(99.990, 100.003)], []], True),
    ],
)
def test_a_late_block_is_excused_where_it_would_have_been_in_time(processors, excused) -> None:
    assert found(*processors).excuse(100.0, 100.008, 0.002) == excused


def test_where_nobody_watches_nothing_is_excused() -> None:
    nothing = Stalls([])
    assert not nothing.excuse(100.0, 100.008, 1e-9)
    assert not nothing.excuse(100.0, 100.008, -1e-9)
    assert nothing.milliseconds(0.0, 200.0) is None


def test_how_long_processors_stalled_is_summed_up_while_it_is_known() -> None:
    both = found([(100.0, 100.01)], [(100.005, 100.02), (103.0, 104.0)])
    assert both.milliseconds(99.0, 101.0) == pytest.approx(25.0)
    assert both.milliseconds(100.0, 100.01) == pytest.approx(15.0)
    both._found[0].count[0] = len(both._found[0].spans)
    assert both.milliseconds(99.0, 101.0) is None


def test_what_is_due_to_chance_is_the_share_of_stretches_that_would_be_excused() -> None:
    spans = [(100.5 + number, 100.503 + number) for number in range(10)]  # three milliseconds in each second
    seconds = found(spans[:5], spans[5:])
    starts = np.random.default_rng(0).uniform(100.0, 109.99, 2000)
    tried = np.mean([seconds.excuse(start, start + 0.01, 0.002) for start in starts])
    assert seconds.by_chance(100.0, 110.0, 0.01, 0.002) == pytest.approx(0.009, abs=5e-4)
    assert tried == pytest.approx(0.009, abs=6e-3)
    assert seconds.by_chance(100.0, 110.0, 0.01, 0.004) == 0


@watched
def test_a_processor_that_runs_nothing_else_is_noticed() -> None:
    where = min(os.sched_getaffinity(0))
    with stalls.watched() as seen:
        time.sleep(0.05)
        said = subprocess.run([sys.executable, "-c", HOG, str(where)], capture_output=True, text=True, check=True)
        began = float(said.stdout)
        time.sleep(0.05)
        assert seen.excuse(began, began + 0.05, 0.045)


@watched
def test_a_thread_that_is_busy_has_no_excuse() -> None:
    with stalls.watched() as seen:
        began, end = time.time(), time.perf_counter() + 0.3
        while time.perf_counter() < end:
            pass
        assert not seen.excuse(began, time.time(), 0.25)


def test_who_may_not_go_first_does_not_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stalls, "prefer_this_thread", lambda _: None)
    with stalls.watched() as seen:
        assert not seen.known
