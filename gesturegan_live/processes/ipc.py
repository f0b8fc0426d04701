"""Shared memory between the processes: rings, logs and boards; mailboxes have a file of their own.

Conventions
-----------
The parent creates every segment and is the only one to unlink it; children attach by name. Each structure has one
writer and one reader, takes no lock and never waits. A `Ring` keeps everything in order until it is full, and so does a
`Log` with messages of any length; a `SampleRing` keeps the newest frames and lets a slow reader fall behind; a `Board`
is a row of numbers that one process writes and others look at.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import weakref
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import DTypeLike, NDArray

_PAGE = 4096  # bytes, or more
_numbers = itertools.count()


class Segment:
    """Arrays, one after another, in one named piece of shared memory.

    Parameters
    ----------
    fields : tuples (name, dtype, shape)
        What it holds; creator and reader must agree on them.
    name : str, optional
        Attach to that segment; without it a new one is made, filled with zeros.
    """

    def __init__(self, *fields: tuple[str, DTypeLike, tuple[int, ...]], name: str | None = None) -> None:
        self._owner = name is None
        sizes = [int(np.dtype(dtype).itemsize * np.prod(shape, dtype=np.int64)) for _, dtype, shape in fields]
        offsets = [0, *itertools.accumulate((size + 63) // 64 * 64 for size in sizes)]
        if name is None:
            name = f"ggan{os.getpid():x}.{next(_numbers):x}.{secrets.token_hex(3)}"
            self._memory = _created(name, max(offsets[-1], 64))
        else:
            self._memory = SharedMemory(name=name)
        self.name = name
        # An owner that is never closed (the next piece was not to be had) removes it when it ends.
        self._removed = weakref.finalize(self, _removed, self._memory) if self._owner else None
        assert self._memory.buf is not None
        buffer = np.frombuffer(self._memory.buf, np.uint8)
        # The views keep the memory mapped for as long as somebody looks; SharedMemory would unmap it under them, or
        # complain that it cannot.
        self._memory._buf = self._memory._mmap = None  # type: ignore[attr-defined]
        if not self._owner:
            buffer[::_PAGE].max()  # whoever attaches has every page at hand: no callback waits for one later
        self.arrays: dict[str, NDArray[Any]] = {
            field: buffer[offset : offset + size].view(dtype).reshape(shape)
            for (field, dtype, shape), size, offset in zip(fields, sizes, offsets[:-1], strict=True)
        }

    def close(self) -> None:
        """Let go of the memory; its owner also removes it from the system."""
        self.arrays.clear()
        self._memory.close()
        if self._removed is not None:
            self._removed()


def _removed(memory: SharedMemory) -> None:
    with contextlib.suppress(FileNotFoundError):
        memory.unlink()


def _created(name: str, size: int) -> SharedMemory:
    if os.name == "posix":  # SharedMemory takes back what it cannot make, and the tracker must have heard of it before
        resource_tracker.register(f"/{name}", "shared_memory")
    try:
        memory = SharedMemory(name=name, create=True, size=size)
        if hasattr(os, "posix_fallocate"):  # or a full /dev/shm would kill whoever writes first
            try:
                os.posix_fallocate(memory._fd, 0, size)  # type: ignore[attr-defined]
            except OSError:
                memory.close()
                memory.unlink()
                raise
    except OSError as error:
        raise OSError(f"shared memory: {size} bytes are not to be had ({error.strerror})") from error
    return memory


def sweep() -> None:
    """Remove the memory of instruments that were killed together with everything that would have removed it."""
    for path in Path("/dev/shm").glob("ggan*.*.*"):  # noqa: S108 - where Linux keeps it
        pid = path.name[len("ggan") :].split(".")[0]
        with contextlib.suppress(OSError, ValueError):
            if not Path(f"/proc/{int(pid, 16)}").exists():
                path.unlink()


class Ring:
    """Records of one dtype in order, from one writer to one reader.

    Parameters
    ----------
    dtype : dtype
        Of a record.
    capacity : int
        Records that it holds before `push` refuses.
    """

    def __init__(self, dtype: DTypeLike, capacity: int, name: str | None = None) -> None:
        self._capacity = capacity
        self._segment = Segment(("counts", np.int64, (2,)), ("records", dtype, (capacity,)), name=name)
        self._counts, self._records = self._segment.arrays["counts"].data, self._segment.arrays["records"]
        self._empty = np.zeros(0, dtype)

    @property
    def name(self) -> str:
        """Name of the shared memory, for the other side."""
        return self._segment.name

    def push(self, record: tuple[Any, ...]) -> bool:
        """Append one record; False, and nothing written, where the ring is full."""
        written = self._counts[0]
        if written - self._counts[1] >= self._capacity:
            return False
        self._records[written % self._capacity] = record
        self._counts[0] = written + 1
        return True

    def pop(self, most: int) -> NDArray[Any]:
        """Take the records that wait, oldest first, `most` of them at most."""
        read = self._counts[1]
        end = min(self._counts[0], read + most)
        if end == read:
            return self._empty
        first, last = read % self._capacity, end % self._capacity
        parts = (self._records[first:last],) if first < last else (self._records[first:], self._records[:last])
        records = parts[0].copy() if len(parts) == 1 else np.concatenate(parts)
        self._counts[1] = end
        return records

    def clear(self) -> None:
        """Drop what waits; only while nobody reads."""
        self._counts[1] = self._counts[0]

    def close(self) -> None:
        """Let go of the memory."""
        del self._counts, self._records
        self._segment.close()


class SampleRing:
    """The newest frames of an output: the writer never waits, a reader that is too slow is told what it missed.

    Written while anybody reads (the parent counts them): memory that is written round and round is never at hand.

    Parameters
    ----------
    channels : int
        Samples in a frame.
    capacity : int
        Frames that it holds.
    """

    def __init__(self, channels: int, capacity: int, name: str | None = None) -> None:
        self.channels, self.capacity = channels, capacity
        self._segment = Segment(
            ("written", np.int64, (1,)),
            ("readers", np.int64, (1,)),
            ("frames", np.float32, (capacity, channels)),
            name=name,
        )
        arrays = self._segment.arrays
        self._written, self._readers, self._frames = arrays["written"].data, arrays["readers"].data, arrays["frames"]

    @property
    def name(self) -> str:
        """Name of the shared memory, for the other side."""
        return self._segment.name

    @property
    def written(self) -> int:
        """Frames written since the beginning."""
        return self._written[0]

    @property
    def is_read(self) -> bool:
        """Whether anybody reads: frames are to be written."""
        return self._readers[0] > 0

    def begin_reading(self) -> int:
        """Have frames written until `end_reading`; return the position from which on they are (the parent's side)."""
        self._readers[0] += 1
        return self.written

    def end_reading(self) -> None:
        """Read no more (the parent's side)."""
        self._readers[0] -= 1

    def write(self, *parts: NDArray[np.float32]) -> None:
        """Append frames, shape (n, channels), n at most `capacity`; parts stand side by side."""
        start, count, left = self.written % self.capacity, len(parts[0]), 0
        beyond = start + count - self.capacity
        for part in parts:
            right = left + part.shape[1]
            if beyond <= 0:
                self._frames[start : start + count, left:right] = part
            else:
                self._frames[start:, left:right] = part[:-beyond]
                self._frames[:beyond, left:right] = part[-beyond:]
            left = right
        self._written[0] += count

    def read(self, position: int, until: int | None = None) -> tuple[NDArray[np.float32], int]:
        """Copy the frames from `position` on (up to `until`), and say how many were lost to a slow reader before."""
        written = self.written
        end = written if until is None else min(until, written)
        # A block's worth is kept clear of the writer, which may be at work on the oldest frames.
        oldest = max(written - self.capacity * 3 // 4, 0)
        lost = max(min(oldest, end) - position, 0)
        return self._frames[np.arange(position + lost, end) % self.capacity], lost

    def close(self) -> None:
        """Let go of the memory."""
        del self._written, self._readers, self._frames
        self._segment.close()


class Log:
    """Messages of any length in order, from one writer to one reader, who sees whole messages only.

    Parameters
    ----------
    capacity : int
        Bytes that it holds before `push` refuses.
    """

    def __init__(self, capacity: int, name: str | None = None) -> None:
        self._capacity = capacity
        self._segment = Segment(("counts", np.int64, (2,)), ("octets", np.uint8, (capacity,)), name=name)
        self._counts, self._octets = self._segment.arrays["counts"], self._segment.arrays["octets"]

    @property
    def name(self) -> str:
        """Name of the shared memory, for the other side."""
        return self._segment.name

    def push(self, *parts: NDArray[Any]) -> bool:
        """Append one message, given in parts; False, and nothing written, where there is no room."""
        written = int(self._counts[0])
        if written + sum(part.nbytes for part in parts) - int(self._counts[1]) > self._capacity:
            return False
        for part in parts:
            octets = part.reshape(-1).view(np.uint8)
            start, count = written % self._capacity, len(octets)
            first = min(count, self._capacity - start)
            self._octets[start : start + first] = octets[:first]
            self._octets[: count - first] = octets[first:]
            written += count
        self._counts[0] = written
        return True

    @property
    def used(self) -> float:
        """Part of the capacity that waits to be read."""
        return int(self._counts[0] - self._counts[1]) / self._capacity

    def pop(self) -> bytes:
        """Take all messages that wait, oldest first."""
        written, read = int(self._counts[0]), int(self._counts[1])
        start, count = read % self._capacity, written - read
        first = min(count, self._capacity - start)
        octets = self._octets[start : start + first].tobytes() + self._octets[: count - first].tobytes()
        self._counts[1] = written
        return octets

    def close(self) -> None:
        """Let go of the memory."""
        del self._counts, self._octets
        self._segment.close()


class Board:
    """Named float64 values (each written whole) that one process posts and others look at."""

    def __init__(self, *fields: tuple[str, int], name: str | None = None) -> None:
        self._segment = Segment(*((field, np.float64, (count,)) for field, count in fields), name=name)

    @property
    def name(self) -> str:
        """Name of the shared memory, for the other side."""
        return self._segment.name

    def __getitem__(self, field: str) -> NDArray[np.float64]:
        """Give the live values of a field, shape (count,)."""
        return self._segment.arrays[field]

    def numbers(self, field: str) -> memoryview[float]:
        """Give the live values of a field, for whoever handles them one by one: several times as fast as an array."""
        return cast("memoryview[float]", self._segment.arrays[field].data)

    def close(self) -> None:
        """Let go of the memory."""
        self._segment.close()
