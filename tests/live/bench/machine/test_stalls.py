"""Which late blocks are excused, and how stalls are told from what the kernel writes."""

from __future__ import annotations

import os
import time

import numpy as np
import pytest

from gesturegan_live.bench.machine import stalls
from gesturegan_live.bench.machine.stalls import Found, Stalls

OFFSET = 1_800_000_000.0  # of times in records


def found(*processors: list[tuple[float, float]]) -> Stalls:
    """Make the stalls of some processors: begins and ends."""
    every = [Found() for _ in processors]
    for each, spans in zip(every, processors, strict=True):
        each.spans[: len(spans)] = spans or 0.0
        each.count = len(spans)
    return Stalls(every)


@pytest.mark.parametrize(
    ("processors", "excused"),
    [
        ([[], []], False),
        ([[(100.002, 100.005)], []], True),
        ([[], [(100.002, 100.005)]], True),  # its thread may have been on either
        ([[(100.002, 100.0035)], []], False),  # it would have been late all the same
        ([[(100.002, 100.0035)], [(100.005, 100.0065)]], True),
        ([[(100.002, 100.0035)], [(100.0025, 100.0041)]], True),  # two milliseconds altogether
        ([[(100.002, 100.0035)], [(100.002, 100.0035)]], False),  # the same time twice
        ([[(100.002, 100.0035)], [(100.0025, 100.003)]], False),  # one within the other
        ([[(99.990, 99.999), (100.009, 100.020)], []], False),  # before and after
        ([[(99.990, 100.003)], []], True),
    ],
)
def test_a_late_block_is_excused_where_it_would_have_been_in_time(processors, excused) -> None:
    assert found(*processors).excuse(100.0, 100.008, 0.002) == excused


def test_where_nobody_watches_nothing_is_excused() -> None:
    nothing = Stalls([])
    assert not nothing.excuse(100.0, 100.008, 1e-9)
    assert not nothing.excuse(100.0, 100.008, -1e-9)
    assert nothing.milliseconds(0.0, 200.0) is None


def test_how_long_processors_stalled_is_summed_up_while_it_is_known() -> None:
    both = found([(100.0, 100.01)], [(100.005, 100.02), (103.0, 104.0)])
    assert both.milliseconds(99.0, 101.0) == pytest.approx(25.0)
    assert both.milliseconds(100.0, 100.01) == pytest.approx(15.0)
    both._found[0].known = False
    assert both.milliseconds(99.0, 101.0) is None


def test_what_is_due_to_chance_is_the_share_of_stretches_that_would_be_excused() -> None:
    spans = [(100.5 + number, 100.503 + number) for number in range(10)]  # three milliseconds in each second
    seconds = found(spans[:5], spans[5:])
    starts = np.random.default_rng(0).uniform(100.0, 109.99, 2000)
    tried = np.mean([seconds.excuse(start, start + 0.01, 0.002) for start in starts])
    assert seconds.by_chance(100.0, 110.0, 0.01, 0.002) == pytest.approx(0.009, abs=5e-4)
    assert tried == pytest.approx(0.009, abs=6e-3)
    assert seconds.by_chance(100.0, 110.0, 0.01, 0.004) == 0


def record(kind: int, seconds: float, *, following: int | None = None) -> list[int]:
    """Make what the kernel writes: a sample, or a switch to a process (0: to idleness)."""
    time = round((OFFSET + seconds) * 1e9)
    if kind != stalls.SWITCH:
        return [kind | 16 << 48, time]
    flags = 0 if following is None else stalls.OUT
    return [kind | flags << 32 | 24 << 48, following or 0, time]


def busy(begin: float, end: float) -> list[list[int]]:
    """Make the samples of a processor that works from then until then."""
    return [record(stalls.SAMPLE, time) for time in np.arange(begin, end, stalls.PERIOD)]


def heard(*records: list[int]) -> tuple[Found, np.ndarray]:
    """Hear records one by one; give the stalls, in milliseconds from the beginning."""
    one = Found()
    for each in records:
        one.hear(np.array(each, np.int64))
    return one, np.round(1e3 * (one.spans[: one.count] - OFFSET), 2)


TO_WORK = record(stalls.SWITCH, 0.0, following=7)
TO_REST = record(stalls.SWITCH, 0.0101, following=0)


def test_a_processor_that_works_without_a_sample_stalls() -> None:
    _, spans = heard(TO_WORK, *busy(0.0002, 0.010), *busy(0.0132, 0.020))
    np.testing.assert_allclose(spans, [(10.2, 13.2)], atol=0.02)


def test_samples_that_come_all_at_once_after_a_stall_are_no_others() -> None:
    late = [record(stalls.SAMPLE, 0.0132), record(stalls.SAMPLE, 0.01321), *busy(0.0134, 0.02)]
    _, spans = heard(TO_WORK, *busy(0.0002, 0.010), *late)
    assert len(spans) == 1


def test_a_switch_is_a_sign_of_life_too() -> None:
    steps = [record(stalls.SWITCH, time, following=9) for time in np.arange(0.0101, 0.0131, 0.00015)]
    _, spans = heard(TO_WORK, *busy(0.0002, 0.010), *steps, *busy(0.0132, 0.020))
    assert len(spans) == 0


def test_a_processor_at_rest_is_woken_every_millisecond_or_stalls() -> None:
    on_time = [record(stalls.SWITCH, 0.001 * n + 0.00008, following=(7, 0)[turn]) for n in (11, 12) for turn in (0, 1)]
    _, spans = heard(TO_WORK, *busy(0.0002, 0.010), TO_REST, *on_time)
    assert len(spans) == 0
    _, spans = heard(TO_WORK, *busy(0.0002, 0.010), TO_REST, *on_time, record(stalls.SWITCH, 0.0164, following=7))
    np.testing.assert_allclose(spans, [(13.0, 16.4)], atol=0.02)


def test_nothing_is_made_up_while_the_kernel_takes_no_samples() -> None:
    turns = [record(stalls.SWITCH, time, following=9) for time in (0.020, 0.021)]
    one, spans = heard(
        TO_WORK, *busy(0.0002, 0.010), record(stalls.THROTTLE, 0.010), *turns, record(6, 0.050), *busy(0.0502, 0.060)
    )
    assert len(spans) == 0
    assert one.known


def test_what_was_lost_is_not_known() -> None:
    one, spans = heard(TO_WORK, *busy(0.0002, 0.010), record(stalls.LOST, 0.010), *busy(0.0202, 0.022))
    assert not one.known
    assert len(spans) == 0


def test_what_finds_no_room_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stalls, "_CAPACITY", 2)
    gaps = [record(stalls.SAMPLE, time) for time in np.arange(0.010, 0.030, 0.005)]
    one, spans = heard(TO_WORK, *busy(0.0002, 0.005), *gaps)
    assert len(spans) == 2
    assert not one.known


def test_a_sample_says_that_somebody_works_whoever_it_is() -> None:
    rest = record(stalls.SWITCH, 0.0101, following=0)  # as processes look from within a container
    _, spans = heard(TO_WORK, *busy(0.0002, 0.010), rest, *busy(0.0102, 0.020))
    assert len(spans) == 0
    _, spans = heard(TO_WORK, *busy(0.0002, 0.010), rest, *busy(0.0102, 0.020), *busy(0.0252, 0.030))
    np.testing.assert_allclose(spans, [(20.2, 25.2)], atol=0.02)


def test_records_may_come_in_any_portions() -> None:
    records = [TO_WORK, *busy(0.0002, 0.010), *busy(0.0132, 0.020), TO_REST]
    _, spans = heard(*records)
    _, at_once = heard([word for each in records for word in each])
    np.testing.assert_array_equal(spans, at_once)


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() != 0, reason="others may not watch")
def test_what_happens_on_this_machine_is_watched() -> None:
    with stalls.watched() as seen:
        began = time.time()
        for _ in range(10):
            time.sleep(0.02)
            end = time.perf_counter() + 0.02
            while time.perf_counter() < end:
                pass
        assert seen.milliseconds(began, time.time()) is not None
        for found in seen._found:
            last, _, doing = found._so_far
            assert last > began  # busy or not, it is heard of
            assert doing != stalls.UNKNOWN
        assert any(found._so_far[1] > began for found in seen._found)  # whoever ran this was sampled
    count = [found.count for found in seen._found]
    time.sleep(0.01)
    seen.milliseconds(began, time.time())
    assert [found.count for found in seen._found] == count  # nothing is heard any more


def test_on_other_systems_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise TypeError("no such library")

    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(stalls.ctypes, "CDLL", missing)
    with stalls.watched() as seen:
        assert not seen.known


def test_who_may_not_watch_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stalls, "_CALL", {})
    with stalls.watched() as seen:
        assert not seen.known
