"""Files whole or not at all, and a disk that is full."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from training.runs import disk

FULL_DEVICE = Path("/dev/full")


@pytest.mark.skipif(not FULL_DEVICE.exists(), reason="no device that is always full")
def test_no_room_is_said_once_and_room_once() -> None:
    said: list[str] = []
    place = disk.Disk(said.append)
    for _ in range(2):
        with place.writing("log"), FULL_DEVICE.open("wb", buffering=0) as stream:
            stream.write(b"x")
    with place.writing("preview"):
        pass
    assert said == ["log: No space left on device; training goes on without, and tries again"]
    with place.writing("log"):
        pass
    assert said[1:] == ["log: there is room again, it is written"]


def test_other_errors_are_none_of_its_business() -> None:
    with pytest.raises(OSError, match="Permission denied"), disk.Disk(print).writing("log"):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))


def test_a_file_is_replaced_or_left(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    disk.replace(path, b"one")
    disk.replace(path, b"two")
    assert path.read_bytes() == b"two"
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        disk.replace(tmp_path / "taken", b"three")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["page.html", "taken"]


def test_a_link_stays_one_and_what_is_no_file_is_written_as_it_comes(tmp_path: Path) -> None:
    (tmp_path / "page.html").touch()
    (tmp_path / "link.html").symlink_to("page.html")
    disk.replace(tmp_path / "link.html", b"one")
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "page.html").read_bytes() == b"one"
    (tmp_path / "full").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        disk.replace(tmp_path / "full", b"two")
    assert Path("/dev/full").is_char_device()


def test_files_grow(tmp_path: Path) -> None:
    disk.append(tmp_path / "log", b"one")
    disk.append(tmp_path / "log", b"two")
    assert (tmp_path / "log").read_bytes() == b"onetwo"
