"""Which late blocks the machine was the cause of: stretches of time in which a processor gave no sign of life.

Two things tell that a processor is alive. While it runs a thread, the kernel takes a sample of it every half
millisecond, in the interrupt of a timer, and it notes when it turns from one thread to another (``perf_event_open(2)``,
``PERF_COUNT_SW_CPU_CLOCK``, ``context_switch``). While it has nothing to do, it is woken every millisecond by a thread
that gives way to all others. Where such a sign of life comes late, a *stall* lasted from the moment at which it was due
until then, at least: the host of a virtual machine was serving others, firmware took its time, the kernel let no
interrupt in. No thread goes before the audio callback for this: it would drive that from processor to processor, and
find it slow.

Of blocks at which the host itself said so (`gesturegan_live.audio.output.stopwatch`) nobody asks here.

Conventions
-----------
A late block is excused where it would have been in time without the stalls of all processors meanwhile, for its thread
may have been on any. That is generous: a block that was late by itself is excused too if stalls happen to coincide, so
`Stalls.by_chance` says how often stretches of the same length are, and every measurement gives the sum of that beside
its counts. Where processors sleep when they have nothing to do, to be woken takes them long, and counts. Nothing is
excused where nobody may watch (only Linux lets one, and only users with ``kernel.perf_event_paranoid`` at 0 or the
capability ``CAP_PERFMON``). Times are Unix times in seconds; a clock that is set meanwhile looks like a stall.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import mmap
import os
import platform
import struct
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.kernel import kernel, maximum, njit

PERIOD = 5e-4  # seconds from one sample of a busy processor to the next
WAKING = 1e-3  # and from one waking of an idle one, at multiples of this
_NOTICED = 2e-4  # seconds that a sample may be late: an interrupt takes some time anyhow
_WOKEN = 5e-4  # and a waking
_CAPACITY = 1 << 18  # stalls of one processor
_STRETCHES = 20_000  # that are tried for what is due to chance
_LOOK = 0.1  # seconds between two looks at the records; there is room for one second of them at least

_CALL = {"x86_64": 298, "aarch64": 241}  # the number of perf_event_open
_SOFTWARE, _CPU_CLOCK, _TIME, _CLOSE_ON_EXEC = 1, 0, 1 << 2, 1 << 3
# exclude_idle, sample_id_all, use_clockid (CLOCK_REALTIME), context_switch
_FLAGS = 1 << 7 | 1 << 18 | 1 << 25 | 1 << 26
_ATTRIBUTES = "=IIQQQQQ64x"  # struct perf_event_attr as of PERF_ATTR_SIZE_VER5, zeros at its end
_PAGES = 128  # of records; with one more for head and tail what any user may lock
_HEAD, _TAIL = 128, 129  # places in that page, eight bytes each
LOST, THROTTLE, SAMPLE, SWITCH = 2, 5, 9, 15  # types of records
UNKNOWN, IDLE, BUSY = 0.0, 1.0, 2.0  # what a processor is doing
_ABSOLUTE = 1  # TIMER_ABSTIME
OUT = 1 << 13  # a switch: the record tells which thread comes next


class Found:
    """The stalls of one processor so far.

    Attributes
    ----------
    spans : ndarray, shape (capacity, 2), float64
        Begins and ends; those before `count` hold.
    known : bool
        Whether there are no others.
    """

    def __init__(self) -> None:
        self.spans = np.zeros((_CAPACITY, 2))
        self.count = 0
        self.known = True
        self._so_far = np.array([0.0, 0.0, UNKNOWN])  # the last record's time, a sample's due time, what it is doing

    def hear(self, records: NDArray[np.int64]) -> None:
        """Go on with what the kernel wrote: any number of whole records."""
        self.count, missing = _hear(records, self._so_far, self.spans, self.count)
        self.known = self.known and not missing and self.count < len(self.spans)

    def between(self, begin: float, end: float) -> NDArray[np.float64]:
        """Give the stalls within a stretch of time, cut to it: their begins and ends, shape (stalls, 2)."""
        spans: NDArray[np.float64] = np.clip(self.spans[: self.count], begin, end)
        return spans[spans[:, 0] < spans[:, 1]]


class Stalls:
    """The stalls of all processors; made by `watched`, of none where nobody may watch."""

    def __init__(self, found: Sequence[Found], look: Callable[[], None] = lambda: None) -> None:
        self._found, self._look = found, look

    @property
    def known(self) -> bool:
        """Whether there are no others."""
        return bool(self._found) and all(found.known for found in self._found)

    def milliseconds(self, begin: float, end: float) -> float | None:
        """Give how long processors stalled meanwhile, all together; None if that is not known."""
        self._look()
        if not self.known:
            return None
        return round(1e3 * sum(float(np.diff(found.between(begin, end)).sum()) for found in self._found), 1)

    def excuse(self, began: float, ended: float, excess: float) -> bool:
        """Say whether stalls meanwhile took at least so many seconds."""
        away = self._away(began, ended)
        return 0.0 < excess <= float(away(ended) - away(began))

    def by_chance(self, began: float, ended: float, length: float, excess: float) -> float:
        """Give the share of stretches of a length, all over a time, in which stalls took at least so many seconds."""
        away = self._away(began, ended)
        starts = np.linspace(began, ended - length, _STRETCHES)
        return float(np.mean(away(starts + length) - away(starts) >= excess))

    def _away(self, began: float, ended: float) -> Callable[[NDArray[np.float64] | float], NDArray[np.float64]]:
        """Make what gives the seconds since `began` at which some processor stalled."""
        self._look()
        spans = np.concatenate([[(began, began)], *(found.between(began, ended) for found in self._found)])
        begins, ends = spans[np.argsort(spans[:, 0])].T
        ends = np.maximum.accumulate(ends)
        begins[1:] = np.minimum(np.maximum(begins[1:], ends[:-1]), ends[1:])  # what two have in common counts once
        lengths = ends - begins
        so_far = np.cumsum(lengths)
        times, values = np.stack([begins, ends], 1).reshape(-1), np.stack([so_far - lengths, so_far], 1).reshape(-1)
        return lambda time: np.interp(time, times, values)


@contextlib.contextmanager
def watched() -> Iterator[Stalls]:
    """Watch every processor that this process may use."""
    with contextlib.ExitStack() as stack:
        records: list[Callable[[], NDArray[np.int64]]] = []
        with contextlib.suppress(AttributeError, KeyError, OSError):  # another system, another machine, not allowed
            processors = sorted(os.sched_getaffinity(0))
            waking = _compile_waking()
            Found().hear(np.zeros(0, np.int64))  # which loads it, before there is something to hear
            records = [stack.enter_context(_records(each)) for each in processors]
        if not records:
            yield Stalls([])
            return
        found, looking, ended = [Found() for _ in processors], threading.Lock(), np.zeros(1, np.uint8)

        def look() -> None:
            with looking:
                for each, written in zip(found, records, strict=False):  # none once it is over
                    each.hear(written())

        def keep_looking() -> None:
            while not ended[0]:
                look()
                time.sleep(_LOOK)

        threads = [threading.Thread(target=keep_looking, daemon=True)]
        threads += [threading.Thread(target=_wake, args=(each, waking, ended), daemon=True) for each in processors]
        for thread in threads:
            thread.start()
        try:
            yield Stalls(found, look)
        finally:
            look()
            with looking:
                records.clear()
            ended[0] = 1
            for thread in threads:
                thread.join()


def _wake(processor: int, waking: Callable[[NDArray[np.uint8]], None], ended: NDArray[np.uint8]) -> None:
    os.sched_setaffinity(0, {processor})
    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    waking(ended)


def _compile_waking() -> Callable[[NDArray[np.uint8]], None]:
    """Compile what wakes a processor, so that whoever holds the interpreter does not hold it up."""
    libc = ctypes.CDLL(None)
    sleep, now = libc.clock_nanosleep, libc.clock_gettime
    sleep.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
    now.argtypes = (ctypes.c_int, ctypes.c_void_p)
    step = int(WAKING * 1e9)

    def wake(ended: NDArray[np.uint8]) -> None:
        moment = np.zeros(2, np.int64)  # struct timespec
        while ended[0] == 0:
            now(time.CLOCK_REALTIME, moment.ctypes.data)
            moment[1] = (moment[1] // step + 1) * step
            if moment[1] >= 1_000_000_000:
                moment[0] += 1
                moment[1] = 0
            sleep(time.CLOCK_REALTIME, _ABSOLUTE, moment.ctypes.data, 0)

    waking: Callable[[NDArray[np.uint8]], None] = njit(nogil=True)(wake)
    waking(np.ones(1, np.uint8))
    return waking


@contextlib.contextmanager
def _records(processor: int) -> Iterator[Callable[[], NDArray[np.int64]]]:
    """Let the kernel write records of a processor; what is given returns those since it was last called."""
    attributes = struct.pack(_ATTRIBUTES, _SOFTWARE, 112, _CPU_CLOCK, int(PERIOD * 1e9), _TIME, 0, _FLAGS)
    libc = ctypes.CDLL(None, use_errno=True)
    file = libc.syscall(_CALL[platform.machine()], attributes, -1, processor, -1, _CLOSE_ON_EXEC)
    if file < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    try:
        words = np.frombuffer(mmap.mmap(file, (1 + _PAGES) * mmap.PAGESIZE), np.int64)
        ring = words[mmap.PAGESIZE // 8 :]

        def written() -> NDArray[np.int64]:
            head, tail = int(words[_HEAD]), int(words[_TAIL])
            records = ring[np.arange(tail // 8, head // 8) % len(ring)]
            words[_TAIL] = head
            return records

        yield written
    finally:
        os.close(file)


@kernel
def _hear(
    records: NDArray[np.int64], so_far: NDArray[np.float64], spans: NDArray[np.float64], count: int
) -> tuple[int, bool]:
    """Add stalls to `spans`; returns how many there are then, and whether records are missing."""
    last, due, doing = so_far
    place, missing = 0, False
    while place < len(records):
        kind, flags, size = records[place] & 0xFFFFFFFF, records[place] >> 32 & 0xFFFF, records[place] >> 48
        time = 1e-9 * records[place + size // 8 - 1]
        if kind == SWITCH and doing == IDLE:
            expected, allowed = (math.floor(last / WAKING) + 1.0) * WAKING, _WOKEN
        elif kind in (SAMPLE, SWITCH) and doing != UNKNOWN and due > 0.0:  # a sample is taken of work only
            expected, allowed = due + maximum(0.0, math.floor((last - due) / PERIOD) + 1.0) * PERIOD, _NOTICED
        else:
            expected, allowed = time, _NOTICED
        late = time - expected
        if late > allowed and count < len(spans):
            spans[count, 0], spans[count, 1] = expected, time
            count += 1
        if kind == SAMPLE:
            due = time + PERIOD - (late % PERIOD if late > _NOTICED else 0.0)
            doing = BUSY
        elif kind == SWITCH and flags & OUT:
            doing = BUSY if records[place + 1] & 0xFFFFFFFF else IDLE  # process 0 is idleness
        elif kind == THROTTLE:  # no samples until it ends
            due = 0.0
        elif kind == LOST:
            missing, due, doing = True, 0.0, UNKNOWN
        last = time
        place += size // 8
    so_far[0], so_far[1], so_far[2] = last, due, doing
    return count, missing
