"""How the energy of a hand shapes a voice: by the four types of gesture that this project began with.

``trigger``: once the energy passes the threshold the sound strikes, as strong as the hand was by then, and decays.
``trigger-continuous``: it strikes at full strength, then the energy goes on moving. ``continuous-variation``: the sound
swells and ebbs with the energy. ``repetition``: it strikes again and again for as long as the energy stays above the
threshold.

Conventions
-----------
A shape, 0 to 1, is a factor of the voice's gain, which is smoothed. It moves every `STEP` samples of the output, and
with the samples of events and pulses, wherever blocks end. Decay is to a thousandth. Owned by the audio callback.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.bounds import COUNT, FLAG, Bounds
from gesturegan_live.audio.interface.ramps import STEP
from gesturegan_live.show.parameters import GESTURES

OFF, TRIGGER, TRIGGER_CONTINUOUS, CONTINUOUS_VARIATION, REPETITION = range(len(GESTURES))
_REARMED = 0.7  # of the threshold: below it the hand may strike again
_RISE_SECONDS = 0.030  # that a stroke may go on rising after it has passed the threshold
_SWELL_SECONDS = 0.030  # time constant of what rises with the energy
_THOUSANDTH = float(np.log(1000.0))

GESTURE = np.dtype(
    [
        ("shape", "<f8"),
        ("armed", "<i8"),  # whether the energy has passed the threshold and not gone back
        ("until", "<i8"),  # sample up to which the stroke rises
        ("next", "<i8"),  # and of the next pulse; 0: none is to come
    ]
)


class Gestures:
    """The shapes of all voices.

    Parameters
    ----------
    voices, sample_rate : int
    """

    def __init__(self, voices: int, sample_rate: int) -> None:
        self._states = np.zeros(voices, GESTURE)
        self._sample_rate = sample_rate

    @property
    def bounds(self) -> Bounds:
        """What may be in its state."""
        return {
            "_states.shape": (0, 1),
            "_states.armed": FLAG,
            "_states.until": COUNT,
            "_states.next": COUNT,
        }

    def clear(self) -> None:
        """Forget everything."""
        self._states[:] = np.zeros(1, GESTURE)

    def before(self, clock: int, limit: int) -> int:
        """Count the samples from `clock` to the next pulse, `limit` at most."""
        pulses = self._states["next"]
        coming = pulses[pulses > clock]
        return min(limit, int(coming.min()) - clock) if coming.size else limit

    def is_due(self, clock: int) -> bool:
        """Whether a pulse is due at a sample."""
        pulses = self._states["next"]
        return bool(((pulses > 0) & (pulses <= clock)).any())

    def begin(self, voices: NDArray[np.integer[Any]]) -> None:
        """Let voices begin anew, from silence."""
        self._states[voices] = np.zeros(1, GESTURE)

    def look(self, controls: NDArray[Any], voices: NDArray[np.integer[Any]], clock: int) -> NDArray[np.integer[Any]]:
        """See what the energy of some voices does at a sample; returns those that strike."""
        state, control = self._states[voices], controls[voices]
        energy, gesture = control["energy"], control["gesture"]
        above = energy >= control["threshold"]
        strikes = above & (state["armed"] == 0) & np.isin(gesture, (TRIGGER, TRIGGER_CONTINUOUS, REPETITION))
        state["armed"] = np.where(above, 1, np.where(energy < _REARMED * control["threshold"], 0, state["armed"]))
        state["until"] = np.where(strikes, clock + round(_RISE_SECONDS * self._sample_rate), state["until"])
        pulses = (gesture == REPETITION) & (state["armed"] == 1)
        due = pulses & (strikes | (state["next"] <= clock))
        period = np.maximum(np.rint(self._sample_rate / control["pulse"]), 1).astype(np.int64)
        state["next"] = np.where(due, clock + period, np.where(pulses, state["next"], 0))
        strikes |= due
        strength = np.where(gesture == TRIGGER_CONTINUOUS, 1.0, energy)
        rising = strikes | ((gesture == TRIGGER) & (state["armed"] == 1) & (clock < state["until"]))
        state["shape"] = np.where(rising, np.maximum(state["shape"], strength), state["shape"])
        self._states[voices] = state
        struck: NDArray[np.integer[Any]] = voices[strikes]
        return struck

    def step(self, controls: NDArray[Any]) -> None:
        """Let `STEP` samples pass: what was struck decays, what swells follows the energy."""
        state, seconds = self._states, STEP / self._sample_rate
        energy, gesture, shape = controls["energy"], controls["gesture"], state["shape"]
        kept = np.exp(-_THOUSANDTH * seconds / controls["decay"])
        least = np.where((gesture == TRIGGER_CONTINUOUS) & (state["armed"] == 1), energy, 0.0)
        pull = np.where(energy > shape, 1.0 - np.exp(-seconds / _SWELL_SECONDS), 1.0 - kept)
        swelling = shape + pull * (energy - shape)
        state["shape"] = np.where(gesture == CONTINUOUS_VARIATION, swelling, np.maximum(kept * shape, least))

    def shapes(self, controls: NDArray[Any]) -> NDArray[np.float64]:
        """Give the factor of each voice's gain."""
        shapes: NDArray[np.float64] = np.where(controls["gesture"] == OFF, 1.0, self._states["shape"])
        return shapes
