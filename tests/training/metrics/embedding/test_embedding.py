"""The sound embedding: what is like lies near."""

from __future__ import annotations

import numpy as np

from training.metrics.embedding.embedding import BLOCK, DIMENSION, _blocks, embed

RATE = 44100


def sounds(count: int, seconds: float, rate: int = RATE) -> np.ndarray:
    """Steady tones, then noises, then noise bursts, `count` of each."""
    time = np.arange(round(seconds * rate)) / rate
    draw = np.random.default_rng(0)
    tones = [0.5 * np.sin(2 * np.pi * f * time) for f in np.linspace(200, 320, count)]
    noises = [0.2 * draw.standard_normal(len(time)) for _ in range(count)]
    bursts = [0.5 * draw.standard_normal(len(time)) * np.exp(-40 * (time % 0.25)) for _ in range(count)]
    return np.array([*tones, *noises, *bursts], np.float32)


def test_sounds_of_one_kind_lie_together() -> None:
    points = embed(sounds(2, 0.8), RATE)
    assert points.shape == (6, DIMENSION)
    assert (points >= 0).all()
    apart = np.linalg.norm(points[:, None] - points, axis=2)
    np.fill_diagonal(apart, np.inf)
    np.testing.assert_array_equal(apart.argmin(axis=1), [1, 0, 3, 2, 5, 4])


def test_the_rate_hardly_matters() -> None:
    tone, noise = embed(sounds(1, 0.8), RATE)[:2]
    other = embed(sounds(1, 0.8, 48000), 48000)[0]
    assert np.linalg.norm(other - tone) < 0.1 * np.linalg.norm(noise - tone)


def test_long_sounds_are_cut_into_blocks_that_overlap_by_half() -> None:
    mel = np.arange(1, 131, dtype=np.float32)[:, None] * np.ones(96, np.float32)
    blocks = _blocks(mel)
    assert blocks.shape == (2, BLOCK, 96)
    np.testing.assert_array_equal(blocks[:, 0, 0], [1, 51])
    np.testing.assert_array_equal(blocks[1, 78:83, 0], [129, 130, 0, 0, 0])  # silence where the sound has ended
    assert len(_blocks(mel[:100])) == len(_blocks(mel[:3])) == 1
    assert len(_blocks(np.concatenate([mel, mel]))) == 5  # 260 frames


def test_silence_has_a_place_too() -> None:
    point = embed(np.zeros((1, 2048), np.float32), RATE)
    assert np.isfinite(point).all()
    np.testing.assert_allclose(point, embed(np.zeros((1, 90000), np.float32), RATE), rtol=1e-3, atol=1e-5)
