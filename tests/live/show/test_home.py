from __future__ import annotations

import re
from pathlib import Path

import platformdirs
import pytest

from gesturegan_live.processes import cache
from gesturegan_live.show.home import KINDS, Home


def test_the_default_is_the_users_data_folder():
    assert Home().root == platformdirs.user_data_path("gesturegan", appauthor=False)


def test_who_has_no_folder_for_data_plays_and_is_told_that_nothing_lasts(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "temporary", lambda: tmp_path)
    (tmp_path / "file").touch()
    for usual, said in (
        (tmp_path / "file" / "gesturegan", r"cannot be made: .*;"),
        ("~/x", "^there is no home folder;"),
    ):
        monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, usual=usual, **__: Path(usual))
        home = Home()
        assert re.search(
            f"{said} presets, scenes, recordings and takes go to {tmp_path}/home, which does not", home.make()
        )
        assert home.root == tmp_path / "home"
        assert home.root.is_dir()
    assert Home(tmp_path / "asked for").make() == ""


def test_folders_are_made_when_they_are_needed(tmp_path):
    home = Home(tmp_path / "home")
    assert [home.models, home.folder("presets")] == [home.root / kind for kind in KINDS[:2]]
    assert home.inside("presets", "a b", ".json", create=False) == home.root / "presets" / "a b.json"
    assert not home.root.exists()
    assert home.inside("recordings", "a", ".flac") == home.root / "recordings" / "a.flac"
    assert [path.name for path in home.root.iterdir()] == ["recordings"]


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../a", "a/b", "a\\b", "/a", "C:a", ".a", "a.", " a", "a ", "a\0", "a\nb", "a\x7f", "a*"]
)
def test_a_name_that_is_no_file_name_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match=r"^name .*: wanted 1 to 128 characters"):
        Home(tmp_path).inside("presets", name)


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ValueError, match=r"^home folder .*file cannot be made: "):
        Home(tmp_path / "file").make()


@pytest.mark.parametrize("name", ["nul", "CON", "aux.json", "Com1", "lpt9.a.b"])
def test_a_name_that_is_a_device_elsewhere_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match=r"^name .*: wanted another one, that is a device of Windows$"):
        Home(tmp_path).inside("presets", name)
    Home(tmp_path).inside("presets", f"{name}s" if "." not in name else f"a{name}")


def test_long_names(tmp_path):
    home = Home(tmp_path)
    home.inside("presets", "a" * 128).touch()
    home.inside("presets", "ä" * 100).touch()
    with pytest.raises(ValueError, match=r"^name of 129 characters"):
        home.inside("presets", "a" * 129)
    with pytest.raises(ValueError, match=r"too long for a file"):
        home.inside("presets", "€" * 100)


def test_an_unknown_kind_and_a_folder_that_cannot_be_made(tmp_path):
    with pytest.raises(ValueError, match=r"^home has no folder 'etc'"):
        Home(tmp_path).inside("etc", "passwd")
    blocked = Path(tmp_path) / "file"
    blocked.touch()
    with pytest.raises(ValueError, match=r"^home folder .* cannot be made: "):
        Home(blocked).inside("presets", "a")
