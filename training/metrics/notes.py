"""Whether notes have the pitch that was asked for.

Conventions
-----------
Pitch in MIDI numbers. A note counts as right within a quarter tone; an octave off is wrong. How far right ones are off
is told in cents.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from training.metrics.pitch import detect

RIGHT = 0.5  # semitones
_CONDITION = re.compile(r"pitch (\d+)")


def judged(samples: NDArray[np.float32], sample_rate: int, wanted: ArrayLike) -> dict[str, Any]:
    """Part of the sounds (B, n) whose pitch is the wanted one (B,), and how far those are off: the median.

    ``octaves`` has the part of each octave's, by its first pitch: a model may know high notes and no deep ones.
    """
    pitches = np.asarray(wanted)
    off = np.abs(detect(samples, sample_rate) - pitches)
    right, octaves = off < RIGHT, (pitches // 12).astype(int)
    return {
        "accuracy": float(np.mean(right)),
        "cents": float(100 * np.median(off[right])) if right.any() else 50.0,
        "octaves": {str(12 * octave): float(np.mean(right[octaves == octave])) for octave in np.unique(octaves)},
    }


def pitch_of(condition: str) -> int | None:
    """Pitch that a condition of a model names (``pitch 60``); None where it is something else."""
    match = _CONDITION.fullmatch(condition)
    return int(match[1]) if match else None
