"""One recording of a corpus, and the corpus itself.

Conventions
-----------
A source is light: it names a file, and is read in the process that cuts it. Labels are names, never numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gesturegan_live.show.names import one_form
from training.corpus.files.walk import text, walk
from training.corpus.left_out import line as counted
from training.corpus.pickled import Span


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
        What it is, in Unicode's composed form; empty where nobody said.
    licence, package, author : str
        Under what terms it may be used, what it came in, and who made it; empty where nobody said.
    facts : tuple of (str, value)
        What else is known, such as pitch and velocity.
    start, end : float, float or None
        The part of the file that is meant, seconds; a file that ends before `end` holds that part alone.
    image : Span or None
        Where in the file the source lies as an image, if it does, instead of sound.
    """

    path: Path
    name: str
    labels: tuple[str, ...] = ()
    licence: str = ""
    package: str = ""
    author: str = ""
    facts: tuple[tuple[str, str | float], ...] = ()
    start: float = 0.0
    end: float | None = None
    image: Span | None = None

    def __post_init__(self) -> None:
        labels = dict.fromkeys(one_form(label) for label in self.labels)
        object.__setattr__(self, "labels", tuple(labels))

    @property
    def fingerprint(self) -> list[object]:
        """What changes when the recording or what is said of it changes."""
        try:
            stat = self.path.stat()
            file = [stat.st_size, stat.st_mtime_ns]
        except OSError:  # it has gone since it was listed, which is found out when it is cut
            file = [-1, -1]
        told = [*self.labels, self.licence, self.package, self.author, *map(list, self.facts), self.start, self.end]
        place = [self.image.offset, *self.image.shape] if self.image else []
        return [self.name, *file, *told, *place]


@dataclass(frozen=True)
class Missing:
    """A recording that the corpus names and that is not there, or cannot be told from others."""

    name: str
    reason: str


@dataclass(frozen=True)
class Corpus:
    """The sources of a dataset, sorted by name, what should have been there, and what is there besides.

    Attributes
    ----------
    left_out : tuple of str
        Lines that count what else the folder holds.
    notices : tuple of (package, text)
        What the terms of a package want to go wherever its sounds go.
    made_of : tuple of dict
        Entries of a recipe's sources that name it; empty where it is one folder.
    """

    name: str
    sources: tuple[Source, ...]
    missing: tuple[Missing, ...] = ()
    left_out: tuple[str, ...] = ()
    notices: tuple[tuple[str, str], ...] = ()
    made_of: tuple[dict[str, str], ...] = ()


def corpus(
    folder: Path,
    sources: list[Source],
    missing: list[Missing],
    wanted: str,
    left_out: tuple[str, ...] = (),
    notices: tuple[tuple[str, str], ...] = (),
) -> Corpus:
    """Sort sources by name; refuse a corpus without any."""
    if not sources:
        first = f"; {missing[0].name}: {missing[0].reason}" if missing else ""
        raise ValueError(f"{folder}: holds no {wanted}{''.join(f'; {line}' for line in left_out)}{first}")
    ordered = tuple(sorted(sources, key=lambda source: source.name))
    return Corpus(text(folder.resolve().name), ordered, tuple(missing), left_out, notices)


def unnamed(
    folder: Path, sources: list[Source], missing: list[Missing], tables: Iterable[str]
) -> tuple[list[Missing], tuple[str, ...]]:
    """Add to what is missing what cannot be got at, and count what a folder holds that no table of its corpus names."""
    held = walk(folder)
    named = {source.path for source in sources}
    others = [file.name for file in held.files if file.path not in named and file.name not in set(tables)]
    lines = [f"left out, named by no table: {counted(others)}"] if others else []
    lines += [f"left out, hidden: {counted(held.hidden)}"] if held.hidden else []
    told = {entry.name for entry in missing}
    return [*missing, *(Missing(*entry) for entry in held.barred if entry[0] not in told)], tuple(lines)
