"""TFRecord files written without TensorFlow.

Conventions
-----------
Framing: length (uint64), masked CRC-32C of the length (uint32), data, masked CRC-32C of the data; little-endian.
A record is binary and of fixed length, which ``tf.io.decode_raw`` reads several times faster than an `Example`:
source (int32: place among its shard's sources, which the manifest lists shard by shard), offset (int32, samples),
speed (float32), then the image, in eight bits (v stands for v / 127.5 - 1), float16 or float32.

How a codec's images are stored is decided by what that does to the sound: in the fewest bits whose loss is at least
`MARGIN_DB` below what coding loses anyhow, or is below `INAUDIBLE_DB`, for noise and for tones alike. Spectral
convergence in dB over 48 recordings of 34 kinds, coding | float16 | eight bits: points none | -16 | -2; slices -147 |
-78 | -33; waveform-gray none | -77 | -39; waveform-rgb none | -77 | -36; packed-rgb -93 | none | none; mel-colour -4 |
-16 | none; stft -14 | -26 | -17; log-spectrogram -15 | -33 | -18; specgram -29 | -62 | -33; mel-if -7 | -59 | -31, but
for tones with noise -15 | less | -9.
"""

from __future__ import annotations

import struct
from typing import Any, BinaryIO

import google_crc32c
import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec

HEAD = np.dtype([("source", "<i4"), ("offset", "<i4"), ("speed", "<f4")])
BYTE, HALF, SINGLE = np.dtype("|u1"), np.dtype("<f2"), np.dtype("<f4")
MARGIN_DB, INAUDIBLE_DB = 10.0, -60.0
DTYPES: dict[str, np.dtype[Any]] = {
    "mel-colour": BYTE,
    "packed-rgb": BYTE,
    "points": SINGLE,
}  # all others: HALF


def write(
    stream: BinaryIO,
    source: int,
    offset: int,
    speed: float,
    image: NDArray[np.float32],
    dtype: np.dtype[Any] = HALF,
) -> None:
    """Append one record."""
    head = np.array((source, offset, speed), HEAD)
    stream.write(framed(head.tobytes() + stored(image, dtype).tobytes()))


def framed(data: bytes) -> bytes:
    """Put a record's frame round its data."""
    length = struct.pack("<Q", len(data))
    return length + _masked(length) + data + _masked(data)


def _masked(data: bytes) -> bytes:
    crc = google_crc32c.value(data)
    return struct.pack("<I", (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF)


def stored(image: NDArray[np.float32], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Bring pixels in [-1, 1] to the numbers that are stored."""
    return np.rint((image + 1.0) * 127.5).astype(dtype) if dtype == BYTE else image.astype(dtype)


def read(image: NDArray[Any]) -> NDArray[np.float32]:
    """Bring stored numbers to pixels in [-1, 1]."""
    pixels = image.astype(np.float32)
    return pixels / np.float32(127.5) - np.float32(1.0) if image.dtype == BYTE else pixels


def layout(image_shape: tuple[int, int, int], dtype: np.dtype[Any] = HALF) -> np.dtype[np.void]:
    """One whole record, framing included, as NumPy sees it in a mapped shard."""
    return np.dtype([("frame", "V12"), ("head", HEAD), ("image", dtype, image_shape), ("crc", "V4")])


def dtype_for(codec: Codec) -> np.dtype[Any]:
    """Find the compact numbers in which this codec's images are stored."""
    return DTYPES.get(codec.name, HALF)


def losses(codec: Codec, samples: NDArray[np.float32], dtype: np.dtype[Any]) -> tuple[float, float]:
    """Spectral convergence of the decoded sound, dB: what coding changes, and what storing adds to that."""
    images = codec.encode(samples)
    plain = codec.decode(images)
    rounded = codec.decode(read(stored(images, dtype)))
    return _convergence(samples, plain), _convergence(plain, rounded)


def _convergence(wanted: NDArray[np.float32], got: NDArray[np.float32]) -> float:
    spectra = [np.abs(np.fft.rfft(_frames(sound), axis=-1)) for sound in (wanted, got)]
    error = float(np.linalg.norm(spectra[0] - spectra[1]) / np.linalg.norm(spectra[0]))
    return 20 * float(np.log10(max(error, 1e-12)))


def _frames(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    frames = np.lib.stride_tricks.sliding_window_view(samples, 1024, axis=1)[:, ::256]
    return frames * np.hanning(1024).astype(np.float32)
