"""Everything a run needs to go on, in one file.

Conventions
-----------
``step-00001200.npz``: every variable of `Gan.state` by name; no pickle. Written beside and renamed, so that a kill at
any moment leaves the last whole one. The newest `KEPT` stay, and every one whose step is a multiple of `KEPT_EVERY`.
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

KEPT = 2
KEPT_EVERY = 5000


def save(folder: Path, state: dict[str, Any]) -> Path:
    """Write a checkpoint and drop the old ones."""
    folder.mkdir(parents=True, exist_ok=True)
    step = int(state["step"].numpy())
    path = folder / f"step-{step:08d}.npz"
    draft = folder / f".{path.name}.tmp"
    with draft.open("wb") as stream:
        np.savez(stream, allow_pickle=False, **{name: np.asarray(variable) for name, variable in state.items()})
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
    for old in _all(folder)[:-KEPT]:
        if _step(old) % KEPT_EVERY:
            old.unlink()
    return path


def latest(folder: Path) -> Path | None:
    """Find the newest checkpoint, or None."""
    found = _all(folder)
    return found[-1] if found else None


def restore(path: Path, state: dict[str, Any]) -> None:
    """Put a checkpoint's values into the variables.

    Raises
    ------
    ValueError
        Where the file is damaged or belongs to other networks.
    """
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            values = {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise ValueError(f"{path}: unreadable checkpoint ({error})") from error
    strange = sorted(values.keys() ^ state.keys()) or [
        name for name, variable in state.items() if tuple(variable.shape) != values[name].shape
    ]
    if strange:
        raise ValueError(f"{path}: belongs to another model ({strange[0]!r} does not fit)")
    for name, variable in state.items():
        variable.assign(values[name])


def _all(folder: Path) -> list[Path]:
    return sorted(folder.glob("step-*.npz"))


def _step(path: Path) -> int:
    return int(path.stem.removeprefix("step-"))
