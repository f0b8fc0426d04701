"""TFRecord files written without TensorFlow.

Conventions
-----------
Framing: length (uint64), masked CRC-32C of the length (uint32), data, masked CRC-32C of the data; little-endian.
A record is binary and of fixed length, which ``tf.io.decode_raw`` reads several times faster than an `Example`:
source (int32: place among its shard's sources, which the manifest lists shard by shard), offset (int32, samples),
speed (float32), then the image in float16.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

import google_crc32c
import numpy as np
from numpy.typing import NDArray

HEAD = np.dtype([("source", "<i4"), ("offset", "<i4"), ("speed", "<f4")])
IMAGE_DTYPE = np.dtype("<f2")


def write(stream: BinaryIO, source: int, offset: int, speed: float, image: NDArray[np.float32]) -> None:
    """Append one record."""
    head = np.array((source, offset, speed), HEAD)
    data = head.tobytes() + image.astype(IMAGE_DTYPE).tobytes()
    length = struct.pack("<Q", len(data))
    stream.write(length + _masked(length) + data + _masked(data))


def _masked(data: bytes) -> bytes:
    crc = google_crc32c.value(data)
    return struct.pack("<I", (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF)


def layout(image_shape: tuple[int, int, int]) -> np.dtype[np.void]:
    """One whole record, framing included, as NumPy sees it in a mapped shard."""
    return np.dtype([("frame", "V12"), ("head", HEAD), ("image", IMAGE_DTYPE, image_shape), ("crc", "V4")])
