"""Figures of a run, step by step, in a CSV file that may be read while it grows.

Conventions
-----------
``step,seconds,…``: seconds of the run in all, then the figures by name; one that a step does not have is ``nan``.
Rows past the step that a run goes on from are dropped, and a row that the machine stopped in. Rows wait in memory until
they are flushed; where there is no room they wait on.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training import disk

Columns = dict[str, NDArray[np.float64]]


def read(path: Path) -> Columns:
    """Read all columns; a file that is not there has none."""
    lines = _lines(path)
    if len(lines) < 2:
        return {}
    try:
        values = np.loadtxt(lines[1:], delimiter=",", ndmin=2)
    except ValueError as error:
        raise ValueError(f"{path}: expected numbers in every row ({error})") from error
    return dict(zip(lines[0].strip().split(","), values.T, strict=True))


class Table:
    """A table that is written.

    Parameters
    ----------
    step : int
        The last one to be kept of what is there.

    Attributes
    ----------
    seconds : float
        How long the run had taken at the last row.
    """

    def __init__(self, path: Path, step: int) -> None:
        self._path = path
        lines = _lines(path)
        kept = [line for line in lines if not line[0].isdigit() or int(line.split(",", 1)[0]) <= step]
        self._names = kept[0].strip().split(",") if kept else []
        self.seconds = float(kept[-1].split(",")[1]) if len(kept) > 1 else 0.0
        self._waiting = io.StringIO()
        if path.exists() and path.stat().st_size != sum(map(len, kept)):
            disk.replace(path, "".join(kept).encode())

    def add(self, step: int, seconds: float, figures: Mapping[str, float]) -> None:
        """Append a row."""
        new = [name for name in figures if name not in self._names]
        if new and self._names:  # another stage of the run has other figures
            self.flush()
            self._widen(new)
        elif new:
            self._names = ["step", "seconds", *new]
            self._waiting.write(",".join(self._names) + "\n")
        self.seconds = seconds
        values = [repr(figures.get(name, np.nan)) for name in self._names[2:]]
        self._waiting.write(",".join([str(step), f"{seconds:.2f}", *values]) + "\n")

    def flush(self) -> None:
        """Write what waits."""
        disk.append(self._path, self._waiting.getvalue().encode())
        self._waiting = io.StringIO()

    def _widen(self, names: list[str]) -> None:
        rows = [line.strip() + ",nan" * len(names) + "\n" for line in _lines(self._path)[1:]]
        disk.replace(self._path, "".join([",".join(self._names + names) + "\n", *rows]).encode())
        self._names = self._names + names


def _lines(path: Path) -> list[str]:
    if not path.exists():
        return []
    return [line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if line.endswith("\n")]
