"""The table of settings is made from the code, and names what the code reads."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from gesturegan_live.show import table
from gesturegan_live.show.config import Show

README = Path(__file__).parents[3] / "patches" / "README.md"


def test_the_table_of_settings_is_that_of_the_code(tmp_path: Path) -> None:
    copy = tmp_path / "README.md"
    copy.write_text(README.read_text(encoding="utf-8"), encoding="utf-8")
    table.write_table(copy)
    assert copy.read_text(encoding="utf-8") == README.read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip(" `") for line in table.markdown_table().splitlines()[2:]]
    assert {row for row in rows if "." not in row} == {field.name for field in dataclasses.fields(Show)}
    assert {"inputs.NAME.address", "links.NAME.amount", "cues.wait"} <= set(rows)


def test_a_file_without_a_place_for_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("nothing\n")
    with pytest.raises(ValueError, match="has no place for the table"):
        table.write_table(tmp_path / "README.md")
