"""Every kind of corpus by name, and which one a folder is.

Conventions
-----------
In the order in which they are tried; a plain folder of audio comes last and always fits.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from training.corpus import audioset, fat2019, folder, nsynth
from training.corpus.source import Corpus

AUTO = "auto"


class Kind(NamedTuple):
    """How a kind of corpus is known and read."""

    fits: Callable[[Path], bool]
    read: Callable[[Path], Corpus]


KINDS: dict[str, Kind] = {
    "fat2019-mels": Kind(fat2019.is_mels, fat2019.read_mels),
    "fat2019": Kind(fat2019.is_wavs, fat2019.read_wavs),
    "audioset": Kind(audioset.is_audioset, audioset.read),
    "nsynth": Kind(nsynth.is_nsynth, nsynth.read),
    "folder": Kind(Path.is_dir, folder.read),
}


def read(path: Path, kind: str = AUTO) -> Corpus:
    """Read a corpus of the kind named, or of the kind that the folder looks like."""
    if not path.is_dir():
        raise ValueError(f"{path}: no such folder")
    if kind == AUTO:
        kind = next(name for name, candidate in KINDS.items() if candidate.fits(path))
    if kind not in KINDS:
        raise ValueError(f"corpus is {kind!r}, expected one of {', '.join((AUTO, *KINDS))}")
    return KINDS[kind].read(path)
