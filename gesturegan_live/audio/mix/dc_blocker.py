"""No voice pushes the cones out of their middle: what is slower than hearing is taken away.

A network that makes waveforms makes them with an offset, and a playhead that stands still is nothing but one. It is
taken away from each voice before its gate: the gate of a voice with an offset would thump, and what is recorded of a
voice by itself is what it adds to the output.

Conventions
-----------
A one-pole high-pass at 5 Hz: at 40 Hz 0.07 dB and 7 degrees. A voice that opens from silence starts without a past.
Voices are (voices, max_block) float32. Owned by the audio callback.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.bounds import FINITE, Bounds
from gesturegan_live.audio.interface.controls import HEARD, SILENT
from gesturegan_live.kernel import kernel

CUTOFF = 5.0  # Hz
_NOTHING = 1e-30


@kernel
def _block(
    voices: NDArray[np.float32],
    frames: int,
    heard: NDArray[np.int64],
    offsets: NDArray[np.float64],
    pull: float,
) -> None:
    for v in range(len(voices)):
        if heard[v] != HEARD:
            offsets[v] = 0.0
        if heard[v] == SILENT:
            continue
        samples, offset, keep = voices[v], offsets[v], 1.0 - pull
        for i in range(frames):
            sample = float(samples[i])
            if abs(sample) < np.inf:  # what is no number is the mixer's to find
                offset = keep * offset + pull * sample
                samples[i] = np.float32(sample - offset)
        offsets[v] = offset if abs(offset) > _NOTHING else 0.0  # or it falls to where every sum takes processors long


class DcBlocker:
    """Takes the offset of every voice away."""

    def __init__(self, voices: int, sample_rate: int) -> None:
        self._offsets = np.zeros(voices)
        self._pull = 1.0 - math.exp(-2.0 * math.pi * CUTOFF / sample_rate)

    @property
    def bounds(self) -> Bounds:
        """What may be in its state."""
        return {"_offsets": FINITE}

    def block(self, voices: NDArray[np.float32], frames: int, heard: NDArray[np.int64]) -> None:
        """Filter the first `frames` samples of each voice, in place; `heard` as `Mixer.listen` found it."""
        _block(voices, frames, heard, self._offsets, self._pull)

    def reset(self) -> None:
        """Forget every offset."""
        self._offsets[:] = 0.0
