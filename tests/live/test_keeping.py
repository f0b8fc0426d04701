"""Recordings and takes that are ended before the process that writes them is up."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import numpy as np
import soundfile

from gesturegan_live import recording, take, taking
from gesturegan_live.ipc import SampleRing
from gesturegan_live.recording import Recording
from gesturegan_live.take import Kind
from gesturegan_live.taking import Taking

STOP = 2.0  # seconds that the last of it may take here; shorter than the start does
FRAMES = np.random.default_rng(0).uniform(-1, 1, (1000, 2)).astype(np.float32)


async def _ended_while_it_starts(pid: int, ending: asyncio.Future[None]) -> None:
    """Let a process that has hardly begun to start go on only after longer than it may take to end."""
    os.kill(pid, signal.SIGSTOP)
    await asyncio.sleep(1.5 * STOP)
    os.kill(pid, signal.SIGCONT)
    await ending


async def _record(path: Path) -> list[str]:
    said: list[str] = []
    ring = SampleRing(2, 1 << 12)
    recorded = Recording(path, ring, 2, 44100, said.append)
    ring.write(FRAMES)
    await _ended_while_it_starts(recorded._child.pid, asyncio.ensure_future(recorded.end()))
    ring.close()
    return said


def test_a_recording_that_is_ended_before_its_process_is_up_is_on_the_disk(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(recording, "_LONGEST_STOP", STOP)
    path = tmp_path / "early.wav"
    assert asyncio.run(_record(path)) == [f"recorded {path} (0.0 s)"]
    samples, rate = soundfile.read(path, dtype="float32")
    assert rate == 44100
    np.testing.assert_allclose(samples, FRAMES, atol=2e-7)  # the file has 24 bits


async def _take(path: Path, written: bytes) -> list[str]:
    said: list[str] = []
    taken = Taking(path, [{"name": "tiny"}], lambda _message: None, said.append)
    taken._memory.push(np.frombuffer(written, np.uint8))
    ending = taken.end()
    taken.took(full=False)
    await _ended_while_it_starts(taken._child.pid, ending)
    return said


def test_a_take_that_is_ended_before_its_process_is_up_is_on_the_disk(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(taking, "_LONGEST_STOP", STOP)
    path = tmp_path / "early.take"
    played = take.record(Kind.CLOCK, 1000, b"")
    assert asyncio.run(_take(path, played)) == [f"took {path}"]
    assert path.read_bytes().startswith(take.MAGIC)
    assert path.read_bytes().endswith(played)
