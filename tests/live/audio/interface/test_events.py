from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.audio.interface.events import EVENT, EventQueue
from gesturegan_live.show.parameters import FORGET, OUT_VOICE


def _events(*rows: tuple[int, int, int, float]) -> np.ndarray:
    return np.array([(*row, 0.0) for row in rows], EVENT)


def _taken(queue: EventQueue, clock: int) -> list[tuple[int, float]]:
    return [(int(row["sample"]), float(row["value"])) for row in queue.due[: queue.take(clock)]]


def test_events_come_out_in_the_order_of_their_samples_and_ties_in_the_order_they_came() -> None:
    queue = EventQueue()
    assert queue.put(_events((300, 0, 0, 1.0), (100, 0, 0, 2.0)), 0) == 0
    assert queue.put(_events((100, 0, 0, 3.0), (0, 0, 0, 4.0)), 0) == 1
    assert queue.due[0]["value"] == 4.0
    assert _taken(queue, 99) == []
    assert _taken(queue, 100) == [(100, 2.0), (100, 3.0)]
    assert _taken(queue, 1000) == [(300, 1.0)]


def test_what_is_past_comes_at_once_in_the_order_in_which_it_came() -> None:
    queue = EventQueue()
    at_once = queue.put(_events((90, 0, 0, 1.0), (0, 0, 0, 2.0), (101, 0, 0, 3.0), (100, 0, 0, 4.0)), 100)
    assert queue.due["value"][:at_once].tolist() == [1.0, 2.0, 4.0]
    assert _taken(queue, 101) == [(101, 3.0)]


def test_what_waits_can_be_forgotten() -> None:
    queue = EventQueue()
    queue.put(_events((300, 0, 0, 1.0)), 0)
    assert queue.put(_events((200, 0, 0, 2.0), (0, 0, 0, 3.0), (0, OUT_VOICE, FORGET, 0.0), (400, 0, 0, 4.0)), 0) == 1
    assert _taken(queue, 1000) == [(400, 4.0)]


def test_the_next_event_bounds_a_block() -> None:
    queue = EventQueue()
    assert queue.before(0, 128) == 128
    queue.put(_events((40, 0, 0, 1.0)), 0)
    assert queue.before(0, 128) == 40
    assert queue.before(0, 16) == 16


def test_more_than_there_is_room_for_is_refused_whole() -> None:
    queue = EventQueue(capacity=4)
    queue.put(_events(*[(sample, 0, 0, 0.0) for sample in (1, 2, 3)]), 0)
    with pytest.raises(ValueError, match="2 events: wanted at most 1"):
        queue.put(_events((1, 0, 0, 0.0), (2, 0, 0, 0.0)), 0)
    assert [sample for sample, _ in _taken(queue, 100)] == [1, 2, 3]
    assert queue.room == 4


def test_an_array_of_any_layout_is_taken() -> None:
    queue = EventQueue()
    rows = _events((5, 0, 0, 1.0), (6, 0, 0, 2.0), (7, 0, 0, 3.0))
    frozen = rows[::2]
    frozen.setflags(write=False)
    queue.put(frozen, 0)
    assert _taken(queue, 10) == [(5, 1.0), (7, 3.0)]
