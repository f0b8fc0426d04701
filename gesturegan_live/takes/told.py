"""What a take says in words: of an engine, of a model.

Conventions
-----------
A take may have been written by anybody: whatever is not as it should be is a `TakeError` of one line that names the
file, the value and what was wanted.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gesturegan_live.show import documents
from gesturegan_live.show.config import MAX_CHANNELS, MAX_VOICES
from gesturegan_live.show.documents import DocumentError, shown
from gesturegan_live.show.loudspeakers import check_ring, even_ring
from gesturegan_live.takes.file import MOST_BYTES, Record, TakeError

_RANGES = {
    "voices": (1, MAX_VOICES),
    "channels": (1, MAX_CHANNELS),
    "block_size": (16, 8192),
    "sample_rate": (1000, 768000),
    "bytes": (1, MOST_BYTES),
    "model": (0, 1 << 31),
}


def engine_of(path: Path, record: Record) -> dict[str, Any]:
    """Read of a state what the engine was, and how its state is laid out."""
    about = _text(path, record)
    for field, (low, high) in _RANGES.items():
        value = about.get(field)
        if type(value) is not int or not low <= value <= high:
            raise TakeError(f"take {path}: {field} is {shown(value)}, wanted {low} to {high}")
    if not isinstance(about.get("layout"), list):
        raise TakeError(f"take {path}: its state has no layout")
    ring = about.get("ring")
    if not isinstance(ring, list) or not all(type(azimuth) is float for azimuth in ring):
        raise TakeError(f"take {path}: ring is {shown(ring)}, wanted a list of degrees")
    try:
        check_ring(ring or even_ring(about["channels"]), about["channels"])
    except ValueError as error:
        raise TakeError(f"take {path}: {error}") from error
    return about


def model_of(path: Path, record: Record) -> dict[str, Any]:
    """Read what a model is: its number, name, path, digest and backend (or None)."""
    told = _text(path, record)
    try:
        texts = {name: documents.field(told, name, str) for name in ("name", "path", "digest")}
        backend_name = None if told.get("backend") is None else documents.field(told, "backend", str)
        return {**texts, "number": documents.field(told, "number", int), "backend": backend_name}
    except DocumentError as error:
        raise TakeError(f"take {path}: garbled: of a model, {error}") from error


def space_of(path: Path, record: Record) -> tuple[int, tuple[str, int, tuple[str, ...]]]:
    """Read of a model its number, and name, latent dimension and conditions, which say whether points are of it."""
    told = _text(path, record)
    try:
        conditions = tuple(documents.listed(told, "conditions", str))
        space = documents.field(told, "model", str), documents.field(told, "latent_dim", int), conditions
        return documents.field(told, "number", int), space
    except DocumentError as error:
        raise TakeError(f"take {path}: garbled: of a model, {error}") from error


def _text(path: Path, record: Record) -> dict[str, Any]:
    try:
        return documents.an_object(documents.parsed(record.data))
    except DocumentError as error:
        raise TakeError(f"take {path}: garbled: a text {error}") from error
