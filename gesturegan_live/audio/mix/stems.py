"""Each voice by itself, for recordings of every voice and for outputs of its own.

Conventions
-----------
A stem is the voice after its envelope and its gain, before pan, master gain and limiter, and as late as the output:
the sum of the stems of voices in one place is what the master holds there, sample by sample, as long as the limiter
has nothing to do. Where the output fades in or out, so do they. Owned by the audio callback.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.bounds import FINITE, FLAG, Bounds
from gesturegan_live.audio.interface.controls import Controls
from gesturegan_live.audio.mix.limiter import FADE_SECONDS
from gesturegan_live.audio.mix.mixer import RAMP, add_ramped, ramp_bounds, ramp_decay
from gesturegan_live.kernel import kernel, maximum, minimum


@kernel
def _add(
    levels: NDArray[np.float64],
    frames: int,
    controls: NDArray[Any],
    ramps: NDArray[Any],
    decay: NDArray[np.float64],
    line: NDArray[np.float64],
    delay: int,
    past: int,
    fade: float,
    step: float,
) -> float:
    """Put `frames` samples of each voice behind those of the last call, of which the last `delay` are kept.

    Return where the fade is, 0 to 1, which takes a step with each sample.
    """
    after: float = minimum(maximum(fade + step * frames, 0.0), 1.0)
    for v in range(len(levels)):
        row = line[v]
        for k in range(delay):
            row[k] = row[past + k]
        for k in range(delay, delay + frames):
            row[k] = 0.0
        add_ramped(levels[v], frames, controls[v].gain, ramps[v], decay, np.bool_(False), row, delay)
        if fade < 1.0 or after < 1.0:
            for k in range(frames):
                now = minimum(maximum(fade + step * (k + 1), 0.0), 1.0)
                row[delay + k] *= now * now * (3.0 - 2.0 * now)
    return after


class Stems:
    """The stems of all voices.

    Parameters
    ----------
    voices : int
    delay : int
        Samples by which the output follows the mixer.
    sample_rate, max_block : int

    Attributes
    ----------
    fading : bool
        Whether they are fading out, or stay faded.
    """

    def __init__(self, voices: int, delay: int, sample_rate: int, max_block: int) -> None:
        self._line = np.zeros((voices, delay + max_block))
        self._ramps = np.zeros(voices, RAMP)
        self._decay = ramp_decay(sample_rate)
        self._delay = delay
        self._frames = 0  # in the line, after the delayed ones
        self.fading = False
        self._fade = 1.0
        self._step = 1.0 / (FADE_SECONDS * sample_rate)

    @property
    def bounds(self) -> Bounds:
        """What may be in its state."""
        frames = (0, self._line.shape[1] - self._delay)
        own = {"_line": FINITE, "_frames": frames, "fading": FLAG, "_fade": (0, 1)}
        return ramp_bounds(self._decay) | own

    def add(self, levels: NDArray[np.float64], frames: int, controls: Controls) -> None:
        """Take the mixer's next `frames` samples of each voice, shape (voices, max_block), before any gain."""
        memory = self._ramps, self._decay, self._line, self._delay, self._frames
        step = -self._step if self.fading else self._step
        self._fade = _add(levels, frames, controls.voices, *memory, self._fade, step)
        self._frames = frames

    def give(self, out: NDArray[np.float32]) -> None:
        """Write the stems that belong to the last `frames` samples of the output, shape (frames, voices)."""
        np.copyto(out, self._line[:, : len(out)].T)

    def mute(self) -> None:
        """Be silent at once: before the first sample, for a start that fades in."""
        self._fade = 0.0

    def reset(self) -> None:
        """Return to silence, at full level."""
        self.fading, self._fade = False, 1.0
        self._line[:] = 0.0
        self._ramps[:] = np.zeros(1, RAMP)
        self._frames = 0
