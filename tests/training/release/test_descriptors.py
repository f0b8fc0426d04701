"""Sounds in numbers and words."""

from __future__ import annotations

import numpy as np
import pytest

from training.release.descriptors import describe

RATE = 44100


@pytest.fixture
def sounds() -> np.ndarray:
    """A low tone, noise, one click, four bursts, silence."""
    time = np.arange(RATE) / RATE
    rng = np.random.default_rng(0)
    noise = 0.2 * rng.standard_normal(RATE)
    hit = noise * np.exp(-40 * time)
    bursts = noise * np.exp(-60 * (time % 0.25))
    return np.stack([0.5 * np.sin(2 * np.pi * 220 * time), noise, hit, bursts, 0 * time]).astype(np.float32)


def test_numbers_say_what_is_heard(sounds: np.ndarray) -> None:
    traits = describe(sounds, RATE)
    assert traits.centroid[0] == pytest.approx(220, abs=10)
    assert traits.centroid[1] == pytest.approx(RATE / 4, rel=0.05)
    assert traits.flatness[0] < 0.01 < 0.4 < traits.flatness[1]
    assert traits.level_db[0] == pytest.approx(-9.03, abs=0.05)
    assert traits.activity[1] == 1 > 0.3 > traits.activity[2]
    assert traits.balance[0] == pytest.approx(0.5, abs=0.01)
    assert traits.balance[2] < 0.1
    assert traits.pulses[3] == 4
    assert traits.pulses[2] == 1
    assert [traits.centroid[4], traits.flatness[4], traits.activity[4], traits.pulses[4]] == [0, 0, 0, 0]


def test_names_are_words_and_no_two_alike(sounds: np.ndarray) -> None:
    names = describe(sounds[[0, 1, 2, 3, 1]], RATE).names()
    assert names == ["dark drone", "bright noise", "bright hit", "bright hits", "bright noise 2"]
