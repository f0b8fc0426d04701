from __future__ import annotations

import sys
import time

import pytest

from gesturegan_live.audio.stopwatch import Stopwatch


@pytest.mark.parametrize(("passed", "late"), [(0.004, False), (0.008, False), (0.012, True)])
def test_a_block_is_late_where_it_took_longer_than_it_lasts(passed: float, late: bool) -> None:
    clock = iter((100.0, 100.0 + passed))
    watch = Stopwatch(lambda: next(clock))
    watch.start()
    watch.stop(0.010)
    assert watch.late == late
    assert watch.took == pytest.approx(passed)
    assert watch.load == pytest.approx(passed / 0.010)


@pytest.mark.parametrize(
    ("passed", "worked", "switches", "stolen"),
    [
        (0.012, 0.004, (7, 7), True),
        (0.012, 0.009, (7, 7), True),
        (0.012, 0.011, (7, 7), False),  # it would have been late by itself
        (0.012, 0.004, (7, 8), False),  # it waited for something, or another thread went before it
        (0.009, 0.004, (7, 7), False),  # it was not late
        (0.012, 0.004, (None, None), False),  # nobody knows
    ],
)
def test_a_late_block_is_stolen_where_its_thread_did_not_wait_and_still_worked_less(
    passed: float, worked: float, switches: tuple[int | None, int | None], stolen: bool
) -> None:
    clock, thread_clock, counts = iter((100.0, 100.0 + passed)), iter((2.0, 2.0 + worked)), iter(switches)
    watch = Stopwatch(lambda: next(clock), lambda: next(thread_clock), lambda: next(counts))
    watch.start()
    watch.stop(0.010)
    assert watch.stolen == stolen


def work(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


@pytest.mark.parametrize("spend", [time.sleep, work])
def test_what_a_thread_waits_for_or_does_is_not_stolen(spend) -> None:
    watch = Stopwatch()
    watch.start()
    spend(0.010)
    watch.stop(0.005)
    assert (watch.late, watch.stolen) == (True, False)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux counts a thread's switches")
def test_a_thread_that_sleeps_is_switched_out() -> None:
    watch = Stopwatch(thread_clock=lambda: 0.0)
    watch.start()
    time.sleep(0.010)
    watch.stop(0.005)
    assert not watch.stolen
