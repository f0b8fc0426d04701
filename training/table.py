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


def _lines(path: Path) -> list[str]:
    if not path.exists():
        return []
    return [line for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if line.endswith("\n")]
