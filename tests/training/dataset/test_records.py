"""TFRecords written by hand, read by TensorFlow."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from gesturegan_live.codecs import CODECS
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
        image = np.frombuffer(data, records.HALF, offset=records.HEAD.itemsize).reshape(SHAPE)
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


def test_stored_numbers_lose_little_of_the_sound() -> None:
    rng = np.random.default_rng(9)
    for codec in (kind() for kind in CODECS.values()):
        time = np.arange(codec.clip_samples) / codec.sample_rate
        noise = rng.standard_normal((2, codec.clip_samples)) * np.exp(-3 * time)
        sounds = np.float32(0.3) * (noise * [[0.2], [1.0]] + [np.sin(3000 * time), 0 * time]).astype(np.float32)
        coding, storing = records.losses(codec, np.clip(sounds, -1, 1), records.dtype_for(codec))
        assert storing <= max(coding - records.MARGIN_DB, records.INAUDIBLE_DB), codec.name


def test_eight_bits_come_back_as_they_were() -> None:
    steps = np.arange(256, dtype=np.uint8)
    pixels = records.read(steps)
    assert (pixels[0], pixels[-1]) == (-1.0, 1.0)
    np.testing.assert_array_equal(records.stored(pixels, records.BYTE), steps)
