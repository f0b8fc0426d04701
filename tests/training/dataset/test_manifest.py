"""What a dataset says of itself is read, or refused in one line."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gesturegan_live.codecs.codec import Codec
from tests.fuzz.mutation import odd
from training.dataset import manifest, records


@pytest.fixture
def folder(tmp_path: Path, codec: Codec) -> Path:
    """Three clips of two sources in two shards, one clip left out."""
    told: dict[str, Any] = {
        "format": 1,
        "corpus": "two",
        "codec": codec.to_json(),
        "record": {"image": "<f2"},
        "clips": 2,
        "labels": ["bell"],
        "digest": "abc",
        "shards": [],
        "sources": [{"name": name, "labels": ["bell"], "licence": "", "package": ""} for name in "ab"],
    }
    for shard, clips in enumerate((2, 1)):
        path = tmp_path / f"shard-{shard}.tfrecord"
        with path.open("wb") as stream:
            for _ in range(clips):
                records.write(stream, 0, 0, 1.0, np.zeros(codec.image_shape, np.float32))
        size = {"file": path.name, "clips": clips, "bytes": path.stat().st_size, "sources": 1}
        told["shards"].append({**size, "left_out": [1][: clips - 1]})
    manifest.write_json(tmp_path / manifest.FILE, told)
    return tmp_path


def edit(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    told = json.loads((folder / manifest.FILE).read_text(encoding="utf-8"))
    change(told)
    manifest.write_json(folder / manifest.FILE, told)


def test_what_is_written_is_read(folder: Path) -> None:
    dataset = manifest.read(folder)
    assert (dataset.clips, dataset.corpus, dataset.labels, dataset.firsts) == (2, "two", ("bell",), (0, 1))
    assert dataset.clip_sources().tolist() == [0, 1]
    assert dataset.label_matrix().tolist() == [[1], [1]]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda told: told.update(format=[2]), r"dataset format \[2\], this version reads 1"),
        (lambda told: told.pop("codec"), "lacks 'codec'"),
        (lambda told: told.update(codec=7), "codec is 7, wanted an object"),
        (lambda told: told.update(clips="2"), "clips is '2', wanted a whole number"),
        (lambda told: told.update(clips=3), "3 clips, expected 2, as many as its shards have"),
        (lambda told: told.update(record={"image": "|O"}), r"images of '\|O', expected one of \|u1, <f2, <f4"),
        (lambda told: told.update(record={"image": "<f4"}), r"shard-0.tfrecord has \d+ bytes, expected"),
        (lambda told: told.update(labels="bell"), "labels is 'bell', wanted a list"),
        (lambda told: told.update(sources={"a": 1}), "sources is {'a': 1}, wanted a list"),
        (lambda told: told["sources"].pop(), "1 sources, expected as many as its shards have"),
        (lambda told: told["sources"][0].update(name=["a"]), r"name is \['a'\], wanted a text"),
        (lambda told: told["sources"][0].update(labels=[1]), r"labels\[0\] is 1, wanted a text"),
        (
            lambda told: told["shards"][0].update(file="../shard-0.tfrecord"),
            "shard '../shard-0.tfrecord', expected the",
        ),
        (lambda told: told["shards"][0].update(file="/etc/passwd"), "shard '/etc/passwd', expected the name of a file"),
        (lambda told: told["shards"][0].update(file=".."), "shard '..', expected the name of a file"),
        (lambda told: told["shards"][0].update(file="a\0"), r"shard 'a\\x00', expected the name of a file"),
        (lambda told: told["shards"][0].update(bytes=1), r"shard-0.tfrecord has \d+ bytes, expected 1; prepare"),
        (lambda told: told["shards"][0].update(clips=-2), "shard-0.tfrecord: clips is -2, expected 0 or more"),
        (lambda told: told["shards"][0].update(left_out=[2]), "shard-0.tfrecord: leaves out clips that it has not"),
        (lambda told: told["shards"][0].update(left_out=["a"]), r"left_out\[0\] is 'a', wanted a whole number"),
    ],
)
def test_what_is_no_dataset_is_one_line(change, line: str, folder: Path) -> None:
    edit(folder, change)
    with pytest.raises(ValueError, match=line) as caught:
        manifest.read(folder)
    assert str(caught.value).startswith(f"{folder / manifest.FILE}: ")
    assert "\n" not in str(caught.value)


def test_what_shards_and_labels_say_must_be_there(folder: Path) -> None:
    edit(folder, lambda told: told["sources"][1].update(labels=["drum"]))
    with pytest.raises(ValueError, match="b has label 'drum', which its manifest does not list"):
        manifest.read(folder).label_matrix()
    edit(folder, lambda told: told["shards"].pop())
    edit(folder, lambda told: told["shards"][0].update(sources=2))
    with (folder / "shard-0.tfrecord").open("r+b") as shard:
        shard.seek(12)
        shard.write(np.int32(9).tobytes())
    edit(folder, lambda told: told.update(clips=1))
    with pytest.raises(ValueError, match="a shard names a source that is not there"):
        manifest.read(folder).clip_sources()


def test_whatever_is_odd_in_a_manifest_it_is_read_or_refused_in_one_line(folder: Path) -> None:
    draw, refused = random.Random(0), 0
    whole = json.loads((folder / manifest.FILE).read_text(encoding="utf-8"))
    for _ in range(500):
        manifest.write_json(folder / manifest.FILE, odd(whole, draw))
        try:
            manifest.read(folder).label_matrix()
        except ValueError as error:
            refused += 1
            line = str(error)
            assert line.isprintable(), line
    assert 200 < refused < 500
