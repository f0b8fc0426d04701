from __future__ import annotations

import numpy as np

from gesturegan_live.bench.hearing.clicks import MEASURES, isolated, largest

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


def test_breaks_stand_alone_and_strokes_and_noise_do_not() -> None:
    time = np.arange(3 * RATE) / RATE
    tone = (0.3 * np.sin(2 * np.pi * 200 * time)).astype(np.float32)
    noise = np.random.default_rng(1).standard_normal(len(time))
    strokes = (0.3 * noise * np.exp(-30 * (time % 0.25))).astype(np.float32)
    for sound in (tone, strokes, (0.2 * noise).astype(np.float32), np.zeros(len(time), np.float32)):
        assert len(isolated(sound, RATE)) == 0
    missing, stepped, short = tone.copy(), tone.copy(), tone[:100]
    missing[50000:50128] = 0
    stepped[70000:] += 0.05
    assert {len(isolated(missing, RATE)), len(isolated(stepped, RATE)), len(isolated(short, RATE))} == {0, 1, 2}
    assert np.abs(isolated(stepped, RATE) - 70000).max() <= 2
    assert np.abs(isolated(missing, RATE) - [50000, 50128]).max() <= 2
