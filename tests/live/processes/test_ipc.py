"""Shared memory: nothing in order is lost."""

from __future__ import annotations

import subprocess
import sys
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.audio.interface.spec import EVENT
from gesturegan_live.processes.ipc import Board, Log, Ring, SampleRing


def test_a_ring_keeps_order_and_refuses_when_full() -> None:
    ring = Ring(EVENT, 4)
    reader = Ring(EVENT, 4, ring.name)
    for turn in range(5):
        for voice in range(4):
            assert ring.push((turn, voice, 1, 0.5, 0.0))
        assert not ring.push((turn, 9, 1, 0.5, 0.0))
        records = np.concatenate([reader.pop(3), reader.pop(3)])
        np.testing.assert_array_equal(records["voice"], range(4))
        assert (records["sample"] == turn).all()
    assert len(reader.pop(1)) == 0
    reader.close()
    ring.close()


ENDING = "from gesturegan_live.processes.ipc import Board; board = Board(('load', 1)); print(board.name); 1 / 0"


@pytest.mark.skipif(sys.platform != "linux", reason="looks at where Linux keeps shared memory")
def test_whoever_ends_without_closing_it_leaves_no_memory_behind() -> None:
    ended = subprocess.run([sys.executable, "-c", ENDING], capture_output=True, text=True, check=False)
    assert ended.stderr.splitlines()[-1] == "ZeroDivisionError: division by zero"  # and nothing of a leak
    assert not (Path("/dev/shm") / ended.stdout.strip()).exists()


def test_a_slow_reader_of_samples_is_told_what_it_missed() -> None:
    ring = SampleRing(2, 64)
    position = 0
    count = np.arange(600, dtype=np.float32)
    for start in range(0, 48, 16):
        ring.write(np.stack([count[start : start + 16]] * 2, axis=1))
    frames, lost = ring.read(position)
    assert lost == 0
    np.testing.assert_array_equal(frames[:, 1], count[:48])
    for start in range(48, 592, 16):
        ring.write(np.stack([count[start : start + 16]] * 2, axis=1))
    frames, lost = ring.read(48)
    assert 48 + lost + len(frames) == ring.written == 592
    np.testing.assert_array_equal(frames[:, 0], count[48 + lost : 592])
    ring.close()


def test_frames_are_wanted_while_somebody_reads() -> None:
    ring = SampleRing(1, 16)
    writer = SampleRing(1, 16, ring.name)
    writer.write(np.zeros((3, 1), np.float32))
    assert not writer.is_read
    assert [ring.begin_reading(), ring.begin_reading()] == [3, 3]
    ring.end_reading()
    assert writer.is_read
    ring.end_reading()
    assert not writer.is_read
    for memory in (writer, ring):
        memory.close()


def test_parts_of_frames_stand_side_by_side() -> None:
    ring = SampleRing(3, 16)
    count = np.arange(40, dtype=np.float32)
    for start in range(0, 40, 10):
        part = count[start : start + 10]
        ring.write(np.stack([part, -part], axis=1), part[:, None] + 100)
    frames, lost = ring.read(28)
    assert lost == 0
    np.testing.assert_array_equal(frames, np.stack([count[28:], -count[28:], count[28:] + 100], axis=1))
    ring.close()


def test_a_log_holds_whole_messages_and_refuses_what_does_not_fit() -> None:
    log = Log(64)
    reader = Log(64, log.name)
    words = np.arange(5, dtype=np.int64)
    for turn in range(7):
        assert log.push(np.array([turn], np.uint8), words)
        assert not log.push(words)
        assert reader.pop() == bytes([turn]) + words.tobytes()
    assert reader.pop() == b""
    reader.close()
    log.close()


def test_the_owner_removes_the_memory_even_while_views_are_in_use() -> None:
    board = Board(("load", 1), ("rms", 8))
    name, view = board.name, board["rms"]
    assert len(name) < 30
    board.close()
    view[0] = 1.0
    with pytest.raises(FileNotFoundError):
        SharedMemory(name=name)
