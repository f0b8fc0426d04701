"""Packages that hold sounds: got by the program that everybody gets them by, and opened for single files.

Conventions
-----------
A package is ``KIND:NAME VERSION``; kinds are those of `KINDS`. Whoever names one asks for it: `pip`, `npm` or `apt-get`
runs then, and only where the archive is not in the folder yet. Nothing of a package is executed or installed; members
are read by the names that a table gives, and written below one folder.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

KINDS = ("pypi", "npm", "deb")
LARGEST = 1 << 30  # bytes of a member
_PACKAGE = re.compile(rf"({'|'.join(KINDS)}):((?:@[\w.-]+/)?[A-Za-z0-9][\w.+-]*) ([A-Za-z0-9][\w.+~:-]*)", re.ASCII)
_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Package:
    """One version of a package."""

    kind: str
    name: str
    version: str

    @staticmethod
    def of(text: str) -> Package:
        """Read ``KIND:NAME VERSION``."""
        found = _PACKAGE.fullmatch(text)
        if not found:
            raise ValueError(f"archive is {text!r}, expected such as 'pypi:name 1.0', 'npm:name 1.0' or 'deb:name 1.0'")
        return Package(*found.groups())

    def __str__(self) -> str:
        return f"{self.kind}:{self.name} {self.version}"


def get(package: Package, folder: Path, tell: Callable[[str], object]) -> Path:
    """Find a package's archive in a folder, or get it there.

    Raises
    ------
    ValueError
        One line: where the program that gets it is not there, or does not get it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if found := _found(package, folder):
        return found
    program, options = _command(package)
    if shutil.which(program) is None:
        raise ValueError(f"{package}: {program} is not on the PATH; put its archive into {folder}")
    tell(f"{package}: getting it by {Path(program).name} {options[0]}")
    ended = subprocess.run(
        [program, *options], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if not (found := _found(package, folder)):
        told = (ended.stderr or ended.stdout).strip().splitlines() or [f"status {ended.returncode}"]
        raise ValueError(f"{package}: {Path(program).name} did not get it ({told[-1][:200]}); put it into {folder}")
    return found


def extract(archive: Path, names: Iterable[str], folder: Path) -> list[str]:
    """Write members of an archive, by their names, below a folder; what is there already stays.

    Returns
    -------
    list of str
        Names of those that the archive does not hold.
    """
    wanted = {name for name in names if not (folder / _inside(name)).is_file()}
    if wanted:
        with tempfile.TemporaryDirectory(dir=_made(folder)) as scratch:
            for name, stream, size in _members(archive, wanted):
                if size > LARGEST:
                    raise ValueError(f"{archive}: {name} has {size} bytes, expected at most {LARGEST}")
                draft = Path(scratch) / "member"
                with draft.open("wb") as copy:
                    shutil.copyfileobj(stream, copy, _AT_ONCE)
                draft.replace(_made((folder / _inside(name)).parent) / PurePosixPath(name).name)
                wanted.discard(name)
    return sorted(wanted)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\\" in name or ":" in path.parts[0]:
        raise ValueError(f"member is {name!r}, expected a path inside the archive")
    return name


def _found(package: Package, folder: Path) -> Path | None:
    """Find an archive by how its kind is called; of Debian's, whichever revision of the version there is."""
    name = package.name.removeprefix("@").replace("/", "-")
    version = re.escape(package.version)
    if package.kind == "pypi":
        name = re.sub(r"[-_.]+", "[-_.]+", name)
        pattern = rf"{name}-{version}(-[\w.-]+\.whl|\.tar\.gz|\.zip)"
    elif package.kind == "npm":
        pattern = rf"{re.escape(name)}-{version}\.tgz"
    else:
        pattern = rf"{re.escape(name)}_(\d+%3a)?{version}[\w.+~-]*\.deb"
    matching = re.compile(pattern, re.IGNORECASE | re.ASCII)
    return next((path for path in sorted(folder.iterdir()) if matching.fullmatch(path.name)), None)


def _command(package: Package) -> tuple[str, list[str]]:
    if package.kind == "pypi":
        options = ["-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":none:", "-d", "."]
        return sys.executable, [*options, f"{package.name}=={package.version}"]
    if package.kind == "npm":
        return "npm", ["pack", "--ignore-scripts", f"{package.name}@{package.version}"]
    return "apt-get", ["download", "-q", package.name]


def _members(archive: Path, names: Iterable[str]) -> Iterator[tuple[str, IO[bytes], int]]:
    """Give each member that is asked for: its name, its content, its size in bytes."""
    left = set(names)
    if archive.suffix in (".whl", ".zip"):
        with zipfile.ZipFile(archive) as packed:
            for member in packed.infolist():
                if member.filename in left:
                    with packed.open(member) as stream:
                        yield member.filename, stream, member.file_size
        return
    with _tar(archive) as unpacked:
        for entry in unpacked:
            name = entry.name.removeprefix("./")
            if name in left and entry.isfile() and (content := unpacked.extractfile(entry)) is not None:
                left.discard(name)
                yield name, content, entry.size
            if not left:
                return


@contextmanager
def _tar(archive: Path) -> Iterator[tarfile.TarFile]:
    if archive.suffix != ".deb":
        with tarfile.open(archive) as opened:
            yield opened
        return
    if shutil.which("dpkg-deb") is None:
        raise ValueError(f"{archive}: dpkg-deb is not on the PATH, expected it to open the archive")
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", archive], stdout=subprocess.PIPE) as unpacking:  # noqa: S607
        try:
            with tarfile.open(fileobj=unpacking.stdout, mode="r|") as opened:
                yield opened
        finally:
            unpacking.kill()  # what is left of it is not wanted
