"""A setting of a show: what it is, where it is declared, and the table of all of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- settings: begin -->\n", "<!-- settings: end -->\n"


def setting(meaning: str, default: Any = dataclasses.MISSING) -> Any:
    """Declare a setting: a field of a frozen dataclass, and what it means, for people."""
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata={"meaning": meaning})
    return dataclasses.field(default=default, metadata={"meaning": meaning})


def rows(kind: type[Any], before: str = "") -> Iterator[tuple[str, str, str]]:
    """Give the key, the default and the meaning of each setting of a dataclass."""
    for field in dataclasses.fields(kind):
        yield before + field.name, _shown(field.default), field.metadata["meaning"]


def markdown(all_rows: list[tuple[str, str, str]]) -> str:
    """Write rows as a table of Markdown."""
    lines = ["| key | default | meaning |", "| --- | --- | --- |"]
    lines += [f"| `{key}` | {default} | {meaning} |" for key, default, meaning in all_rows]
    return "\n".join(lines) + "\n"


def put(table: str, file: Path) -> None:
    """Put a table into a file, in place of the one between `BEGIN` and `END`; ValueError where there is none."""
    text = file.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{file} has no place for the table: wanted the lines {BEGIN.strip()!r} and {END.strip()!r}")
    file.write_text(before + begin + table + end + after, encoding="utf-8")


def _shown(default: Any) -> str:
    if default is dataclasses.MISSING:
        return "wanted"
    if default is None or default == ():
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"
