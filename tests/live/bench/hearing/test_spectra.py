"""The judgement of latency, on sounds that change where it is known."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.bench.hearing import spectra

RATE = 44100
TWO_MILLISECONDS = 0.002 * RATE


def drone(frequency: float, samples: int, seed: int) -> np.ndarray:
    """A hum with noise in it: no two windows are alike."""
    time = np.arange(samples) / RATE
    hum = sum(np.sin(2 * np.pi * frequency * k * time + k) / k for k in range(1, 9))
    return (0.1 * hum + 0.01 * np.random.default_rng(seed).standard_normal(samples)).astype(np.float32)


def hiss(samples: int, seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).standard_normal(samples + 1)
    return (0.05 * np.diff(noise)).astype(np.float32)


def test_a_change_is_heard_when_half_a_window_holds_the_new_sound() -> None:
    old, new = (spectra.reference(sound) for sound in (drone(110, RATE, 1), hiss(RATE, 2)))
    for seed, at in enumerate(range(1000, 1400, 37)):
        sound = np.concatenate([drone(110, at, 10 + seed), hiss(4000, 20 + seed)])
        found = spectra.change(sound, old, new)
        # The spectrum of a window is the new sound's once its middle, or a little less of it, holds that sound.
        assert at <= found <= at + spectra.WINDOW
        assert found - (at + spectra.WINDOW / 2) == pytest.approx(0, abs=TWO_MILLISECONDS)
        back = np.concatenate([hiss(at, 30 + seed), drone(110, 4000, 40 + seed)])
        assert spectra.change(back, new, old) - (at + spectra.WINDOW / 2) == pytest.approx(0, abs=TWO_MILLISECONDS)


def test_a_crossfade_is_heard_within_it() -> None:
    old, new = (spectra.reference(sound) for sound in (drone(110, RATE, 1), hiss(RATE, 2)))
    fade = np.clip((np.arange(8000) - 2000) / 1000, 0, 1).astype(np.float32)
    found = spectra.change(drone(110, 8000, 3) * np.sqrt(1 - fade) + hiss(8000, 4) * np.sqrt(fade), old, new)
    assert 2000 < found < 3000 + spectra.WINDOW


def test_what_rests_has_not_changed() -> None:
    old, new = (spectra.reference(sound) for sound in (drone(110, RATE, 1), hiss(RATE, 2)))
    assert spectra.change(drone(110, 8000, 5), old, new) is None
    assert spectra.change(hiss(8000, 6), old, new) == spectra.WINDOW


def test_sounds_that_differ_more_are_told_apart_more_surely() -> None:
    hum, neighbour, noise = drone(110, RATE, 1), drone(110, RATE, 2), hiss(RATE, 3)
    assert spectra.told_apart(hum, neighbour) < 5 < spectra.told_apart(hum, noise)


def test_level_is_full_scale_and_silence_is_the_floor() -> None:
    sine = np.sin(2 * np.pi * 16 / spectra.WINDOW * np.arange(1024)).astype(np.float32)
    assert spectra.reference(sine)[16] == pytest.approx(0, abs=0.01)
    assert (spectra.reference(np.zeros(1024, np.float32)) == spectra.FLOOR_DB).all()
