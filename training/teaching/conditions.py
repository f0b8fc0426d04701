"""What the clips of a dataset are, as weights that a generator can be told.

Conventions
-----------
Weights: (clips, n) float32 in [0, 1], a column a condition. A clip of two labels has two ones, one of none has zeros.
No ML framework is imported here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.show.documents import DocumentError, json_object, listed
from training.classifier.gesture import TYPES, gesture
from training.dataset.manifest import LARGEST, Dataset, write_json

Weights = NDArray[np.float32]
GESTURES = "gestures.json"  # beside the shards: decoding a whole dataset takes a while
_AT_ONCE = 32


def _none(dataset: Dataset) -> tuple[tuple[str, ...], Weights]:
    return (), np.zeros((dataset.clips, 0), np.float32)


def _labels(dataset: Dataset) -> tuple[tuple[str, ...], Weights]:
    if not dataset.labels:
        raise ValueError(f"{dataset.path}: condition 'label' wants recordings with labels, it has none")
    return dataset.labels, dataset.label_matrix()


def _pitches(dataset: Dataset) -> tuple[tuple[str, ...], Weights]:
    """One condition a MIDI pitch that a clip has, from low to high."""
    places, clips = np.unique(dataset.clip_sources(), return_inverse=True)
    sources = [dataset.sources[place] for place in places]
    known = [source.get("facts", {}).get("pitch") for source in sources]
    if None in known:
        name = sources[known.index(None)]["name"]
        raise ValueError(f"{dataset.path}: condition 'pitch' wants the pitch of every recording, {name!r} has none")
    found, columns = np.unique(np.array(known, np.int64), return_inverse=True)
    return tuple(f"pitch {pitch}" for pitch in found), _one_of(columns[clips], len(found))


def _gestures(dataset: Dataset) -> tuple[tuple[str, ...], Weights]:
    """Tell the gesture of each clip's own sound."""
    file = dataset.path / GESTURES
    types = _kept(file, dataset)
    if types is None:
        types = []
        for clips in np.array_split(np.arange(dataset.clips), -(-dataset.clips // _AT_ONCE)):
            sounds = dataset.codec.decode(dataset.images(clips))
            types += [TYPES.index(gesture(sound, dataset.codec.sample_rate)) for sound in sounds]
        write_json(file, {"digest": dataset.digest, "types": types})
    return TYPES, _one_of(np.array(types), len(TYPES))


def _kept(file: Path, dataset: Dataset) -> list[int] | None:
    """Read what was found before; None where that is of another dataset, or damaged."""
    try:
        told = json_object(file, LARGEST)
        types = listed(told, "types", int)
    except DocumentError:
        return None
    whole = told.get("digest") == dataset.digest and len(types) == dataset.clips
    return types if whole and all(0 <= number < len(TYPES) for number in types) else None


def _one_of(columns: NDArray[np.intp], count: int) -> Weights:
    return np.eye(count, dtype=np.float32)[columns]


CONDITIONS: dict[str, Callable[[Dataset], tuple[tuple[str, ...], Weights]]] = {
    "none": _none,
    "label": _labels,
    "pitch": _pitches,
    "gesture": _gestures,
}


def conditions(kind: str, dataset: Dataset) -> tuple[tuple[str, ...], Weights]:
    """Name the conditions of one kind, and weigh each clip.

    Parameters
    ----------
    kind : str
        A key of `CONDITIONS`.

    Returns
    -------
    names : tuple of str
    weights : ndarray, shape (clips, len(names)), float32
    """
    return CONDITIONS[kind](dataset)
