"""What an MP3 says of its length, and what it is told to say where it does not.

An MP3 may begin with a frame that holds no sound but tells how many follow (``Xing``, ``Info`` or ``VBRI``). Without it
a decoder guesses by the first frame's bit rate, and stops too early where later ones take fewer bytes.

Conventions
-----------
Layer III of MPEG 1, 2 and 2.5 (ISO 11172-3, 13818-3): four bytes of header tell a frame's length.
"""

from __future__ import annotations

import struct

HEADER = 4
_KBITS = {
    1: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = (44100, 48000, 32000)
_TELLING_BITS = 0x90  # a bit rate whose frames have room for what is told, at every sample rate
_IN_A_ROW = 4  # frames that lie one behind the other by no chance
_SLACK = 0.05  # of the bytes that are told, for tags behind them
_TAGS = 4096  # bytes that may follow the sound: tags
_SMALLEST = 24  # bytes of a frame, at any bit rate and sample rate


def frame_bytes(header: bytes) -> int:
    """Tell how long the frame is that begins so; 0 for what begins no frame of Layer III."""
    if len(header) < HEADER or header[0] != 0xFF or header[1] & 0xE6 != 0xE2 or header[1] & 0x18 == 0x08:
        return 0
    first, bits, rate = header[1] & 0x18 == 0x18, header[2] >> 4, (header[2] >> 2) & 3
    if bits in {0, 15} or rate == 3:
        return 0
    divided = 1 if first else 2 if header[1] & 0x10 else 4
    kbits, hertz = _KBITS[1 if first else 2][bits - 1], _RATES[rate] // divided
    return (144 if first else 72) * 1000 * kbits // hertz + (header[2] >> 1 & 1)


def is_mpeg(head: bytes) -> bool:
    """Whether bytes begin with two frames, one behind the other: one header alone may stand anywhere by chance."""
    length = frame_bytes(head)
    return length > 0 and frame_bytes(head[length : length + HEADER]) > 0


def front(head: bytes) -> int:
    """Tell how many bytes lie before the first frame, as where a file was cut at its front; 0 where there is none."""
    place = head.find(b"\xff")
    while place >= 0:
        if _row(head[place:]) >= _IN_A_ROW:
            return place
        place = head.find(b"\xff", place + 1)
    return 0


def _row(head: bytes) -> int:
    """Count frames of one kind that lie one behind the other, as far as it matters."""
    kind, place = (head[1:2], head[2] & 0x0C if len(head) > 2 else 0), 0
    for number in range(_IN_A_ROW):
        header = head[place : place + HEADER]
        length = frame_bytes(header)
        if not length or (header[1:2], header[2] & 0x0C) != kind:
            return number
        place += length
    return _IN_A_ROW


def too_few(head: bytes, size: int) -> tuple[int, bytes]:
    """Where in its first frame a file of so many bytes tells too few frames, as one does that others were joined to.

    Returns
    -------
    int, bytes
        The place, and what should stand there; nothing where what is told may be right.
    """
    length = frame_bytes(head)
    place = max((head.find(name, 0, length) for name in (b"Xing", b"Info")), default=-1)
    if place < 0 or len(head) < place + 16:
        return 0, b""
    flags, _, told = struct.unpack(">III", head[place + 4 : place + 16])
    if flags & 3 != 3 or size <= (1 + _SLACK) * told + _TAGS:
        return 0, b""
    return place + 8, struct.pack(">I", size // _SMALLEST + 1)


def telling_frame(head: bytes, size: int) -> bytes:
    """Make the frame that is missing in front of `size` bytes, where it is.

    It tells the most frames that there can be: a decoder ends with the file, never before.
    """
    length = frame_bytes(head)
    if not length or any(name in head[:length] for name in (b"Xing", b"Info", b"VBRI")):
        return b""
    header = bytes([0xFF, head[1] | 1, _TELLING_BITS | head[2] & 0x0C, head[3]])  # no checksum, no padding
    mono = head[3] >> 6 == 3
    side = (17 if mono else 32) if head[1] & 0x18 == 0x18 else (9 if mono else 17)
    told = header + bytes(side) + b"Xing" + struct.pack(">II", 1, size // _SMALLEST + 1)
    return told.ljust(frame_bytes(header), b"\0")
