"""One recording of a corpus, and the corpus itself.

Conventions
-----------
A source is light: it names a file, and is read in the process that cuts it. Labels are names, never numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Source:
    """One recording.

    Attributes
    ----------
    path : Path
        The file.
    name : str
        What it is called in the dataset: its path inside the corpus, with forward slashes.
    labels : tuple of str
        What it is; empty where nobody said.
    licence, package : str
        Under what terms it may be used, and what it came in; empty where nobody said.
    """

    path: Path
    name: str
    labels: tuple[str, ...] = ()
    licence: str = ""
    package: str = ""

    @property
    def fingerprint(self) -> list[str | int]:
        """What changes when the recording or what is said of it changes."""
        stat = self.path.stat()
        return [self.name, stat.st_size, stat.st_mtime_ns, *self.labels, self.licence, self.package]


@dataclass(frozen=True)
class Corpus:
    """The sources of a dataset, sorted by name."""

    name: str
    sources: tuple[Source, ...]
