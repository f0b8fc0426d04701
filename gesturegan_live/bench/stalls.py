"""Which late blocks the machine was the cause of: stretches of time in which a processor that had work did none.

The kernel takes a sample of every processor twice a millisecond, in the interrupt of a timer, and notes when it turns
from one thread to another (``perf_event_open(2)``, ``PERF_COUNT_SW_CPU_CLOCK``, ``context_switch``). Where a processor
has a thread to run and a sample comes late, a *stall* lasted from the moment at which it was due until then, at least:
the host of a virtual machine was serving others, firmware took its time, the kernel let no interrupt in. No thread is
woken for it: one that goes before the audio callback would drive that from processor to processor, and find it slow.

Conventions
-----------
A late block is excused where it would have been in time without the stalls of all processors meanwhile, for its thread
may have been on any. That is generous: a block that was late by itself is excused too if stalls happen to coincide, so
`Stalls.by_chance` says how often stretches of the same length are, and every measurement gives the sum of that beside
its counts. A processor with nothing to do has no stalls. Nothing is excused where nobody may watch (only Linux lets
one, and only users with ``kernel.perf_event_paranoid`` at 0 or the capability ``CAP_PERFMON``). Times are Unix times
in seconds; a clock that is set meanwhile looks like a stall.
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
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.kernel import kernel

PERIOD = 5e-4  # seconds from one sample to the next
_NOTICED = 4e-4  # seconds; an interrupt takes some time anyhow
_CAPACITY = 1 << 18  # stalls of one processor
_STRETCHES = 20_000  # that are tried for what is due to chance
_LOOK = 0.1  # seconds between two looks at the records; there is room for one second of them at least

_CALL = {"x86_64": 298, "aarch64": 241}  # the number of perf_event_open
_SOFTWARE, _CPU_CLOCK, _TIME, _CLOSE_ON_EXEC = 1, 0, 1 << 2, 1 << 3
_FLAGS = 1 << 18 | 1 << 25 | 1 << 26  # sample_id_all, use_clockid (0: CLOCK_REALTIME), context_switch
_ATTRIBUTES = "=IIQQQQQ64x"  # struct perf_event_attr as of PERF_ATTR_SIZE_VER5, zeros at its end
_PAGES = 128  # of records; with one more for head and tail what any user may lock
_HEAD, _TAIL = 128, 129  # places in that page, eight bytes each
LOST, THROTTLE, SAMPLE, SWITCH = 2, 5, 9, 15  # types of records
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
        self._so_far = np.array([0.0, np.nan, 0.0])  # the last record's time, a sample's due time, whether it has work

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
        try:
            watches = [stack.enter_context(_records(each)) for each in sorted(os.sched_getaffinity(0))]
        except (AttributeError, KeyError, OSError):  # another system, another machine, or not allowed
            yield Stalls([])
            return
        found, looking, ended = [Found() for _ in watches], threading.Lock(), threading.Event()

        def look() -> None:
            with looking:
                for each, written in zip(found, watches, strict=True):
                    each.hear(written())

        def keep_looking() -> None:
            while not ended.wait(_LOOK):
                look()

        look()  # which compiles, before anything is measured
        thread = threading.Thread(target=keep_looking, name="watching processors", daemon=True)
        thread.start()
        try:
            yield Stalls(found, look)
        finally:
            ended.set()
            thread.join()


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
    last, due, busy = so_far
    place, missing = 0, False
    while place < len(records):
        kind, flags, size = records[place] & 0xFFFFFFFF, records[place] >> 32 & 0xFFFF, records[place] >> 48
        time = 1e-9 * records[place + size // 8 - 1]
        if kind == LOST:
            missing = True
        elif kind == THROTTLE:  # no samples for a while
            busy = 0.0
        elif kind == SWITCH:
            if flags & OUT:
                busy = 1.0 if records[place + 1] & 0xFFFFFFFF else 0.0  # process 0 is idleness
            last = time
        elif kind == SAMPLE:
            if busy:
                due += max(0.0, math.ceil((last - due) / PERIOD)) * PERIOD
                if time - due > _NOTICED and count < len(spans):
                    spans[count, 0], spans[count, 1] = due, time
                    count += 1
                    due += math.floor((time - due) / PERIOD) * PERIOD
                else:
                    due = time
            else:
                due = time
            due += PERIOD
            last = time
        place += size // 8
    so_far[0], so_far[1], so_far[2] = last, due, busy
    return count, missing
