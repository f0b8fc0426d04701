from __future__ import annotations

import numpy as np

from gesturegan_live.bench.hearing.clicks import MEASURES, largest

RATE = 44100
TIME = np.arange(8192) / RATE
TONE = (0.3 * np.sin(2 * np.pi * 220 * TIME)).astype(np.float32)


def _beside_the_tone(samples: np.ndarray) -> dict[str, float]:
    ratios = largest(samples.astype(np.float32), RATE) / largest(TONE, RATE)
    return dict(zip(MEASURES, ratios, strict=True))


def test_a_step_sticks_out_in_every_measure() -> None:
    stepped = TONE + np.where(np.arange(len(TONE)) < 4000, 0.0, 0.05)
    ratios = _beside_the_tone(stepped)
    assert min(ratios["high_flux"], ratios["difference"]) > 50
    assert ratios["flux"] > 1.5


def test_a_corner_sticks_out_where_a_drone_has_nothing() -> None:
    ratios = _beside_the_tone(
        TONE * np.where(np.arange(len(TONE)) < 4020, 1.0, 0.5 + 0.5 * np.exp(-(TIME - TIME[4020]) * 900))
    )
    assert max(ratios["high_flux"], ratios["difference"]) > 5


def test_a_slow_change_does_not() -> None:
    ratios = _beside_the_tone(TONE * np.linspace(1.0, 0.5, len(TONE)))
    assert max(ratios.values()) < 1.5
