"""One recording of a corpus, and the corpus itself.

Conventions
-----------
A source is light: it names a file, and is read in the process that cuts it. Labels are names, never numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gesturegan_live.show.names import one_form
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
    licence, package : str
        Under what terms it may be used, and what it came in; empty where nobody said.
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
        stat = self.path.stat()
        told = [*self.labels, self.licence, self.package, *map(list, self.facts), self.start, self.end]
        place = [self.image.offset, *self.image.shape] if self.image else []
        return [self.name, stat.st_size, stat.st_mtime_ns, *told, *place]


@dataclass(frozen=True)
class Missing:
    """A recording that the corpus names and that is not there, or cannot be told from others."""

    name: str
    reason: str


@dataclass(frozen=True)
class Corpus:
    """The sources of a dataset, sorted by name, and what should have been there."""

    name: str
    sources: tuple[Source, ...]
    missing: tuple[Missing, ...] = ()


def corpus(folder: Path, sources: list[Source], missing: list[Missing], wanted: str) -> Corpus:
    """Sort sources by name; refuse a corpus without any."""
    if not sources:
        first = f"; {missing[0].name}: {missing[0].reason}" if missing else ""
        raise ValueError(f"{folder}: holds no {wanted}{first}")
    return Corpus(folder.resolve().name, tuple(sorted(sources, key=lambda source: source.name)), tuple(missing))
