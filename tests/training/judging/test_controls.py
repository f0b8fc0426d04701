"""Axes are held to their names, and presets to each other's loudness."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from gesturegan_live.codecs import from_json
from training.judging import controls
from training.metrics.model import Model

CODEC = from_json({"name": "log-spectrogram", "time_frames": 64, "bands": 64})


def louder_and_higher(z: Any, training: bool) -> Any:
    """A band of noise: the first number says how loud, the second how high."""
    _, width, _ = CODEC.image_shape
    bands = tf.range(width, dtype=tf.float32)
    centre = 24.0 + 6.0 * tf.clip_by_value(z[:, 1:2], -3, 3)
    level = 0.25 * tf.clip_by_value(z[:, :1], -3, 3) - tf.square((bands[None] - centre) / 4.0)
    return tf.repeat(tf.clip_by_value(level, -1, 1)[:, None, :, None], CODEC.image_shape[0], axis=1)


MODEL = Model(louder_and_higher, CODEC, 2)


def test_an_axis_does_what_it_says_or_does_not() -> None:
    made = MODEL.sounds(np.random.default_rng(0).standard_normal((48, 2)).astype(np.float32))
    directions, deviations = np.eye(2, dtype=np.float32)[[0, 1, 1, 0]], np.ones(4, np.float32)
    names = ("loudness", "brightness", "loudness 2", "axis 3")
    loudness, brightness, misnamed = controls.axes(MODEL, directions, deviations, names, made, 0)  # one says nothing
    assert loudness["name"] == "loudness"
    assert loudness["effect"] > 1
    assert loudness["grows"] == 1
    assert loudness["other"] != "loudness"
    assert (brightness["quality"], brightness["grows"]) == ("brightness", 1)
    assert abs(misnamed["effect"]) < 0.5 * brightness["effect"]
    assert misnamed["other"] in ("brightness", "pitch", "noisiness", "attack")


def test_presets_are_as_far_apart_as_their_loudness() -> None:
    told = controls.presets(MODEL, {"soft": [-1.0, 0.0], "loud": [1.5, 0.0]}, {})
    assert told["spread_db"] == pytest.approx(told["loudness_db"]["loud"] - told["loudness_db"]["soft"])
    assert told["spread_db"] > 15


def test_a_hit_is_as_loud_as_a_drone() -> None:
    drone = 0.1 * np.random.default_rng(0).standard_normal((1, 65536), np.float32)
    hit = drone * (np.arange(65536) < 0.4 * 44100)
    found = controls.loudness(np.concatenate([drone, hit, 2 * drone]), 44100)
    assert found[1] == pytest.approx(found[0], abs=0.2)
    assert found[2] == pytest.approx(found[0] + 6.02, abs=0.01)
