"""A show: what its file may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from gesturegan_live.config import Show


def test_a_show_survives_its_file(tmp_path: Path) -> None:
    show = Show(bundle='C:\\models\\"mine"', device="JACK", voices=3, host="0.0.0.0", walk=False)
    (tmp_path / "show.toml").write_text(show.toml(), encoding="utf-8")
    assert Show.read(tmp_path / "show.toml") == show
    (tmp_path / "empty.toml").write_text("")
    assert Show.read(tmp_path / "empty.toml") == Show()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("voices = 0", "voices 0: wanted 1 to 64"),
        ("voices = '8'", "voices is '8', wanted a int"),
        ("walk = 1", "walk is 1, wanted a bool"),
        ("colour = 'red'", "no setting 'colour'; there are bundle, backend"),
        ("voices = ", "Invalid value"),
        ("port = 70000", "port 70000: wanted 0 to 65535"),
    ],
)
def test_what_is_no_show_is_named(text: str, line: str, tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(text)
    with pytest.raises(ValueError, match=line):
        Show.read(tmp_path / "show.toml")
