"""The ear of a search hears images nearly as the embedding hears their sounds, and gradients pass it."""

from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

from gesturegan_live.codecs import from_json
from training.metrics.embedding.embedding import embed
from training.release.ear import Ear, fits

RATE = 44100
SMALL = {"name": "log-spectrogram", "time_frames": 64, "bands": 96, "n_fft": 1024, "hop_length": 256}


def sounds(samples: int) -> np.ndarray:
    """Tones, glides, bursts and noises."""
    time = np.arange(samples) / RATE
    draw = np.random.default_rng(0)
    tones = [0.4 * np.sin(2 * np.pi * hertz * time) for hertz in (110, 440, 1760, 5000)]
    glides = [0.4 * np.sin(2 * np.pi * np.cumsum(300 * 2 ** (speed * time)) / RATE) for speed in (4, 9)]
    bursts = [0.3 * draw.standard_normal(samples) * np.exp(-fall * time) for fall in (1, 10, 40, 200)]
    return np.stack([*tones, *glides, *bursts]).astype(np.float32)


def far(points: np.ndarray) -> np.ndarray:
    return np.linalg.norm(points[:, None] - points[None], axis=2)[np.triu_indices(len(points), 1)]


@pytest.mark.parametrize("parameters", [SMALL, {**SMALL, "name": "sines-noise"}, {**SMALL, "sample_rate": 48000}])
def test_what_is_near_by_ear_is_near_to_the_embedding(parameters: dict[str, object]) -> None:
    codec = from_json(parameters)
    images = codec.encode(sounds(codec.clip_samples))
    heard = embed(codec.decode(images), codec.sample_rate)
    assert np.corrcoef(far(Ear(codec)(tf.constant(images)).numpy()), far(heard))[0, 1] > 0.9


def test_gradients_pass() -> None:
    codec = from_json(SMALL)
    one, other = (tf.constant(codec.encode(sounds(codec.clip_samples)[n : n + 1])) for n in (0, 6))
    ear = Ear(codec)
    with tf.GradientTape() as tape:
        tape.watch(other)
        apart = tf.norm(ear(other) - ear(one))
    slope = tape.gradient(apart, other)
    nearer = other - 0.05 * slope / tf.reduce_max(tf.abs(slope))
    assert float(tf.norm(ear(nearer) - ear(one))) < float(apart)


def test_images_without_a_band_for_each_column_are_not_heard() -> None:
    waves = from_json({"name": "waveform-gray"})
    assert not fits(waves)
    with pytest.raises(ValueError, match="waveform-gray: has no band for each column"):
        Ear(waves)
