"""What is played, as small pictures for whoever looks.

Conventions
-----------
A picture is bytes: voice, kind (`SPECTRUM` or `WAVE`), height and width (16 bits each, little-endian), then a byte a
pixel, row by row. Of a spectrum a row is a moment, and a pixel a band, 0 for
`FLOOR` under a full-scale sine or softer; of a wave the first row is the least and the second the most of each stretch
of the clip, 128 for 0. Owned by the control process, on its asyncio loop.
"""

from __future__ import annotations

import math
import struct
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec

SPECTRUM, WAVE = 0, 1
MOMENTS, BANDS = 128, 64  # of a picture, at most
FLOOR = 8.0  # natural logarithm of amplitude: 70 dB
_HEAD = struct.Struct("<BBHH")

Payload = NDArray[np.float32]


class Look(Protocol):
    """Lets a function make something of the image that a voice plays, if it is newer than that number."""

    def __call__(self, voice: int, since: int, read: Reading) -> tuple[int, bytes] | None:
        """Look."""


class Reading(Protocol):
    """Makes something of an image."""

    def __call__(self, codec: Codec, payload: Payload, /) -> bytes:
        """Read it."""


class Pictures:
    """The newest picture of each voice, made once for all who look.

    Parameters
    ----------
    voices : int
    look : Look

    Attributes
    ----------
    numbers : list of int
        Counts the pictures of each voice, so that who looks knows what it has; 0: there is none yet.
    """

    def __init__(self, voices: int, look: Look) -> None:
        self.numbers = [0] * voices
        self._look = look
        self._seen = [0] * voices
        self._pictures = [b""] * voices
        self._next = 0

    def __getitem__(self, voice: int) -> bytes:
        return self._pictures[voice]

    def renew(self, most: int) -> None:
        """Make pictures of what has changed, so many at most; the voices that wait longest go first."""
        voices = len(self._seen)
        for voice in [(self._next + step) % voices for step in range(voices)]:
            made = self._look(voice, self._seen[voice], picture)
            if made is None:
                continue
            self._seen[voice], shown = made
            self._pictures[voice] = bytes([voice]) + shown[1:]
            self.numbers[voice] += 1
            self._next = (voice + 1) % voices
            most -= 1
            if not most:
                return


def picture(codec: Codec, payload: Payload) -> bytes:
    """Make a picture, of voice 0, of what a voice plays (`gesturegan_live.codecs.payload`)."""
    layout = codec.layout
    if layout is None:
        return _packed(WAVE, _outline(payload))
    top = np.float32(math.log(layout.n_fft / 4))
    levels = _loudest(payload[0], MOMENTS, BANDS)
    return _packed(SPECTRUM, (levels - top) * np.float32(255 / FLOOR) + np.float32(255))


def _packed(kind: int, values: Payload) -> bytes:
    pixels = np.clip(np.nan_to_num(values), 0, 255).astype(np.uint8)
    return _HEAD.pack(0, kind, *pixels.shape) + pixels.tobytes()


def _loudest(levels: Payload, height: int, width: int) -> Payload:
    """Give the largest of each block, of so many rows and columns at most; what does not fill the last is left out."""
    down, across = (-(-have // want) for have, want in zip(levels.shape, (height, width), strict=True))
    whole = levels[: levels.shape[0] // down * down, : levels.shape[1] // across * across]
    found = whole[::down, ::across].copy()
    for row in range(down):
        for column in range(across):
            np.maximum(found, whole[row::down, column::across], out=found)
    return found


def _outline(samples: Payload) -> Payload:
    """Give the least and the most of each stretch of a clip, (2, n)."""
    stretch = max(len(samples) // (2 * MOMENTS), 1)
    parts = samples[: len(samples) // stretch * stretch].reshape(-1, stretch)
    return np.float32(127) * np.stack([parts.min(axis=1), parts.max(axis=1)]) + np.float32(128)
