"""Pitch of tones whose pitch is known."""

from __future__ import annotations

import numpy as np
import pytest

from training.metrics.pitch import detect

RATE = 22050
TIME = np.arange(RATE) / RATE


def note(midi: float, partials: int, rate: int = RATE) -> np.ndarray:
    frequency = 440 * 2 ** ((midi - 69) / 12)
    time = np.arange(rate) / rate
    tones = [np.sin(2 * np.pi * k * frequency * time) / k for k in range(1, partials + 1)]
    return (0.2 * np.sum(tones, axis=0) * np.exp(-3 * time)).astype(np.float32)


@pytest.mark.parametrize("rate", [16000, 22050, 44100])
def test_notes_are_found_to_a_few_cents(rate: int) -> None:
    wanted = np.array([36.0, 45.3, 60.0, 69.0, 84.5])
    found = detect(np.stack([note(midi, 6, rate) for midi in wanted]), rate)
    np.testing.assert_allclose(found, wanted, atol=0.1)


def test_a_missing_fundamental_is_heard_and_noise_does_not_hide_a_note() -> None:
    noise = 0.01 * np.random.default_rng(0).standard_normal(RATE)
    without = note(57, 8) - note(57, 1)
    np.testing.assert_allclose(detect(np.stack([without, note(57, 3) + noise]), RATE), 57, atol=0.2)


def test_silence_has_no_pitch_and_a_short_sound_one() -> None:
    assert np.isnan(detect(np.zeros((1, 4096), np.float32), RATE)[0])
    assert detect(note(81, 2)[None, :1500], RATE)[0] == pytest.approx(81, abs=0.2)
