"""A process that its parent keeps alive: where the system has no room for another one, where another one hangs."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import multiprocessing
import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from gesturegan_live.processes.child import Child, ChildError

HELPER = """
import contextlib
import time

def run(spec, pipe):
    if spec == "says why and hangs":
        pipe.send_bytes(b'{"failed": "no sound card"}')
    if spec in {"hangs", "says why and hangs"}:
        time.sleep(600)
    pipe.send_bytes(b'{"ready": true}')
    with contextlib.suppress(EOFError):
        pipe.recv_bytes()
"""


@pytest.fixture(autouse=True)
def helper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that the child can import: ready, until it is told something."""
    (tmp_path / "gesturegan_helper.py").write_text(HELPER)
    monkeypatch.syspath_prepend(tmp_path)


@contextlib.contextmanager
def no_room(lowest: int) -> Iterator[None]:
    """No file from a number on can be opened, and so no pipe to another process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _lowest_free() -> int:
    number = os.dup(0)
    os.close(number)
    return number


async def _started_and_stopped() -> int:
    before, children = len(os.listdir("/proc/self/fd")), []
    for _ in range(3):
        child = Child("helper", "gesturegan_helper", lambda: None)
        children.append(child)  # as whoever looks after it keeps it
        child.start()
        await child.ready()
        await child.stop()
    return len(os.listdir("/proc/self/fd")) - before


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts the descriptors of this process")
def test_a_process_that_has_ended_leaves_no_descriptor() -> None:
    asyncio.run(_started_and_stopped())  # whatever is opened once
    gc.disable()
    try:
        assert asyncio.run(_started_and_stopped()) == 0
    finally:
        gc.enable()


async def _until(said: list[str]) -> None:
    async with asyncio.timeout(60):
        while not said:
            await asyncio.sleep(0.01)


async def _refused_and_returned() -> list[str]:
    said: list[str] = []
    returned = asyncio.Event()
    child = Child("helper", "gesturegan_helper", lambda: None, on_refusal=said.append, on_return=returned.set)
    lowest = _lowest_free()
    child.start()
    await child.ready()
    first = child.pid
    with no_room(lowest):
        child.kill()
        await _until(said)
        await asyncio.sleep(1.0)  # some more tries
    async with asyncio.timeout(60):
        await returned.wait()
    assert child.restarts == 1
    assert child.pid not in {0, first}
    await child.stop()
    return said


def test_it_is_tried_again_until_there_is_room_and_said_once() -> None:
    said = asyncio.run(_refused_and_returned())
    assert said == ["helper cannot be started yet (Too many open files); trying on"]


async def _refused_and_stopped() -> int:
    said: list[str] = []
    child = Child("helper", "gesturegan_helper", lambda: None, on_refusal=said.append)
    lowest = _lowest_free()
    child.start()
    await child.ready()
    with no_room(lowest):
        child.kill()
        await _until(said)
        async with asyncio.timeout(60):
            await child.stop()
    await asyncio.sleep(0.5)  # longer than the pause before the next try
    return child.pid


def test_it_can_be_stopped_while_there_is_no_room() -> None:
    pid = asyncio.run(_refused_and_stopped())
    assert not Path(f"/proc/{pid}").exists()


async def _signalled(number: int) -> tuple[int | None, str]:
    child = Child("helper", "gesturegan_helper", lambda: None)
    child.start()
    os.kill(child.pid, number)  # long before it can say that it ignores it
    await child.ready()
    status = Path(f"/proc/{child.pid}/status").read_text(encoding="utf-8")
    await child.stop()
    return child.exitcode, status


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_terminal_ends_the_parent_only_even_while_a_child_starts(number: int) -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    exitcode, status = asyncio.run(_signalled(number))
    assert exitcode == 0
    blocked = int(status.partition("SigBlk:")[2].split()[0], 16)
    assert not blocked & sum(1 << each - 1 for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))  # it is not deaf
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before


async def _hanging(second: str, monkeypatch) -> tuple[list[str], list[int | None]]:
    said: list[str] = []
    deaths: list[int | None] = []
    returned = asyncio.Event()
    specs = iter(["", second])
    child = Child(
        "helper",
        "gesturegan_helper",
        lambda: next(specs, ""),
        on_refusal=said.append,
        on_death=deaths.append,
        on_return=returned.set,
    )
    child.start()
    await child.ready()
    with monkeypatch.context() as patch:  # the third has all the time it needs
        patch.setattr("gesturegan_live.processes.child._LONGEST_START", 2.0)
        child.kill()
        await _until(said)
    async with asyncio.timeout(60):
        await returned.wait()
    assert child.restarts == 2
    assert child._deadline is None  # it is ready
    await child.stop()
    return said, deaths


@pytest.mark.parametrize("second", ["hangs", "says why and hangs"])
def test_one_that_hangs_while_it_is_started_again_is_ended_and_replaced(second, monkeypatch) -> None:
    said, deaths = asyncio.run(_hanging(second, monkeypatch))
    assert said == ["helper is not ready after 2 s; ending it"]
    assert deaths == [-9, -9]


async def _without_a_thread(monkeypatch) -> str:
    def refused(_thread: object) -> None:
        raise RuntimeError("can't start new thread")

    child = Child("helper", "gesturegan_helper", lambda: None)
    monkeypatch.setattr("threading.Thread.start", refused)
    try:
        child.start()
    except OSError as error:
        return f"{error.strerror}, {child.pid}"
    return ""


def test_a_process_that_nobody_can_listen_to_is_ended(monkeypatch) -> None:
    others = set(multiprocessing.active_children())  # of other tests, kept warm
    assert asyncio.run(_without_a_thread(monkeypatch)) == "can't start new thread, 0"
    assert not set(multiprocessing.active_children()) - others


async def _never_ready(monkeypatch) -> bool:
    monkeypatch.setattr("gesturegan_live.processes.child._LONGEST_START", 0.2)
    child = Child("helper", "gesturegan_helper", lambda: None)
    child.start()
    pid = child.pid
    os.kill(pid, signal.SIGSTOP)
    async with asyncio.timeout(60):
        await child.stop(0.1, ready_first=True)
    return Path(f"/proc/{pid}").exists()


def test_one_that_does_not_get_ready_is_ended_all_the_same(monkeypatch) -> None:
    assert not asyncio.run(_never_ready(monkeypatch))


async def _hurried(monkeypatch) -> bool:
    monkeypatch.setattr("gesturegan_live.processes.child._LONGEST_QUIT", 0.2)
    child = Child("helper", "gesturegan_helper", lambda: None)
    child.start()
    pid = child.pid
    os.kill(pid, signal.SIGSTOP)
    async with asyncio.timeout(30):  # less than it may take to get ready
        stopping = asyncio.create_task(child.stop(60.0, ready_first=True))
        await asyncio.sleep(0.1)
        child.hurry()
        await stopping
    return Path(f"/proc/{pid}").exists()


def test_one_that_does_not_get_ready_is_not_waited_for_by_who_quits(monkeypatch) -> None:
    assert not asyncio.run(_hurried(monkeypatch))


async def _ready_and_hurried(monkeypatch) -> int | None:
    monkeypatch.setattr("gesturegan_live.processes.child._LONGEST_QUIT", 0.0)
    child = Child("helper", "gesturegan_helper", lambda: None)
    child.start()
    await child.ready()
    child.hurry()
    await asyncio.sleep(0.5)
    await child.stop(60.0, ready_first=True)
    return child.exitcode


def test_one_that_is_ready_ends_in_its_own_time(monkeypatch) -> None:
    assert asyncio.run(_ready_and_hurried(monkeypatch)) == 0


async def _dead_before_it_was_ready() -> str:
    child = Child("helper", "gesturegan_helper", lambda: None)
    child.start()
    child.kill()
    async with asyncio.timeout(60):  # or it would be waited for in vain
        await child.stop(ready_first=True)
    try:
        await child.ready()
    except ChildError as error:
        return str(error)
    return ""


def test_one_that_is_dead_is_not_waited_for() -> None:
    said = asyncio.run(_dead_before_it_was_ready())
    assert said == "the helper process ended (exit code -9) before it was ready"
