"""Paths as people give them: at the keyboard, in a show, in a service's file."""

from __future__ import annotations

from pathlib import Path


def expanded(path: Path) -> Path:
    """Put the home of the user, or of the one who is named, in the place of a leading ``~``.

    Raises
    ------
    ValueError
        One line, where the user has no home. A file may well be called ``~name``, where nobody is.
    """
    try:
        return path.expanduser()
    except RuntimeError:
        if path.parts[0] == "~":
            raise ValueError(f"{path}: there is no home folder that ~ could stand for") from None
        return path
