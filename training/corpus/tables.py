"""Tables beside recordings: CSV files, each row a recording.

Conventions
-----------
UTF-8, with or without a byte-order mark. Errors name the file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path


def rows(path: Path, columns: Iterable[str]) -> list[dict[str, str]]:
    """Read a CSV file whose first line names at least these columns."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        for column in columns:
            if column not in (reader.fieldnames or ()):
                raise ValueError(f"{path}: has no column {column!r}")
        return [{key: value or "" for key, value in row.items() if key} for row in reader]


def header(path: Path) -> list[str]:
    """Read the names of the columns of what may be a CSV file."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        return [name.strip() for name in stream.readline(4096).split(",")]
