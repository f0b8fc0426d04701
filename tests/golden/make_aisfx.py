"""How ``training/metrics/aisfx.npz`` was made of the checkpoint in the package aisfx.

    pip download --no-deps aisfx==0.1.2
    python tests/golden/make_aisfx.py aisfx-0.1.2-py2.py3-none-any.whl

The checkpoint is a zip of raw little-endian tensors; nothing is unpickled. Each block of the network has the tensors
conv1, conv2, then of both batch normalisations weight, bias, mean, variance and a count.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import sys
import zipfile
from pathlib import Path

import numpy as np

SHA256 = "499ea75909c932a2f94c35fa722fa4fabc5bcb7e84917209cc5f7402627b7eb5"
WEIGHTS = Path(__file__).parents[2] / "training" / "metrics" / "aisfx.npz"
WIDTHS = (1, 64, 64, 128, 128, 256, 256, 512, 512)
EPSILON = 1e-5  # of batch normalisation


def main(wheel: str) -> None:
    data = zipfile.ZipFile(wheel).read("aisfx/models/checkpoint.pth")
    assert hashlib.sha256(data).hexdigest() == SHA256
    checkpoint = zipfile.ZipFile(io.BytesIO(data))

    def tensor(number: int, *shape: int) -> np.ndarray:
        return np.frombuffer(checkpoint.read(f"archive/data/{number}"), "<f4").reshape(shape)

    arrays = {}
    for layer, (before, after) in enumerate(itertools.pairwise(WIDTHS)):
        block, second = divmod(layer, 2)
        kernel = tensor(12 * block + second, after, before, 3, 3)
        first = 12 * block + 2 + 5 * second
        gain, bias, mean, variance = (tensor(first + k, after) for k in range(4))
        factor = gain / np.sqrt(variance + EPSILON)
        folded = kernel * factor[:, None, None, None]
        scale = np.abs(folded).max(axis=(1, 2, 3)) / 127
        arrays[f"kernel{layer}"] = np.rint(folded / scale[:, None, None, None]).astype(np.int8)
        arrays[f"scale{layer}"] = scale.astype(np.float32)
        arrays[f"bias{layer}"] = (bias - mean * factor).astype(np.float32)
    np.savez_compressed(WEIGHTS, **arrays)


if __name__ == "__main__":
    main(sys.argv[1])
