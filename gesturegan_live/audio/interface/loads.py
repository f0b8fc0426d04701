"""How much of their time blocks take, counted: what a mean hides.

Conventions
-----------
A load is the time that a block took over the time that it lasts. Loads are counted in `BINS` bins of a sixth of an
octave each: bin k holds loads from ``LOWEST * 2 ** (k / 6)`` up, the first and the last also all beyond. Standard
library only: the audio callback counts, whoever shows it takes percentiles.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

BINS = 64
LOWEST = 0.01
_PER_OCTAVE = 6


def bin_of(load: float) -> int:
    """Say in which bin a load is counted."""
    return min(max(int(_PER_OCTAVE * math.log2(max(load, LOWEST) / LOWEST)), 0), BINS - 1)


def percentile(counts: Sequence[float], percent: float) -> float:
    """Give the load that so many percent of the counted blocks do not pass, evenly spread in its bin; 0 of none."""
    wanted, so_far = percent / 100.0 * sum(counts), 0.0
    for index, count in enumerate(counts):
        if count and so_far + count >= wanted:
            return float(LOWEST * 2.0 ** ((index + (wanted - so_far) / count) / _PER_OCTAVE))
        so_far += count
    return 0.0
