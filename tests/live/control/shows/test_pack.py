"""A show in one file: what it takes along, and what of a stranger's is refused."""

from __future__ import annotations

import os
import shutil
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from gesturegan_live.control.shows import pack as packing
from gesturegan_live.models import bundle as bundles
from gesturegan_live.models import library
from gesturegan_live.show.config import Show
from gesturegan_live.show.cues import Cue
from gesturegan_live.show.home import Home

TOML = "evening.show/show.toml"


@pytest.fixture
def folder(home: Home) -> Path:
    """A show that plays two models, with a file of each kind."""
    folder = home.root / "shows" / "evening.show"
    show = Show("tiny", voices=3, listen="0.0.0.0", trust=("10.0.0.1",), cues=(Cue("a", ("/gan/model/load other",)),))
    for kind, name in (("presets", "rust.json"), ("takes", "phrase.take"), ("scenes", ".night.old")):
        (folder / kind).mkdir(parents=True)
        (folder / kind / name).write_text("{}")
    (folder / "show.toml").write_text(show.toml(), encoding="utf-8")
    (folder / "notes.txt").write_text("mine")
    return folder


@pytest.fixture
def packed(folder: Path, home: Home, tmp_path: Path) -> Path:
    packing.pack(folder, home, tmp_path / "evening.show.zip")
    return tmp_path / "evening.show.zip"


def test_it_takes_all_along_that_it_plays_and_nothing_else(packed: Path, tmp_path: Path, home: Home) -> None:
    away = Home(tmp_path / "away")
    folder = packing.unpack(packed, away)
    assert folder == away.root / "shows" / "evening.show"
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {file for file in files if not file.startswith("models")} == {
        "show.toml",
        "presets/rust.json",
        "takes/phrase.take",
    }
    digests = tuple((name, bundles.digest(home.models / name)) for name in ("tiny", "other"))
    assert all(bundles.digest(bundles.read(folder / "models" / name)) == digest for name, digest in digests)
    show = Show.read(folder / "show.toml")
    assert show.models == digests
    assert (show.voices, show.listen, show.trust) == (3, "localhost", ())  # what is one computer's stays there
    assert sorted(path.name for path in (away.root / "shows").iterdir()) == ["evening.show"]
    with pytest.raises(ValueError, match="the home has a show 'evening' already"):
        packing.unpack(packed, away)


def test_models_that_ship_stay_unless_they_are_asked_for(folder: Path, home: Home, tmp_path: Path, monkeypatch) -> None:
    shutil.move(home.models, tmp_path / "shipped")
    monkeypatch.setattr(library, "SHIPPED", tmp_path / "shipped")
    small = packing.pack(folder, home, tmp_path / "small.zip")
    assert packing.pack(folder, home, tmp_path / "large.zip", with_shipped=True) > small
    away = Home(tmp_path / "away")
    shutil.move(tmp_path / "small.zip", tmp_path / "evening.show.zip")
    assert not (packing.unpack(tmp_path / "evening.show.zip", away) / "models").exists()


def test_a_show_that_cannot_be_played_is_not_packed(folder: Path, home: Home, tmp_path: Path) -> None:
    shutil.rmtree(home.models / "other")
    with pytest.raises(ValueError, match="show evening: model 'other': there is none of that name"):
        packing.pack(folder, home, tmp_path / "evening.show.zip")
    assert not list(tmp_path.glob("*.zip"))


def test_no_file_is_replaced(packed: Path, folder: Path, home: Home) -> None:
    with pytest.raises(ValueError, match="there is such a file already"):
        packing.pack(folder, home, packed)


def entry(name: str, mode: int = 0, kind: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr, made.compress_type = mode << 16, kind
    return made


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ([("evening.show/../../x.json", 0)], "holds 'evening.show/../../x.json', which is no file of a show"),
        ([("/etc/passwd", 0)], "holds '/etc/passwd', which is no file of a show"),
        ([("evening.show/scenes/a\\b.json", 0)], "which is no file of a show"),
        ([("evening.show/scenes/.hidden.json", 0)], "which is no file of a show"),
        ([("evening.show/scenes/a.py", 0)], "which is no file of a show"),
        ([("evening.show/models/tiny/run.py", 0)], "which is no file of a show"),
        ([("evening.show/scenes/", 0)], "which is no file of a show"),
        ([("evening.show/midi.json", 0)], "which is no file of a show"),
        ([("evening.show/scenes/a.json", stat.S_IFLNK | 0o777)], "which is no file of a show"),
        ([("evening.show/scenes/a.json", stat.S_IFIFO)], "which is no file of a show"),
        ([(TOML, 0), ("other.show/scenes/a.json", 0)], "wanted the files of one folder NAME.show"),
        ([("evening/show.toml", 0)], "wanted the files of one folder NAME.show"),
        ([(TOML, 0), ("evening.show/scenes/A.json", 0), ("evening.show/scenes/a.json", 0)], "each once"),
        ([("...show/show.toml", 0)], "name '..': wanted"),
        ([("evening.show/scenes/a.json", 0)], "show .*show.toml: cannot be read"),
    ],
)
def test_what_is_none_of_a_show_is_refused_whole(files, reason: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for name, mode in files:
            archive.writestr(entry(name, mode), "")
    away = Home(tmp_path / "away")
    with pytest.raises(ValueError, match=reason):
        packing.unpack(tmp_path / "x.zip", away)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "x.zip"]


@pytest.mark.parametrize(
    "text",
    ["trust = ['0.0.0.0/0']", "listen = '0.0.0.0'", "oscquery = 7780", "device = 'x'", "port = 80", "midi = 'all'"],
)
def test_it_says_nothing_of_the_computer_that_plays_it(text: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(TOML, text)
    with pytest.raises(ValueError, match=f"its show.toml says {text.partition(' ')[0]}, which is for whom plays it"):
        packing.unpack(tmp_path / "x.zip", Home(tmp_path / "away"))


def test_sizes_are_bounded_before_anything_is_taken(tmp_path: Path, monkeypatch) -> None:
    away, file = Home(tmp_path / "away"), tmp_path / "x.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TOML, "")
        archive.writestr("evening.show/takes/a.take", bytes(1 << 20))
    assert file.stat().st_size < 10_000
    monkeypatch.setattr(packing, "MOST_BYTES", 1 << 19)
    with pytest.raises(ValueError, match=f"unpacks to {1 << 20} bytes, wanted at most {1 << 19}"):
        packing.unpack(file, away)
    monkeypatch.setattr(packing, "MOST_FILES", 1)
    with pytest.raises(ValueError, match="lists 2 files in .* wanted at most 1"):
        packing.unpack(file, away)
    assert not (away.root / "shows").exists()


def test_a_file_that_is_longer_than_it_says_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TOML, "# " + 1000 * "x")
    octets = (tmp_path / "x.zip").read_bytes()
    (tmp_path / "x.zip").write_bytes(octets.replace((1002).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    with pytest.raises(ValueError, match=r"x.zip: "):
        packing.unpack(tmp_path / "x.zip", Home(tmp_path / "away"))
    assert not list((tmp_path / "away" / "shows").iterdir())


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"PK", bytes(100_000)):
        (tmp_path / "x.zip").write_bytes(content)
        with pytest.raises(ValueError, match=r"x.zip: is no packed show \(no archive of zip\)"):
            packing.unpack(tmp_path / "x.zip", Home(tmp_path / "away"))
    with pytest.raises(ValueError, match=r"is no packed show \(no file\)"):
        packing.unpack(tmp_path, Home(tmp_path / "away"))
    with pytest.raises(ValueError, match="cannot be unpacked"):
        packing.unpack(tmp_path / "none.zip", Home(tmp_path / "away"))


def test_a_list_that_only_zip64_knows_is_refused_before_it_is_read(packed: Path, tmp_path: Path) -> None:
    octets = packed.read_bytes()
    end = octets.rfind(b"PK\x05\x06")
    count, _, length, first = struct.unpack_from("<HHII", octets, end + 8)
    there = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, length, first)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    for comment in (0, 0xFFFF):
        told = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, 1, 0, comment)
        (tmp_path / "x.zip").write_bytes(octets[:end] + there + locator + told + bytes(comment))
        assert len(zipfile.ZipFile(tmp_path / "x.zip").infolist()) == count
        with pytest.raises(ValueError, match="x.zip: is a zip64 archive, which has another list"):
            packing.unpack(tmp_path / "x.zip", Home(tmp_path / "away"))


def test_files_of_before_1980_are_packed(folder: Path, home: Home, tmp_path: Path) -> None:
    for path in folder.rglob("*"):
        os.utime(path, (0, 0))
    assert packing.pack(folder, home, tmp_path / "evening.show.zip")
