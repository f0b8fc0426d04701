"""Tables beside recordings: CSV files, each row a recording.

Conventions
-----------
UTF-8, with or without a byte-order mark. Errors name the file and, where it is one, the line.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path


def rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Read a CSV file whose first line names at least these columns.

    Raises
    ------
    ValueError
        One line: a column that is not there, or a line that is no row of this table.
    """
    lines = fields(path)
    names = [name.strip() for name in next(lines, (1, []))[1]]
    for column in columns:
        if column not in names:
            raise ValueError(f"{path}: has no column {column!r}")
    least = max(names.index(column) for column in columns) + 1
    found = []
    for number, values in lines:
        while len(values) > len(names) and not values[-1]:  # spreadsheets write empty cells
            values.pop()
        if not least <= len(values) <= len(names):
            raise ValueError(f"{path}: line {number} has {len(values)} fields, expected {', '.join(names)}")
        found.append(dict(itertools.zip_longest(names, values, fillvalue="")))
    return found


def header(path: Path) -> list[str]:
    """Read the names of the columns of what may be a CSV file."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        return [name.strip() for name in stream.readline(4096).split(",")]


def text(path: Path) -> str:
    """Read a text in UTF-8; ValueError with the file and the line where it is none."""
    octets = path.read_bytes()
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = octets.count(b"\n", 0, error.start) + 1
        wrong = octets[error.start : error.end].hex()
        raise ValueError(f"{path}: line {number} is no text in UTF-8 (byte {wrong}); save it as UTF-8") from None


def fields(path: Path, *, spaced: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Give the fields of each line that has any, and its number; `spaced` where a space follows each comma."""
    reader = csv.reader(io.StringIO(text(path), newline=""), skipinitialspace=spaced)
    while True:
        try:
            values = next(reader, None)
        except csv.Error as error:
            raise ValueError(f"{path}: line {reader.line_num} is no line of a table ({error})") from error
        if values is None:
            return
        if any(values):
            yield reader.line_num, values
