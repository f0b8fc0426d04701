"""`points`, `slices` and `packed-rgb`: what is exact is exact, and the rest within its bound."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gesturegan_live.codecs.packed import PackedRgb
from gesturegan_live.codecs.points import Points
from gesturegan_live.codecs.slices import Slices

seeds = st.integers(0, 2**32 - 1)
levels = st.sampled_from([0.0, 1e-6, 0.01, 0.5, 1.0, 4.0])


def noise(seed: int, batch: int, length: int, level: float) -> np.ndarray:
    return (level * np.random.default_rng(seed).uniform(-1, 1, (batch, length))).astype(np.float32)


@given(seed=seeds, level=levels, length=st.integers(4, 3000))
def test_a_point_for_every_sample_is_exact(seed: int, level: float, length: int) -> None:
    codec = Points(points=length, samples=length)
    samples = noise(seed, 2, length, level)
    assert np.array_equal(codec.decode(codec.encode(samples)), np.clip(samples, -1, 1))


def test_the_longest_clip_of_points_is_exact() -> None:
    codec = Points(points=65536, samples=65536)
    samples = noise(0, 1, 65536, 1.0)
    assert np.array_equal(codec.decode(codec.encode(samples)), samples)


def test_points_may_come_in_any_order() -> None:
    codec = Points(points=256, samples=512)
    samples = noise(1, 1, 512, 1.0)
    image = codec.encode(samples)
    shuffled = image[:, np.random.default_rng(0).permutation(256)]
    assert np.array_equal(codec.decode(shuffled), codec.decode(image))


@given(seed=seeds, points=st.integers(2, 400))
def test_fewer_points_are_samples_joined_by_lines(seed: int, points: int) -> None:
    codec = Points(points=points, samples=400)
    samples = noise(seed, 1, 400, 1.0)
    image = codec.encode(samples)
    times = image[0, :, 0, 0]
    assert (np.diff(times) > 0).all()
    assert times[0] == -1
    again = codec.decode(image)[0]
    place = np.rint((times + 1) * 399 / 2).astype(int)
    assert np.array_equal(again[place], samples[0, place])


def test_points_stand_where_the_clip_bends() -> None:
    codec = Points(points=128, samples=1024)
    time = np.arange(1024) / 1024
    samples = np.where(time > 0.5, 0.5 * np.sin(2 * np.pi * 12 * time), 0.2 * time).astype(np.float32)[None]
    image = codec.encode(samples)
    assert (image[0, :, 0, 0] > 0).mean() > 0.8
    even = np.interp(np.arange(1024), np.arange(0, 1024, 8), samples[0, ::8])
    ours = np.sqrt(np.mean((codec.decode(image) - samples) ** 2))
    assert ours < 0.7 * np.sqrt(np.mean((even - samples) ** 2))


@given(seed=seeds, level=levels, count=st.integers(2, 40), half=st.integers(1, 64))
def test_slices_add_up_to_the_clip(seed: int, level: float, count: int, half: int) -> None:
    codec = Slices(slice_count=count, slice_samples=2 * half)
    samples = noise(seed, 2, codec.clip_samples, level)
    image = codec.encode(samples)
    assert image.shape == (2, count, 1, 2 * half)
    np.testing.assert_allclose(codec.decode(image), np.clip(samples, -1, 1), atol=3e-7)


@given(seed=seeds, level=levels, batch=st.integers(0, 3))
def test_packed_pixels_are_16_bit_samples(seed: int, level: float, batch: int) -> None:
    codec = PackedRgb(side=16)
    samples = noise(seed, batch, 256, level)
    again = codec.decode(codec.encode(samples))
    assert np.abs(again - np.clip(samples, -1, 1)).max(initial=0) <= 2**-15
    assert np.array_equal(codec.decode(codec.encode(again)), again)


def test_all_16_bit_samples_are_exact_and_neighbours_differ_in_one_channel_step() -> None:
    codec = PackedRgb(side=256)
    samples = (np.arange(-32768, 32768) / 32768).astype(np.float32)[None]
    image = codec.encode(samples)
    assert np.array_equal(codec.decode(image), samples)
    pixels = image.reshape(-1, 3)
    steps = np.abs(np.diff(pixels, axis=0)) / np.array([2 / 63, 2 / 31, 2 / 31])
    assert np.rint(steps).sum(axis=1).max() == 1


@pytest.mark.parametrize("jitter", [0.2, 0.4])
def test_packed_pixels_stand_a_networks_error(jitter: float) -> None:
    codec = PackedRgb(side=32)
    samples = noise(2, 1, 1024, 1.0)
    image = codec.encode(samples)
    step = 2 / np.array([63, 31, 31], np.float32)
    moved = image + jitter * step * np.random.default_rng(0).uniform(-1, 1, image.shape).astype(np.float32)
    assert np.array_equal(codec.decode(moved), codec.decode(image))
