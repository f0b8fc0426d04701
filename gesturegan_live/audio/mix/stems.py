"""Each voice by itself, for recordings of every voice.

Conventions
-----------
A stem is the voice after its envelope and its gain, before pan, master gain and limiter, and as late as the output:
the sum of the stems of voices in one place is what the master holds there, sample by sample, as long as the limiter
has nothing to do. Owned by the audio callback.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.bounds import FINITE, Bounds
from gesturegan_live.audio.interface.controls import Controls
from gesturegan_live.audio.mix.mixer import RAMP, add_ramped, ramp_bounds, ramp_decay
from gesturegan_live.kernel import kernel


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
) -> None:
    """Put `frames` samples of each voice behind those of the last call, of which the last `delay` are kept."""
    for v in range(len(levels)):
        row = line[v]
        for k in range(delay):
            row[k] = row[past + k]
        for k in range(delay, delay + frames):
            row[k] = 0.0
        add_ramped(levels[v], frames, controls[v].gain, ramps[v], decay, np.bool_(False), row, delay)


class Stems:
    """The stems of all voices.

    Parameters
    ----------
    voices : int
    delay : int
        Samples by which the output follows the mixer.
    sample_rate, max_block : int
    """

    def __init__(self, voices: int, delay: int, sample_rate: int, max_block: int) -> None:
        self._line = np.zeros((voices, delay + max_block))
        self._ramps = np.zeros(voices, RAMP)
        self._decay = ramp_decay(sample_rate)
        self._delay = delay
        self._frames = 0  # in the line, after the delayed ones

    @property
    def bounds(self) -> Bounds:
        """What may be in its state."""
        return ramp_bounds(self._decay) | {"_line": FINITE, "_frames": (0, self._line.shape[1] - self._delay)}

    def add(self, levels: NDArray[np.float64], frames: int, controls: Controls) -> None:
        """Take the mixer's next `frames` samples of each voice, shape (voices, max_block), before any gain."""
        _add(levels, frames, controls.voices, self._ramps, self._decay, self._line, self._delay, self._frames)
        self._frames = frames

    def give(self, out: NDArray[np.float32]) -> None:
        """Write the stems that belong to the last `frames` samples of the output, shape (frames, voices)."""
        np.copyto(out, self._line[:, : len(out)].T)

    def reset(self) -> None:
        """Return to silence."""
        self._line[:] = 0.0
        self._ramps[:] = np.zeros(1, RAMP)
        self._frames = 0
