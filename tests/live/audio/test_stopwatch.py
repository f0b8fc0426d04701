from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from gesturegan_live.audio.stopwatch import Stopwatch


class Machine:
    """Tells what a system would; the test says what happens."""

    def __init__(self, waits: int = 7) -> None:
        self.clock, self.work, self.waits, self.queued = 100.0, 3.0, waits, 5.0

    def watch(self) -> Stopwatch:
        return Stopwatch(lambda: self.clock, lambda: self.work, lambda: (self.waits, self.queued))


@pytest.mark.parametrize(
    ("passed", "worked", "waited", "queued", "late_by_clock", "late"),
    [
        (0.8, 0.8, 0, 0.0, False, False),
        (0.8, 0.1, 3, 0.7, False, False),  # it waited, and was in time
        (1.5, 1.4, 0, 0.0, True, True),
        (1.5, 0.4, 0, 0.0, True, False),  # the machine was away
        (1.5, 0.4, 0, 0.1, True, False),  # and somebody else was first afterwards
        (1.5, 0.4, 0, 1.0, True, True),  # another thread was given its processor
        (1.5, 0.4, 1, 0.0, True, True),  # it waited for a lock, or a page
    ],
)
def test_a_block_is_late_where_it_worked_or_waited_for_too_long(passed, worked, waited, queued, late_by_clock, late):
    machine = Machine()
    watch = machine.watch()
    watch.start()
    machine.clock += passed
    machine.work += worked
    machine.waits += waited
    machine.queued += queued
    watch.stop(1.0)
    assert watch.load == pytest.approx(passed)
    assert (watch.late_by_clock, watch.late) == (late_by_clock, late)


def test_where_the_system_does_not_tell_the_clock_decides():
    machine = Machine(waits=-1)
    watch = machine.watch()
    watch.start()
    machine.clock += 1.5
    watch.stop(1.0)
    assert watch.late_by_clock
    assert watch.late


def test_a_thread_that_waits_for_a_lock_is_late_by_itself():
    watch, lock = Stopwatch(), threading.Lock()
    lock.acquire()
    threading.Timer(0.05, lock.release).start()
    watch.start()
    lock.acquire()
    watch.stop(0.01)
    assert watch.late


def test_a_thread_that_works_for_too_long_is_late_by_itself():
    watch = Stopwatch()
    watch.start()
    end = time.thread_time() + 0.02
    while time.thread_time() < end:
        pass
    watch.stop(0.01)
    assert watch.late


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs Linux")
def test_a_thread_whose_processor_others_are_given_is_late_by_itself():
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    rivals = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(3)]
    try:
        watch = Stopwatch()
        watch.start()
        end = time.thread_time() + 0.2
        while time.thread_time() < end:
            pass
        watch.stop(0.25)
        assert watch.late
    finally:
        for rival in rivals:
            rival.kill()
            rival.wait()
        os.sched_setaffinity(0, cores)
