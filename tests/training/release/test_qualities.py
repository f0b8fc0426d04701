"""Qualities of sounds: each grows with what it is named after, and silence has them too."""

from __future__ import annotations

import numpy as np
import pytest

from training.release.qualities import QUALITIES, measure

RATE = 22050
TIME = np.arange(RATE) / RATE
NOISE = np.random.default_rng(0).standard_normal(RATE)


def tone(frequency: float) -> np.ndarray:
    return np.sin(2 * np.pi * frequency * TIME) + 0.3 * np.sin(4 * np.pi * frequency * TIME)


@pytest.mark.parametrize(
    ("quality", "less", "more"),
    [
        ("brightness", tone(200), tone(800)),
        ("loudness", 0.1 * NOISE, 0.4 * NOISE),
        ("noisiness", tone(300), tone(300) + NOISE),
        ("attack", tone(300) * np.minimum(1, 2 * TIME), tone(300) * (TIME > 0.5)),
        ("pitch", tone(110), tone(220)),
    ],
)
def test_a_quality_grows_with_what_it_is_named_after(quality: str, less: np.ndarray, more: np.ndarray) -> None:
    place = list(QUALITIES).index(quality)
    found = measure(0.2 * np.stack([less, more]).astype(np.float32), RATE)[:, place]
    assert found[0] < found[1]


def test_units_are_octaves_decibels_and_semitones() -> None:
    found = measure(np.stack([0.1 * tone(220), 0.2 * tone(440)]).astype(np.float32), RATE)
    steps = dict(zip(QUALITIES, found[1] - found[0], strict=True))
    assert steps["brightness"] == pytest.approx(1, abs=0.05)
    assert steps["loudness"] == pytest.approx(6.02, abs=0.05)
    assert steps["pitch"] == pytest.approx(12, abs=0.1)


def test_silence_and_short_sounds_are_measured() -> None:
    assert np.isfinite(measure(np.zeros((1, 4096), np.float32), RATE)).all()
    assert np.isfinite(measure(0.1 * NOISE[None, :3000].astype(np.float32), 16000)).all()
