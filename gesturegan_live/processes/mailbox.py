"""Mailboxes: the newest value of each voice, from one process to another.

Conventions
-----------
One writer, one reader; neither takes a lock nor waits. Older values are dropped. Sequence numbers start at 1; 0 means
that nothing has been written.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.processes.ipc import Segment

_SLOTS = 4  # the latest, one in use, one about to be, one that is written

T = TypeVar("T")


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
            ("claimed", np.int64, (voices, 2)),  # slots: the last but one that was taken, and the last
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

    def label_of(self, voice: int) -> NDArray[np.float32] | None:
        """Give the label of the value that `take` gave last of a voice; None where it gave none."""
        slot = self._slots[voice]
        return None if slot < 0 else cast("NDArray[np.float32]", self._labels[voice, slot])

    def look(self, voice: int, since: int, read: Callable[[NDArray[np.float32]], T]) -> tuple[int, T] | None:
        """Let `read` make something of the newest value of `voice`, in place and unclaimed: for who only looks.

        Returns
        -------
        tuple (int, T) or None
            The value's number, and what was made of it; None where there is none newer than number `since`, or where
            a newer one has come meanwhile: it may have been written over.
        """
        latest = self._latest[voice]
        if latest // _SLOTS <= since:
            return None
        made = read(self._payload[voice, latest % _SLOTS, : self._size].reshape(self.shape))
        return (latest // _SLOTS, made) if self._latest[voice] == latest else None

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
