from __future__ import annotations

from pathlib import Path

import pytest

from gesturegan_live.control.messages.routes import readme_table as table

README = Path(__file__).parents[2] / "patches" / "README.md"


def test_the_message_table_is_that_of_the_routes(tmp_path):
    copy = tmp_path / "README.md"
    copy.write_text(README.read_text(encoding="utf-8"), encoding="utf-8")
    table.write_table(copy)
    assert copy.read_text(encoding="utf-8") == README.read_text(encoding="utf-8")
    assert table.markdown_table() in copy.read_text(encoding="utf-8")


def test_a_file_without_a_place_for_the_table_is_refused(tmp_path):
    (tmp_path / "README.md").write_text("nothing\n")
    with pytest.raises(ValueError, match="has no place for the table"):
        table.write_table(tmp_path / "README.md")
