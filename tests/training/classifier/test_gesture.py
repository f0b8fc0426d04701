"""Gesture types of sounds made to be of each."""

from __future__ import annotations

import numpy as np
import pytest

from training.classifier.gesture import gesture

RATE = 16000


def _sound(envelope: np.ndarray) -> np.ndarray:
    noise = np.random.default_rng(0).standard_normal(len(envelope))
    return (0.3 * envelope * noise).astype(np.float32)


def _decay(seconds: float, half: float) -> np.ndarray:
    return 0.5 ** (np.arange(round(seconds * RATE)) / RATE / half)


TIME = np.arange(2 * RATE) / RATE
SOUNDS = {
    "trigger": _decay(1.0, 0.05),
    "trigger-continuous": np.concatenate([_decay(0.4, 0.06), 0.4 + 0.4 * np.sin(2 * np.pi * TIME - 1.5)]) + 0.01,
    "continuous-variation": 0.55 - 0.45 * np.cos(2 * np.pi * TIME / 2),
    "repetition": np.tile(_decay(0.25, 0.03), 6),
}


@pytest.mark.parametrize("name", SOUNDS)
@pytest.mark.parametrize("gain", [1.0, 0.01])
def test_each_type_is_known_at_any_level(name: str, gain: float) -> None:
    assert gesture(gain * _sound(SOUNDS[name]), RATE) == name


def test_silence_around_a_sound_says_nothing() -> None:
    rest = np.zeros(RATE // 2)
    for name, envelope in SOUNDS.items():
        assert gesture(_sound(np.concatenate([rest, envelope, rest])), RATE) == name


def test_a_drone_is_no_trigger_and_silence_is_told_too() -> None:
    swell = np.minimum(TIME / 0.8, 1.0)
    assert gesture(_sound(swell), RATE) == "continuous-variation"
    assert gesture(np.zeros(100, np.float32), RATE) == "continuous-variation"
