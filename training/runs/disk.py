"""Files of a run, written whole or not at all, and what happens when there is no room for them.

Conventions
-----------
A full disk, a used-up quota and a limit on the size of files are one thing: what was to be written is left out, what
was there stays, one line says so, and the next attempt is made when the next thing of its kind is due.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Disk:
    """Where a run writes.

    Parameters
    ----------
    tell : callable
        Gets the line that says that there is no room, or that there is room again.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._left_out: set[str] = set()

    @contextmanager
    def writing(self, what: str) -> Iterator[None]:
        """Go on if there is no room for this; say so the first time."""
        try:
            yield
        except OSError as error:
            if error.errno not in FULL:
                raise
            if what not in self._left_out:
                self._left_out.add(what)
                self._tell(f"{what}: {error.strerror}; training goes on without, and tries again")
        else:
            if what in self._left_out:
                self._left_out.remove(what)
                self._tell(f"{what}: there is room again, it is written")


def replace(path: Path, data: bytes) -> None:
    """Write a file whole, in the place of the one that was there; what is no file is written as it comes."""
    path = path.resolve()  # of a link what it leads to
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    draft = path.with_name(f".{path.name}.tmp")
    try:
        with draft.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def append(path: Path, data: bytes) -> None:
    """Lengthen a file by all of this, or leave it as long as it was."""
    with path.open("ab", buffering=0) as stream:
        size = stream.tell()
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[stream.write(rest) :]
        except OSError:
            stream.truncate(size)
            raise
