"""Everything a run needs to go on, in one file.

Conventions
-----------
``step-00001200.npz``: every variable by name; no pickle. Written beside and renamed, so that a kill or a full disk at
any moment leaves the last whole one. The newest `KEPT` stay, and every one whose step is a multiple of `KEPT_EVERY`.
``best.npz`` is another name, which outlives it, of the one that was judged best, for as long as its step is not undone.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

KEPT = 3
KEPT_EVERY = 5000
BEST = "best.npz"
_NAME = re.compile(r"step-[0-9]{8,}\.npz")


class DamagedError(ValueError):
    """A checkpoint that cannot be read any more."""


def save(folder: Path, state: dict[str, Any]) -> Path:
    """Write a checkpoint and drop the old ones.

    Raises
    ------
    OSError
        Where there is no room; the old ones are still there, and nothing of the new one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    step = int(state["step"].numpy())
    path = folder / f"step-{step:08d}.npz"
    draft = folder / f".{path.name}.tmp"
    arrays: dict[str, Any] = {name: np.asarray(variable) for name, variable in state.items()}
    try:
        with draft.open("wb") as stream:
            np.savez(stream, **arrays)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    for old in steps(folder)[:-KEPT]:
        if step_of(old) % KEPT_EVERY or step_of(old) == 0:
            old.unlink()
    return path


def keep_best(path: Path) -> None:
    """Make a checkpoint the best one of its folder."""
    draft = path.with_name(f".{BEST}.tmp")
    draft.unlink(missing_ok=True)
    try:
        draft.hardlink_to(path)
    except OSError:  # not every file system has hard links
        shutil.copyfile(path, draft)
    draft.replace(path.with_name(BEST))


def drop_best(folder: Path) -> None:
    """Let no checkpoint of a folder be the best."""
    (folder / BEST).unlink(missing_ok=True)


def set_aside(path: Path) -> Path:
    """Keep under another name what was a checkpoint and is damaged; return its path."""
    return path.replace(path.with_name(f"{path.name}.damaged"))


def step_of_best(folder: Path) -> int | None:
    """Tell at which step the best checkpoint was made; None where none was judged best, ValueError if unreadable."""
    path = folder / BEST
    if not path.is_file():
        return None
    with _arrays(path) as arrays:
        return int(arrays["step"])


def latest(folder: Path) -> Path | None:
    """Find the newest checkpoint, or None."""
    found = steps(folder)
    return found[-1] if found else None


def ranked(folder: Path) -> list[Path]:
    """List the checkpoints from old to new, and last the one that was judged best, where one was."""
    return [*steps(folder), *([folder / BEST] if (folder / BEST).is_file() else [])]


def at(folder: Path, step: int) -> Path:
    """Find the checkpoint of a step; ValueError with those that there are where it is not one of them."""
    found = {step_of(path): path for path in steps(folder)}
    if (best := step_of_best(folder)) is not None:
        found.setdefault(best, folder / BEST)
    if step not in found:
        there = ", ".join(map(str, sorted(found))) or "none"
        raise ValueError(f"{folder}: holds no checkpoint of step {step}, expected one of {there}")
    return found[step]


def restore_newest(paths: list[Path], state: dict[str, Any]) -> tuple[Path, list[Path]]:
    """Put the values of the newest whole checkpoint into the variables.

    Returns
    -------
    Path, list of Path
        Which one it was, and the newer ones, which are damaged.

    Raises
    ------
    ValueError
        Where none is whole, or it belongs to other networks.
    """
    damaged: list[Path] = []
    reasons: list[str] = []
    for path in reversed(paths):
        try:
            restore(path, state)
        except DamagedError as error:
            damaged.append(path)
            reasons.append(str(error))
        else:
            return path, damaged
    raise ValueError(f"{reasons[0]}; none before it is whole")


def restore(path: Path, state: dict[str, Any]) -> None:
    """Put a checkpoint's values into the variables.

    Raises
    ------
    ValueError
        Where the file is damaged (`DamagedError`) or belongs to other networks.
    """
    with _arrays(path) as arrays:
        values = {name: arrays[name] for name in arrays.files}
    strange = sorted(values.keys() ^ state.keys()) or [
        name for name, variable in state.items() if tuple(variable.shape) != values[name].shape
    ]
    if strange:
        raise ValueError(f"{path}: belongs to another model ({strange[0]!r} does not fit)")
    for name, variable in state.items():
        variable.assign(values[name])


def steps(folder: Path) -> list[Path]:
    """List the checkpoints from old to new."""
    return sorted(path for path in folder.glob("step-*.npz") if _NAME.fullmatch(path.name) and path.is_file())


def step_of(path: Path) -> int:
    """Tell a checkpoint's step by its name."""
    return int(path.stem.removeprefix("step-"))


@contextmanager
def _arrays(path: Path) -> Iterator[Any]:
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            yield arrays
    except Exception as error:  # damage shows in whatever way zipfile, zlib and NumPy stumble over it
        raise DamagedError(
            f"{path}: unreadable checkpoint ({' '.join(str(error).split()) or type(error).__name__})"
        ) from error
