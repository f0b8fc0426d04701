"""The stream that training reads."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.codecs.codec import Codec
from training.dataset import manifest, records
from training.dataset.manifest import Dataset
from training.dataset.pipeline import batches


@pytest.fixture
def dataset(tmp_path: Path, codec: Codec) -> Dataset:
    """Eleven clips in two shards; clip n is n / 16 all over."""
    paths = (tmp_path / "a", tmp_path / "b")
    for path, numbers in zip(paths, (range(4), range(4, 11)), strict=True):
        with path.open("wb") as stream:
            for number in numbers:
                records.write(stream, 0, 0, 1.0, np.full(codec.image_shape, number / 16, np.float32))
    return manifest.Dataset(tmp_path, codec, paths, 11, (), "numbers", "")


def _numbers(dataset: Dataset, count: int, **settings: int) -> list[list[float]]:
    stream = batches(dataset, 4, **settings).as_numpy_iterator()
    return [(batch[:, 0, 0, 0] * 16).tolist() for batch in islice(stream, count)]


def test_every_epoch_holds_every_clip_once_in_its_own_order(dataset: Dataset) -> None:
    flat = np.concatenate(_numbers(dataset, 11, seed=1))
    epochs = flat.reshape(4, 11)
    np.testing.assert_array_equal(np.sort(epochs, axis=1), [list(range(11))] * 4)
    assert len({tuple(epoch) for epoch in epochs}) == 4


def test_opened_later_it_goes_on_as_it_would_have(dataset: Dataset) -> None:
    whole = _numbers(dataset, 12, seed=7)
    assert _numbers(dataset, 5, seed=7, step=7) == whole[7:]
    assert _numbers(dataset, 12, seed=8) != whole


def test_conditions_come_with_their_clips(dataset: Dataset) -> None:
    weights = np.arange(22, dtype=np.float32).reshape(11, 2)
    images, given = next(batches(dataset, 4, seed=0, conditions=weights).as_numpy_iterator())
    np.testing.assert_array_equal(given, weights[(images[:, 0, 0, 0] * 16).astype(int)])


def test_batches_are_whole_images(dataset: Dataset) -> None:
    batch = next(batches(dataset, 4, seed=0).as_numpy_iterator())
    assert (batch.shape, batch.dtype) == ((4, 32, 16, 1), np.float32)
    np.testing.assert_array_equal(batch, np.broadcast_to(batch[:, :1, :1], batch.shape))


def test_what_is_held_out_is_never_read(dataset: Dataset) -> None:
    taught = np.array([1, 2, 3, 5, 8])
    stream = batches(dataset, 5, 1, taught=taught).as_numpy_iterator()
    for batch in islice(stream, 4):
        np.testing.assert_array_equal(np.sort(batch[:, 0, 0, 0] * 16), taught)
