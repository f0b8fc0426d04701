"""A SoundFont small enough to be written here: one looped sine, as preset 0 of bank 0 and as drum kit 0.

SoundFont Technical Specification 2.01, sections 5 to 7.
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

SAMPLE_RATE, PERIOD, ROOT = 44_100, 100, 69  # 441 Hz, as pitch 69
_KEYS, _SAMPLE_MODES, _INSTRUMENT, _SAMPLE = 43, 54, 41, 53  # generators


def write(path: Path, keys: tuple[int, int] = (60, 72)) -> Path:
    """Write a SoundFont that sounds at these pitches alone."""
    length = 40 * PERIOD
    sine = np.rint(20_000 * np.sin(2 * np.pi * np.arange(length) / PERIOD)).astype("<i2").tobytes() + bytes(2 * 46)
    presets = [_preset("sine", 0, 0, 0), _preset("kit", 0, 128, 1), _preset("EOP", 0, 0, 2)]
    sample = struct.pack("<20s5IBbHH", b"sine", 0, length, PERIOD, length - PERIOD, SAMPLE_RATE, ROOT, 0, 0, 1)
    last = struct.pack("<20s5IBbHH", b"EOS", 0, 0, 0, 0, 0, 0, 0, 0, 0)
    own = [struct.pack("<HBB", _KEYS, *keys), _generator(_SAMPLE_MODES, 1), _generator(_SAMPLE, 0)]
    tables = {
        "phdr": b"".join(presets),
        "pbag": _bags(0, 1, 2),
        "pmod": bytes(10),
        "pgen": _generator(_INSTRUMENT, 0) * 2 + bytes(4),
        "inst": struct.pack("<20sH", b"sine", 0) + struct.pack("<20sH", b"EOI", 1),
        "ibag": _bags(0, len(own)),
        "imod": bytes(10),
        "igen": b"".join(own) + bytes(4),
        "shdr": sample + last,
    }
    info = _chunk("ifil", struct.pack("<HH", 2, 1)) + _chunk("isng", b"EMU8000\0") + _chunk("INAM", b"sine\0\0")
    parts = [
        b"INFO" + info,
        b"sdta" + _chunk("smpl", sine),
        b"pdta" + b"".join(_chunk(*item) for item in tables.items()),
    ]
    path.write_bytes(_chunk("RIFF", b"sfbk" + b"".join(_chunk("LIST", part) for part in parts)))
    return path


def _preset(name: str, program: int, bank: int, bag: int) -> bytes:
    return struct.pack("<20sHHHIII", name.encode(), program, bank, bag, 0, 0, 0)


def _bags(*firsts: int) -> bytes:
    return b"".join(struct.pack("<HH", first, 0) for first in firsts)


def _generator(kind: int, value: int) -> bytes:
    return struct.pack("<HH", kind, value)


def _chunk(name: str, data: bytes) -> bytes:
    return name.encode() + struct.pack("<I", len(data)) + data
