"""The four gesture types of the project's origin, read off a sound's envelope; nothing is taught.

``trigger``: one attack, then decay. ``trigger-continuous``: an attack, after which the energy goes on moving.
``continuous-variation``: a stream that swells and ebbs without an attack. ``repetition``: pulses.

Conventions
-----------
``samples``: (n,) float32 of one whole sound. The envelope is the RMS of 10 ms stretches, smoothed over 30 ms, in dB
below its greatest value.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TYPES = ("trigger", "trigger-continuous", "continuous-variation", "repetition")
STRETCH_SECONDS = 0.01
FLOOR_DB = -50.0
ATTACK_DB, ATTACK_STRETCHES = 10.0, 5  # this much louder within that many stretches
PULSES = 3
PULSE_DB, FAINT_DB = 9.0, -20.0  # between a pulse and the dip before it; what is softer is no pulse
PULSE_STRETCHES = 10
MOVES_DB = 3.0  # a swell after the attack


def envelope(samples: NDArray[np.float32], sample_rate: int) -> NDArray[np.float64]:
    """Level over time, dB below the loudest, its silent beginning and end left out."""
    size = max(1, round(STRETCH_SECONDS * sample_rate))
    padded = np.pad(samples, (0, -len(samples) % size)).astype(np.float64)
    power = np.mean(np.square(padded.reshape(-1, size)), axis=1)
    smooth = np.convolve(power, np.ones(3) / 3, mode="same")
    level = 10 * np.log10(smooth / max(float(smooth.max(initial=0)), 1e-20) + 1e-20)
    heard = np.flatnonzero(level > FLOOR_DB)
    return np.maximum(level[heard[0] : heard[-1] + 1], FLOOR_DB) if len(heard) else np.zeros(0)


def gesture(samples: NDArray[np.float32], sample_rate: int) -> str:
    """Name the gesture of a sound."""
    level = envelope(samples, sample_rate)
    if len(level) == 0:
        return "continuous-variation"
    padded = np.concatenate([np.full(ATTACK_STRETCHES, FLOOR_DB), level])
    rises = level - np.array([padded[n : n + ATTACK_STRETCHES].min() for n in range(len(level))])
    if _pulses(level) >= PULSES:
        return "repetition"
    loudest = int(level.argmax())
    near = level > -MOVES_DB  # the first place that is about as loud as the loudest
    first = int(near.argmax())
    if rises[first] < ATTACK_DB or first * STRETCH_SECONDS > max(0.1, 0.25 * len(level) * STRETCH_SECONDS):
        return "continuous-variation"
    after = level[max(first, loudest) :]
    lowest = np.minimum.accumulate(after)
    swells = float(np.max(after - lowest, initial=0.0)) > MOVES_DB
    sustained = float(np.mean(level > -12.0)) > 0.5 and len(level) * STRETCH_SECONDS > 0.5
    return "trigger-continuous" if swells or sustained else "trigger"


def _pulses(level: NDArray[np.float64]) -> int:
    """Count the peaks with a dip of `PULSE_DB` before and after them, that rise out of it within `PULSE_STRETCHES`."""
    padded = np.concatenate([np.full(PULSE_STRETCHES, FLOOR_DB), level, [FLOOR_DB]])
    count, low, top, rising = 0, FLOOR_DB, 0, True
    for place, value in enumerate(padded):
        if rising:
            top = place if value > padded[top] else top
            if value < padded[top] - PULSE_DB:
                steep = padded[max(0, top - PULSE_STRETCHES) : top + 1].min() < padded[top] - PULSE_DB
                count += steep and padded[top] > FAINT_DB
                low, rising = value, False
        else:
            low = min(low, value)
            if value > low + PULSE_DB:
                top, rising = place, True
    return count
