"""The file of a take: all that the audio process was told, with the output sample at which it obeyed.

A take begins with the whole state of the audio engine, so that it can begin in the middle of a performance. An image is
not kept but the point that made it, with a checksum: the model that is named in the take makes it again.

Conventions
-----------
``MAGIC``, then records: a ``RECORD``, then its ``size`` bytes. The file only ever grows: up to the last whole record it
is a take, whatever ended its writing. Numbers are little-endian; texts are JSON in UTF-8; there is no pickle. Written
by the take writer's process, read by the offline renderer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.take_record import IMAGE, RECORD, Kind
from gesturegan_live.show.home import Home

SUFFIX = ".take"
MAGIC = b"GGTAKE1\n"
MOST_BYTES = 1 << 30  # of a state
_LARGEST_RECORD = 16 << 20


class TakeError(ValueError):
    """A take that cannot be played; the message is one line."""


@dataclass(frozen=True)
class Record:
    """One thing that happened, at an output sample."""

    kind: Kind
    clock: int
    data: bytes


def is_take(path: Path) -> bool:
    """Whether a file begins as a take does."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def find(file_or_name: Path, home: Home) -> Path | None:
    """Find a take by its file or by its name in the home; None where it is none: for what is typed, never a message."""
    if file_or_name.exists() or len(file_or_name.parts) > 1:
        return file_or_name if is_take(file_or_name) else None
    name = file_or_name.name
    kept = home.inside("takes", name, "" if name.endswith(SUFFIX) else SUFFIX, create=False)
    return kept if is_take(kept) else None


def record(kind: Kind, clock: int, data: bytes) -> bytes:
    """Give the bytes of a record."""
    return np.array((len(data), kind, clock), RECORD).tobytes() + data


def split(octets: bytes) -> Iterator[Record]:
    """Give the records that bytes, which hold nothing else, are made of."""
    start = 0
    while start < len(octets):
        size, kind, clock = (int(value) for value in np.frombuffer(octets, RECORD, 1, start)[0])
        start += RECORD.itemsize + size
        yield Record(Kind(kind), clock, octets[start - size : start])


def read(path: Path) -> Iterator[Record]:
    """Read a take, record by record; what is not whole at its end is left out.

    Raises
    ------
    TakeError
        Where it is no take, or is garbled.
    """
    if not is_take(path):
        raise TakeError(f"take {path}: is no take (it does not begin with {MAGIC.decode().strip()})")
    with path.open("rb") as file:
        file.seek(len(MAGIC))
        while len(head := file.read(RECORD.itemsize)) == RECORD.itemsize:
            size, kind, clock = (int(value) for value in np.frombuffer(head, RECORD)[0])
            if size > _LARGEST_RECORD or kind not in list(Kind) or clock < 0:
                raise TakeError(f"take {path}: garbled at byte {file.tell() - RECORD.itemsize}")
            data = file.read(size)
            if len(data) < size:
                return
            yield Record(Kind(kind), clock, data)


def image_of(data: bytes) -> tuple[int, int, int, NDArray[np.float32]]:
    """Give voice, first row, checksum and point of an image's record."""
    if len(data) < IMAGE.itemsize or (len(data) - IMAGE.itemsize) % 4:
        raise TakeError(f"an image's record of {len(data)} bytes: wanted {IMAGE.itemsize} and a point of float32")
    head = np.frombuffer(data, IMAGE, 1)[0]
    return (
        int(head["voice"]),
        int(head["first"]),
        int(head["checksum"]),
        np.frombuffer(data, "<f4", offset=IMAGE.itemsize),
    )
