"""How a value goes from one to another: straight, in decibels, in octaves, or the short way round.

Conventions
-----------
``start`` and ``end`` are values of a parameter, ``way`` is how much of the way is behind, 0 to 1: numbers or arrays.
The control process calls this to tell what sounds, the audio process to make it sound: one place for one law.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gesturegan_live.show.parameters import DECIBELS, OCTAVES, ROUND

FAINT = 1e-3  # below it, -60 dB, a gain goes to and from nothing in a straight line
HALF_TURN = 180.0  # degrees


def between(law: str, start: Any, end: Any, way: Any) -> Any:
    """Give the value between two; at either end it is that one but for rounding.

    Parameters
    ----------
    law : str
        Of a `Parameter`: straight; in decibels, of a gain; in octaves, of a factor (straight where it goes through 0);
        round, of an azimuth in degrees.
    """
    if law == DECIBELS:
        low, high = np.log(np.maximum(start, 0.0) + FAINT), np.log(np.maximum(end, 0.0) + FAINT)
        return np.maximum(np.exp(low + way * (high - low)) - FAINT, 0.0)
    straight = start + way * (end - start)
    if law == OCTAVES:
        ratio = np.where(np.multiply(start, end) > 0.0, end / np.where(np.equal(start, 0.0), 1.0, start), 1.0)
        return np.where(np.multiply(start, end) > 0.0, start * ratio**way, straight)
    if law == ROUND:
        turned = start + way * ((end - start + HALF_TURN) % (2.0 * HALF_TURN) - HALF_TURN)
        return (turned + HALF_TURN) % (2.0 * HALF_TURN) - HALF_TURN
    return straight
