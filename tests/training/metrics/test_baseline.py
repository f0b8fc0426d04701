"""Components and speckle make what noise and simple sounds look like, and nothing that was not taught."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.codecs import from_json
from gesturegan_live.codecs.codec import Codec
from training.metrics.baseline import Baseline, Speckle


def noise(codec: Codec, level_db: float, count: int = 4) -> np.ndarray:
    draw = np.random.default_rng(5)
    samples = 10 ** (level_db / 20) * draw.standard_normal((count, codec.clip_samples))
    return codec.encode(samples.astype(np.float32))


@pytest.mark.parametrize("level_db", [-10.0, -35.0, -60.0])
def test_speckle_over_smooth_levels_is_that_of_noise(codec: Codec, level_db: float) -> None:
    wanted = noise(codec, level_db)
    smooth = np.broadcast_to(wanted.mean(axis=(0, 1)), wanted.shape).astype(np.float32)
    made = Speckle.of(codec).laid(smooth, np.random.default_rng(0))
    assert made.mean() == pytest.approx(wanted.mean(), abs=0.02)
    deviations = made.std(axis=(0, 1))[1:-1] / wanted.std(axis=(0, 1))[1:-1]
    assert np.abs(np.log(deviations)).max() < 0.4
    neighbours = [np.mean((x - smooth)[:, 1:] * (x - smooth)[:, :-1]) / (x - smooth).var() for x in (made, wanted)]
    assert neighbours[0] == pytest.approx(neighbours[1], abs=0.1)  # windows overlap


def test_silence_has_no_speckle_and_images_of_samples_have_none_at_all(codec: Codec) -> None:
    silent = np.full((2, *codec.image_shape), -1, np.float32)
    draw = np.random.default_rng(0)
    np.testing.assert_allclose(Speckle.of(codec).laid(silent, draw), -1, atol=0.01)
    waves = from_json({"name": "waveform-gray"})
    flat = np.zeros((1, *waves.image_shape), np.float32)
    np.testing.assert_array_equal(Speckle.of(waves).laid(flat, draw), flat)


def test_points_are_spread_as_what_was_taught_and_bring_it_back(codec: Codec) -> None:
    draw = np.random.default_rng(1)
    patterns = draw.normal(0, 0.1, (3, *codec.image_shape))
    images = np.tensordot(draw.standard_normal((200, 3)), patterns, 1).astype(np.float32)
    found = Baseline.of(images, codec)
    np.testing.assert_allclose(found.smooth(images), images.clip(-1, 1), atol=1e-3)
    drawn = found._smooth(draw.standard_normal((500, len(found.deviations))).astype(np.float32) * found.deviations)
    assert drawn.std(axis=0).mean() == pytest.approx(images.std(axis=0).mean(), rel=0.1)
    assert Baseline.of(images, codec, 2).deviations.shape == (2,)
    other = draw.normal(0, 0.1, (1, *codec.image_shape)).astype(np.float32)
    assert np.abs(found.smooth(other) - other).mean() > 0.05


def test_drawn_images_have_speckle_and_the_same_draw_makes_the_same(codec: Codec) -> None:
    found = Baseline.of(noise(codec, -20.0, 12), codec, 4)
    one, same = (found.drawn(3, np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(one, same)
    assert one.shape == (3, *codec.image_shape)
    assert np.abs(one).max() <= 1
    assert np.diff(found.returned(one, np.random.default_rng(0)) - found.smooth(one), axis=1).std() > 0.05


def test_a_single_image_is_its_own_mean(codec: Codec) -> None:
    image = noise(codec, -20.0, 1)
    np.testing.assert_allclose(Baseline.of(image, codec).smooth(image), image, atol=1e-5)
