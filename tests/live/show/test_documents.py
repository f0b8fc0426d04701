"""Files that somebody else may have written: read, or refused in one line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gesturegan_live.show import documents
from gesturegan_live.show.documents import DocumentError


def test_a_text_may_have_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b'\xef\xbb\xbf{"name": "\xc3\xa4"}')
    assert documents.json_object(tmp_path / "a.json") == {"name": "ä"}
    (tmp_path / "a.toml").write_bytes(b'\xef\xbb\xbfname = "\xc3\xa4"')
    assert documents.toml(tmp_path / "a.toml") == {"name": "ä"}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"[]", "holds a list, wanted an object"),
        (b"[" * 100_000, "is not JSON .*recursion"),
        (b'{"a":' * 100_000, "is not JSON .*recursion"),
        (b'{"a": ' + b"[" * 40 + b"]" * 40 + b"}", "nests more than 32 deep"),
        (b'{"a": 1, "a": 2}', "names a key twice"),
        (b'{"a": "\\ud800"}', "half of a surrogate pair"),
        (b'{"a": [["\\udfff"]]}', "half of a surrogate pair"),
        (b'{"\\udc80": 1}', "half of a surrogate pair"),
        (b'{"a": ' + b"1" * 5000 + b"}", "is not JSON .*digits"),
        (b"\xff\xfe{\0}\0", "is no text in UTF-8"),
        (b" " * 1001, "has more than 1000 bytes"),
    ],
)
def test_what_is_no_json_object_is_refused_in_one_line(content: bytes, line: str, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(content)
    with pytest.raises(DocumentError, match=line) as caught:
        documents.json_object(file, 1000 if content.isspace() else documents.LARGEST)
    assert "\n" not in str(caught.value)


def test_what_is_not_there_or_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"^cannot be read \(No such file"):
        documents.text(tmp_path / "nothing")
    with pytest.raises(DocumentError, match=r"^cannot be read \(Is a directory|Permission"):
        documents.text(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="makes a pipe that has a name")
def test_a_pipe_is_no_file_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.json")
    with pytest.raises(DocumentError, match="^is no file$"):
        documents.text(tmp_path / "a.json")


def test_xml_is_plain_and_of_one_kind(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text("<net><layers/></net>")
    documents.check_xml(file, "net")
    for content, line in [
        ("", "no element found"),
        ("<net>", "no element found"),
        ("<svg/>", "begins with <svg>, wanted <net>"),
        ("<!DOCTYPE net><net/>", "holds a document type"),
        ("<a>" * 1000 + "</a>" * 1000, "begins with <a>, wanted <net>"),
        ("<net>" * 1000 + "</net>" * 1000, "nests more than 32 deep"),
        ("<net>" + " " * 2000 + "</net>", "has 2011 bytes, wanted at most 2000"),
    ]:
        file.write_text(content)
        with pytest.raises(DocumentError, match=line):
            documents.check_xml(file, "net", 2000 if "  " in content else documents.LARGEST)


def test_what_a_library_says_of_a_file_is_one_short_line() -> None:
    assert documents.one_line(ValueError("two\nlines\x1b[2J and\u2028more")) == "two lines?[2J and more"
    assert documents.one_line(ValueError()) == "ValueError"
    assert len(documents.one_line(ValueError("x" * 9999))) == 500


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert documents.parsed(b'["\\ud83c\\udfb9"]') == ["🎹"]


def test_fields_have_their_kind_and_no_other() -> None:
    told = {"a": 1, "b": 1.5, "c": True, "d": ["x", "y"], "e": 10**400}
    assert documents.field(told, "a", int) == 1
    assert documents.field(told, "b", float) == 1.5
    assert type(documents.field(told, "a", float)) is float
    assert documents.listed(told, "d", str) == ["x", "y"]
    for name, kind, line in [
        ("z", int, "lacks 'z'"),
        ("b", int, "b is 1.5, wanted a whole number"),
        ("c", int, "c is True, wanted a whole number"),
        ("c", float, "c is True, wanted a finite number"),
        ("d", str, "d is .'x', 'y'., wanted a text"),
        ("e", float, "wanted a finite number"),
    ]:
        with pytest.raises(DocumentError, match=line):
            documents.field(told, name, kind)
    with pytest.raises(DocumentError, match=r"^d\[0\] is 'x', wanted a finite number$"):
        documents.listed(told, "d", float)


@given(st.binary(max_size=60) | st.text('{}[]",:\\u0123d8 \n', max_size=60).map(str.encode))
def test_nothing_but_a_line_comes_of_junk(content: bytes) -> None:
    reason = ""
    try:
        documents.parsed(content)
    except DocumentError as error:
        reason = str(error)
    assert "\n" not in reason
