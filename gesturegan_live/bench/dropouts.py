"""How a measurement tells, in one line, what did not come in time."""

from __future__ import annotations

from typing import Protocol


class Counted(Protocol):
    """A measurement that counts what did not come in time; the names are explained in ``bench latency --help``."""

    @property
    def late_blocks(self) -> int:
        """Blocks that took longer than their time because of us."""

    @property
    def late_by_clock(self) -> int:
        """All blocks that took longer than their time."""

    @property
    def xruns(self) -> int:
        """Dropouts that the device reported."""


def dropouts(result: Counted) -> str:
    """Say how many there were."""
    return f"{result.late_blocks} late blocks ({result.late_by_clock} by the clock), {result.xruns} xruns"
