"""What did not come in time, and whose fault it was; what the names mean is in ``bench latency --help``."""

from __future__ import annotations

import time
from dataclasses import dataclass

from gesturegan_live.bench.machine.stalls import Stalls
from gesturegan_live.bench.playing import Late, Playing


@dataclass(frozen=True)
class Dropouts:
    """What a measurement counts.

    Attributes
    ----------
    late_blocks : int
        Blocks that took longer than their time, were not stolen and are not excused.
    late_by_clock : int
        All blocks that took longer than their time.
    stolen_blocks : int
        Those of them that were stolen.
    excused_by_chance : float or None
        How many of the others would have been excused by stalls that merely coincide; None if nobody watched.
    xruns : int
        Dropouts that the device reported.
    stalled_ms : float or None
        How long processors stalled, all together; None if that is not known.
    """

    late_blocks: int
    late_by_clock: int
    stolen_blocks: int
    excused_by_chance: float | None
    xruns: int
    stalled_ms: float | None

    def line(self) -> str:
        """Say it in one line."""
        stalled = "" if self.stalled_ms is None else f", processors stalled for {self.stalled_ms:.0f} ms together"
        clock = f"{self.late_by_clock} by the clock, {self.stolen_blocks} stolen"
        return f"{self.late_blocks} late blocks ({clock}), {self.xruns} xruns{stalled}"


class Counter:
    """Counts from when it is made; `look` before the instrument forgets (it remembers 64 late blocks, not stolen)."""

    def __init__(self, playing: Playing, stalls: Stalls, block_size: int) -> None:
        self._playing, self._stalls, self._block_size = playing, stalls, block_size
        self._xruns, self._before, self._began = playing.status().xruns, playing.late(), time.time()
        self._late: dict[float, float] = {}  # seconds that a block took, by its end

    def look(self) -> Late:
        """Take down the late blocks that the instrument remembers."""
        late = self._playing.late()
        self._late |= dict(set(late.others) - set(self._before.others))
        return late

    def count(self) -> Dropouts:
        """Say what came late until now; a late block that nobody took down is not excused."""
        after, status, now = self.look(), self._playing.status(), time.time()
        by_clock, stolen = after.blocks - self._before.blocks, after.stolen - self._before.stolen
        stalls, late, seconds = self._stalls, self._late.items(), self._block_size / status.sample_rate
        excused = sum(stalls.excuse(ended - took, ended, took - seconds) for ended, took in late)
        chance = sum(stalls.by_chance(self._began, now, took, took - seconds) for _, took in late) + 0.0
        return Dropouts(
            late_blocks=by_clock - stolen - excused,
            late_by_clock=by_clock,
            stolen_blocks=stolen,
            excused_by_chance=round(chance, 2) if stalls.known else None,
            xruns=status.xruns - self._xruns,
            stalled_ms=stalls.milliseconds(self._began, now),
        )
