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

from gesturegan_live import codecs
from gesturegan_live.codecs.codec import Codec

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
        In all shards.
    sources : tuple of dict
        ``name``, ``labels``, ``licence``, ``package``, shard by shard in the order that records count in.
    corpus : str
        Name of what it was prepared from.
    """

    path: Path
    codec: Codec
    shards: tuple[Path, ...]
    clips: int
    sources: tuple[dict[str, Any], ...]
    corpus: str
    digest: str

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
        told = json.loads(file.read_text(encoding="utf-8"))
        version = told["format"]
        codec = codecs.from_json(told["codec"])
        shards = tuple(folder / shard["file"] for shard in told["shards"] if shard["clips"])
        sizes = {folder / shard["file"]: shard["bytes"] for shard in told["shards"]}
        dataset = Dataset(folder, codec, shards, told["clips"], tuple(told["sources"]), told["corpus"], told["digest"])
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


def write_json(path: Path, value: Any) -> None:
    """Write a JSON file whole or not at all."""
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    with draft.open("w", encoding="utf-8") as stream:
        json.dump(value, stream, indent=1)
        stream.write("\n")
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
