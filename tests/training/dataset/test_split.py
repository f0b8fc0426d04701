"""Files that a run never hears: whole ones, of every label."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.codecs.codec import Codec
from training.dataset import records
from training.dataset.manifest import Dataset
from training.dataset.split import Split


@pytest.fixture
def dataset(tmp_path: Path, codec: Codec) -> Dataset:
    """Two labels of twelve files each, four clips a file."""
    with (tmp_path / "a").open("wb") as stream:
        for number in range(96):
            records.write(stream, number // 4, number % 4, 1.0, np.zeros(codec.image_shape, np.float32))
    sources = tuple({"name": f"{n}.wav", "labels": ["bell" if n < 12 else "hum"]} for n in range(24))
    return Dataset(tmp_path, codec, (tmp_path / "a",), 96, sources, "numbers", "", firsts=(0,))


def test_files_are_held_out_whole_and_of_every_label(dataset: Dataset) -> None:
    split = Split.of(dataset, 0.25, 1)
    np.testing.assert_array_equal(np.sort(np.concatenate([split.taught, split.held])), np.arange(96))
    places = dataset.clip_sources()
    held = {str(dataset.sources[place]["name"]) for place in np.unique(places[split.held])}
    assert held == set(split.files)
    assert len(held) == 6
    assert not set(places[split.held]) & set(places[split.taught])
    assert sum(int(name.removesuffix(".wav")) < 12 for name in held) == 3


def test_the_same_seed_holds_the_same_out(dataset: Dataset) -> None:
    assert Split.of(dataset, 0.25, 1).files == Split.of(dataset, 0.25, 1).files != Split.of(dataset, 0.25, 2).files


@pytest.mark.parametrize("part", [0.0, 0.01])
def test_where_it_would_be_too_little_nothing_is_held_out(dataset: Dataset, part: float) -> None:
    split = Split.of(dataset, part, 1)
    assert not split.files
    assert len(split.taught) == 96
