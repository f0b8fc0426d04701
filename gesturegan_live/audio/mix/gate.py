"""How a voice opens and closes: the envelope of its gate.

Conventions
-----------
Exponential, with an end: it makes for a little beyond open or closed, and is rounded at both. Part of the mixer's
kernel; owned by the audio callback.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.controls import ONCE
from gesturegan_live.kernel import inlined, maximum, minimum
from gesturegan_live.show.parameters import VOICE_INDEX, VOICE_PARAMETERS

STRIKE_SECONDS = 0.001  # attack of a `once` that was given no longer one: it begins where the clip does
PANIC_SECONDS = 0.010  # in which a voice is silent, whatever its release
BEYOND_OPEN, BEYOND_CLOSED = 0.3, 0.02  # what an envelope makes for
ATTACK_SECONDS = VOICE_PARAMETERS[VOICE_INDEX["attack"]].default


@inlined
def envelope(state: float, control: Any, level: NDArray[np.float64], frames: int, sample_rate: float) -> float:
    """Multiply `level` with the gate's envelope; return its state."""
    if control.gate == 1:
        if state == 1.0:
            return state
        strikes = control.mode == ONCE and control.attack <= ATTACK_SECONDS
        goal, beyond = 1.0 + BEYOND_OPEN, BEYOND_OPEN
        seconds = STRIKE_SECONDS if strikes else control.attack
    else:
        goal, beyond = -BEYOND_CLOSED, BEYOND_CLOSED
        seconds = PANIC_SECONDS if control.panic == 1 else control.release
    kept = math.exp(math.log(beyond / (1.0 + beyond)) / (seconds * sample_rate))
    for i in range(frames):
        state = minimum(maximum(goal + kept * (state - goal), 0.0), 1.0)
        level[i] *= state * state * (3.0 - 2.0 * state)
    return state
