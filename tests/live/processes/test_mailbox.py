"""Mailboxes: the newest value wins, and nothing torn is ever seen."""

from __future__ import annotations

import multiprocessing

import numpy as np
import pytest

from gesturegan_live.processes.mailbox import Mailbox, checksum_of

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
from gesturegan_live.processes.mailbox import Mailbox
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
