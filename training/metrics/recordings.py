"""The recordings behind a dataset's clips, cut again as they were cut.

Conventions
-----------
A dataset keeps images only. Its corpus is read again, and each clip found by its source's name, offset and speed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.show.documents import field, json_object, listed
from training.corpus.left_out import Remarks
from training.corpus.source import Corpus
from training.dataset import manifest, records
from training.dataset.clips import CutConfig, cut
from training.dataset.manifest import Dataset
from training.teaching.settings import keys

Array = NDArray[np.float32]


def samples(dataset: Dataset, corpus: Corpus, clips: NDArray[np.intp], remarks: Remarks) -> Array:
    """Cut the recordings of these clips: (n, clip_samples).

    Raises
    ------
    ValueError
        Where the corpus lacks a recording or it gives no such clip any more.
    """
    config = _cut(dataset.path / manifest.FILE)
    layout = records.layout(dataset.codec.image_shape, dataset.dtype)
    heads = np.concatenate([np.memmap(path, layout, mode="r")["head"] for path in dataset.shards])
    heads = heads if dataset.kept is None else heads[dataset.kept]
    places = dataset.clip_sources()
    sources = {source.name: source for source in corpus.sources}
    found = np.zeros((len(clips), dataset.codec.clip_samples), np.float32)
    for place in np.unique(places[clips]):
        name = dataset.sources[place]["name"]
        if name not in sources or sources[name].image is not None:
            raise ValueError(f"corpus {corpus.name}: has no recording {name!r}, which the dataset was prepared from")
        wanted = {
            _key(heads[clip]["offset"], heads[clip]["speed"]): row
            for row, clip in enumerate(clips)
            if places[clip] == place
        }
        tell = remarks.of(name)
        for clip in cut(sources[name], dataset.codec.sample_rate, dataset.codec.clip_samples, config, tell):
            row = wanted.pop(_key(clip.offset, clip.speed), None)
            if row is not None:
                found[row] = clip.samples
        if wanted:
            raise ValueError(f"{name}: gives no clip at sample {min(wanted)[0]}, expected what the dataset was made of")
    return found


def _cut(file: Path) -> CutConfig:
    try:
        told = keys(CutConfig, field(json_object(file, manifest.LARGEST), "cut", dict))
        return CutConfig(**told | {"speeds": tuple(listed({"speeds": [1.0], **told}, "speeds", float))})
    except (TypeError, ValueError) as error:
        raise ValueError(f"{file}: cut: {error}") from error


def _key(offset: int, speed: float) -> tuple[int, float]:
    return int(offset), float(np.float32(speed))
