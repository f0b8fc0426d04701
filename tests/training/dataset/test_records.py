"""TFRecords written by hand, read by TensorFlow."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from training.dataset import records

SHAPE = (6, 4, 2)


def _write(path: Path) -> np.ndarray:
    images = np.random.default_rng(0).uniform(-1, 1, (3, *SHAPE)).astype(np.float32)
    with path.open("wb") as stream:
        for row, image in enumerate(images):
            records.write(stream, row, 1000 * row, 1.5, image)
    return images


def test_tensorflow_checks_and_reads_them(tmp_path: Path) -> None:
    images = _write(tmp_path / "shard")
    found = list(tf.data.TFRecordDataset(str(tmp_path / "shard")).as_numpy_iterator())
    assert len(found) == 3
    for row, data in enumerate(found):
        head = np.frombuffer(data, records.HEAD, 1)[0]
        assert head.tolist() == (row, 1000 * row, 1.5)
        image = np.frombuffer(data, records.IMAGE_DTYPE, offset=records.HEAD.itemsize).reshape(SHAPE)
        np.testing.assert_array_equal(image, images[row].astype(np.float16))


def test_a_flipped_bit_is_noticed_by_its_checksum(tmp_path: Path) -> None:
    _write(tmp_path / "shard")
    data = bytearray((tmp_path / "shard").read_bytes())
    data[40] ^= 1
    (tmp_path / "shard").write_bytes(data)
    with pytest.raises(tf.errors.DataLossError):
        list(tf.data.TFRecordDataset(str(tmp_path / "shard")))


def test_the_mapped_layout_finds_the_same(tmp_path: Path) -> None:
    images = _write(tmp_path / "shard")
    mapped = np.fromfile(tmp_path / "shard", records.layout(SHAPE))
    np.testing.assert_array_equal(mapped["image"], images.astype(np.float16))
    assert mapped["head"]["offset"].tolist() == [0, 1000, 2000]
