"""A model as axes move it: the couplings of its network, and points clipped as the instrument clips them."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from gesturegan_live.codecs import CODECS, from_json
from gesturegan_live.latent import axes, space
from training.metrics.model import Model
from training.networks import dcgan, gesturegan
from training.release.played import FARTHEST, FARTHEST_LED, Played
from training.release.qualities import QUALITIES, measure

CODEC = from_json({"name": "log-spectrogram", "time_frames": 16, "bands": 16})
CONFIG = gesturegan.PRESETS["tiny"]


def model(conditions: int) -> Model:
    """A generator whose couplings do something."""
    network = gesturegan.generator(CONFIG, CODEC.image_shape, conditions)
    draw = np.random.default_rng(0)
    for layer in network.layers:
        if layer.name.startswith("coupling"):
            *weights, told = layer.get_weights()
            layer.set_weights([*(weight + draw.normal(0, 0.3, weight.shape) for weight in weights), told])
    return Model(network, CODEC, CONFIG.latent_dim, tuple(f"kind {number}" for number in range(conditions)))


@pytest.mark.parametrize("conditions", [0, 3])
def test_codes_are_the_network_s_own_and_lead_back(conditions: int) -> None:
    played = Played.of(made := model(conditions))
    draw = np.random.default_rng(1)
    codes, weights = played.drawn(5, draw)
    points = np.random.default_rng(1).standard_normal((5, CONFIG.latent_dim), np.float32)
    early = keras.Model(made.generator.input, made.generator.get_layer(gesturegan.CODE).output)
    np.testing.assert_allclose(codes, early([points, weights] if conditions else points), atol=1e-5)
    assert np.abs(codes - points).max() > 0.1
    np.testing.assert_allclose(played.points(codes, weights), points, atol=1e-5)
    assert weights.shape == (5, conditions)
    np.testing.assert_array_equal(weights.sum(axis=1), min(conditions, 1))


def test_points_are_clipped() -> None:
    played = Played(model(0), None)
    far = np.full((1, CONFIG.latent_dim), 99, np.float32)
    np.testing.assert_array_equal(played.points(far, np.zeros((1, 0), np.float32)), FARTHEST)


def test_points_that_couplings_lead_to_are_clipped_as_the_instrument_does() -> None:
    assert (FARTHEST, FARTHEST_LED) == (space.LIMIT, axes.LED)
    played = Played.of(model(0))
    assert played.couplings is not None
    codes = 30 * np.random.default_rng(0).standard_normal((5, CONFIG.latent_dim)).astype(np.float32)
    points = played.points(codes, np.zeros((5, 0), np.float32))
    assert FARTHEST < np.abs(points).max() < FARTHEST_LED
    np.testing.assert_allclose(played.couplings.codes(points, np.zeros((5, 0), np.float32)), codes, atol=1e-3)
    far = played.points(1e9 * codes, np.zeros((5, 0), np.float32))
    assert np.abs(far).max() == FARTHEST_LED


@pytest.mark.parametrize("conditions", [0, 3])
def test_gradients_pass_from_qualities_to_codes(conditions: int) -> None:
    played = Played.of(model(conditions))
    codes, weights = played.drawn(3, np.random.default_rng(1))
    measure = played.slopes()
    assert measure is not None
    with tf.GradientTape() as tape:
        tape.watch(asked := tf.constant(codes))
        found = measure(asked, tf.constant(weights))
    changes = [np.diff(values, axis=0) for values in (found, played.qualities(codes, weights, quick=True))]
    np.testing.assert_allclose(*changes, rtol=1e-3, atol=1e-2)
    slope = tape.gradient(found, asked).numpy()
    assert np.isfinite(slope).all()
    assert np.abs(slope).max() > 1e-6


def test_no_gradient_passes_where_frames_do_not_tell_all() -> None:
    tonal = from_json({"name": "sines-noise", "time_frames": 16, "bands": 16, "channels": 2})
    for codec in (tonal, CODECS["specgram"](), CODECS["points"]()):
        assert Played(Model(keras.Sequential(), codec, 4), None).slopes() is None


def test_a_network_without_couplings_has_points_for_codes() -> None:
    made = Model(dcgan.generator(dcgan.PRESETS["tiny"], CODEC.image_shape), CODEC, 8)
    played = Played.of(made)
    assert played.couplings is None
    codes, _ = played.drawn(2, np.random.default_rng(0))
    np.testing.assert_array_equal(codes, np.random.default_rng(0).standard_normal((2, 8), np.float32))


def test_as_many_as_there_are_are_measured_in_their_order() -> None:
    played = Played.of(model(3))
    codes, weights = played.drawn(37, np.random.default_rng(2))
    found = played.qualities(codes, weights)
    np.testing.assert_allclose(found, measure(played.sounds(codes, weights), CODEC.sample_rate), atol=1e-3)


def test_what_frames_tell_is_near_what_is_heard() -> None:
    draw = np.random.default_rng(3)
    codec = from_json({"name": "log-spectrogram"})
    time = np.arange(codec.clip_samples) / codec.sample_rate
    tones = [np.sin(2 * np.pi * hertz * time) * (time > start) for hertz, start in ((200, 0), (900, 0.5), (3000, 1))]
    sounds = 0.1 * np.array([*tones, draw.standard_normal(len(time)), tones[0] + draw.standard_normal(len(time))])
    images = codec.encode(sounds.astype(np.float32))

    class Drawn(Model):
        def images(self, _points: np.ndarray, _conditions: np.ndarray | None = None) -> np.ndarray:
            return images

    played = Played(Drawn(None, codec, 2), None)
    nothing = np.zeros((len(sounds), 2), np.float32), np.zeros((len(sounds), 0), np.float32)
    quick, heard = (played.qualities(*nothing, quick=quick) for quick in (True, False))
    for name, some, others in zip(QUALITIES, quick.T, heard.T, strict=True):
        assert np.corrcoef(some, others)[0, 1] > 0.9, name
    assert np.abs(quick - heard).max() > 0.01  # and not the same
