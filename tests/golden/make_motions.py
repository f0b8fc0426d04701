"""How ``tests/golden/motions.npz`` was made: people who stand, walk, run and play badminton, by the watch they wore.

    pip download --no-deps aeon==1.6.0
    python tests/golden/make_motions.py aeon-1.6.0-py3-none-any.whl

The set is BasicMotions, as the package aeon (BSD-3-Clause) brings it: 80 recordings of ten seconds, ten moments a
second; of each the three accelerations are kept, in half precision, and what is done.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import numpy as np

KINDS = ("Standing", "Walking", "Running", "Badminton")


def main(wheel: str) -> None:
    archive = zipfile.ZipFile(wheel)
    motions, kinds = [], []
    for part in ("TRAIN", "TEST"):
        lines = archive.read(f"aeon/datasets/data/BasicMotions/BasicMotions_{part}.ts").decode().splitlines()
        for line in lines[[line.lower() for line in lines].index("@data") + 1 :]:
            *values, kind = line.split(":")
            motions.append([np.loadtxt(io.StringIO(each), delimiter=",") for each in values[:3]])
            kinds.append(KINDS.index(kind))
    np.savez_compressed(
        Path(__file__).with_name("motions.npz"),
        motions=np.array(motions, np.float16).transpose(0, 2, 1),
        kinds=np.array(kinds, np.uint8),
    )


if __name__ == "__main__":
    main(sys.argv[1])
