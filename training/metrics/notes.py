"""Whether notes have the pitch that was asked for.

Conventions
-----------
Pitch in MIDI numbers. A note counts as right within a quarter tone; an octave off is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from training.metrics.pitch import detect

RIGHT = 0.5  # semitones
_CONDITION = re.compile(r"pitch (\d+)")


def accuracy(samples: NDArray[np.float32], sample_rate: int, wanted: ArrayLike) -> float:
    """Part of the sounds (B, n) whose pitch is the wanted one (B,), within a quarter tone."""
    return float(np.mean(np.abs(detect(samples, sample_rate) - np.asarray(wanted)) < RIGHT))


def asked(conditions: Sequence[str]) -> list[int] | None:
    """Pitches that the conditions of a model name (``pitch 60``); None where they are something else."""
    matches = [_CONDITION.fullmatch(name) for name in conditions]
    return [int(match[1]) for match in matches if match] if matches and all(matches) else None
