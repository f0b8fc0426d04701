"""What a stream was, recorded: to be looped, and stretched.

Conventions
-----------
Seconds count from the beginning of the recording. Values are as they came, before any filter.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

LONGEST = 600.0  # seconds
MOST_VALUES = 1 << 18  # of all moments together


class Phrase:
    """A recording of a stream.

    Attributes
    ----------
    length : float
        Seconds.
    """

    def __init__(self, began: float) -> None:
        self.length = 0.0
        self._began = began
        self._times: list[float] = []
        self._moments: list[tuple[float, ...]] = []
        self._values = 0

    def __bool__(self) -> bool:
        return bool(self._moments) and self.length > 0

    def add(self, values: Sequence[float], now: float) -> bool:
        """Add what came; False where there is no room for more."""
        at = max(now - self._began, self._times[-1] if self._times else 0.0)
        if self._values + len(values) > MOST_VALUES or at > LONGEST:
            return False
        self._times.append(at)
        self._moments.append(tuple(values))
        self._values += len(values)
        return True

    def end(self, now: float) -> None:
        """Let it be as long as until now."""
        last = self._times[-1] if self._times else 0.0
        self.length = min(max(now - self._began, last), LONGEST)

    def at(self, seconds: float) -> Sequence[float]:
        """Give the values of a moment of its length, between those that came: it goes round and round."""
        seconds %= self.length
        after = bisect_right(self._times, seconds)
        if after in (0, len(self._times)):
            return self._moments[max(after - 1, 0)]
        begin, end = self._times[after - 1], self._times[after]
        way = (seconds - begin) / (end - begin) if end > begin else 1.0
        return [a + way * (b - a) for a, b in zip(self._moments[after - 1], self._moments[after], strict=True)]
