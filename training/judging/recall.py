"""Which partials of recordings held out come back through a model's encoder and generator.

Conventions
-----------
Pairs of a recording held out and what comes back of it (`metrics.partials`): ``model`` through the encoder,
``codec`` through the codec alone, ``baseline`` through principal components of the other files, ``shuffled`` the
model's, each beside another recording: chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.judging.bootstrap import Figure, Files, interval
from training.metrics import partials
from training.metrics.peaks import Peaks, find

MOST = 128  # pairs

Array = NDArray[np.float32]


def recall(recordings: Array, returned: Mapping[str, Array], sample_rate: int, files: Files) -> dict[str, Any]:
    """Measure pairs (n, clip_samples) of each kind; the first kind is shuffled too."""
    wanted = find(recordings, sample_rate)
    peaks = {name: find(sounds, sample_rate) for name, sounds in returned.items()}
    first = next(iter(returned))
    peaks["shuffled"] = find(np.roll(returned[first], max(1, len(recordings) // 2), axis=0), sample_rate)
    told: dict[str, Any] = {name: _both(wanted, there, files) for name, there in peaks.items()}
    return {"pairs": len(recordings), **told}


def _both(wanted: Peaks, there: Peaks, files: Files) -> dict[str, Figure]:
    counts = partials.counts(wanted, there)
    return {
        what: interval(lambda w, column=column: _part(counts, w, column), files)
        for what, column in (("near", 1), ("exact", 2))
    }


def _part(counts: NDArray[np.float64], weights: NDArray[np.float64], column: int) -> float:
    strong = weights @ counts[:, 0]
    return float(weights @ counts[:, column] / strong) if strong else 0.0
