from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from gesturegan_live.audio.stopwatch import Stopwatch, switched_out, told


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
    watch = Stopwatch(switches=switched_out)
    watch.start()
    spend(0.010)
    watch.stop(0.005)
    assert (watch.late, watch.stolen) == (True, False)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux counts a thread's switches")
def test_a_thread_that_runs_while_the_clock_leaps_is_stolen_from_whatever_other_threads_do() -> None:
    ended = threading.Event()

    def be_restless() -> None:
        while not ended.wait(1e-4):
            pass

    other = threading.Thread(target=be_restless)
    other.start()
    try:
        found = []
        for _ in range(50):  # the other thread may take the interpreter meanwhile
            clock = iter((0.0, 1.0))
            watch = Stopwatch(lambda clock=clock: next(clock), switches=switched_out)
            watch.start()
            watch.stop(0.5)
            found.append(watch.stolen)
    finally:
        ended.set()
        other.join()
    assert any(found)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux counts a thread's switches")
def test_a_wait_for_the_interpreter_is_not_stolen() -> None:
    other = threading.Thread(target=work, args=(0.100,))
    watch = Stopwatch(switches=switched_out)
    other.start()
    watch.start()
    end = time.perf_counter() + 0.080  # both want it all the time: half of it is waiting
    while time.perf_counter() < end:
        pass
    watch.stop(0.070)
    other.join()
    assert (watch.late, watch.stolen) == (True, False)


@pytest.mark.parametrize(
    ("line", "expected"),
    [("cpu  1 2 3 4 5 6 7 8 0 0", True), ("cpu  1 2 3 4 5 6 7 0 0 0", False), ("cpu  1 2 3 4", False)],
)
def test_a_host_tells_of_steal_time_in_the_eighth_number(tmp_path: Path, line: str, expected: bool) -> None:
    (tmp_path / "stat").write_text(line + "\ncpu0 1 2 3 4 5 6 7 9\n")
    assert told(tmp_path / "stat") == expected


def test_no_such_file_tells_nothing(tmp_path: Path) -> None:
    assert not told(tmp_path / "stat")
