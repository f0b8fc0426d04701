"""Headers that tell of no sound, or of another length than is there, and what they should tell.

Whoever streams a sound, or is cut off while recording it, leaves lengths behind that were never filled in. libsndfile
reads what is there where a header tells of too much; where it tells of nothing, of everything, or of a part, this does.

Conventions
-----------
Nothing is written: a `Mend` is laid over the file while it is read. WAV (RIFF, RIFX, RF64, BW64), AIFF and 8SVX, AU,
CAF, FLAC, and MP3 without a count of its frames or cut at its front; behind ID3 tags or not.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from training.corpus.files import flac, mpeg

MORE = "hold more behind the sound that their headers tell of; what the headers tell of is read"
_HEAD = 16_384  # bytes; more than two frames of MP3, and than any header but that of a chunk
_CHUNKS = 1_000  # more are not looked through
_AT_ONCE = 1 << 20  # bytes
_OGG_BEGINNING = b"OggS\0\2"
_ALL_32, _ALL_64 = 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF
_TAGS = (b"TAG", b"ID3", b"APETAGEX", b"LYRICSBEGIN")


@dataclass(frozen=True)
class Mend:
    """What a file is read with.

    Attributes
    ----------
    skip : int
        Bytes at its front that are passed over.
    prefix : bytes
        In front of what is left.
    changes : dict of int to bytes
        In the place of what stands there.
    guessed : bool
        Whether what it is told of its length is none.
    remark : str
        What of the file is left out.
    """

    skip: int = 0
    prefix: bytes = b""
    changes: dict[int, bytes] = field(default_factory=dict)
    guessed: bool = False
    remark: str = ""

    @property
    def is_any(self) -> bool:
        """Whether the file is read in any other way than as it is."""
        return bool(self.skip or self.prefix or self.changes)


@dataclass(frozen=True)
class _Chunk:
    """A chunk: its name, where its contents lie, and how long it says that they are."""

    name: bytes
    at: int
    size: int


def mend(stream: BinaryIO, size: int) -> Mend:
    """Look at the header of a file of so many bytes."""
    at = _behind_id3(stream, size)
    try:
        found = _mend(stream, at, size)
        return replace(found, skip=max(at, found.skip))
    except struct.error:  # it is cut short
        return Mend(skip=at)


def _mend(stream: BinaryIO, at: int, size: int) -> Mend:
    stream.seek(at)
    head = stream.read(12)
    name, kind = head[:4], head[8:]
    look, kinds = _CONTAINERS.get(name, (_mpeg, frozenset()))
    return look(stream, at, size) if not kinds or kind in kinds else Mend()


def is_mpeg(stream: BinaryIO) -> bool:
    """Whether a file begins with frames of MP3, behind an ID3 tag or not."""
    stream.seek(_behind_id3(stream, os.fstat(stream.fileno()).st_size))
    return mpeg.is_mpeg(stream.read(_HEAD))


def _behind_id3(stream: BinaryIO, size: int) -> int:
    """Tell where a file begins behind its tags; one that is longer than the file is no tag."""
    at = 0
    for _ in range(_CHUNKS):
        stream.seek(at)
        head = stream.read(10)
        if head[:3] != b"ID3" or len(head) < 10:
            break
        length = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
        end = at + 10 + length + (10 if head[5] & 0x10 else 0)  # the end of a tag may be told once more
        if end >= size:
            break
        at = end
    return at


def _riff(stream: BinaryIO, at: int, size: int) -> Mend:
    stream.seek(at)
    order = "<" if stream.read(4) == b"RIFF" else ">"
    found = _found(stream, at + 12, size, order + "I", {b"data"})
    if found is None:
        return Mend()
    rest = size - found.at
    if found.size >= rest or _ends_with_chunks(stream, found, size, order + "I"):
        return Mend()
    stream.seek(at + 4)
    (whole,) = struct.unpack(order + "I", stream.read(4))
    end = found.at + found.size
    if found.size and at + 8 + whole in {end, end + 1}:  # a header that was brought up to date now and then, or junk
        return Mend(remark=MORE) if _is_more(stream, end) else Mend()
    return Mend(changes={found.at - 4: struct.pack(order + "I", min(rest, _ALL_32))})


def _rf64(stream: BinaryIO, at: int, size: int) -> Mend:
    stream.seek(at)
    changes = {} if stream.read(4) == b"RF64" else {at: b"RF64"}  # BW64 is RF64 by another name
    sizes = _found(stream, at + 12, size, "<I", {b"ds64"})
    found = _found(stream, at + 12, size, "<I", {b"data"})
    if found is None:
        return Mend(changes=changes)
    rest = size - found.at
    if sizes is None:
        return Mend(changes={at: b"RIFF", found.at - 4: struct.pack("<I", min(rest, _ALL_32))})
    stream.seek(sizes.at + 8)
    (told,) = struct.unpack("<Q", stream.read(8))
    if not 0 < told <= rest:
        form = _found(stream, at + 12, size, "<I", {b"fmt "})
        stream.seek((form.at if form else 0) + 12)
        (block,) = struct.unpack("<H", stream.read(2))
        changes[sizes.at] = struct.pack("<QQQ", size - at - 8, rest, rest // max(1, block))
        changes[found.at - 4] = struct.pack("<I", _ALL_32)
    return Mend(changes=changes)


def _form(stream: BinaryIO, at: int, size: int) -> Mend:
    found = _found(stream, at + 12, size, ">I", {b"SSND", b"BODY"})
    if found is None:
        return Mend()
    empty = 8 if found.name == b"SSND" else 0  # of an offset and a block size in front of the sound
    rest = size - found.at
    if found.size > empty or rest <= empty or _ends_with_chunks(stream, found, size, ">I"):
        return Mend()
    return Mend(changes={found.at - 4: struct.pack(">I", min(rest, 0x7FFFFFFF))})


def _au(stream: BinaryIO, at: int, size: int) -> Mend:
    stream.seek(at)
    order = ">" if stream.read(4) == b".snd" else "<"
    start, told = struct.unpack(order + "II", stream.read(8))
    rest = size - at - start
    if 0 < told <= rest:
        return Mend(remark=MORE) if _is_more(stream, at + start + told) else Mend()
    held = told == _ALL_32 or rest <= 0
    return Mend() if held else Mend(changes={at + 8: struct.pack(order + "I", _ALL_32)})


def _caf(stream: BinaryIO, at: int, size: int) -> Mend:
    found = _found(stream, at + 8, size, ">Q", {b"data"})
    if found is None:
        return Mend()
    rest = size - found.at
    if rest <= 4 or _ends_with_chunks(stream, found, size, ">Q"):
        return Mend()
    if 4 < found.size <= rest:
        return Mend(remark=MORE) if _is_more(stream, found.at + found.size) else Mend()
    return Mend(changes={found.at - 8: struct.pack(">Q", rest)})


def _flac(stream: BinaryIO, at: int, size: int) -> Mend:
    remark = MORE if _holds(stream, flac.BEGINNING, at + 1) else ""
    if not flac.tells_less(stream, at, size):
        return Mend(remark=remark)
    stream.seek(at + flac.COUNT_AT)
    unknown = bytes([stream.read(1)[0] & 0xF0]) + bytes(4)
    return Mend(changes={at + flac.COUNT_AT: unknown}, remark=remark, guessed=True)


def _ogg(stream: BinaryIO, at: int, _size: int) -> Mend:
    """Notice a second sound behind the first, of which each begins with pages that say so."""
    stream.seek(at)
    head, place = stream.read(_HEAD), 0
    while head[place : place + len(_OGG_BEGINNING)] == _OGG_BEGINNING:
        place = head.find(b"OggS", place + 1)
    return Mend(remark=MORE) if place > 0 and _holds(stream, _OGG_BEGINNING, at + place) else Mend()


def _holds(stream: BinaryIO, wanted: bytes, at: int) -> bool:
    stream.seek(at)
    kept = b""
    while block := stream.read(_AT_ONCE):
        kept = kept[-len(wanted) :] + block
        if wanted in kept:
            return True
    return False


def _mpeg(stream: BinaryIO, at: int, size: int) -> Mend:
    stream.seek(at)
    head = stream.read(_HEAD)
    front = at + mpeg.front(head)
    first = head[front - at :]
    if prefix := mpeg.telling_frame(first, size - front):
        return Mend(skip=front, prefix=prefix, guessed=True)
    place, frames = mpeg.too_few(first, size - front)
    return Mend(skip=front, changes={front + place: frames} if frames else {}, guessed=bool(frames))


def _found(stream: BinaryIO, at: int, size: int, number: str, names: set[bytes]) -> _Chunk | None:
    return next((chunk for chunk in _chunks(stream, at, size, number) if chunk.name in names), None)


def _chunks(stream: BinaryIO, at: int, size: int, number: str) -> Iterator[_Chunk]:
    """Go from chunk to chunk, as far as they have names; each is filled up to an even length but in CAF."""
    head = 4 + struct.calcsize(number)
    for _ in range(_CHUNKS):
        if at >= size:
            return
        stream.seek(at)
        told = stream.read(head)
        if len(told) < head or not all(32 <= byte < 127 for byte in told[:4]):
            return
        (length,) = struct.unpack(number, told[4:])
        yield _Chunk(told[:4], at + head, length)
        at += head + length + (length % 2 if head == 8 else 0)


def _ends_with_chunks(stream: BinaryIO, found: _Chunk, size: int, number: str) -> bool:
    """Whether what follows a chunk are others, to the very end: then it is as long as it says."""
    end = found.at + found.size
    if end == size:
        return True
    padded = end + (found.size % 2 if number[1:] == "I" else 0)
    others = list(_chunks(stream, padded, size, number))
    return bool(others) and others[-1].at + others[-1].size in {size, size - 1, size + 1}


def _is_more(stream: BinaryIO, at: int) -> bool:
    stream.seek(at)
    behind = stream.read(_HEAD).lstrip(b"\0")
    return len(behind) > 1024 and not behind.startswith(_TAGS)


_CONTAINERS: dict[bytes, tuple[Callable[[BinaryIO, int, int], Mend], frozenset[bytes]]] = {
    b"RIFF": (_riff, frozenset({b"WAVE"})),
    b"RIFX": (_riff, frozenset({b"WAVE"})),
    b"RF64": (_rf64, frozenset({b"WAVE"})),
    b"BW64": (_rf64, frozenset({b"WAVE"})),
    b"FORM": (_form, frozenset({b"AIFF", b"AIFC", b"8SVX", b"16SV"})),
    b".snd": (_au, frozenset()),
    b"dns.": (_au, frozenset()),
    b"caff": (_caf, frozenset()),
    b"fLaC": (_flac, frozenset()),
    b"OggS": (_ogg, frozenset()),
}  # by their first four bytes, and by the kinds at the ninth where other things begin so too
