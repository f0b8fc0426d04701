"""Partials that come back are counted, and no others."""

from __future__ import annotations

import numpy as np

from training.metrics import partials

RATE = 44100
TIME = np.arange(32768) / RATE


def stack(fundamental: float, count: int = 8) -> np.ndarray:
    """A harmonic tone, (1, n)."""
    waves = [np.sin(2 * np.pi * fundamental * k * TIME + k * k) / k for k in range(1, count + 1)]
    return 0.1 * np.sum(waves, axis=0, dtype=np.float32)[None]


def noise(seed: int = 0, count: int = 1) -> np.ndarray:
    return 0.1 * np.random.default_rng(seed).standard_normal((count, len(TIME)), np.float32)


def test_partials_come_back_where_they_are_within_so_many_cents() -> None:
    recordings = np.concatenate([stack(440), stack(523), noise()])
    assert partials.recall(recordings, recordings, RATE).exact == 1
    sharp = np.concatenate([stack(440 * 2 ** (50 / 1200)), stack(523 * 2 ** (50 / 1200)), noise(1)])
    found = partials.recall(recordings, sharp, RATE)
    assert found.near > 0.95
    assert found.exact < 0.05
    assert found.partials > 200
    assert partials.shuffled(recordings[1:], recordings[1:], RATE).near < 0.1
    assert partials.recall(recordings, np.zeros_like(recordings), RATE).near == 0
    silence = np.zeros((1, 4096), np.float32)
    assert partials.recall(silence, silence, RATE) == partials.Recall(0.0, 0.0, 0)


def test_what_comes_back_at_another_time_has_not_come_back() -> None:
    early, late = (stack(440) * gate for gate in (TIME < 0.3, TIME > 0.4))
    assert partials.recall(early, late, RATE).near < 0.05
