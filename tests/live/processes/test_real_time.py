"""What is asked of the system: granted where it may be, and no matter where not."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest

from gesturegan_live.processes import real_time

linux = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
root = pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() != 0, reason="others may be refused")


def policy() -> int:
    return os.sched_getscheduler(0) & ~os.SCHED_RESET_ON_FORK


@linux
@root
def test_one_thread_is_preferred_and_none_that_it_starts() -> None:
    found = []

    def run() -> None:
        real_time.prefer_this_thread(7)
        found.append((policy(), os.sched_getparam(0).sched_priority))
        later = threading.Thread(target=lambda: found.append((policy(), os.sched_getparam(0).sched_priority)))
        later.start()
        later.join()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert found == [(os.SCHED_FIFO, 7), (os.SCHED_OTHER, 0)]
    assert policy() == os.SCHED_OTHER


@linux
def test_a_refusal_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "sched_setscheduler", refuse)
    real_time.prefer_this_thread(7)
    assert policy() == os.SCHED_OTHER


@linux
@root
def test_who_takes_more_than_half_of_a_processor_is_preferred_no_longer_until_there_is_less_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, worked, found, before = [0.0], [0.0], [], os.getpriority(os.PRIO_PROCESS, 0)
    times = SimpleNamespace(monotonic=lambda: clock[0], thread_time=lambda: worked[0])
    monkeypatch.setattr(real_time, "time", times)

    def run() -> None:
        with real_time.Preference(7) as preference:
            for share in (0.4, 0.6, 1.0, 0.3, 0.5):
                for _ in range(20):
                    clock[0] += 0.01
                    worked[0] += 0.01 * share
                    preference.weigh()
                found.append(policy())
            found.append(os.getpriority(os.PRIO_PROCESS, 0))
        found.append(policy())
        found.append(os.getpriority(os.PRIO_PROCESS, 0))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    preferred, not_ = os.SCHED_FIFO, os.SCHED_OTHER
    assert found == [preferred, not_, not_, preferred, preferred, -11, not_, before]


@linux
def test_who_is_refused_asks_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refuse(*given: object) -> None:
        asked.append(given)
        raise PermissionError

    clock = [0.0]
    monkeypatch.setattr(os, "sched_setscheduler", refuse)
    monkeypatch.setattr(real_time, "time", SimpleNamespace(monotonic=lambda: clock[0], thread_time=lambda: 0.0))
    with real_time.Preference(7) as preference:
        for _ in range(100):
            clock[0] += 0.1
            preference.weigh()
    assert len(asked) == 1


@linux
@pytest.mark.parametrize(
    ("processors", "preferred", "kept"),
    [({3}, True, None), ({0, 4}, True, [4]), ({0, 4}, False, None), ({0, 1, 2}, True, None)],
)
def test_a_preferred_thread_is_kept_on_the_second_of_two_processors(
    monkeypatch: pytest.MonkeyPatch, processors, preferred: bool, kept
) -> None:
    asked: list[list[int] | None] = [None]
    granted = os.SCHED_FIFO | os.SCHED_RESET_ON_FORK if preferred else os.SCHED_OTHER
    monkeypatch.setattr(os, "sched_getscheduler", lambda _: granted)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: processors)
    monkeypatch.setattr(os, "sched_setaffinity", lambda _, wanted: asked.append(list(wanted)))
    real_time.keep_this_thread()
    assert asked[-1] == kept


@linux
@root
def test_what_is_touched_stays_and_what_is_not_takes_no_memory() -> None:
    code = """
import mmap
from gesturegan_live.processes import real_time
real_time.stay_in_memory()
untouched, touched = mmap.mmap(-1, 64 << 20), mmap.mmap(-1, 16 << 20)
touched.write(bytes(len(touched)))
lines = open("/proc/self/smaps_rollup").readlines() + open("/proc/self/status").readlines()
sizes = dict(line.split()[:2] for line in lines if line.endswith("kB\\n"))
print(sizes["Locked:"], sizes["VmLck:"])
"""
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    locked, promised = (int(kilobytes) >> 10 for kilobytes in said.split())
    assert 16 <= locked < 64 <= promised


@pytest.mark.skipif(not os.access(real_time._WAKING, os.R_OK | os.W_OK), reason="nobody may ask for it here")
def test_processors_stay_awake_as_long_as_the_process_lives() -> None:
    def longest_waking() -> int:
        with open(real_time._WAKING, "rb") as file:  # which asks for nothing
            return int.from_bytes(file.read(4), sys.byteorder)

    asleep = longest_waking()
    if asleep == 0:
        pytest.skip("somebody else keeps them awake")
    code = "from gesturegan_live.processes import real_time; real_time.stay_awake(); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert longest_waking() == 0
        process.communicate(b"\n")
    assert longest_waking() == asleep


def test_where_processors_may_not_be_kept_awake_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(real_time, "_WAKING", "/nowhere/at/all")
    real_time.stay_awake()
