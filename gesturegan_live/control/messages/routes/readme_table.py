"""The routes as a table for people: the one of ``patches/README.md``."""

from __future__ import annotations

from pathlib import Path

from gesturegan_live.control.messages.routes.table import ROUTES

TABLE_BEGIN, TABLE_END = "<!-- routes: begin -->", "<!-- routes: end -->"


def markdown_table() -> str:
    """Return `ROUTES` as the table of ``patches/README.md``."""
    rows = ["| address | types | range | unit | default | meaning |", "| --- | --- | --- | --- | --- | --- |"]
    rows += [
        f"| `{r.address}` | {f'`{r.types}`' if r.types else ''} | {r.range} | {r.unit} | {r.default} | {r.meaning} |"
        for r in ROUTES
    ]
    return "\n".join(rows) + "\n"


def write_table(readme: Path) -> None:
    """Put the table into a file, in place of the one it has."""
    text = readme.read_text(encoding="utf-8")
    before, begin, rest = text.partition(TABLE_BEGIN + "\n")
    _, end, after = rest.partition(TABLE_END + "\n")
    if not begin or not end:
        raise ValueError(f"{readme} has no place for the table: wanted the lines {TABLE_BEGIN!r} and {TABLE_END!r}")
    readme.write_text(before + begin + markdown_table() + end + after, encoding="utf-8")
