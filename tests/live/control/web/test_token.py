"""The word that whoever comes from another computer by the web must know."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from gesturegan_live.control.web.token import Token


def test_it_is_one_for_each_home_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    token = Token(tmp_path / "home")
    assert len(token.word) >= 24
    assert Token(tmp_path / "home").word == token.word != Token(tmp_path / "other").word
    file = tmp_path / "home" / "token"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 30, b"a b" * 10, b"x" * 100_000])
def test_a_file_that_holds_none_is_written_anew(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "token").write_bytes(content)
    word = Token(tmp_path).word
    assert word.encode() not in content
    assert Token(tmp_path).word == word


def test_where_nothing_can_be_kept_there_is_one_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert len(Token(tmp_path / "file").word) >= 24


def test_it_comes_with_an_address_as_a_cookie_or_as_a_bearer(tmp_path: Path) -> None:
    token = Token(tmp_path)
    word = token.word
    assert token.is_in(f"/gan?token={word}", {})
    assert token.is_in("/gan", {"Cookie": f"other=1; {token.name}={word}"})
    assert token.is_in("/gan", {"Authorization": f"Bearer {word}"})
    assert token.cookie.startswith(f"{token.name}={word}; ")
    assert Token(tmp_path).name == token.name != Token(tmp_path / "another").name, "both stay with a browser"


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {}),
        ("/?token=", {"Cookie": "", "Authorization": ""}),
        ("/?token=wrong", {"Cookie": "gesturegan=wrong", "Authorization": "Bearer wrong"}),
        ("/token=", {"Cookie": "\x00;=;" * 2000, "Authorization": "Bearer"}),
        ("/?token=\u00e9&token=%ff%00", {"Authorization": "Bearer \u00e9"}),
        ("/?" + 9999 * "a=b&", {}),
    ],
)
def test_whatever_else_comes_is_none(path: str, headers: dict[str, str], tmp_path: Path) -> None:
    token = Token(tmp_path)
    assert not token.is_in(path, headers)
    assert not token.is_in("/", {"Cookie": f"{token.name}=wrong"})
