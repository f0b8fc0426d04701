"""Arrays in a file that somebody else may have made: none is larger in memory than its bytes say.

Conventions
-----------
An archive of NumPy's (``.npz``), stored or deflated, without pickles.
"""

from __future__ import annotations

import math
import zipfile

import numpy as np
from numpy.typing import NDArray

LARGEST = 64 << 20  # bytes of an array


def floats(archive: zipfile.ZipFile, name: str) -> NDArray[np.float32]:
    """Read an array of floats."""
    return _read(archive, name, "f", "floats").astype(np.float32)


def whole(archive: zipfile.ZipFile, name: str) -> NDArray[np.generic]:
    """Read an array of whole numbers, as wide as they are kept."""
    return _read(archive, name, "iu", "whole numbers")


def _read(archive: zipfile.ZipFile, name: str, kinds: str, wanted: str) -> NDArray[np.generic]:
    """Read an array whose header promises just the bytes that its entry has: no other size is taken in memory."""
    entry = archive.getinfo(f"{name}.npy")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError(f"{name}: compression method {entry.compress_type}, wanted stored or deflated")
    if entry.file_size > LARGEST:
        raise ValueError(f"{name}: unpacks to {entry.file_size} bytes, wanted at most {LARGEST}")
    with archive.open(entry) as stream:
        version = np.lib.format.read_magic(stream)
        if version != (1, 0):
            raise ValueError(f"{name}: version {version} of the format, wanted (1, 0)")
        shape, by_columns, dtype = np.lib.format.read_array_header_1_0(stream)
        left = entry.file_size - stream.tell()
        if dtype.kind not in kinds or min(shape, default=0) < 0 or math.prod(shape) * dtype.itemsize != left:
            raise ValueError(f"{name}: {dtype} of shape {shape} in {left} bytes, wanted as many of {wanted}")
        values = np.frombuffer(stream.read(), dtype)
    return values.reshape(shape, order="F" if by_columns else "C")
