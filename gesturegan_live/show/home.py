"""The folder that holds what a performer makes: the only places that a message may name.

Conventions
-----------
A *kind* is one of `KINDS`; a *name* is what a message or a command line says, without suffix. Folders are made when
something is first written into them. Imported by the control process and the command line: no heavy imports.
"""

from __future__ import annotations

import re
from pathlib import Path

import platformdirs

from gesturegan_live.processes import cache
from gesturegan_live.show.names import in_any_form, one_form

OF_SHOW = ("presets", "scenes", "takes", "tunings", "maps", "shapes")  # what a show folder has of its own
KINDS = ("models", "presets", "scenes", "recordings", "takes", "shows", "tunings", "maps", "shapes")
LONGEST_NAME = 128  # characters
_LONGEST_FILE_NAME = 240  # bytes; file systems stop at 255, and an atomic write adds a few
_LOST = "presets, scenes, recordings and takes go to {}, which does not last; --home DIR keeps them"
_DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9])(\..*)?", re.IGNORECASE)
_FORBIDDEN = frozenset('/\\:*?"<>|')  # separators, and what Windows forbids: a home can be carried there


class Home:
    """The home folder.

    Parameters
    ----------
    root : path, optional
        Default: the platform's folder for user data, or one among the temporary files for who has no home.

    Attributes
    ----------
    show : Path or None
        Folder of the show that is played: what is kept of the kinds of `OF_SHOW` is kept there, and in the home where
        there is none.
    """

    show: Path | None = None

    def __init__(self, root: Path | str | None = None) -> None:
        lasting = cache.of_the_user(platformdirs.user_data_path) if root is None else Path(root)
        self._given, self._lasts = root is not None, lasting is not None
        self.root = lasting or _passing()

    @property
    def models(self) -> Path:
        """Bundles, one folder each."""
        return self.root / "models"

    def folder(self, kind: str) -> Path:
        """Where what is of a kind lies."""
        return (self.show if self.show is not None and kind in OF_SHOW else self.root) / kind

    def make(self) -> str:
        """Make the folder.

        Returns
        -------
        str
            One line where it is one that may not last, and nobody asked for it; else nothing.

        Raises
        ------
        ValueError
            One line, where the folder that was asked for cannot be made.
        """
        try:
            _make(self.root)
        except ValueError as error:
            if self._given:
                raise
            self.root, self._lasts = _passing(), False
            _make(self.root)
            return f"{error}; {_LOST.format(self.root)}"
        return "" if self._lasts else f"there is no home folder; {_LOST.format(self.root)}"

    def inside(self, kind: str, name: str, suffix: str = "", *, create: bool = True) -> Path:
        """Path of a named thing, never outside its folder: the one that is there, or where it is to be.

        Parameters
        ----------
        kind : str
            One of `KINDS`.
        name : str
            1 to 128 characters, no separator, no control character, not hidden, not ``..``.
        suffix : str
            Appended to the name, with its dot.
        create : bool
            Make the folder of the kind (not the thing itself) if it is missing.

        Raises
        ------
        ValueError
            One line, where the name is refused or the folder cannot be made.
        """
        if kind not in KINDS:
            raise ValueError(f"home has no folder {kind!r}: wanted one of {', '.join(KINDS)}")
        name = one_form(name)
        check_name(name)
        if len((name + suffix).encode()) > _LONGEST_FILE_NAME:
            raise ValueError(f"name {name[:40]!r}… is too long for a file: wanted at most {_LONGEST_FILE_NAME} bytes")
        folder = self.folder(kind)
        if create:
            _make(folder)
        return in_any_form(folder / (name + suffix))


def _passing() -> Path:
    return cache.temporary() / "home"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"home folder {folder} cannot be made: {error.strerror}") from error


def check_name(name: str) -> None:
    """Refuse a name that is no plain file name on every platform."""
    wanted = f"wanted 1 to {LONGEST_NAME} characters, no separators, not starting or ending with a dot or a space"
    if not 0 < len(name) <= LONGEST_NAME:
        raise ValueError(f"name of {len(name)} characters: {wanted}")
    if name[0] in ". " or name[-1] in ". " or not name.isprintable() or _FORBIDDEN & set(name):
        raise ValueError(f"name {name!r}: {wanted}")
    if _DEVICE.fullmatch(name):
        raise ValueError(f"name {name!r}: wanted another one, that is a device of Windows")
