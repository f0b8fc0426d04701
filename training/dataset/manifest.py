"""What a dataset is: ``manifest.json`` beside its shards.

Conventions
-----------
Written last and at once: a folder without it is not a dataset yet. Statistics are over all values of a channel.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live import codecs
from gesturegan_live.codecs.codec import Codec
from gesturegan_live.show.documents import field, json_object, listed, shown
from training.dataset import records
from training.dataset.clips import CutConfig

FILE = "manifest.json"
FORMAT = 1
LARGEST = 1 << 30  # bytes of a text about all of a corpus
_DTYPES = {dtype.str: dtype for dtype in (records.BYTE, records.HALF, records.SINGLE)}


@dataclass(frozen=True, eq=False)
class Dataset:
    """A prepared dataset, read back.

    Attributes
    ----------
    shards : tuple of Path
        The TFRecord files that hold clips.
    clips : int
        In all shards, those left out not counted.
    sources : tuple of dict
        ``name``, ``labels``, ``licence``, ``package``, where they are known ``author`` and ``facts``; shard by shard in
        the order that records count in.
    corpus : str
        Name of what it was prepared from.
    digest : str
        Another one wherever images, the choice of them, or what is said of their sources is another.
    dtype : dtype
        In which images are stored.
    kept : ndarray or None
        Numbers of the records that count, over all shards; None where all do. The others are duplicates.
    labels : tuple of str
        Names of what sources that have clips can be.
    firsts : tuple of int
        Place of each shard's first source in `sources`.
    notices : dict
        What the terms of a package, by its name, want to go wherever its sounds go.
    made_of : tuple of dict
        Entries of a recipe's sources.
    cut : CutConfig
        How clips were cut.
    """

    path: Path
    codec: Codec
    shards: tuple[Path, ...]
    clips: int
    sources: tuple[dict[str, Any], ...]
    corpus: str
    digest: str
    dtype: np.dtype[Any] = records.HALF
    kept: NDArray[np.intp] | None = None
    labels: tuple[str, ...] = ()
    firsts: tuple[int, ...] = ()
    notices: dict[str, str] = dataclasses.field(default_factory=dict)
    made_of: tuple[dict[str, str], ...] = ()
    cut: CutConfig = dataclasses.field(default_factory=CutConfig)

    def clip_sources(self) -> NDArray[np.intp]:
        """Tell each clip's source, as a place in `sources`; shape (clips,)."""
        layout = records.layout(self.codec.image_shape, self.dtype)
        heads = [np.memmap(path, layout, mode="r")["head"]["source"] for path in self.shards]
        places = np.concatenate([head + first for head, first in zip(heads, self.firsts, strict=True)]).astype(np.intp)
        if len(places) and not 0 <= places.min() <= places.max() < len(self.sources):
            raise ValueError(f"{self.path}: a shard names a source that is not there; prepare the dataset again")
        return places if self.kept is None else places[self.kept]

    def label_matrix(self) -> NDArray[np.float32]:
        """Tell which clip has which of `labels`: zeros and ones, shape (clips, labels)."""
        columns = {label: column for column, label in enumerate(self.labels)}
        matrix = np.zeros((len(self.sources), len(self.labels)), np.float32)
        places = self.clip_sources()
        for place in np.unique(places):
            told = self.sources[place]
            if unknown := [label for label in told["labels"] if label not in columns]:
                raise ValueError(
                    f"{self.path}: {told['name']} has label {unknown[0]!r}, which its manifest does not list"
                )
            matrix[place, [columns[label] for label in told["labels"]]] = 1
        return matrix[places]

    def images(self, clips: NDArray[np.intp]) -> NDArray[np.float32]:
        """Read the images of these clips, (n, H, W, C) in [-1, 1]."""
        layout = records.layout(self.codec.image_shape, self.dtype)
        shards = [np.memmap(path, layout, mode="r") for path in self.shards]
        ends = np.cumsum([len(shard) for shard in shards])
        numbers = clips if self.kept is None else self.kept[clips]
        where = np.searchsorted(ends, numbers, side="right")
        return np.stack([records.read(shards[s]["image"][c - ends[s]]) for s, c in zip(where, numbers, strict=True)])

    def licences(self) -> dict[str, int]:
        """Count the sources under each licence."""
        return dict(Counter(str(source["licence"]) or "not stated" for source in self.sources))

    def packages(self) -> dict[str, int]:
        """Count the sources out of each package."""
        return dict(Counter(str(source["package"]) for source in self.sources if source["package"]))


def read(folder: Path) -> Dataset:
    """Read a dataset's manifest; its shards must be there with the sizes it says."""
    file = folder / FILE
    if not file.is_file():
        raise ValueError(f"{folder}: is no prepared dataset (it holds no {FILE})")
    try:
        return _dataset(folder, json_object(file, LARGEST))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{file}: {error}") from error


def _dataset(folder: Path, told: dict[str, Any]) -> Dataset:
    if told.get("format") != FORMAT:
        raise ValueError(f"dataset format {shown(told.get('format'))}, this version reads {FORMAT}")
    codec = codecs.from_json(field(told, "codec", dict))
    dtype = field(field(told, "record", dict), "image", str)
    if dtype not in _DTYPES:
        raise ValueError(f"images of {shown(dtype)}, expected one of {', '.join(_DTYPES)}")
    labels = tuple(listed(told, "labels", str))
    sources = tuple(_source(source) for source in listed(told, "sources", dict))
    listed_shards = [_shard(folder, shard) for shard in listed(told, "shards", dict)]
    shards = [shard for shard in listed_shards if shard["clips"]]
    size = records.layout(codec.image_shape, _DTYPES[dtype]).itemsize
    for shard in shards:
        there = shard["path"].stat().st_size if shard["path"].is_file() else -1
        if there != shard["bytes"] or there != shard["clips"] * size:
            raise ValueError(f"{shard['file']} has {there} bytes, expected {shard['bytes']}; prepare the dataset again")
    if sum(shard["sources"] for shard in listed_shards) != len(sources):
        raise ValueError(f"{len(sources)} sources, expected as many as its shards have")
    kept = _kept(shards)
    clips = sum(shard["clips"] for shard in shards) if kept is None else len(kept)
    if field(told, "clips", int) != clips:
        raise ValueError(f"{told['clips']} clips, expected {clips}, as many as its shards have")
    firsts = np.cumsum([0, *(shard["sources"] for shard in listed_shards)]).tolist()
    return Dataset(
        path=folder,
        codec=codec,
        shards=tuple(shard["path"] for shard in shards),
        clips=clips,
        sources=sources,
        corpus=field(told, "corpus", str),
        digest=field(told, "digest", str),
        dtype=_DTYPES[dtype],
        kept=kept,
        labels=labels,
        firsts=tuple(first for first, shard in zip(firsts, listed_shards, strict=False) if shard["clips"]),
        notices=_notices(told),
        made_of=tuple(_texts(entry) for entry in _made_of(told)),
        cut=_cut(told),
    )


def _notices(told: dict[str, Any]) -> dict[str, str]:
    return _texts(field({"notices": {}, **told}, "notices", dict))


def _made_of(told: dict[str, Any]) -> list[dict[str, Any]]:
    return listed({"made_of": [{"folder": told["corpus"]}], **told}, "made_of", dict)


def _texts(told: dict[str, Any]) -> dict[str, str]:
    return {name: field(told, name, str) for name in told}


def _cut(told: dict[str, Any]) -> CutConfig:
    cut = dict(field({"cut": {}, **told}, "cut", dict))
    if unknown := cut.keys() - {one.name for one in dataclasses.fields(CutConfig)}:
        raise ValueError(f"cut has {shown(min(unknown))}, which this version does not know")
    try:
        return CutConfig(**{**cut, "speeds": tuple(listed({"speeds": [1.0], **cut}, "speeds", float))})
    except TypeError as error:
        raise ValueError(f"cut is {shown(cut)}, expected settings of clips") from error


def _source(told: dict[str, Any]) -> dict[str, Any]:
    for name in ("name", "licence", "package"):
        field(told, name, str)
    listed(told, "labels", str)
    field({"facts": {}, **told}, "facts", dict)
    field({"author": "", **told}, "author", str)
    return told


def _shard(folder: Path, told: dict[str, Any]) -> dict[str, Any]:
    """Check what is told of a shard, and add its path, which does not leave the folder."""
    name = field(told, "file", str)
    if name != Path(name).name or "\\" in name or not name.isprintable() or name in ("", ".", "..") or len(name) > 255:
        raise ValueError(f"shard {shown(name)}, expected the name of a file in the dataset's folder")
    for count in ("clips", "bytes", "sources"):
        if field(told, count, int) < 0:
            raise ValueError(f"{name}: {count} is {told[count]}, expected 0 or more")
    if not all(0 <= number < told["clips"] for number in listed({"left_out": [], **told}, "left_out", int)):
        raise ValueError(f"{name}: leaves out clips that it has not")
    return {**told, "path": folder / name}


def _kept(shards: list[dict[str, Any]]) -> NDArray[np.intp] | None:
    counts = np.cumsum([0, *(shard["clips"] for shard in shards)])
    left_out = [first + n for first, shard in zip(counts, shards, strict=False) for n in shard.get("left_out", ())]
    return np.delete(np.arange(counts[-1]), left_out) if left_out else None


def write_json(path: Path, value: Any) -> None:
    """Write a JSON file whole or not at all."""
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        with draft.open("w", encoding="utf-8") as stream:
            json.dump(value, stream, indent=1)
            stream.write("\n")
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
