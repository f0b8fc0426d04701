from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gesturegan_live.codecs.waveform import WaveformGray, WaveformRgb


def test_gray_holds_22500_samples_in_rows() -> None:
    codec = WaveformGray()
    samples = np.linspace(-1, 1, codec.clip_samples, dtype=np.float32)[None]
    image = codec.encode(samples)
    assert image.shape == (1, 150, 150, 1)
    assert image[0, 1, 2, 0] == samples[0, 152]


def test_rgb_pixels_are_three_samples() -> None:
    codec = WaveformRgb()
    assert codec.clip_samples == 49152
    samples = np.linspace(-1, 1, codec.clip_samples, dtype=np.float32)[None]
    assert codec.encode(samples)[0, 1, 2].tolist() == samples[0, 390:393].tolist()


@given(side=st.sampled_from([2**n for n in range(2, 8)]), batch=st.integers(0, 3), seed=st.integers(0, 2**32 - 1))
def test_rgb_is_exact_at_every_side(side: int, batch: int, seed: int) -> None:
    codec = WaveformRgb(side=side)
    samples = np.random.default_rng(seed).uniform(-1, 1, (batch, codec.clip_samples)).astype(np.float32)
    assert np.array_equal(codec.decode(codec.encode(samples)), samples)


def test_the_largest_side_holds_over_a_minute() -> None:
    codec = WaveformRgb(side=1024)
    samples = np.random.default_rng(1).uniform(-1, 1, (1, codec.clip_samples)).astype(np.float32)
    assert codec.clip_samples == 3 * 2**20
    assert np.array_equal(codec.decode(codec.encode(samples)), samples)


@pytest.mark.parametrize("level", [0.0, 1e-20, 0.5, 1.0, 7.0])
def test_any_level_is_kept_up_to_full_scale(level: float) -> None:
    codec = WaveformGray(side=16)
    samples = (level * np.random.default_rng(0).standard_normal((2, 256))).astype(np.float32)
    assert np.array_equal(codec.decode(codec.encode(samples)), np.clip(samples, -1, 1))
