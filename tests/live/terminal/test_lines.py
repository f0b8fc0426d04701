"""Lines as they reach the terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from gesturegan_live.control.web import invitation
from gesturegan_live.terminal.lines import Lines


def written(*told: object) -> list[str]:
    page = io.StringIO()
    lines = Lines(Console(file=page, width=20, soft_wrap=True, markup=False, emoji=False, highlight=False))
    for each in told:
        lines.say(each)
    lines.close()
    return page.getvalue().splitlines()


def test_a_drawing_stays_one() -> None:
    pytest.importorskip("segno", reason="needs segno: pip install '.[web]'")
    code = invitation.code("http://192.168.1.20:7771/?token=a-word")
    assert any("   " in row for row in code)
    assert [row.ljust(len(code[0])) for row in written(*code)] == code


def test_what_a_terminal_would_obey_is_left_out_of_a_line() -> None:
    assert written("one\ntwo \x1b[2Jthree", ValueError("x" * 1000)) == ["one two  [2Jthree", "x" * 500]
