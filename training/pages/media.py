"""Sounds and pictures as data URIs, for pages that hold all they need."""

from __future__ import annotations

import base64
import io

import numpy as np
import soundfile
from numpy.typing import NDArray

PIECE = 65_536  # samples; libvorbis lays what it is given at once on the stack, and 2 million overflow it


def ogg(samples: NDArray[np.float32], sample_rate: int) -> str:
    """Encode a sound (n,), [-1, 1], of any length, as Ogg Vorbis."""
    stream = io.BytesIO()
    with soundfile.SoundFile(stream, "w", sample_rate, 1, format="OGG", subtype="VORBIS") as file:
        for start in range(0, len(samples), PIECE):
            file.write(samples[start : start + PIECE])
    return _uri("audio/ogg", stream.getvalue())


def flac(samples: NDArray[np.float32], sample_rate: int) -> str:
    """Encode a sound (n,) as FLAC; beyond [-1, 1] it is clipped."""
    stream = io.BytesIO()
    soundfile.write(stream, np.clip(samples, -1.0, 1.0), sample_rate, format="FLAC", subtype="PCM_16")
    return _uri("audio/flac", stream.getvalue())


def png(pixels: NDArray[np.uint8]) -> str:
    """Encode a picture, (height, width) grey or (height, width, 3)."""
    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG", optimize=True)
    return _uri("image/png", stream.getvalue())


def picture(encoded: bytes, kind: str) -> str:
    """Take a picture that is encoded already, as ``png`` or ``gif``."""
    return _uri(f"image/{kind}", encoded)


def _uri(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
