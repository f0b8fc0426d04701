"""The thread that late blocks are compared with."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from gesturegan_live.bench import control
from gesturegan_live.bench.control import Control, controlled
from gesturegan_live.bench.stalls import Found, Stalls

PERIOD = 0.01


def _stalls(*spans: tuple[float, float]) -> Stalls:
    found = Found()
    found.spans[: len(spans)] = spans
    found.count = len(spans)
    return Stalls([found])


def test_late_turns_are_excused_as_late_blocks_are() -> None:
    late = Control(PERIOD)
    late.late[:3] = (1.0, 1.03, 0.015), (2.0, 2.03, 0.015), (3.0, 3.03, 0.015)
    late.counts[:] = 3, 100
    assert late.count(_stalls()) == 3
    assert late.count(_stalls((0.99, 1.01), (2.0, 2.004))) == 2


def _turns(sums: int, period: float) -> Control:
    """Let the thread work without any priority, until it has had twenty turns."""
    done, ended = Control(period), np.zeros(1, np.uint8)
    work = control._compile(period, sums)
    thread = threading.Thread(target=work, args=(ended, done.late, done.counts))
    thread.start()
    while done.counts[1] < 20:
        time.sleep(0.01)
    ended[0] = 1
    thread.join()
    return done


def test_a_turn_that_takes_longer_than_its_period_is_late_and_others_are_not() -> None:
    began = time.time()
    always = _turns(control._sums(0.004), 0.0005)
    assert always.counts[0] == always.counts[1]
    begin, end, took = always.late[: always.counts[0]].T
    assert (took > 0.0005).all()
    assert (end - begin > 0.0005).all()
    assert (np.diff(begin) > 0).all()
    assert began < begin[0] < end[-1] < time.time()
    seldom = _turns(1, 0.002)
    assert seldom.counts[0] < seldom.counts[1]


def test_without_real_time_priority_there_is_no_control(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "_may_be_preferred", lambda: False)
    with controlled(PERIOD, 0.1) as nobody:
        assert nobody is None
