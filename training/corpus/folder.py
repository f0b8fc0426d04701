"""A folder of audio files as a corpus: the sub-folder is the label.

Conventions
-----------
Every file that libsndfile reads is a source, whatever its name, and every other whose suffix promises sound: what is
broken is found out when it is cut. A ``manifest.csv`` in the folder, where there is one, says more of some files:
columns ``path`` (inside the folder), and any of ``category`` (instead of the sub-folder; an empty one is no label),
``licence``, ``author``, ``package`` and ``version``, ``notice`` (a text beside the manifest, which goes wherever the
package's sounds go), ``pitch`` and ``velocity`` (MIDI), and ``instrument``.

A table elsewhere, of the same columns, *chooses*: its files are taken and no others.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath

import soundfile

from gesturegan_live.show.names import in_any_form, one_form
from training.corpus import tables
from training.corpus.files.sound import is_sound
from training.corpus.files.walk import Found, text, walk, why_not
from training.corpus.left_out import line
from training.corpus.source import Corpus, Missing, Source, corpus

MANIFEST = "manifest.csv"
SUFFIXES = frozenset({f".{name.lower()}" for name in soundfile.available_formats()} | {".aif", ".oga", ".opus", ".snd"})
_HIGHEST = 127  # of MIDI


def read(folder: Path) -> Corpus:
    """List the sources of a folder and of the folders in it, hidden ones left out."""
    if not folder.is_dir():
        raise ValueError(f"{folder}: no such folder")
    table = folder / MANIFEST
    said = _rows(table) if table.is_file() else {}
    unheard = dict(said)
    held = walk(folder)
    missing = [Missing(*entry) for entry in held.barred]
    besides = {MANIFEST} | {row["notice"] for row in said.values() if row.get("notice")}
    sources, others = [], []
    for file in held.files:
        try:
            sounds = file.path.suffix.lower() in SUFFIXES or is_sound(file.path)
        except OSError as error:
            missing.append(Missing(file.name, f"cannot be read ({error.strerror})"))
            continue
        if sounds:
            unheard.pop(one_form(file.name), None)
            sources.append(_source(file, said.get(one_form(file.name), {}), table))
        elif file.name not in besides:
            others.append(file.name)
    lines = [f"left out, no sound that libsndfile reads: {line(others)}"] if others else []
    if held.hidden:
        lines.append(f"left out, hidden: {line(held.hidden)}")
    missing += [Missing(text(name), f"is no sound that is there, though {MANIFEST} names it") for name in unheard]
    notices = _notices(table, said.values())
    return corpus(folder, sources, missing, "audio file that libsndfile reads", tuple(lines), notices)


def choose(folder: Path, table: Path) -> Corpus:
    """List the files of a folder that a table elsewhere names, and no others."""
    if not folder.is_dir():
        raise ValueError(f"{folder}: no such folder")
    said = _rows(table)
    sources, missing = [], []
    for name, row in said.items():
        path = in_any_form(folder / name)
        inside = ".." not in PurePath(name).parts and not PurePath(name).is_absolute()
        if reason := why_not(path) if inside else "is outside the folder":
            missing.append(Missing(text(name), f"{reason}, though {table.name} names it"))
        else:
            sources.append(_source(Found(path, text(name)), row, table))
    notices = _notices(table, said.values())
    return corpus(folder, sources, missing, f"file that {table} names", notices=notices)


def _source(file: Found, row: dict[str, str], table: Path) -> Source:
    first, inside, _ = file.name.partition("/")
    label = row.get("category", first if inside else "")
    package, licence, author = _package(row), row.get("licence") or "", row.get("author") or ""
    facts = _facts(file.name, row, table)
    return Source(file.path, file.name, (label,) if label else (), licence, package, author, facts)


def _package(row: dict[str, str]) -> str:
    return " ".join(part for part in (row.get("package"), row.get("version")) if part)


def _facts(name: str, row: dict[str, str], table: Path) -> tuple[tuple[str, str | float], ...]:
    facts: list[tuple[str, str | float]] = []
    for key in ("pitch", "velocity"):
        if told := row.get(key):
            if not (told.isdecimal() and int(told) <= _HIGHEST):
                raise ValueError(f"{table}: {name} has {key} {told!r}, expected 0 to {_HIGHEST}")
            facts.append((key, int(told)))
    if instrument := row.get("instrument"):
        facts.append(("instrument", instrument))
    return tuple(facts)


def _rows(table: Path) -> dict[str, dict[str, str]]:
    """Give what a table says of each file, by its path."""
    return {one_form(PurePath(row["path"]).as_posix()): row for row in tables.rows(table, ["path"])}


def _notices(table: Path, rows: Iterable[dict[str, str]]) -> tuple[tuple[str, str], ...]:
    """Read what must go with the sounds of a package, once for each."""
    asked = dict.fromkeys((_package(row), row["notice"]) for row in rows if row.get("notice"))
    for _, name in asked:
        if Path(name).name != name:
            raise ValueError(f"{table}: notice is {name!r}, expected the name of a file beside it")
    return tuple((package, tables.text(table.parent / name)) for package, name in asked)
