"""The sounds that are in the home's folder of recordings: the instrument's own, and whatever was put there."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from gesturegan_live.recording.sound_file import SUFFIXES
from gesturegan_live.show.home import Home

LAST = "last"  # in place of a name: what was written last
KIND = "recordings"
_MASTER = "master"  # in a folder of voices


def named(home: Home, name: str) -> Path:
    """Give the sound file of a name, with its suffix or without, or the last; a folder of voices is its master.

    Raises
    ------
    ValueError
        One line: it is no name, or there is none of it.
    """
    if name == LAST:
        return _newest(home)
    paths = [home.inside(KIND, name, suffix, create=False) for suffix in ("", *SUFFIXES)]
    for path in paths:
        if (file := file_of(path)) is not None:
            return file
    raise ValueError(f"recording {name!r}: there is none of that name among the home's {KIND}")


def _newest(home: Home) -> Path:
    written = {}
    for file in _files(home.root / KIND):
        with contextlib.suppress(OSError):  # it has gone meanwhile
            written[file] = file.stat().st_mtime
    if not written:
        raise ValueError("there is no recording in the home")
    return max(written, key=written.__getitem__)


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir() if folder.is_dir() else ():
        file = file_of(path)
        if file is not None and file.suffix.lower() in SUFFIXES and not path.name.startswith("."):
            yield file


def file_of(path: Path) -> Path | None:
    """Give the sound file that a path is, or the master in a folder of voices; None where there is neither."""
    masters = (path / f"{_MASTER}{suffix}" for suffix in SUFFIXES)
    return next((file for file in (path, *masters) if file.is_file()), None)
