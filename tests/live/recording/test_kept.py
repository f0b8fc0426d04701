"""Sounds in the home's recordings, by name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gesturegan_live.recording import kept
from gesturegan_live.show.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    for number, name in enumerate(
        ("bell.wav", "noise.flac", "voices/master.flac", "voices/voice-01.flac", "notes.txt")
    ):
        path = home.inside("recordings", name.split("/")[0]).parent / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"sound")
        os.utime(path, (number, number))
    return home


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("bell.wav", "bell.wav"),
        ("bell", "bell.wav"),
        ("noise", "noise.flac"),
        ("voices", "voices/master.flac"),
        ("notes.txt", "notes.txt"),  # whatever it is: who reads it will say
    ],
)
def test_a_sound_goes_by_its_name(home: Home, name: str, file: str) -> None:
    assert kept.named(home, name) == home.root / "recordings" / file


def test_the_last_is_what_was_written_last_of_sounds(home: Home) -> None:
    assert kept.named(home, "last").name == "master.flac"
    os.utime(home.root / "recordings" / "bell.wav", (9, 9))
    assert kept.named(home, "last").name == "bell.wav"


@pytest.mark.parametrize("name", ["../secret.wav", "voices/voice-01", "/etc/passwd", ".hidden", "", "a\x07b"])
def test_no_name_leaves_the_folder(home: Home, name: str) -> None:
    with pytest.raises(ValueError, match="^name "):
        kept.named(home, name)


def test_what_is_not_there_is_told(home: Home, tmp_path: Path) -> None:
    os.mkfifo(home.root / "recordings" / "pipe.wav")
    for name in ("gone", "pipe.wav"):
        with pytest.raises(ValueError, match=f"^recording '{name}': there is none of that name among the home's rec"):
            kept.named(home, name)
    with pytest.raises(ValueError, match=r"^there is no recording in the home$"):
        kept.named(Home(tmp_path / "empty"), "last")
    assert not (tmp_path / "empty").exists()
