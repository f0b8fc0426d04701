from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from gesturegan_live.audio.output.stopwatch import Scheduling, Stopwatch, told

counted = pytest.mark.skipif(
    not Path("/proc/thread-self/schedstat").exists(), reason="Linux counts what threads wait, with CONFIG_SCHED_INFO"
)


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
    ("passed", "worked", "slept", "waited", "stolen"),
    [
        (0.012, 0.004, 0, 0.000, True),
        (0.012, 0.009, 0, 0.000, True),
        (0.012, 0.011, 0, 0.000, False),  # it would have been late by itself
        (0.012, 0.004, 1, 0.000, False),  # it waited for something
        (0.012, 0.004, 0, 0.005, True),  # another thread went before it, but not for as long
        (0.012, 0.004, 0, 0.007, False),  # another thread made it late
        (0.009, 0.004, 0, 0.000, False),  # it was not late
    ],
)
def test_a_late_block_is_stolen_where_its_thread_did_not_sleep_and_would_have_been_in_time(
    passed: float, worked: float, slept: int, waited: float, stolen: bool
) -> None:
    clock, thread_clock = iter((100.0, 100.0 + passed)), iter((2.0, 2.0 + worked))
    scheduling = iter(((7, 3.0), (7 + slept, 3.0 + waited)))
    watch = Stopwatch(lambda: next(clock), lambda: next(thread_clock), lambda: next(scheduling))
    watch.start()
    watch.stop(0.010)
    assert watch.stolen == stolen


def test_nothing_is_stolen_where_nothing_is_known() -> None:
    clock = iter((100.0, 101.0))
    watch = Stopwatch(lambda: next(clock), lambda: 0.0, lambda: None)
    watch.start()
    watch.stop(0.010)
    assert (watch.late, watch.stolen) == (True, False)


def work(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


@pytest.mark.parametrize("spend", [time.sleep, work])
def test_what_a_thread_waits_for_or_does_is_not_stolen(spend) -> None:
    watch = Stopwatch(scheduling=Scheduling())
    watch.start()
    spend(0.010)
    watch.stop(0.005)
    assert (watch.late, watch.stolen) == (True, False)


@counted
def test_a_thread_that_runs_while_the_clock_leaps_is_stolen_from_whatever_other_threads_do() -> None:
    ended = threading.Event()

    def be_restless() -> None:
        while not ended.wait(1e-4):
            pass

    other = threading.Thread(target=be_restless)
    other.start()
    try:
        scheduling, found = Scheduling(), []
        for _ in range(50):  # the other thread may take the interpreter meanwhile
            clock = iter((0.0, 1.0))
            watch = Stopwatch(lambda clock=clock: next(clock), scheduling=scheduling)
            watch.start()
            watch.stop(0.5)
            found.append(watch.stolen)
    finally:
        ended.set()
        other.join()
    assert any(found)


@counted
def test_a_wait_for_the_interpreter_is_not_stolen() -> None:
    other = threading.Thread(target=work, args=(0.100,))
    watch = Stopwatch(scheduling=Scheduling())
    other.start()
    watch.start()
    end = time.perf_counter() + 0.080  # both want it all the time: half of it is waiting
    while time.perf_counter() < end:
        pass
    watch.stop(0.070)
    other.join()
    assert (watch.late, watch.stolen) == (True, False)


@counted
def test_what_others_had_the_processor_for_is_a_wait_and_no_sleep() -> None:
    processors = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(processors)})  # of this thread, and of what it starts
    try:
        with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as other:
            try:
                scheduling, began = Scheduling(), time.perf_counter()
                slept_before, waited_before = scheduling()
                work(0.2)
                slept, waited = scheduling()
                took = time.perf_counter() - began
            finally:
                other.kill()
    finally:
        os.sched_setaffinity(0, processors)
    assert 0.02 < waited - waited_before < took
    assert slept - slept_before < 10  # there were tens of turns; a few if other threads wanted the interpreter


@counted
def test_it_is_the_thread_that_asks_first_whose_times_are_told() -> None:
    scheduling = Scheduling()
    asked = threading.Thread(target=scheduling)
    asked.start()
    asked.join()
    end = time.monotonic() + 10.0
    while scheduling() is not None:  # of a thread that is over nothing is known, once the kernel is done with it
        assert time.monotonic() < end
        time.sleep(0.01)
    assert Scheduling()() is not None


@pytest.mark.parametrize("said", ["0 0 0\n", "", "12 34\n"])
def test_a_scheduler_that_does_not_count_says_nothing(tmp_path: Path, said: str) -> None:
    (tmp_path / "schedstat").write_text(said)
    assert Scheduling(tmp_path / "schedstat")() is None


def test_a_system_without_the_file_says_nothing(tmp_path: Path) -> None:
    assert Scheduling(tmp_path / "schedstat")() is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [("cpu  1 2 3 4 5 6 7 8 0 0", True), ("cpu  1 2 3 4 5 6 7 0 0 0", False), ("cpu  1 2 3 4", False)],
)
def test_a_host_tells_of_steal_time_in_the_eighth_number(tmp_path: Path, line: str, expected: bool) -> None:
    (tmp_path / "stat").write_text(line + "\ncpu0 1 2 3 4 5 6 7 9\n")
    assert told(tmp_path / "stat") == expected


def test_no_such_file_tells_nothing(tmp_path: Path) -> None:
    assert not told(tmp_path / "stat")
