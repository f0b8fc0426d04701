"""Packages of three kinds are found by their names, and give the members that are asked for, and no others."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from training.recipes import archives
from training.recipes.archives import Package

WHEEL, TARBALL, DEB = Package.of("pypi:Some.Bells 1.0"), Package.of("npm:@us/bells 1.0"), Package.of("deb:bells 1.0")
HELD = {"sounds/a.wav": b"aa", "sounds/b c.wav": b"bbb", "evil.py": b"raise SystemExit"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Archives of each kind that can be made here, and others beside them."""
    folder = tmp_path / "archives"
    folder.mkdir()
    with zipfile.ZipFile(folder / "some_bells-1.0-py3-none-any.whl", "w") as wheel:
        for name, content in HELD.items():
            wheel.writestr(name, content)
    with tarfile.open(folder / "us-bells-1.0.tgz", "w:gz") as tarball:
        for name, content in HELD.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(content)
            tarball.addfile(entry, io.BytesIO(content))
        link = tarfile.TarInfo("package/link.wav")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tarball.addfile(link)
    (folder / "some_bells-1.0.1-py3-none-any.whl").write_bytes(b"another version")
    if shutil.which("dpkg-deb"):
        tree = tmp_path / "tree"
        (tree / "DEBIAN").mkdir(parents=True)
        control = "Package: bells\nVersion: 1.0-2\nArchitecture: all\nMaintainer: us <a@b.c>\nDescription: bells\n"
        (tree / "DEBIAN" / "control").write_text(control, encoding="utf-8")
        for name, content in HELD.items():
            (tree / "usr" / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / "usr" / name).write_bytes(content)
        subprocess.run(["dpkg-deb", "-b", tree, folder / "bells_1.0-2_all.deb"], check=True, capture_output=True)
    return folder


def _silent(line: str) -> None:
    raise AssertionError(line)


@pytest.mark.parametrize(("package", "root"), [(WHEEL, ""), (TARBALL, "package/"), (DEB, "usr/")], ids=str)
def test_what_is_asked_for_is_taken_and_nothing_else(package: Package, root: str, store: Path, tmp_path: Path) -> None:
    if package is DEB and shutil.which("dpkg-deb") is None:
        pytest.skip("there is no dpkg-deb")
    archive = archives.get(package, store, _silent)
    wanted = [f"{root}sounds/a.wav", f"{root}sounds/b c.wav", f"{root}sounds/none.wav"]
    into = tmp_path / "into"
    assert archives.extract(archive, wanted, into) == [f"{root}sounds/none.wav"]
    assert {path.relative_to(into).as_posix() for path in into.rglob("*.*")} == set(wanted[:2])
    assert (into / root / "sounds" / "b c.wav").read_bytes() == b"bbb"
    (into / root / "sounds" / "a.wav").write_bytes(b"kept")
    archives.extract(archive, wanted[:2], into)
    assert (into / root / "sounds" / "a.wav").read_bytes() == b"kept"


def test_a_link_is_no_sound(store: Path, tmp_path: Path) -> None:
    archive = archives.get(TARBALL, store, _silent)
    assert archives.extract(archive, ["package/link.wav"], tmp_path / "into") == ["package/link.wav"]


@pytest.mark.parametrize("name", ["../a.wav", "/etc/a.wav", "a/../../b.wav", "..\\a.wav", "c:a.wav", ""])
def test_nothing_leaves_the_folder(name: str, store: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="expected a path inside the archive"):
        archives.extract(store / "us-bells-1.0.tgz", [name], tmp_path / "into")


def test_what_is_too_large_is_refused(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST", 2)
    with pytest.raises(
        ValueError, match=r"us-bells-1\.0\.tgz: package/sounds/b c\.wav has 3 bytes, expected at most 2"
    ):
        archives.extract(store / "us-bells-1.0.tgz", ["package/sounds/b c.wav"], tmp_path / "into")
    assert not list((tmp_path / "into").rglob("*.wav"))


@pytest.mark.parametrize(
    "text", ["bells 1.0", "gem:bells 1.0", "pypi:bells", "pypi:--index 1.0", "npm:../x 1", "deb:a b c"]
)
def test_what_names_no_package_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected such as"):
        Package.of(text)


@pytest.mark.parametrize("package", [WHEEL, TARBALL, DEB], ids=str)
def test_where_nobody_gets_it_is_said_in_a_line(
    package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(archives.shutil, "which", lambda _program: None)
    with pytest.raises(ValueError, match=r"is not on the PATH; put its archive into .*empty$"):
        archives.get(package, tmp_path / "empty", told.append)
    monkeypatch.setattr(archives.shutil, "which", lambda program: program)
    monkeypatch.setattr(archives, "_command", lambda _package: ("false", ["download"]))
    with pytest.raises(ValueError, match=r"false did not get it \(status 1\); put it into .*empty$"):
        archives.get(package, tmp_path / "empty", told.append)
    assert told == [f"{package}: getting it by false download"]
