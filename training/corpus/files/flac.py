"""How many frames a FLAC holds, which its header may tell too few of.

A recorder that is cut off, or a cutter that leaves the header alone, leaves a count of another file behind. A decoder
stops there, whatever follows; the last block's own header tells where it really ends.

Conventions
-----------
RFC 9639: ``fLaC``, metadata blocks of which the first is STREAMINFO, then blocks, each with a header of its own that
tells its place and ends in a CRC-8.
"""

from __future__ import annotations

from typing import BinaryIO

BEGINNING = b"fLaC\0\0\0\x22"  # and the length of STREAMINFO
COUNT_AT = 21  # of the 36 bits that tell how many frames there are, the lower half of its first byte
_TAIL = 1 << 17  # bytes; the last block begins within them
_SYNC = (b"\xff\xf8", b"\xff\xf9")  # blocks of one length, which are numbered; of any, which tell their first frame
_LONGEST = 16  # bytes of a block's header
_SIZES = {1: 192} | {code: 576 << code - 2 for code in range(2, 6)} | {code: 256 << code - 8 for code in range(8, 16)}


def tells_less(stream: BinaryIO, at: int, size: int) -> bool:
    """Whether blocks follow after the frames that the header tells of, in the file that begins at a place."""
    stream.seek(at)
    head = stream.read(COUNT_AT + 5)
    count = int.from_bytes(head[COUNT_AT:], "big") & 0xFFFFFFFFF
    largest = int.from_bytes(head[10:12], "big")
    if head[:4] != b"fLaC" or len(head) < COUNT_AT + 5 or not count:
        return False
    stream.seek(max(at, size - _TAIL))
    tail = stream.read()
    place = len(tail)
    while place > 0:
        place = max(tail.rfind(sync, 0, place + 1) for sync in _SYNC)
        end = _end(tail[place : place + _LONGEST].ljust(_LONGEST, b"\0"), largest) if place >= 0 else 0
        if end:
            return end > count
    return False


def _end(header: bytes, largest: int) -> int:
    """Tell at which frame the block ends whose header this is; 0 where it is none."""
    size, rate = header[2] >> 4, header[2] & 15
    ones = f"{header[4]:08b}0".find("0")  # as in UTF-8: so many bytes, or one
    if not size or rate == 15 or header[3] >> 4 > 10 or header[3] & 1 or ones in {1, 8}:
        return 0
    behind = 4 + max(1, ones)
    if any(byte >> 6 != 2 for byte in header[5:behind]):
        return 0
    number = header[4] & (0x7F >> ones)
    for byte in header[5:behind]:
        number = number << 6 | byte & 0x3F
    told = {6: 1, 7: 2}.get(size, 0)  # bytes of the header that tell the size where its code does not
    end = behind + told + {12: 1, 13: 2, 14: 2}.get(rate, 0)
    if _crc8(header[:end]) != header[end]:
        return 0
    frames = int.from_bytes(header[behind : behind + told], "big") + 1 if told else _SIZES[size]
    return (number if header[1] & 1 else number * largest) + frames


def _crc8(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc << 1 ^ 0x107 if crc & 0x80 else crc << 1
    return crc
