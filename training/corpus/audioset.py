"""AudioSet: segment tables over a folder of local audio files; nothing is downloaded.

Conventions
-----------
Tables as published (``*segments*.csv``): lines that begin with ``#``, then ``YTID, start_seconds, end_seconds,
positive_labels``, the labels as ontology ids in quotation marks with commas between them. ``ontology.json`` gives their
names; without it the ids stand for themselves. A recording is named by its id, with or without a ``Y`` in front and
``_start`` or ``_start_end`` behind, anywhere in the folder.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import NamedTuple

from gesturegan_live.show.documents import field, json_value, shown
from training.corpus import tables
from training.corpus.files.sound import is_sound
from training.corpus.files.walk import walk, why_not
from training.corpus.folder import SUFFIXES
from training.corpus.source import Corpus, Missing, Source, corpus, unnamed

ONTOLOGY = "ontology.json"
_TABLES = "*segments*.csv"
_IDENTITY = 11  # characters of a YouTube id
_PART = re.compile(r"(?:_[0-9.]+){1,2}")


class _Segment(NamedTuple):
    table: str
    identity: str
    start: float
    end: float
    labels: tuple[str, ...]


def is_audioset(folder: Path) -> bool:
    """Whether the folder holds segment tables."""
    return any(_is_table(path) for path in folder.glob(_TABLES))


def read(folder: Path) -> Corpus:
    """List the segments whose recordings are there."""
    names = _ontology(folder / ONTOLOGY)
    files = _files(folder)
    sources, missing = [], []
    seen = set()
    for table in sorted(path for path in folder.glob(_TABLES) if _is_table(path)):
        for segment in _segments(table):
            name = f"{segment.identity}_{segment.start:g}"
            if name in seen:
                continue
            seen.add(name)
            stamps = (f"{segment.identity}_{segment.start:.3f}", f"{segment.identity}_{segment.start:g}")
            path = next((files[stamp] for stamp in (*stamps, segment.identity) if stamp in files), None)
            if path is None:
                missing.append(Missing(name, f"no audio file of that id, though {segment.table} names it"))
                continue
            labels = tuple(sorted({names.get(label, label) for label in segment.labels}))
            whole = len(path.stem.removeprefix("Y")) > _IDENTITY  # named by its start: the file is the segment
            start, end = (0.0, None) if whole else (segment.start, segment.end)
            sources.append(Source(path, name, labels, start=start, end=end))
    tables = [path.name for path in folder.glob(_TABLES)]
    missing, lines = unnamed(folder, sources, missing, [ONTOLOGY, *tables])
    return corpus(folder, sources, missing, "audio file that its segment tables name", lines)


def _files(folder: Path) -> dict[str, Path]:
    """Find the recordings, by id or by id and start."""
    found: dict[str, Path] = {}
    for file in walk(folder).files:
        path = file.path
        if path.suffix.lower() not in SUFFIXES and not _is_sound(path):
            continue
        for stem in dict.fromkeys([path.stem, path.stem.removeprefix("Y")]):  # ids may begin with a Y themselves
            identity, rest = stem[:_IDENTITY], stem[_IDENTITY:]
            if not rest:
                found.setdefault(identity, path)
            elif _PART.fullmatch(rest):
                found.setdefault(f"{identity}_{rest.split('_')[1]}", path)
    return found


def _segments(table: Path) -> list[_Segment]:
    found = []
    for number, row in tables.fields(table, spaced=True):
        if row[0].startswith("#"):
            continue
        try:
            identity, labels = row[0], tuple(row[3].split(","))
            start, end = map(float, row[1:3])
        except (IndexError, ValueError):
            start, end = 0.0, 0.0
        if len(row) != 4 or not 0 <= start < end < math.inf:
            raise ValueError(f"{table}: line {number} is {shown(row)}, expected YTID, start, end, labels")
        found.append(_Segment(table.name, identity, start, end, labels))
    return found


def _ontology(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        return {field(entry, "id", str): field(entry, "name", str) for entry in json_value(path)}
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(f"{path}: is no AudioSet ontology ({error})") from error


def _is_sound(path: Path) -> bool:
    try:
        return is_sound(path)
    except OSError:
        return False


def _is_table(path: Path) -> bool:
    if why_not(path):
        return False
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        head = [stream.readline(4096) for _ in range(3)]
    return any(line.startswith("#") and "YTID" in line for line in head)
