from __future__ import annotations

import csv
from pathlib import Path

import pytest

from training.corpus import tables


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_rows_are_told_with_or_without_a_byte_order_mark(tmp_path: Path, mark: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(mark + 'fname,labels\r\na.wav,"Glöckchen,Bell"\r\n\r\nb.wav\r\n'.encode())
    with pytest.raises(ValueError, match=r"a\.csv: line 4 has 1 fields, expected fname, labels"):
        tables.rows(tmp_path / "a.csv", ["fname", "labels"])
    assert tables.rows(tmp_path / "a.csv", ["fname"]) == [
        {"fname": "a.wav", "labels": "Glöckchen,Bell"},
        {"fname": "b.wav", "labels": ""},
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"c.wav,Bark,Meow", r"line 3 has 3 fields, expected fname, labels"),
        ("c.wav,Glöckchen".encode("latin-1"), r"line 3 is no text in UTF-8 \(byte f6\); save it as UTF-8"),
        (b"c.wav," + b"a" * (csv.field_size_limit() + 1), r"line 3 is no line of a table \(field larger than"),
    ],
)
def test_a_broken_table_names_its_file_and_line(tmp_path: Path, line: bytes, said: str) -> None:
    (tmp_path / "a.csv").write_bytes(b"fname,labels\na.wav,Bell\n" + line + b"\n")
    with pytest.raises(ValueError, match=rf"^.*a\.csv: {said}"):
        tables.rows(tmp_path / "a.csv", ["fname", "labels"])


def test_what_spreadsheets_add_is_no_field(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"fname,labels\na.wav,Bell,,\n,,,\n")
    assert tables.rows(tmp_path / "a.csv", ["fname"]) == [{"fname": "a.wav", "labels": "Bell"}]
