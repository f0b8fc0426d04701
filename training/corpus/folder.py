"""A folder of audio files as a corpus: the sub-folder is the label.

Conventions
-----------
Every file that libsndfile reads is a source, whatever its name, and every other whose suffix promises sound: what is
broken is found out when it is cut. A ``manifest.csv`` in the folder, where there is one, says more of some files:
columns ``path`` (inside the folder), and any of ``category`` (instead of the sub-folder; an empty one is no label),
``licence``, ``package`` and ``version``.
"""

from __future__ import annotations

from pathlib import Path, PurePath

import soundfile

from gesturegan_live.show.names import one_form
from training.corpus import tables
from training.corpus.left_out import line
from training.corpus.sound import is_sound
from training.corpus.source import Corpus, Missing, Source, corpus
from training.corpus.walk import Found, text, walk

MANIFEST = "manifest.csv"
SUFFIXES = frozenset({f".{name.lower()}" for name in soundfile.available_formats()} | {".aif", ".oga", ".opus", ".snd"})


def read(folder: Path) -> Corpus:
    """List the sources of a folder and of the folders in it, hidden ones left out."""
    if not folder.is_dir():
        raise ValueError(f"{folder}: no such folder")
    said = _manifest(folder / MANIFEST)
    unheard = dict(said)
    held = walk(folder)
    missing = [Missing(*entry) for entry in held.barred]
    sources, others = [], []
    for file in held.files:
        try:
            sounds = file.path.suffix.lower() in SUFFIXES or is_sound(file.path)
        except OSError as error:
            missing.append(Missing(file.name, f"cannot be read ({error.strerror})"))
            continue
        if sounds:
            unheard.pop(one_form(file.name), None)
            sources.append(_source(file, said.get(one_form(file.name), {})))
        elif file.name != MANIFEST:
            others.append(file.name)
    lines = [f"left out, no sound that libsndfile reads: {line(others)}"] if others else []
    if held.hidden:
        lines.append(f"left out, hidden: {line(held.hidden)}")
    missing += [Missing(text(name), f"is no sound that is there, though {MANIFEST} names it") for name in unheard]
    return corpus(folder, sources, missing, "audio file that libsndfile reads", tuple(lines))


def _source(file: Found, row: dict[str, str]) -> Source:
    first, inside, _ = file.name.partition("/")
    label = row.get("category", first if inside else "")
    package = " ".join(part for part in (row.get("package"), row.get("version")) if part)
    return Source(file.path, file.name, (label,) if label else (), row.get("licence") or "", package)


def _manifest(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    return {one_form(PurePath(row["path"]).as_posix()): row for row in tables.rows(path, ["path"])}
