"""A show in one file, to be carried: a zip archive of its folder, with the models that it plays.

Conventions
-----------
What somebody else has packed is not trusted: sizes are checked before memory or disk is taken, a name is one of those
that a show's folder holds, nothing is a link, and it says neither whom to trust nor where to listen. Offline.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import stat
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from gesturegan_live.control.shows.rehearsal import played, rehearsed
from gesturegan_live.models import bundle as bundles
from gesturegan_live.models import library
from gesturegan_live.show import folder as folders
from gesturegan_live.show.config import Show
from gesturegan_live.show.documents import one_line, shown
from gesturegan_live.show.home import Home, check_name
from gesturegan_live.show.names import one_form

SUFFIX = ".zip"  # after `NAME.show`
MOST_FILES, MOST_BYTES = 10_000, 2_000_000_000
_OF_ONE_COMPUTER = ("backend", "device", "block_size", "connect", "listen", "port", "trust", "oscquery", "midi")
_KEPT = {"scenes": ".json", "presets": ".json", "maps": ".json", "shapes": ".json", "tunings": ".scl", "takes": ".take"}
_LARGEST_LIST = 4 << 20  # bytes of an archive's list of files
_END, _END_BYTES, _LONGEST_COMMENT = b"PK\x05\x06", 22, 1 << 16
_LOCATOR, _LOCATOR_BYTES = b"PK\x06\x07", 20  # of a zip64 archive's list, before its end
_CHUNK = 1 << 20


def pack(folder: Path, home: Home, target: Path, *, with_shipped: bool = False) -> int:
    """Write a show into one file, whole or not at all, with its models but for those that ship.

    Returns
    -------
    int
        Bytes of the file.

    Raises
    ------
    ValueError
        One line: what of the show is missing or cannot be, or that there is such a file already.
    """
    show, _ = rehearsed(folder, home)
    own = Home(home.root)
    own.show = folder
    models = {name: library.named(name, own) for name in dict.fromkeys([show.bundle, *played(show.cues)])}
    digests = {name: bundles.digest(model) for name, model in models.items()}
    defaults = {key: getattr(Show, key) for key in _OF_ONE_COMPUTER}
    text = dataclasses.replace(show, models=tuple(digests.items()), **defaults).toml()
    files = list(_own(folder))
    for name, model in models.items():
        if with_shipped or model.path.parent != library.SHIPPED:
            files += ((each, f"models/{name}/{each.name}") for each in _of_model(model.path))
    size = sum(file.stat().st_size for file, _ in files)
    if size > MOST_BYTES or len(files) > MOST_FILES:
        wanted = f"wanted at most {MOST_FILES} files of {MOST_BYTES} bytes"
        raise ValueError(f"show {folder.stem}: {len(files)} files of {size} bytes: {wanted}")
    if target.exists():
        raise ValueError(f"{target}: there is such a file already")
    partial = target.with_name(f".{target.name}.part")
    try:
        with zipfile.ZipFile(
            partial, "w", zipfile.ZIP_DEFLATED, allowZip64=False, strict_timestamps=False
        ) as archive:  # a file that some programs have installed is of 1970, before which zip knows no time
            archive.writestr(f"{folder.stem}{folders.SUFFIX}/{folders.FILE}", text)
            for file, name in files:
                archive.write(file, f"{folder.stem}{folders.SUFFIX}/{name}")
        partial.replace(target)
    except (OSError, zipfile.LargeZipFile) as error:
        raise ValueError(f"{target} cannot be written ({one_line(error)})") from error
    finally:
        partial.unlink(missing_ok=True)
    return target.stat().st_size


def unpack(file: Path, home: Home) -> Path:
    """Put a packed show into a home, whole or not at all; returns its folder.

    Raises
    ------
    ValueError
        One line: what of the file is none of a show, or that the home has a show of that name.
    """
    if file.exists() and not file.is_file():
        raise ValueError(f"{file}: is no packed show (no file)")  # but a pipe, say, that nobody writes into
    try:
        with file.open("rb") as stream:
            _check_list(stream)
            with zipfile.ZipFile(stream) as archive:
                return _unpacked(archive, home)
    except OSError as error:
        raise ValueError(f"{file}: cannot be unpacked ({error.strerror or one_line(error)})") from error
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from error
    except Exception as error:  # zipfile and its decompressors have no closed list of what a crafted file raises
        raise ValueError(f"{file}: is no packed show ({one_line(error)})") from error


def _unpacked(archive: zipfile.ZipFile, home: Home) -> Path:
    name, entries = _checked(archive.infolist())
    folder = folders.path(name, home)
    if folder.exists():
        raise ValueError(f"the home has a show {name!r} already: {folder}")
    made = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(made, ignore_errors=True)
    try:
        made.mkdir(parents=True)
        free = shutil.disk_usage(made).free
        if (size := sum(entry.file_size for entry, _ in entries)) > free:
            raise ValueError(f"{size} bytes, and {free} are free in {home.root}")
        for entry, place in entries:
            target = made.joinpath(*place.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as source, target.open("xb") as sink:
                _copy(source, sink, entry.file_size)
        _check_settings(Show.read(made / folders.FILE))
        made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return folder


def _checked(entries: list[zipfile.ZipInfo]) -> tuple[str, list[tuple[zipfile.ZipInfo, PurePosixPath]]]:
    """Give the name of the show, and where each file goes in its folder; ValueError where one has no place there."""
    if not 0 < len(entries) <= MOST_FILES:
        raise ValueError(f"holds {len(entries)} files, wanted 1 to {MOST_FILES}")
    if (size := sum(entry.file_size for entry in entries)) > MOST_BYTES:
        raise ValueError(f"unpacks to {size} bytes, wanted at most {MOST_BYTES}")
    places: list[tuple[zipfile.ZipInfo, PurePosixPath]] = []
    tops: set[str] = set()
    for entry in entries:
        top, _, rest = entry.filename.partition("/")
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in {0, stat.S_IFREG} or entry.flag_bits & 1 or not _has_place(rest):
            raise ValueError(f"holds {shown(entry.filename)}, which is no file of a show")
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise ValueError(f"{shown(entry.filename)}: compression method {entry.compress_type}, wanted deflated")
        tops.add(top)
        places.append((entry, PurePosixPath(rest)))
    top = one_form(tops.pop())
    if tops or not top.endswith(folders.SUFFIX) or len({str(place).casefold() for _, place in places}) < len(places):
        raise ValueError(f"wanted the files of one folder NAME{folders.SUFFIX}, each once")
    name = top.removesuffix(folders.SUFFIX)
    check_name(name)
    return name, places


def _has_place(name: str) -> bool:
    """Whether a file of that name, within the folder of a show, is one that such a folder holds."""
    if name == folders.FILE:
        return True
    parts = name.split("/")
    try:
        for part in parts:
            check_name(part)
    except ValueError:
        return False
    if parts[0] == "models":
        return len(parts) == 3 and (parts[2] in bundles.FILES or parts[2] == bundles.MANIFEST)
    return len(parts) == 2 and name.endswith(_KEPT.get(parts[0], "/"))


def _check_settings(show: Show) -> None:
    for key in _OF_ONE_COMPUTER:
        if getattr(show, key) != getattr(Show, key):
            raise ValueError(f"its {folders.FILE} says {key}, which is for whom plays it to say")


def _check_list(stream: IO[bytes]) -> None:
    """Refuse an archive whose list of files is long, before it is read."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(size - _LOCATOR_BYTES - _END_BYTES - _LONGEST_COMMENT, 0))
    tail = stream.read(_LOCATOR_BYTES + _END_BYTES + _LONGEST_COMMENT)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        raise ValueError("is no packed show (no archive of zip)")
    count, length = struct.unpack_from("<HI", tail, at + 10)
    if tail[max(at - _LOCATOR_BYTES, 0) : at].startswith(_LOCATOR):
        raise ValueError("is a zip64 archive, which has another list: wanted a plain one")
    if count > MOST_FILES or length > _LARGEST_LIST:
        raise ValueError(f"lists {count} files in {length} bytes, wanted at most {MOST_FILES} in {_LARGEST_LIST}")
    stream.seek(0)


def _copy(source: IO[bytes], sink: IO[bytes], size: int) -> None:
    """Copy so many bytes, and find no more."""
    left = size
    while chunk := source.read(min(_CHUNK, left + 1)):
        left -= len(chunk)
        if left < 0:
            raise ValueError("a file is longer than it says")
        sink.write(chunk)


def _own(folder: Path) -> Iterator[tuple[Path, str]]:
    for kind, suffix in _KEPT.items():
        for file in sorted((folder / kind).glob(f"[!.]*{suffix}")):
            if file.is_file() and not file.is_symlink():
                yield file, f"{kind}/{one_form(file.name)}"


def _of_model(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.name in bundles.FILES or file.name == bundles.MANIFEST)
