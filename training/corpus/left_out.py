"""What of a folder is no part of its corpus, counted by suffix and told in a line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath


def line(names: Iterable[str]) -> str:
    """Count names by suffix, the most first, each with its first name: ``12 .pdf (a.pdf …), 1 .m4a (memo.m4a)``."""
    kinds: dict[str, list[str]] = {}
    for name in names:
        kinds.setdefault(PurePath(name).suffix.lower() or "without suffix", []).append(name)
    counted = sorted(kinds.items(), key=lambda kind: (-len(kind[1]), kind[0]))
    return ", ".join(
        f"{len(found)} {suffix} ({min(found)}{' …' if len(found) > 1 else ''})" for suffix, found in counted
    )
