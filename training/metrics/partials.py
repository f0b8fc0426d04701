"""Whether partials come back: recordings beside what a model, or a codec, makes of them.

Conventions
-----------
Pairs of sounds (B, n) of one length: a recording, and what came back. Strong are the clear peaks (`peaks`) within
`STRONG_DB` of the highest bin of their frame; one is brought back if the same frame of the other sound has a clear peak
within so many cents. ::

    recall = strong peaks brought back / strong peaks

counted over the set. What chance brings back is the same of shuffled pairs; what can be brought back, the recall of
the codec's own round trip.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.metrics.peaks import Peaks, find

STRONG_DB = 30.0
NEAR, EXACT = 100.0, 20.0  # cents
_FRAME = 48_000.0  # cents from one frame to the next, if all are put on one line: 40 octaves

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Recall:
    """Part of the strong partials that are brought back, 0 to 1.

    Attributes
    ----------
    near, exact : float
        Within `NEAR` and within `EXACT` cents.
    partials : int
        Strong ones of the recordings; where there are none, both parts are 0.
    """

    near: float
    exact: float
    partials: int


def recall(recordings: Array, returned: Array, sample_rate: int) -> Recall:
    """Measure pairs of sounds (B, n)."""
    return of_peaks(find(recordings, sample_rate), find(returned, sample_rate))


def shuffled(recordings: Array, returned: Array, sample_rate: int) -> Recall:
    """Measure what chance brings back: each recording beside what came back of the one half a set further."""
    return recall(recordings, np.roll(returned, max(1, len(returned) // 2), axis=0), sample_rate)


def of_peaks(wanted: Peaks, there: Peaks) -> Recall:
    """Measure pairs whose peaks are known."""
    return of_counts(counts(wanted, there))


def counts(wanted: Peaks, there: Peaks) -> NDArray[np.float64]:
    """Strong partials of each sound, those brought back near and those brought back exactly: (B, 3)."""
    off, sound = cents_off(wanted, there)
    parts = [sound, sound[off <= NEAR], sound[off <= EXACT]]
    return np.stack([np.bincount(part, minlength=len(wanted.heard)) for part in parts], axis=1).astype(np.float64)


def of_counts(found: NDArray[np.float64]) -> Recall:
    """Recall of a set by its sounds' counts."""
    strong, near, exact = found.sum(axis=0)
    return Recall(near=float(near / max(strong, 1)), exact=float(exact / max(strong, 1)), partials=int(strong))


def cents_off(wanted: Peaks, there: Peaks) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Tell how far the frame's nearest peak is from each strong one, or infinity, and of which sound that is."""
    strong = wanted.level_db >= -STRONG_DB
    asked, given = (_places(peaks) for peaks in (wanted, there))
    asked = asked[strong]
    bounded = np.concatenate([[-np.inf], given, [np.inf]])
    after = np.searchsorted(bounded, asked)
    off = np.minimum(asked - bounded[after - 1], bounded[after] - asked)
    return np.where(off < _FRAME / 2, off, np.inf), wanted.sound[strong]


def _places(peaks: Peaks) -> NDArray[np.float64]:
    """Put all peaks on one line, frame after frame, in cents; ascending."""
    frames = peaks.sound * peaks.heard.shape[1] + peaks.frame
    return np.asarray(frames * _FRAME + 1200 * np.log2(np.maximum(peaks.hertz, 1.0)))
