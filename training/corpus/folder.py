"""A folder of audio files as a corpus: the sub-folder is the label.

Conventions
-----------
Every file that libsndfile could read (by its suffix) is a source, broken ones too: they are found out when they are
cut. A ``manifest.csv`` in the folder, where there is one, says more of some files: columns ``path`` (inside the
folder), and any of ``category`` (instead of the sub-folder; an empty one is no label), ``licence``, ``package`` and
``version``.
"""

from __future__ import annotations

from pathlib import Path

import soundfile

from gesturegan_live.show.names import one_form
from training.corpus import tables
from training.corpus.source import Corpus, Source

MANIFEST = "manifest.csv"
SUFFIXES = frozenset({f".{name.lower()}" for name in soundfile.available_formats()} | {".aif", ".oga", ".opus", ".snd"})


def read(folder: Path) -> Corpus:
    """List the sources of a folder and of the folders in it, hidden ones left out."""
    if not folder.is_dir():
        raise ValueError(f"{folder}: no such folder")
    said = _manifest(folder / MANIFEST)
    sources = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inside.parts)
        if hidden or path.suffix.lower() not in SUFFIXES or not path.is_file():
            continue
        row = said.get(one_form(inside.as_posix()), {})
        label = row.get("category", inside.parts[0] if len(inside.parts) > 1 else "")
        package = " ".join(part for part in (row.get("package"), row.get("version")) if part)
        sources.append(Source(path, inside.as_posix(), (label,) if label else (), row.get("licence") or "", package))
    if not sources:
        raise ValueError(f"{folder}: holds no audio file that libsndfile reads")
    return Corpus(folder.resolve().name, tuple(sources))


def _manifest(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    return {one_form(row["path"]): row for row in tables.rows(path, ["path"])}
