"""Which recordings a classifier or a generator is judged on, and never taught.

Conventions
-----------
Whole files: clips of one file are all on one side. Each label with at least three files gives about the same part of
them; a label with fewer is taught and not judged. A function of labels, part and seed alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.dataset.manifest import Dataset

FEWEST = 3
LEAST = 16  # clips that are worth judging by: with fewer nothing is held out

Numbers = NDArray[np.intp]


def held_out(labels: Sequence[Sequence[str]], part: float, seed: int) -> NDArray[np.bool_]:
    """Choose the files to be held out; `labels` are each file's."""
    members: dict[str, list[int]] = defaultdict(list)
    for number, names in enumerate(labels):
        for name in names:
            members[name].append(number)
    chosen = np.zeros(len(labels), bool)
    draw = np.random.default_rng(seed)
    for name in sorted(members, key=lambda name: (len(members[name]), name)):  # the rare ones first
        files = np.array(members[name])
        wanted = round(part * len(files)) if len(files) >= FEWEST else 0
        free = files[~chosen[files]]
        # A file with several labels may leave one of them without anything to learn from: keep two of each.
        spare = [f for f in draw.permutation(free) if all(_left(members[n], chosen) > 2 for n in labels[f])]
        for file in spare[: max(0, max(wanted, int(len(files) >= FEWEST)) - int(chosen[files].sum()))]:
            chosen[file] = all(_left(members[n], chosen) > 2 for n in labels[file])
    return chosen


def _left(files: list[int], chosen: NDArray[np.bool_]) -> int:
    return len(files) - int(chosen[files].sum())


@dataclass(frozen=True, eq=False)
class Split:
    """Numbers of a dataset's clips.

    Attributes
    ----------
    taught, held : ndarray
        Ascending; `held` may be empty.
    files : tuple of str
        Names of the files that are held out.
    """

    taught: Numbers
    held: Numbers
    files: tuple[str, ...]

    @staticmethod
    def of(dataset: Dataset, part: float, seed: int) -> Split:
        """Hold a part of the files out."""
        places = dataset.clip_sources()
        heard = np.unique(places)
        out = np.zeros(len(heard), bool)
        if part > 0:
            out = held_out([dataset.sources[place]["labels"] or ("",) for place in heard], part, seed)
            if not out.any():
                out = held_out([("",)] * len(heard), part, seed)
        is_held = np.isin(places, heard[out])
        if is_held.sum() < LEAST or (~is_held).sum() < LEAST:
            is_held[:], out[:] = False, False
        files = tuple(sorted(str(dataset.sources[place]["name"]) for place in heard[out]))
        return Split(np.flatnonzero(~is_held), np.flatnonzero(is_held), files)
