"""Documents that a performer keeps by name: one JSON file each, in a folder of the home.

Conventions
-----------
Files are written whole, flushed to the disk, or not at all; what a name held before is kept beside it, in a hidden
file, until it is brought back. Names are compared in one form. Owned by the control process; whatever touches the disk
may be called from a worker thread, one at a time. The standard library only.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gesturegan_live.show import documents
from gesturegan_live.show.documents import DocumentError
from gesturegan_live.show.home import Home
from gesturegan_live.show.names import one_form

SUFFIX = ".json"


class Shelf:
    """The documents of one kind.

    Parameters
    ----------
    home : Home
    kind : str
        The folder: one of `gesturegan_live.show.home.KINDS`.
    noun : str
        What one is called in reasons.
    format : int
        What each says of itself, and what is read.
    largest : int
        Bytes of a file that are read.
    """

    def __init__(self, home: Home, kind: str, noun: str, format: int, largest: int) -> None:  # noqa: A002 - its name
        self._home, self._kind, self._noun = home, kind, noun
        self._format, self._largest = format, largest
        self._changed = ""  # the name that was last stored over, deleted or given away

    def path(self, name: str, *, create: bool = False) -> Path:
        """Give the file of a name; ValueError where it is no name."""
        return self._home.inside(self._kind, name, SUFFIX, create=create)

    def content(self, name: str) -> dict[str, Any] | None:
        """Read a document; None where there is none of that name, ValueError in one line where it is damaged."""
        path = self.path(name)
        if not path.exists():
            return None
        try:
            content = documents.json_object(path, self._largest)
        except DocumentError as error:
            raise self.damaged(name, error) from error
        if content.get("format") != self._format:
            raise self.damaged(name, f"wanted a JSON object with format {self._format}")
        return content

    def damaged(self, name: str, why: object) -> ValueError:
        """Give the reason for which a document is not taken."""
        return ValueError(f"{self._noun} {name!r} is damaged: {self.path(name)} ({why})")

    def write(self, name: str, content: Mapping[str, Any]) -> bool:
        """Write a document; returns whether one of that name was there before, which `undo` brings back."""
        path = self.path(name, create=True)
        try:
            replaced = self._keep_old(name, path)
            write_whole(path, (json.dumps({"format": self._format, **content}) + "\n").encode())
        except OSError as error:
            raise ValueError(f"{self._noun} {name!r} cannot be written to {path.parent}: {error.strerror}") from error
        return replaced

    def delete(self, name: str) -> bool:
        """Delete a document, which `undo` brings back; returns whether it was there."""
        path = self.path(name)
        try:
            path.replace(_old(path))
        except FileNotFoundError:
            return False
        except OSError as error:
            raise ValueError(f"{self._noun} {name!r} cannot be deleted: {error.strerror}") from error
        self._changed = name
        return True

    def undo(self, name: str = "") -> str:
        """Bring back what a name (the last one, if none is given) held before it was stored over or deleted, once.

        Returns
        -------
        str
            The name.
        """
        name = one_form(name) or self._changed
        if not name:
            raise ValueError(f"no {self._noun} has been stored over or deleted")
        path = self.path(name)
        try:
            _old(path).replace(path)
        except FileNotFoundError:
            raise ValueError(f"{self._noun} {name!r} has not been stored over or deleted") from None
        except OSError as error:
            raise ValueError(f"{self._noun} {name!r} cannot be brought back: {error.strerror}") from error
        self._changed = ""
        return name

    def names(self) -> list[str]:
        """Names of all files, sorted, whatever is in them."""
        return sorted({one_form(path.stem) for path in self._home.folder(self._kind).glob("[!.]*" + SUFFIX)})

    def _keep_old(self, name: str, path: Path) -> bool:
        try:
            before = path.read_bytes()
        except FileNotFoundError:
            return False
        write_whole(_old(path), before)
        self._changed = name
        return True


def write_whole(path: Path, octets: bytes) -> None:
    """Write a file so that whoever looks finds the old one or the new one, a power cut included."""
    temporary = path.with_name(f".{os.urandom(8).hex()}.part")  # hidden: never listed
    try:
        with temporary.open("xb") as file:
            file.write(octets)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _old(path: Path) -> Path:
    return path.with_name(f".{one_form(path.stem)}.old")  # hidden, and no longer a name than its own
