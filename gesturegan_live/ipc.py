"""Shared memory between the processes: mailboxes, rings and boards.

Conventions
-----------
The parent creates every segment and is the only one to unlink it; children attach by name. Each structure has one
writer and one reader, takes no lock and never waits. A `Mailbox` keeps the newest value of each voice and drops older
ones; a `Ring` keeps everything in order until it is full, and so does a `Log` with messages of any length; a
`SampleRing` keeps the newest frames and lets a slow reader fall behind; a `Board` is a row of numbers that one process
writes and others look at.
Sequence numbers start at 1; 0 means that nothing has been written.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import time
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import DTypeLike, NDArray

_SLOTS = 4  # the latest, one in use, one about to be, one that is written
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
        if self._owner:
            with contextlib.suppress(FileNotFoundError):
                self._memory.unlink()


def _created(name: str, size: int) -> SharedMemory:
    memory = SharedMemory(name=name, create=True, size=size)
    if hasattr(os, "posix_fallocate"):  # or a full /dev/shm would kill whoever writes first
        try:
            os.posix_fallocate(memory._fd, 0, size)  # type: ignore[attr-defined]
        except OSError as error:
            memory.close()
            memory.unlink()
            raise OSError(f"shared memory: {size} bytes are not to be had ({error.strerror})") from error
    return memory


def sweep() -> None:
    """Remove the memory of instruments that were killed together with everything that would have removed it."""
    for path in Path("/dev/shm").glob("ggan*.*.*"):  # noqa: S108 - where Linux keeps it
        pid = path.name[len("ggan") :].split(".")[0]
        with contextlib.suppress(OSError, ValueError):
            if not Path(f"/proc/{int(pid, 16)}").exists():
                path.unlink()


class Mailbox:
    """The newest value of each voice: a float32 array of a fixed shape, and a label that says where it is from.

    The writer fills a slot that is neither the latest nor claimed by the reader, then names it the latest. The reader
    claims the slot that it is about to take, besides the one in use; if that is the latest still, the writer has not
    chosen it. (A claim must be seen by the writer before it has made two more values: that it takes longer to make one
    than a number takes from one processor to another.)

    Parameters
    ----------
    voices : int
    shape : tuple of int
        Of a value.
    name : str, optional
        Attach to that one.
    label : int
        Numbers in a label.

    Attributes
    ----------
    label : ndarray, shape (label,), float32
        Of the value that `take` gave last, in the shared memory as that is.
    checksum : int
        Of the value that `take` gave last, as `checksum_of` makes it.
    time : int
        When that was published, in nanoseconds of `time.perf_counter_ns`.
    """

    def __init__(self, voices: int, shape: tuple[int, ...], name: str | None = None, *, label: int = 0) -> None:
        self.voices, self.shape = voices, shape
        size = int(np.prod(shape))
        self._size, padded = size, size + size % 2  # whole 64-bit words for the checksum
        self._segment = Segment(
            ("published", np.int64, (1,)),
            ("latest", np.int64, (voices,)),  # sequence * _SLOTS + slot
            ("claimed", np.int64, (voices, 2)),  # slots: the last and the one before it
            ("checksum", np.uint64, (voices, _SLOTS)),
            ("time", np.int64, (voices, _SLOTS)),
            ("labels", np.float32, (voices, _SLOTS, label)),
            ("payload", np.float32, (voices, _SLOTS, padded)),
            name=name,
        )
        arrays = self._segment.arrays
        self._published = arrays["published"].data
        self._payload, self._labels = arrays["payload"], arrays["labels"]
        self._words = self._payload.view(np.uint64)
        # Number by number a memoryview is several times as fast as an array.
        self._latest, self._claimed, self._checksum, self._time = (
            arrays[field].data for field in ("latest", "claimed", "checksum", "time")
        )
        self._seen = [0] * voices
        self._slots = [-1] * voices  # which `take` gave last
        self._seen_all = self._looked = 0  # how many values were published when all were seen, and at the last look
        self.label = np.zeros(label, np.float32)
        self.checksum = self.time = 0
        if name is None:
            arrays["claimed"][:] = -1

    @property
    def name(self) -> str:
        """Name of the shared memory, for the other side."""
        return self._segment.name

    def publish(self, voice: int, value: NDArray[np.float32], label: NDArray[np.float32] | None = None) -> None:
        """Make `value` the newest of `voice` (the writer's side)."""
        latest = self._latest[voice]
        taken = self._claimed[voice, 0], self._claimed[voice, 1], latest % _SLOTS if latest else -1
        slot = next(slot for slot in range(_SLOTS) if slot not in taken)
        self._payload[voice, slot, : self._size] = value.reshape(-1)
        self._checksum[voice, slot] = int(np.add.reduce(self._words[voice, slot]))
        self._time[voice, slot] = time.perf_counter_ns()
        if label is not None:
            self._labels[voice, slot] = label
        self._latest[voice] = (latest // _SLOTS + 1) * _SLOTS + slot
        self._published[0] += 1

    def changed(self) -> list[int]:
        """Voices with something newer than what `take` gave last (the reader's side)."""
        published = self._published[0]
        if published == self._seen_all:
            return []
        changed = [voice for voice, seen in enumerate(self._seen) if self._latest[voice] != seen]
        if not changed:
            if published == self._looked:  # twice: another processor may see the number before the value
                self._seen_all = published
            self._looked = published
        return changed

    def take(self, voice: int) -> NDArray[np.float32] | None:
        """Give the newest value of `voice`, None where nothing new is to be had; not to be written to.

        It stands in the shared memory itself, and the writer leaves it alone until the voice's next but one is asked
        for.
        """
        latest = self._latest[voice]
        if latest == self._seen[voice]:
            return None
        slot = latest % _SLOTS
        self._claimed[voice, 0] = self._slots[voice]
        self._claimed[voice, 1] = slot
        if self._latest[voice] != latest:
            return None
        self._slots[voice] = slot
        self._seen[voice] = latest
        self.label, self.checksum = self._labels[voice, slot], self._checksum[voice, slot]
        self.time = self._time[voice, slot]
        return self._payload[voice, slot, : self._size].reshape(self.shape)

    def rewind(self) -> None:
        """Forget what was seen: every voice's newest value is new again (for a reader that takes over)."""
        self._seen, self._slots = [0] * self.voices, [-1] * self.voices
        self._seen_all = self._looked = 0
        self._segment.arrays["claimed"][:] = -1

    def close(self) -> None:
        """Let go of the memory."""
        for view in ("_published", "_latest", "_claimed", "_checksum", "_time"):
            delattr(self, view)
        del self._labels, self._payload, self._words
        self._segment.close()


def checksum_of(value: NDArray[np.float32]) -> int:
    """Give the checksum that a mailbox keeps of a value."""
    padded = np.zeros(value.size + value.size % 2, np.float32)
    padded[: value.size] = value.reshape(-1)
    return int(np.add.reduce(padded.view(np.uint64)))


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

    def pop(self) -> NDArray[Any]:
        """Take every record that waits, oldest first."""
        written, read = self._counts[0], self._counts[1]
        if written == read:
            return self._empty
        first, last = read % self._capacity, written % self._capacity
        parts = (self._records[first:last],) if first < last else (self._records[first:], self._records[:last])
        records = parts[0].copy() if len(parts) == 1 else np.concatenate(parts)
        self._counts[1] = written
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

    def read(self, position: int) -> tuple[NDArray[np.float32], int]:
        """Copy the frames from `position` on, and say how many before them were lost to a slow reader."""
        written = self.written
        # A block's worth is kept clear of the writer, which may be at work on the oldest frames.
        oldest = max(written - self.capacity * 3 // 4, 0)
        lost = max(oldest - position, 0)
        return self._frames[np.arange(position + lost, written) % self.capacity], lost

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
