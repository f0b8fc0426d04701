"""Recordings sorted by a classifier into folders, with a table of how sure it is.

Conventions
-----------
``SORTED/label/name`` are links to the recordings, or copies; ``SORTED/unsorted/name`` those that it is not sure of;
``SORTED/sorted.csv`` has a row a recording: where it went, its gesture type, the probability of every label;
``SORTED/manifest.csv`` tells whoever prepares the folder its labels, of which what is unsorted has none, and licences.
"""

from __future__ import annotations

import csv
import errno
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from training.classifier.fit import CUT, Classifier, folder_of
from training.classifier.gesture import gesture
from training.corpus.folder import MANIFEST
from training.corpus.source import Corpus
from training.dataset import manifest, shards
from training.dataset.recording import blocks, channel_of

TABLE, UNSORTED = "sorted.csv", "unsorted"
_OF_THE_NAME = {errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ, errno.ENOENT, errno.EACCES}  # the others have room


def sort(
    classifier: Classifier,
    corpus: Corpus,
    output: Path,
    *,
    sure: float = 0.5,
    copy: bool = False,
    shard: Callable[[int, int, int], None] = lambda _done, _all, _clips: None,
    left_out: Callable[[dict[str, Any]], None] = lambda _told: None,
) -> Counter[str]:
    """Sort a corpus of sound files; return how many went where.

    Parameters
    ----------
    sure : float
        Probability below which a recording is left unsorted.
    copy : bool
        Copy instead of linking.
    left_out : callable
        Given what is told of the recordings, of what could not be heard among others.
    """
    if any(source.image for source in corpus.sources):
        raise ValueError(f"corpus {corpus.name}: holds images, expected sound files to sort")
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise ValueError(f"{output}: exists, expected a folder to make")
    with tempfile.TemporaryDirectory() as temporary:
        left_out(shards.prepare(corpus, Path(temporary), classifier.codec, CUT, progress=shard)[0])
        dataset = manifest.read(Path(temporary))
        files, given = classifier.files(dataset)
    found = {str(dataset.sources[file]["name"]): row for file, row in zip(files, given, strict=True)}
    counts: Counter[str] = Counter()
    skipped: list[dict[str, str]] = []
    output.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        table, said = (csv.writer(stack.enter_context(_opened(output / name))) for name in (TABLE, MANIFEST))
        table.writerow(["name", "sorted", "gesture", *classifier.labels])
        said.writerow(["path", "category", "licence", "package"])
        for source in corpus.sources:
            row = found.get(source.name)
            label = classifier.labels[int(row.argmax())] if row is not None and float(row.max()) >= sure else ""
            folder = folder_of(label) or UNSORTED
            try:
                _place(source.path, output / folder / source.name, copy)
            except OSError as error:
                if error.errno not in _OF_THE_NAME:
                    raise
                skipped.append({"name": source.name, "reason": f"cannot be put into {folder} ({error.strerror})"})
                continue
            counts[folder] += 1
            said.writerow([f"{folder}/{source.name}", label, source.licence, source.package])
            moved = ""
            if row is not None:
                sound = np.concatenate(list(blocks(source, classifier.codec.sample_rate, channel_of(source))))
                moved = gesture(sound, classifier.codec.sample_rate)
            told = [""] * len(classifier.labels) if row is None else [f"{value:.4f}" for value in row]
            table.writerow([source.name, folder, moved, *told])
    left_out({"skipped": skipped, "remarks": [], "left_out": []})
    return counts


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


def _place(path: Path, wanted: Path, copy: bool) -> None:
    wanted.parent.mkdir(parents=True, exist_ok=True)
    if copy:
        shutil.copy2(path, wanted)
    else:
        wanted.symlink_to(path.resolve())
