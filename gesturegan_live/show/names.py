"""Names as people and files write them, in one form.

Unicode has two ways of writing an accented letter; keyboards send one, some file systems (and discs that were written
on a Mac) give the other. A name that looks like another is that other: all are kept and compared in the composed form,
NFC. The standard library only.
"""

from __future__ import annotations

import contextlib
import unicodedata
from pathlib import Path


def one_form(name: str) -> str:
    """Bring a name to the form in which names are compared."""
    return unicodedata.normalize("NFC", name)


def in_any_form(path: Path) -> Path:
    """Find the file or folder of that name, whichever form it is written in; `path` itself where there is none."""
    if path.name.isascii():
        return path
    with contextlib.suppress(OSError):  # no such folder: no such file; nor is there one of a name that is too long
        if path.exists():
            return path
        for other in path.parent.iterdir():
            if one_form(other.name) == one_form(path.name):
                return other
    return path
