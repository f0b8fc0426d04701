"""Clips that are the same up to gain."""

from __future__ import annotations

import numpy as np

from training.dataset.likeness import duplicates, prints


def _noise(count: int, length: int = 4096) -> np.ndarray:
    return 0.1 * np.random.default_rng(6).standard_normal((count, length)).astype(np.float32)


def test_gain_polarity_and_rounding_do_not_hide_a_duplicate() -> None:
    clips = _noise(6)
    clips[3] = 2.5 * clips[0]
    clips[4] = -0.4 * clips[1]
    clips[5] = np.rint(clips[1] * 2**11) / 2**11  # twelve bits
    np.testing.assert_array_equal(duplicates(prints(clips)), [3, 4, 5])


def test_what_is_only_alike_is_kept() -> None:
    clips = _noise(4)
    clips[1] = np.roll(clips[0], 1)
    clips[2] = clips[0] + 0.05 * clips[2]
    clips[3] = clips[0]
    clips[3, :200] = 0
    assert len(duplicates(prints(clips))) == 0


def test_of_many_alike_the_first_is_kept() -> None:
    clips = np.repeat(_noise(3), 50, axis=0) * np.linspace(0.1, 1, 150, dtype=np.float32)[:, None]
    np.testing.assert_array_equal(np.delete(np.arange(150), duplicates(prints(clips))), [0, 50, 100])


def test_short_sounds_before_long_silence_are_told_apart() -> None:
    rng = np.random.default_rng(7)
    clips = np.zeros((120, 32_768), np.float32)
    for clip in clips:
        length = rng.integers(320, 960)  # 20 to 60 ms at 16 kHz
        clip[:length] = rng.standard_normal(length) * np.exp(-np.arange(length) / rng.uniform(60, 300))
    assert len(duplicates(prints(clips))) == 0
    again = np.concatenate([clips, -0.3 * clips])
    np.testing.assert_array_equal(duplicates(prints(again)), np.arange(120, 240))
