"""Sounds as Ogg Vorbis, for pages that hold them."""

from __future__ import annotations

import io

import numpy as np
import soundfile
from numpy.typing import NDArray

PIECE = 65_536  # samples; libvorbis lays what it is given at once on the stack, and 2 million overflow it


def encoded(samples: NDArray[np.float32], sample_rate: int) -> bytes:
    """Encode a sound (n,), [-1, 1], of any length."""
    stream = io.BytesIO()
    with soundfile.SoundFile(stream, "w", sample_rate, 1, format="OGG", subtype="VORBIS") as file:
        for start in range(0, len(samples), PIECE):
            file.write(samples[start : start + PIECE])
    return stream.getvalue()
