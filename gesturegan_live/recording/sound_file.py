"""A sound file that can be played at any moment while it grows, whatever ends its writing.

Conventions
-----------
``.wav`` holds 24 bits behind a RIFF header with room for an RF64 one, which takes its place beyond 4 GB: every program
reads the short files, and those that read long ones know RF64 (EBU Tech 3306). ``.flac`` holds 24 bits too; how many
samples a FLAC stream has stands in its first block, which an encoder writes last: it is kept up to date here, for a
stream without it has no length to most readers.
"""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

SUFFIXES = {".flac": ("FLAC", "PCM_24"), ".wav": ("RF64", "PCM_24")}
FLAC_CHANNELS = 8  # the most that a FLAC stream has
_FLAC_BLOCK = 4096  # samples in a frame of libFLAC's
_FLAC_COUNTS = 18  # offset of the 64 bits of STREAMINFO that end with 36 bits of total samples
_RF64_AUTO_DOWNGRADE, _UPDATE_HEADER_AUTO = 0x1210, 0x1061  # libsndfile's commands, which soundfile does not name


def format_of(path: Path, channels: int = 1) -> tuple[str, str]:
    """Give libsndfile's container and sample format for a file's name; ValueError where there is none."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ValueError(f"sound file {path.name!r}: wanted a name that ends in {' or '.join(SUFFIXES)}")
    if suffix == ".flac" and channels > FLAC_CHANNELS:
        raise ValueError(f"sound file {path.name!r}: FLAC holds {FLAC_CHANNELS} channels, not {channels}; wanted .wav")
    return SUFFIXES[suffix]


class SoundFile:
    """A sound file that is being written.

    Parameters
    ----------
    path : Path
        Its suffix says the format.
    sample_rate, channels : int

    Raises
    ------
    OSError
        From every method: one line, where the file cannot be written; what was written before stays playable.
    """

    def __init__(self, path: Path, sample_rate: int, channels: int) -> None:
        import soundfile

        self.path = path
        self._soundfile = soundfile
        container, subtype = format_of(path, channels)
        self._flac = container == "FLAC"
        self._frames = 0  # handed over, and taken
        with _in_plain_words(soundfile):
            self._file = soundfile.SoundFile(path, "w", sample_rate, channels, subtype=subtype, format=container)
        if not self._flac:
            for command in (_RF64_AUTO_DOWNGRADE, _UPDATE_HEADER_AUTO):
                soundfile._snd.sf_command(self._file._file, command, soundfile._ffi.NULL, 1)

    def write(self, frames: NDArray[np.float32]) -> None:
        """Append frames, shape (n, channels), float32."""
        with _in_plain_words(self._soundfile):
            self._file.write(frames)
        self._frames += len(frames)

    def close(self) -> None:
        """End the file."""
        with _in_plain_words(self._soundfile):
            self._file.close()

    def settle(self) -> None:
        """Let the header say how much there is: a FLAC's, how many samples are in whole frames so far; a WAV's does."""
        if not self._flac:
            return
        whole = max(self._frames - 1, 0) // _FLAC_BLOCK * _FLAC_BLOCK  # the encoder looks one sample ahead
        with self.path.open("r+b", buffering=0) as file:
            file.seek(_FLAC_COUNTS)
            counts = file.read(8)
            if len(counts) < 8:  # the encoder has not written its first block, or could not
                return
            (word,) = struct.unpack(">Q", counts)
            file.seek(_FLAC_COUNTS)
            file.write(struct.pack(">Q", word >> 36 << 36 | whole))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()
            return
        with contextlib.suppress(self._soundfile.LibsndfileError):  # the first reason is the one to be told
            self._file.close()
        with contextlib.suppress(OSError):
            self.settle()  # libFLAC counts what it could finish only


@contextlib.contextmanager
def _in_plain_words(soundfile: Any) -> Iterator[None]:
    """Say what the system said where libsndfile only says "System error"."""
    try:
        yield
    except soundfile.LibsndfileError as error:
        number = soundfile._ffi.errno
        raise OSError(number, os.strerror(number) if number else error.error_string) from error
