"""What did not come in time, and whose fault it was; what the names mean is in ``bench latency --help``."""

from __future__ import annotations

import time
from dataclasses import dataclass

from gesturegan_live.bench.playing import Playing
from gesturegan_live.bench.stalls import Late, Watch


@dataclass(frozen=True)
class Dropouts:
    """What a measurement counts.

    Attributes
    ----------
    late_blocks : int
        Blocks that took longer than their time because of us.
    late_by_clock : int
        All blocks that took longer than their time.
    xruns : int
        Dropouts that the device reported.
    stalled_ms : float or None
        How long processors stood still, all together; None if that is not known.
    """

    late_blocks: int
    late_by_clock: int
    xruns: int
    stalled_ms: float | None

    def line(self) -> str:
        """Say it in one line."""
        stalled = "" if self.stalled_ms is None else f", the machine stood still for {self.stalled_ms:.0f} ms"
        return f"{self.late_blocks} late blocks ({self.late_by_clock} by the clock), {self.xruns} xruns{stalled}"


class Counter:
    """Counts from when it is made; `look` before the instrument forgets (it remembers 64 late blocks)."""

    def __init__(self, playing: Playing, watch: Watch, block_size: int) -> None:
        self._playing, self._watch, self._block_size = playing, watch, block_size
        self._began, self._before = time.time(), playing.status()
        self._late: set[Late] = set()

    def look(self) -> None:
        """Take down the late blocks that the instrument remembers."""
        self._late.update(late for late in self._playing.late() if late.ended > self._began)

    def count(self) -> Dropouts:
        """Say what came late until now; a late block that nobody took down is ours."""
        self.look()
        after, ended = self._playing.status(), time.time()
        by_clock = after.late_blocks - self._before.late_blocks
        seconds = self._block_size / after.sample_rate
        excused = sum(self._watch.excuses(late, seconds) for late in self._late)
        xruns = after.xruns - self._before.xruns
        return Dropouts(by_clock - excused, by_clock, xruns, self._watch.milliseconds(self._began, ended))
