"""A show as a folder, ``NAME.show``: its settings, and what it has of its own.

::

    evening.show/
      show.toml                                         settings, inputs, links, cues
      scenes/ presets/ maps/ shapes/ tunings/ takes/    as in a home
      models/                                           those that were copied in

Conventions
-----------
The home's ``shows`` has those that a message may name. The standard library only.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from gesturegan_live.show.home import Home

SUFFIX, FILE = ".show", "show.toml"


class Found(NamedTuple):
    """Where a show is: its file of settings, and its folder, where it is one."""

    file: Path
    folder: Path | None


def find(given: Path, home: Home) -> Found:
    """Find what a person at the keyboard names: a TOML file, a show's folder, or the name of one in the home.

    Raises
    ------
    ValueError
        One line: there is no such thing.
    """
    if given.is_dir():
        return _in(given)
    if given.exists() or len(given.parts) > 1 or given.suffix == ".toml":
        return Found(given, None)
    return _in(named(given.name.removesuffix(SUFFIX), home))


def named(name: str, home: Home) -> Path:
    """Give the folder of a show in the home; ValueError where there is none of that name."""
    folder = path(name, home)
    if not folder.is_dir():
        raise ValueError(f"no show {name!r} in {home.root / 'shows'}: there are {', '.join(names(home)) or 'none'}")
    return folder


def path(name: str, home: Home) -> Path:
    """Give where a show of that name is, or is to be; ValueError where it is no name."""
    return home.inside("shows", name, SUFFIX, create=False)


def names(home: Home) -> list[str]:
    """Names of the shows of a home, sorted."""
    found = (each for each in (home.root / "shows").glob(f"[!.]*{SUFFIX}") if (each / FILE).is_file())
    return sorted(each.stem for each in found)


def _in(folder: Path) -> Found:
    if not (folder / FILE).is_file():
        raise ValueError(f"show {folder}: holds no {FILE}")
    return Found(folder / FILE, folder.absolute())
