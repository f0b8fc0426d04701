"""What of a folder is no part of its corpus, and what of its recordings is not taken as it is; told in lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePath

NAMED = 5  # of files of which the same is said


def line(names: Iterable[str]) -> str:
    """Count names by suffix, the most first, each with its first name: ``12 .pdf (a.pdf …), 1 .m4a (memo.m4a)``."""
    kinds: dict[str, list[str]] = {}
    for name in names:
        kinds.setdefault(PurePath(name).suffix.lower() or "without suffix", []).append(name)
    counted = sorted(kinds.items(), key=lambda kind: (-len(kind[1]), kind[0]))
    return ", ".join(
        f"{len(found)} {suffix} ({min(found)}{' …' if len(found) > 1 else ''})" for suffix, found in counted
    )


class Remarks:
    """What is said of recordings, gathered while they are read."""

    def __init__(self) -> None:
        self._names: dict[str, dict[str, None]] = {}

    def of(self, name: str) -> Callable[[str], object]:
        """Give what takes the remarks on one recording, each as often as it comes."""
        return lambda remark: self._names.setdefault(remark, {}).setdefault(name)

    def lines(self) -> list[str]:
        """Tell every remark once, with how many files it is on and the names of some."""
        told = []
        for remark, names in self._names.items():
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            told.append(f"{len(names)} files {remark}: {', '.join(list(names)[:NAMED])}{more}")
        return told
