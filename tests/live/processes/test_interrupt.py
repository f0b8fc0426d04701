"""How a signal ends the instrument."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

# Its first words: it is ready. Then it does what `end` is to wait for: nothing, or something that does not end.
PROGRAM = """
import asyncio, sys, time
from gesturegan_live.processes.interrupt import on_signals

async def main():
    quitting = asyncio.Event()
    restore = on_signals(asyncio.get_running_loop(), quitting.set)
    print("ready", flush=True)
    await quitting.wait()
    print("ending", flush=True)
    if sys.argv[1] == "busy":
        while True:
            time.sleep(0.01)
    await asyncio.sleep(float(sys.argv[1]))
    restore()
    print("ended", flush=True)

asyncio.run(main())
"""


@pytest.fixture
def start():
    started = []

    def run(waits_for: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PROGRAM, str(waits_for)]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        assert started[-1].stdout.readline() == "ready\n"
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_ends_at_once_what_would_never_end(start, number):
    process = start("busy")
    process.send_signal(number)
    assert process.stdout.readline() == "ending\n"
    time.sleep(0.5)  # a person's
    assert process.poll() is None
    process.send_signal(number)
    assert process.wait(60) == 128 + number


def test_the_same_signal_twice_in_a_breath_and_a_hangup_beside_it_are_one(start):
    process = start(1.0)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGTERM)
    assert process.stdout.readline() == "ending\n"
    time.sleep(0.5)
    process.send_signal(signal.SIGHUP)
    assert process.stdout.readline() == "ended\n"
    assert process.wait(60) == 0


def test_a_signal_that_is_ignored_stays_so(start):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    try:
        process = start(0)
    finally:
        signal.signal(signal.SIGHUP, before)
    process.send_signal(signal.SIGHUP)
    time.sleep(0.3)
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    assert process.stdout.readlines() == ["ending\n", "ended\n"]
