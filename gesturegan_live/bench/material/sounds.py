"""Sounds to measure with where the user gives none: synthesised, the same every time, unlike each other.

Conventions
-----------
float32, mono, within [-1, 1].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Sound:
    """A mono recording."""

    name: str
    sample_rate: int
    samples: NDArray[np.float32]


def synthesised(sample_rate: int = 44100, seconds: float = 3.0) -> list[Sound]:
    """Make six sounds: tone, glide, chord, noise, pulses, strokes."""
    time = np.arange(round(sample_rate * seconds)) / sample_rate
    noise = np.random.default_rng(7).standard_normal(len(time))
    swell = np.sin(np.pi * time / seconds) ** 2
    partials = 110.0 * np.array([[1.0], [2.0], [2.5], [3.0], [4.0], [5.0]])
    strokes = np.exp(-8.0 * ((3.0 * time) % 1.0))
    sounds = {
        "tone": ((220.0 * time) % 1.0) - 0.5,
        "glide": np.sin(2.0 * np.pi * (100.0 * time + 900.0 * time**2)),
        "chord": np.sin(2.0 * np.pi * partials * time).sum(axis=0) * swell,
        "noise": noise * swell,
        "pulses": ((40.0 * time) % 1.0 < 40.0 / sample_rate).astype(np.float64),
        "strokes": noise * strokes * np.sin(2.0 * np.pi * 700.0 * time),
    }
    return [
        Sound(name, sample_rate, (0.7 * samples / np.abs(samples).max()).astype(np.float32))
        for name, samples in sounds.items()
    ]
