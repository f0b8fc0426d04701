"""The slice GAN: its slices meet, and its discriminator hears the waveform."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.codecs import from_json
from training.networks.slice1d import PRESETS, PhaseShuffle, Slice1dConfig, generator, joined

CODEC = from_json({"name": "slices", "sample_rate": 8000, "slice_count": 8, "slice_samples": 64})


def test_its_slices_are_those_of_one_waveform() -> None:
    image = np.asarray(generator(PRESETS["tiny"], CODEC.image_shape)(np.ones((2, 8), np.float32)))
    samples = CODEC.decode(image)
    inner = CODEC.encode(samples)[:, 1:-1]
    np.testing.assert_allclose(inner, image[:, 1:-1], atol=1e-5)
    assert np.abs(samples).max() > 0.01


def test_the_discriminator_hears_what_is_decoded() -> None:
    samples = np.random.default_rng(0).uniform(-1, 1, (2, CODEC.clip_samples)).astype(np.float32)
    heard = np.asarray(joined(CODEC.encode(samples)))[:, :, 0, 0]
    np.testing.assert_allclose(heard[:, 32:-32], samples, atol=1e-5)


def test_phase_shuffle_shifts_each_clip_and_only_while_training() -> None:
    layer = PhaseShuffle(2)
    x = np.arange(40, dtype=np.float32).reshape(1, 10, 1, 4).repeat(64, axis=0)
    np.testing.assert_array_equal(layer(x), x)
    shifted = np.asarray(layer(x, training=True))
    starts = {int(clip[5, 0, 0] - x[0, 5, 0, 0]) // 4 for clip in shifted}
    assert starts == {-2, -1, 0, 1, 2}
    steps = np.abs(np.diff(shifted[:, :, 0, 0], axis=1))
    np.testing.assert_array_equal(steps, 4)  # mirrored at the edge: no jump


def test_other_images_are_refused() -> None:
    with pytest.raises(ValueError, match=r"slice1d: image 32 x 16 x 1, expected slices x 1 x an even length"):
        generator(PRESETS["tiny"], (32, 16, 1))
    with pytest.raises(ValueError, match="channels is 0, expected 1 or more"):
        Slice1dConfig(channels=0)
