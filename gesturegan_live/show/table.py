"""All settings of a show as a table for people: the one of ``patches/README.md``."""

from __future__ import annotations

from pathlib import Path

from gesturegan_live.show import setting
from gesturegan_live.show.config import Show
from gesturegan_live.show.cues import Cue
from gesturegan_live.show.gestures import Input, Link


def markdown_table() -> str:
    """Return the settings, those of inputs, links and cues among them."""
    parts = ((Input, "inputs.NAME."), (Link, "links.NAME."), (Cue, "cues."))
    rows = [*setting.rows(Show), *(row for kind, before in parts for row in setting.rows(kind, before))]
    return setting.markdown(rows)


def write_table(readme: Path) -> None:
    """Put the table into a file, in place of the one it has."""
    setting.put(markdown_table(), readme)
