"""Shared memory: the newest value wins, nothing torn is ever seen, nothing in order is lost."""

from __future__ import annotations

import multiprocessing
from multiprocessing.shared_memory import SharedMemory

import numpy as np
import pytest

from gesturegan_live.audio.spec import EVENT
from gesturegan_live.ipc import Board, Log, Mailbox, Ring, SampleRing, checksum_of

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def mailbox():
    box = Mailbox(2, (3, 5))
    reader = Mailbox(2, (3, 5), box.name)
    yield box, reader
    reader.close()
    box.close()


def test_the_newest_value_of_each_voice_wins(mailbox) -> None:
    writer, reader = mailbox
    assert reader.take(0) is None
    for value in range(5):
        writer.publish(1, np.full((3, 5), value, np.float32))
    np.testing.assert_array_equal(reader.changed(), [1])
    np.testing.assert_array_equal(reader.take(1), np.full((3, 5), 4))
    assert reader.take(1) is None
    reader.rewind()
    np.testing.assert_array_equal(reader.take(1), np.full((3, 5), 4))


def test_a_value_that_was_taken_stays_what_it_is_until_the_voices_next_but_one_is_taken(mailbox) -> None:
    writer, reader = mailbox
    taken = {0: [], 1: []}
    for turn in range(6):
        for voice in (0, 1):
            writer.publish(voice, np.full((3, 5), 10 * turn + voice, np.float32))
            taken[voice] = [*taken[voice][-1:], (reader.take(voice), 10 * turn + voice)]
            for value in range(5):
                writer.publish(voice, np.full((3, 5), 100 + value, np.float32))
                writer.publish(1 - voice, np.full((3, 5), 100 + value, np.float32))
                for held, what in taken[0] + taken[1]:
                    np.testing.assert_array_equal(held, np.full((3, 5), what))


def test_who_has_looked_at_everything_sees_what_comes_next(mailbox) -> None:
    writer, reader = mailbox
    for value in range(3):
        assert len(reader.changed()) == 0
        writer.publish(0, np.full((3, 5), value, np.float32))
        np.testing.assert_array_equal(reader.changed(), [0])
        np.testing.assert_array_equal(reader.changed(), [0])
        assert reader.take(0) is not None


def test_a_value_comes_with_its_label_and_its_checksum() -> None:
    writer = Mailbox(2, (3, 5), label=2)
    reader = Mailbox(2, (3, 5), writer.name, label=2)
    value = np.random.default_rng(1).standard_normal((3, 5)).astype(np.float32)
    for turn in range(4):
        writer.publish(1, value + turn, np.array([turn, 0.5], np.float32))
        np.testing.assert_array_equal(reader.take(1), value + turn)
        np.testing.assert_array_equal(reader.label, [turn, 0.5])
        assert reader.checksum == checksum_of(value + turn)
    assert reader.checksum != checksum_of(value)
    reader.close()
    writer.close()


WRITE_FOR_EVER = """
import numpy as np
from gesturegan_live.ipc import Mailbox
box, value = Mailbox(1, (size,), name), 0
while not stop.is_set():
    value += 1
    box.publish(0, np.full(size, value, np.float32))
"""


def test_two_processes_at_full_speed_never_tear() -> None:
    size, stop = 4096, SPAWN.Event()
    box = Mailbox(1, (size,))
    process = SPAWN.Process(target=exec, args=(WRITE_FOR_EVER, {"name": box.name, "size": size, "stop": stop}))
    process.start()
    try:
        taken, newest = 0, 0.0
        while taken < 3000:
            assert process.is_alive()
            value = box.take(0)
            if value is not None:
                assert (value == value[0]).all()
                assert value[0] > newest
                taken, newest = taken + 1, float(value[0])
    finally:
        stop.set()
        process.join()
        box.close()


def test_a_ring_keeps_order_and_refuses_when_full() -> None:
    ring = Ring(EVENT, 4)
    reader = Ring(EVENT, 4, ring.name)
    for turn in range(5):
        for voice in range(4):
            assert ring.push((turn, voice, 1, 0.5))
        assert not ring.push((turn, 9, 1, 0.5))
        records = reader.pop()
        np.testing.assert_array_equal(records["voice"], range(4))
        assert (records["sample"] == turn).all()
    assert len(reader.pop()) == 0
    reader.close()
    ring.close()


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
