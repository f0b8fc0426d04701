"""Memory of running processes, as Linux counts it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def proportional(pids: Iterable[int]) -> float | None:
    """Add up the memory of processes in MB, shared pages counted once (PSS); None where the system does not tell."""
    kilobytes = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            return None
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes * 1024 / 1e6
