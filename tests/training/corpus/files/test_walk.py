"""Folders as they are found on disks: links, loops, names that are no text, what may not be read."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from training.corpus.files.walk import text, walk


def _names(folder: Path) -> list[str]:
    return [found.name for found in walk(folder).files]


def _touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def test_linked_folders_are_entered_once(tmp_path: Path) -> None:
    _touch(tmp_path / "disk" / "bell" / "a.wav")
    _touch(tmp_path / "in" / "drum" / "b.wav")
    (tmp_path / "in" / "bells").symlink_to(tmp_path / "disk" / "bell")
    (tmp_path / "in" / "again").symlink_to(tmp_path / "in" / "drum")
    (tmp_path / "in" / "drum" / "loop").symlink_to("..")
    found = walk(tmp_path / "in")
    assert [file.name for file in found.files] == ["bells/a.wav", "drum/b.wav"]
    assert dict(found.barred) == {
        "again": "is a link to drum, which is read already",
        "drum/loop": "is a link to the folder itself, which is read already",
    }


def test_links_that_lead_nowhere_are_told(tmp_path: Path) -> None:
    (tmp_path / "gone.wav").symlink_to("/nowhere.wav")
    (tmp_path / "self.wav").symlink_to("self.wav")
    assert dict(walk(tmp_path).barred) == {
        "gone.wav": "is a link to /nowhere.wav, which is not there",
        "self.wav": "cannot be read (Too many levels of symbolic links)",
    }


def test_what_is_no_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    monkeypatch.chdir(tmp_path)  # a socket's path is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.wav")
    (tmp_path / "null.wav").symlink_to(os.devnull)
    assert dict(walk(tmp_path).barred) == {
        "pipe.wav": "is a pipe, expected a file",
        "socket.wav": "is a socket, expected a file",
        "null.wav": "is a device, expected a file",
    }


def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _touch(tmp_path / "open" / "a.wav")
    _touch(tmp_path / "shut" / "b.wav")
    scandir = os.scandir

    def refused(path: Path) -> Iterator[os.DirEntry[str]]:
        if path.name == "shut":  # who runs the tests may be allowed everything
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    found = walk(tmp_path)
    assert ([file.name for file in found.files], found.barred) == (
        ["open/a.wav"],
        (("shut", "cannot be read (Permission denied)"),),
    )


def test_hidden_things_are_counted_and_not_entered(tmp_path: Path) -> None:
    for name in ("a.wav", "._a.wav", ".DS_Store", ".git/b.wav"):
        _touch(tmp_path / name)
    assert (_names(tmp_path), walk(tmp_path).hidden) == (["a.wav"], (".DS_Store", "._a.wav", ".git"))


def test_names_are_text_on_one_line(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    for name in (b"Gl\xf6ckchen.wav", b"two\nlines\x1b[2J.wav", "größe.wav".encode(), b"x" * 250 + b".wav"):
        Path(os.fsdecode(folder + b"/" + name)).touch()
    wanted = ["Gl\\xf6ckchen.wav", "größe.wav", "two\\nlines\\x1b[2J.wav", "x" * 250 + ".wav"]
    assert sorted(_names(tmp_path)) == sorted(wanted)
    assert text(os.fsdecode(b"\xff\n")) == "\\xff\\n"


def test_two_names_that_read_alike_are_one_and_told(tmp_path: Path) -> None:
    (tmp_path / "a\\n.wav").touch()
    (tmp_path / "a\n.wav").touch()
    found = walk(tmp_path)
    assert len(found.files) == 1
    assert dict(found.barred) == {"a\\n.wav": "is the name of two files, of which one is read"}
