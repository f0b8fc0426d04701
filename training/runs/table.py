"""Figures of a run, step by step, in a CSV file that may be read while it grows.

Conventions
-----------
``step,seconds,…``: seconds of the run in all, then the figures by name; one that a step does not have is ``nan``.
Rows past the step that a run goes on from are dropped, and a row that the machine stopped in. Rows wait in memory until
they are flushed; where there is no room they wait on.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.runs import disk

Columns = dict[str, NDArray[np.float64]]


def read(path: Path) -> Columns:
    """Read all columns; a file that is not there has none."""
    lines = _lines(path)
    if len(lines) < 2:
        return {}
    names = lines[0].strip().split(",")
    rows = [_row(path, number, line, len(names)) for number, line in enumerate(lines[1:], 2)]
    return dict(zip(names, np.array(rows).T, strict=True))


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
        self._names = lines[0].strip().split(",") if lines else []
        rows = [_row(path, number, line, len(self._names)) for number, line in enumerate(lines[1:], 2)]
        kept = lines[:1] + [line for line, row in zip(lines[1:], rows, strict=True) if row[0] <= step]
        self.seconds = rows[len(kept) - 2][1] if len(kept) > 1 else 0.0
        self._waiting: list[tuple[int, float, Mapping[str, float]]] = []
        if path.exists() and path.stat().st_size != sum(map(len, kept)):
            disk.replace(path, "".join(kept).encode())

    @property
    def waits(self) -> bool:
        """Whether rows are to be written."""
        return bool(self._waiting)

    def add(self, step: int, seconds: float, figures: Mapping[str, float]) -> None:
        """Append a row."""
        self.seconds = seconds
        self._waiting.append((step, seconds, dict(figures)))

    def flush(self) -> None:
        """Write what waits."""
        told = dict.fromkeys(name for *_, figures in self._waiting for name in figures)
        new = [name for name in told if name not in self._names]
        names = (self._names or ["step", "seconds"]) + new
        header = ",".join(names) + "\n"
        rows = "".join(
            ",".join([str(step), f"{seconds:.2f}", *(repr(figures.get(name, np.nan)) for name in names[2:])]) + "\n"
            for step, seconds, figures in self._waiting
        )
        if new and self._names:  # another stage of the run has other figures
            before = [line.strip() + ",nan" * len(new) + "\n" for line in _lines(self._path)[1:]]
            disk.replace(self._path, "".join([header, *before, rows]).encode())
        else:
            disk.append(self._path, (rows if self._names else header + rows).encode())
        self._names, self._waiting = names, []


def _row(path: Path, number: int, line: str, columns: int) -> list[float]:
    try:
        figures = [float(figure) for figure in line.split(",")]
    except ValueError as error:
        raise ValueError(f"{path}: line {number}: expected numbers ({error})") from error
    if len(figures) != columns:
        raise ValueError(f"{path}: line {number} has {len(figures)} figures, expected {columns}")
    return figures


def _lines(path: Path) -> list[str]:
    if not path.exists():
        return []
    return [
        line
        for line in path.read_text("utf-8-sig", "backslashreplace").splitlines(keepends=True)
        if line.endswith("\n")
    ]
