"""Axes are held to their names, and presets to each other's loudness."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from gesturegan_live.codecs import from_json
from gesturegan_live.models.axis_effects import AxisEffect
from training.judging import controls, table
from training.metrics.model import Model
from training.release.played import Played

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
    directions, deviations = np.eye(2, dtype=np.float32)[[0, 1, 1, 0]], np.ones(4, np.float32)
    names = ("loudness", "brightness", "attack", "axis 3")
    told = controls.axes(Played.of(MODEL), directions, deviations, names, 0, points=12)  # one says nothing
    loudness, brightness, misnamed = told
    assert [axis["name"] for axis in told] == ["loudness", "brightness", "attack"]
    assert loudness["changes"] == "loudness"
    assert loudness["unit"] == "dB"
    assert loudness["amount"] > 3
    assert loudness["sign"] == 1
    assert loudness["rank"] > 0.9
    assert abs(loudness["beside"]["brightness"]) < 0.25
    assert set(loudness["beside"]) == set(loudness["at_a_point"]) == {"brightness", "attack"}
    assert brightness["rank"] > 0.9
    assert not misnamed["holds"]


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


def test_an_axis_is_told_in_a_line_with_the_most_that_it_does_beside() -> None:
    told = {
        **AxisEffect("attack", 2.62, "dB", 0.9, 0.96, {"brightness": -0.12, "loudness": 0.1}).to_json(),
        "name": "attack",
        "at_a_point": {"brightness": 0.3, "loudness": 0.4},
        "holds": True,
    }
    line = (
        "axis attack: +2.6 dB a deviation, Spearman 0.90, right sign at 96% of points; beside it -0.12 of what "
        "brightness does, at a point 0.40 of what loudness does"
    )
    assert table._axes([told, {**told, "holds": False}]) == [line, f"{line}: does not hold"]
