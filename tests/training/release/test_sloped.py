"""What gradients pass measures what is measured without them."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from gesturegan_live.codecs import from_json
from training.release.qualities import measure_frames
from training.release.sloped import sloped


@pytest.mark.parametrize("hop_length", [256, 512])
def test_both_measure_the_same(hop_length: int) -> None:
    codec = from_json({"name": "log-spectrogram", "time_frames": 64, "bands": 64, "hop_length": hop_length})
    draw = np.random.default_rng(0)
    tone, noise = np.sin(np.arange(codec.clip_samples) * 0.2), draw.standard_normal(codec.clip_samples)
    fading = np.exp(-np.arange(codec.clip_samples) / 4000)
    images = codec.encode(np.stack([0.3 * tone, 0.1 * noise, 0.5 * tone * fading, 0.2 * noise * fading]).astype("f4"))
    assert codec.layout is not None
    found, expected = sloped(codec.layout)(tf.constant(images)), measure_frames(codec.frames(images), codec.layout)
    np.testing.assert_allclose(np.diff(found, axis=0), np.diff(expected, axis=0), rtol=2e-3, atol=2e-2)


def test_silence_has_slopes_that_are_numbers() -> None:
    codec = from_json({"name": "log-spectrogram", "time_frames": 64, "bands": 64})
    assert codec.layout is not None
    with tf.GradientTape() as tape:
        tape.watch(image := tf.fill((1, *codec.image_shape), -1.0))
        found = sloped(codec.layout)(image)
    assert np.isfinite(found).all()
    assert np.isfinite(tape.gradient(found, image)).all()
