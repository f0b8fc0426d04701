"""What a dataset is: ``manifest.json`` beside its shards.

Conventions
-----------
Written last and at once: a folder without it is not a dataset yet. Statistics are over all values of a channel.
"""

from __future__ import annotations

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
from training.dataset import records

FILE = "manifest.json"
FORMAT = 1


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
        ``name``, ``labels``, ``licence``, ``package``, shard by shard in the order that records count in.
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

    def clip_sources(self) -> NDArray[np.intp]:
        """Tell each clip's source, as a place in `sources`; shape (clips,)."""
        layout = records.layout(self.codec.image_shape, self.dtype)
        heads = [np.memmap(path, layout, mode="r")["head"]["source"] for path in self.shards]
        places = np.concatenate([head + first for head, first in zip(heads, self.firsts, strict=True)]).astype(np.intp)
        return places if self.kept is None else places[self.kept]

    def label_matrix(self) -> NDArray[np.float32]:
        """Tell which clip has which of `labels`: zeros and ones, shape (clips, labels)."""
        columns = {label: column for column, label in enumerate(self.labels)}
        matrix = np.zeros((len(self.sources), len(self.labels)), np.float32)
        places = self.clip_sources()
        for place in np.unique(places):
            matrix[place, [columns[label] for label in self.sources[place]["labels"]]] = 1
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
        told = json.loads(file.read_text(encoding="utf-8-sig"))
        version = told["format"]
        codec = codecs.from_json(told["codec"])
        shards = tuple(folder / shard["file"] for shard in told["shards"] if shard["clips"])
        sizes = {folder / shard["file"]: shard["bytes"] for shard in told["shards"]}
        dataset = Dataset(
            path=folder,
            codec=codec,
            shards=shards,
            clips=told["clips"],
            sources=tuple(told["sources"]),
            corpus=told["corpus"],
            digest=told["digest"],
            dtype=np.dtype(told["record"]["image"]),
            kept=_kept(told["shards"]),
            labels=tuple(told["labels"]),
            firsts=tuple(
                first for first, shard in zip(_firsts(told["shards"]), told["shards"], strict=True) if shard["clips"]
            ),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"{file}: lacks or garbles {error}") from error
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from error
    if version != FORMAT:
        raise ValueError(f"{file}: dataset format {version!r}, this version reads {FORMAT}")
    for shard in shards:
        size = shard.stat().st_size if shard.is_file() else -1
        if size != sizes[shard]:
            raise ValueError(f"{shard}: has {size} bytes, expected {sizes[shard]}; prepare the dataset again")
    return dataset


def _kept(shards: list[dict[str, Any]]) -> NDArray[np.intp] | None:
    counts = np.cumsum([0, *(shard["clips"] for shard in shards)])
    left_out = [first + n for first, shard in zip(counts, shards, strict=False) for n in shard.get("left_out", ())]
    return np.delete(np.arange(counts[-1]), left_out) if left_out else None


def _firsts(shards: list[dict[str, Any]]) -> list[int]:
    return [int(first) for first in np.cumsum([0, *(shard["sources"] for shard in shards)])[:-1]]


def write_json(path: Path, value: Any) -> None:
    """Write a JSON file whole or not at all."""
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    with draft.open("w", encoding="utf-8") as stream:
        json.dump(value, stream, indent=1)
        stream.write("\n")
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
