"""Counting what an instrument says, while it forgets and while blocks come late between two questions."""

from __future__ import annotations

import time
from types import SimpleNamespace

from gesturegan_live.bench.machine.dropouts import Counter
from gesturegan_live.bench.machine.stalls import Found, Stalls
from gesturegan_live.bench.playing import Late

BLOCK, RATE = 128, 44100
LASTS = BLOCK / RATE


class Instrument:
    """Tells what the test says."""

    def __init__(self) -> None:
        self.late_blocks, self.stolen, self.xruns = 7, 6, 2
        self.remembered = [(time.time() - 50.0, 2 * LASTS)]
        self.meanwhile = 0  # blocks that come late while it is asked

    def status(self) -> SimpleNamespace:
        return SimpleNamespace(xruns=self.xruns, sample_rate=float(RATE))

    def late(self) -> Late:
        for _ in range(self.meanwhile):
            self.come_late(time.time(), 2 * LASTS)
        self.meanwhile = 0
        return Late(self.late_blocks, self.stolen, self.remembered[-64:])

    def come_late(self, ended: float, took: float) -> None:
        self.late_blocks += 1
        self.remembered.append((ended, took))


def always() -> Stalls:
    """Stalls that never end."""
    one = Found()
    one.spans[0], one.count = (0.0, 1e12), 1
    return Stalls([one])


def test_only_what_came_late_meanwhile_counts() -> None:
    instrument = Instrument()
    counter = Counter(instrument, Stalls([]), BLOCK)
    instrument.come_late(time.time(), 1.1 * LASTS)
    instrument.xruns += 3
    counted = counter.count()
    assert (counted.late_blocks, counted.late_by_clock, counted.xruns) == (1, 1, 3)
    assert (counted.excused_by_chance, counted.stalled_ms) == (None, None)


def test_what_is_excused_is_no_fault_of_ours_and_chance_is_told() -> None:
    instrument = Instrument()
    counter = Counter(instrument, always(), BLOCK)
    for _ in range(3):
        time.sleep(0.01)
        instrument.come_late(time.time(), 1.5 * LASTS)
    counted = counter.count()
    assert (counted.late_blocks, counted.late_by_clock) == (0, 3)
    assert counted.excused_by_chance == 3


def test_stolen_blocks_are_none_of_ours_though_nobody_watched() -> None:
    instrument = Instrument()
    counter = Counter(instrument, Stalls([]), BLOCK)
    instrument.come_late(time.time(), 1.5 * LASTS)
    instrument.late_blocks += 70
    instrument.stolen += 70
    counted = counter.count()
    assert (counted.late_blocks, counted.late_by_clock, counted.stolen_blocks) == (1, 71, 70)


def test_a_block_that_was_late_while_the_counter_was_made_counts_nowhere() -> None:
    instrument = Instrument()
    instrument.meanwhile = 1
    counted = Counter(instrument, always(), BLOCK).count()
    assert (counted.late_blocks, counted.late_by_clock) == (0, 0)


def test_a_block_that_was_late_right_after_the_answer_counts_and_may_be_excused() -> None:
    instrument = Instrument()
    answer = instrument.late

    def late() -> Late:
        given = answer()
        instrument.late = answer
        instrument.come_late(time.time(), 2 * LASTS)
        return given

    instrument.late = late
    counted = Counter(instrument, always(), BLOCK).count()
    assert (counted.late_blocks, counted.late_by_clock) == (0, 1)


def test_what_the_instrument_forgot_is_not_excused_and_what_was_seen_twice_counts_once() -> None:
    instrument = Instrument()
    counter = Counter(instrument, always(), BLOCK)
    for number in range(70):
        instrument.come_late(time.time() + 1e-4 * number, 2 * LASTS)
    counter.look()
    counted = counter.count()
    assert (counted.late_blocks, counted.late_by_clock) == (6, 70)
