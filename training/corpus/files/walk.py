r"""The files of a folder and of those in it: what is there, and what cannot be got at.

Conventions
-----------
Folders that are linked to are entered, each folder once, whatever leads to it: the folder itself before its links.
Hidden files and folders are counted and left. A name is text, whatever bytes it has on disk: those that are none stand
as ``\xf6``.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from training.corpus.files.sound import kind


@dataclass(frozen=True)
class Found:
    """A file, and what it is called inside the folder, with forward slashes."""

    path: Path
    name: str


@dataclass(frozen=True)
class Walk:
    """What a folder holds.

    Attributes
    ----------
    files : tuple of Found
        Sorted by path.
    barred : tuple of (str, str)
        What cannot be got at, by name, and why.
    hidden : tuple of str
        Names of what is hidden, not entered where it is a folder.
    """

    files: tuple[Found, ...]
    barred: tuple[tuple[str, str], ...]
    hidden: tuple[str, ...]


def text(name: str) -> str:
    """Tell a name in text: what bytes of it are none, and what would not stay on a line, as escapes."""
    told = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in told)


def why_not(path: Path) -> str:
    """Tell why a path is no file that could be read; empty where it is one."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return f"is a link to {text(os.readlink(path))}, which is not there" if path.is_symlink() else "is not there"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    except ValueError as error:  # of the name
        return f"is the name of no file ({error})"
    return "" if stat.S_ISREG(mode) else f"is a {kind(mode)}, expected a file"


def walk(folder: Path) -> Walk:
    """Look through a folder."""
    files: list[Found] = []
    barred: list[tuple[str, str]] = []
    hidden: list[str] = []
    entered: dict[tuple[int, int], str] = {}
    waiting = deque([(folder, "")])
    linked: deque[tuple[Path, str]] = deque()
    while waiting or linked:
        place, name = (waiting or linked).popleft()
        try:
            with os.scandir(place) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
            about = place.stat()
        except OSError as error:
            if not name:
                raise
            barred.append((name, f"cannot be read ({error.strerror})"))
            continue
        before = entered.setdefault((about.st_dev, about.st_ino), name)
        if before != name:
            barred.append((name, f"is a link to {before or 'the folder itself'}, which is read already"))
            continue
        for entry in entries:
            path, inside = place / entry.name, f"{name}/{text(entry.name)}" if name else text(entry.name)
            if entry.name.startswith("."):
                hidden.append(inside)
            elif _is_folder(path):
                (linked if entry.is_symlink() else waiting).append((path, inside))
            elif reason := why_not(path):
                barred.append((inside, reason))
            else:
                files.append(Found(path, inside))
    names = {found.name: found for found in files}
    twins = [found for found in files if names[found.name] is not found]  # by their escapes, of which one is kept
    barred += [(found.name, "is the name of two files, of which one is read") for found in twins]
    kept = sorted(names.values(), key=lambda found: found.path)
    return Walk(tuple(kept), tuple(sorted(barred)), tuple(sorted(hidden)))


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        return False
