"""A sound file opened for reading: whatever libsndfile knows, as far as it goes.

The one place that reads recordings. What a file is, its contents tell and not its name; a header that is wrong about
its length is put right while the file is read (`headers`), and a file that ends early is read up to there.

Conventions
-----------
Samples are float32, (frames, channels). What cannot be read raises ValueError in one line that does not name the file,
or OSError where it is the system that refused.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
import soundfile
from numpy.typing import NDArray

from training.corpus.files import headers
from training.corpus.files.headers import Mend

Block = NDArray[np.float32]

SHORT = "end before their headers say; what is there is read"
_SYSTEM = 2  # libsndfile's code for what the system refused, whose number it keeps to itself
_NO_FRAME = 7  # which it tells as if the file were not there
_UNKNOWN_FRAMES = 1 << 40  # as many or more are none that a header has told
_COUNTED = frozenset({"MP3"})  # whose length is a guess until it is read
_SLACK_SECONDS = 0.1  # by which a header may be wrong without a word
_COUNT_AT_ONCE = 1 << 16
_BY_CONTENTS = frozenset(
    {
        "WAV",
        "WAVEX",
        "RF64",
        "W64",
        "AIFF",
        "AU",
        "CAF",
        "FLAC",
        "OGG",
        "MP3",
        "VOC",
        "NIST",
        "SVX",
        "PAF",
        "AVR",
        "PVF",
    }
)  # what begins with a name of its own; the others are known by a byte or two, or hold more than sound
_KINDS = ((stat.S_ISDIR, "folder"), (stat.S_ISFIFO, "pipe"), (stat.S_ISSOCK, "socket"))


class Sound:
    """An open sound file.

    Attributes
    ----------
    remark : str
        What is left out of it; empty while nothing is known to be.
    """

    def __init__(self, file: soundfile.SoundFile, path: Path, overlay: _Overlay | None, remark: str) -> None:
        self._file, self._path, self._overlay = file, path, overlay
        self._read = 0
        self._ended = False
        self.remark = remark
        self.format: str = file.format
        self.sample_rate: int = file.samplerate
        self.channels: int = file.channels

    def frames(self) -> int:
        """Tell how many there are, which takes reading them where the header does not say, or says too much."""
        told = self._told()
        if told is not None and self.format not in _COUNTED and (told == 0 or self._reaches(told)):
            return told
        counted = 0
        with opened(self._path) as sound:
            while block := len(sound.read(_COUNT_AT_ONCE)):
                counted += block
        return counted

    def seek(self, frame: int) -> None:
        """Go to a frame."""
        try:
            self._file.seek(frame)
        except soundfile.LibsndfileError:
            self._ended = True

    def read(self, frames: int) -> Block:
        """Read the next frames; fewer at the end."""
        out = np.full((frames, self.channels), np.nan, np.float32)  # what is still so was not read
        if self._ended:
            return out[:0]
        try:
            block: Block = self._file.read(frames, out=out)
        except soundfile.LibsndfileError as error:
            block = out[: int(np.argmin(np.append(np.isfinite(out[:, 0]), False)))]
            self._ended = True
            self._refuse(error, nothing=not len(block) and not self._read)
        if self._overlay is not None and self._overlay.error is not None:
            raise self._overlay.error
        self._read += len(block)
        if len(block) < frames:
            self._ended = True
            told = self._told()
            if told is not None and told - self._read > _SLACK_SECONDS * self.sample_rate:
                self.remark = SHORT
        return block

    def _told(self) -> int | None:
        """How many frames the header tells of, if it does."""
        told: int = self._file.frames
        guessed = self._overlay is not None and self._overlay.guessed
        return None if guessed or told >= _UNKNOWN_FRAMES else told

    def _refuse(self, error: soundfile.LibsndfileError, *, nothing: bool) -> None:
        if error.code == _SYSTEM:
            _ask_again(self._path)
        if nothing:
            raise ValueError(_reason(error)) from error

    def _reaches(self, frames: int) -> bool:
        """Whether the sound goes on as far as this, which a header may only have promised."""
        if self.format not in {"FLAC", "OGG"}:
            return True  # libsndfile holds these against the file's size
        with opened(self._path) as other:  # a decoder that was led astray stays so
            other.seek(frames - 1)
            try:
                return len(other.read(1)) == 1
            except ValueError:
                return False


@contextmanager
def opened(path: Path) -> Iterator[Sound]:
    """Open a sound file.

    Raises
    ------
    OSError, ValueError
        Where the system refuses; where it is no file, is empty, or is nothing that libsndfile reads.
    """
    with ExitStack() as stack:
        stream = stack.enter_context(_file(path))
        size = os.fstat(stream.fileno()).st_size
        if not size:
            raise ValueError("is empty")
        mend = headers.mend(stream, size)
        overlay = (
            _Overlay(stream, size, mend)
            if mend != headers.Mend(remark=mend.remark) or path.suffix.lower() == ".raw"
            else None
        )
        try:
            file = stack.enter_context(soundfile.SoundFile(overlay if overlay is not None else _named(path)))
        except soundfile.LibsndfileError as error:
            if error.code == _SYSTEM:
                _ask_again(path)
            raise ValueError(_reason(error)) from error
        yield Sound(file, path, overlay, mend.remark)


def is_sound(path: Path) -> bool:
    """Whether a file whose name says nothing holds sound."""
    try:
        with opened(path) as sound:
            if sound.format == "MP3":
                with _file(path) as stream:
                    return headers.is_mpeg(stream)
            return sound.format in _BY_CONTENTS
    except ValueError:
        return False


def kind(mode: int) -> str:
    """Name what is no file."""
    return next((name for holds, name in _KINDS if holds(mode)), "device")


@contextmanager
def _file(path: Path) -> Iterator[BinaryIO]:
    """Open what must be a file; a pipe that nobody writes to would be waited for."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise ValueError(f"is a {kind(mode)}, expected a file")
        yield stream


class _Overlay:
    """A file with a `Mend` laid over it, as libsndfile wants one."""

    def __init__(self, stream: BinaryIO, size: int, mend: Mend) -> None:
        self._stream, self._mend = stream, mend
        self.guessed = mend.guessed
        self._size = len(mend.prefix) + size - mend.skip
        self._at = 0
        self.error: OSError | None = None  # raised once libsndfile has returned, which knows nothing of exceptions

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, count: int) -> bytes:
        front = self._mend.prefix[self._at : self._at + count]
        start = self._mend.skip + max(0, self._at - len(self._mend.prefix))
        try:
            self._stream.seek(start)
            data = bytearray(self._stream.read(count - len(front)))
        except OSError as error:
            self.error = error
            return b""
        for place, changed in self._mend.changes.items():
            for number, byte in enumerate(changed, place - start):
                if 0 <= number < len(data):
                    data[number] = byte
        self._at += len(front) + len(data)
        return front + bytes(data)


def _named(path: Path) -> str | bytes:
    return str(path) if os.name == "nt" else os.fsencode(path)  # a name need not be text


def _ask_again(path: Path) -> None:
    """Ask the system where libsndfile only knows that it refused."""
    try:
        with _file(path) as stream:
            while stream.read(1 << 20):
                pass
    except OSError as told:
        raise OSError(told.errno or errno.EIO, told.strerror, str(path)) from None


def _reason(error: soundfile.LibsndfileError) -> str:
    told = "no frame of MP3" if error.code == _NO_FRAME else error.error_string.rstrip(".")
    return f"is nothing that libsndfile reads ({told})"
