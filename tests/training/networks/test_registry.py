"""What every family promises: shapes, a step that teaches, and two forms on disk that agree."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from gesturegan_live.generator.backends.engine import openvino
from training.networks import FEATURES, NETWORKS
from training.release import forms
from training.teaching.encoding import EncodedGan
from training.teaching.gan import Gan
from training.teaching.losses import RELATIVE
from training.teaching.precision import made_in

SHAPES = {
    "function1d": (64, 1, 2),
    "slice1d": (8, 1, 64),
    "dcgan": (32, 16, 1),
    "progan": (16, 16, 1),
    "gansynth": (4, 32, 2),
    "gesturegan": (32, 16, 1),
}
DEEP = 4  # steps until what lies behind weights that begin as zeros has moved too
EACH = [(name, conditions) for name in SHAPES for conditions in (0, 3)]


def built(name: str, conditions: int) -> Gan:
    network = NETWORKS[name]
    gan = network.build("tiny", SHAPES[name], conditions, network.recipe, 1)
    if isinstance(gan, EncodedGan):
        gan.noise.assign(np.random.default_rng(2).normal(0, 0.1, gan.noise.shape))  # as where it begins from a dataset
    return gan


def batch(name: str, conditions: int, count: int = 4) -> object:
    images = tf.constant(np.random.default_rng(3).uniform(-1, 1, (count, *SHAPES[name])).astype(np.float32))
    weights = np.eye(max(1, conditions), dtype=np.float32)[np.arange(count) % max(1, conditions)]
    return (images, tf.constant(weights)) if conditions else images


def test_every_family_has_its_presets_and_a_shape_here() -> None:
    assert set(SHAPES) == set(NETWORKS)
    for network in NETWORKS.values():
        assert {"default", "tiny"} <= set(network.presets)
        assert all(isinstance(preset, network.config) for preset in network.presets.values())


@dataclass(frozen=True)
class Taught:
    """Networks that have been taught some steps of every stage, and what that told."""

    gan: Gan
    before: dict[str, np.ndarray]
    reports: list[dict[str, float]]


@functools.cache
def taught(name: str, conditions: int) -> Taught:
    gan = built(name, conditions)
    before = {key: np.array(value) for key, value in gan.state().items()}
    reports = []
    for stage, begin in enumerate(gan.schedule.begins):
        gan.step.assign(begin)
        assert gan.stage(begin) == stage
        gan.enter(stage)
        for _ in range(DEEP if begin == gan.schedule.begins[-1] else 1):
            told = gan.train_step(batch(name, conditions))
            reports.append({key: float(value) for key, value in told.items()})
    return Taught(gan, before, reports)


@pytest.mark.parametrize(("name", "conditions"), EACH)
def test_every_stage_teaches_and_moves_every_weight_in_the_end(name: str, conditions: int) -> None:
    in_the_end = taught(name, conditions)
    gan, reports = in_the_end.gan, in_the_end.reports
    assert all(np.isfinite(list(told.values())).all() for told in reports)
    assert all(set(told) <= set(reports[-1]) for told in reports), (
        "a stage without a discriminator tells less, none tells other things"
    )
    images = gan(gan.points(5, 0))
    assert images.shape == (5, *SHAPES[name])
    assert float(np.max(np.abs(images))) <= 1 + 1e-6
    paired = NETWORKS[name].recipe.loss in RELATIVE  # only differences of verdicts count there
    parts = {"generator": gan.generator, "discriminator": gan.discriminator, "encoder": gan.encoder}
    for part, network in parts.items():
        if network is None:
            continue
        place = {id(variable): number for number, variable in enumerate(network.variables)}
        still = [
            variable.path
            for variable in network.trainable_variables
            if np.array_equal(variable, in_the_end.before[f"{part}/{place[id(variable)]}"])
            and not (paired and variable.path == "logit/bias")
        ]
        assert not still


@pytest.mark.parametrize(("name", "conditions"), EACH)
def test_both_forms_agree(name: str, conditions: int, tmp_path: Path) -> None:
    gan = taught(name, conditions).gan
    outputs = tuple(f"image_{place}" for place in range(len(gan.average.outputs)))
    forms.save(gan.average, tmp_path, "generator", outputs)
    forms.check(tmp_path, "generator", gan.points(3, 0))
    model = openvino.Core().read_model(tmp_path / "generator.xml")
    assert [port.any_name for port in model.inputs] == (["z", "condition"] if conditions else ["z"])
    assert model.output("image_0").partial_shape == openvino.PartialShape([-1, *SHAPES[name]])
    features = keras.Model(gan.average.input, gan.average.get_layer(FEATURES).output)(gan.points(3, 0))
    assert np.ptp(np.asarray(features), axis=0).max() > 0, "points differ there"


@pytest.mark.parametrize("name", SHAPES)
def test_conditions_matter(name: str) -> None:
    gan = taught(name, 3).gan
    z, condition = gan.points(1, 0)
    images = [np.asarray(gan([z, weights])) for weights in (condition, 1 - condition)]
    assert np.abs(images[0] - images[1]).max() > 1e-4
    verdicts = []
    pair = gan._sized(tf.constant(np.repeat(images[0], 2, axis=0)))
    for weights in (condition, 1 - condition):
        verdicts.append(np.asarray(gan._logit(gan._judge(pair, tf.constant(weights.repeat(2, axis=0))))))
    told = name != "gansynth"  # whose discriminator names conditions instead
    assert (np.abs(verdicts[0] - verdicts[1]).max() > 1e-6) == told


@pytest.mark.parametrize("name", SHAPES)
def test_in_bfloat16_a_step_teaches_and_what_keras_is_set_to_stays(name: str) -> None:
    with made_in("mixed_bfloat16"):
        gan = built(name, 3)
    assert keras.config.dtype_policy().name == "float32"
    last = len(gan.schedule.begins) - 1
    gan.step.assign(gan.schedule.begins[last])
    gan.enter(last)
    report = gan.train_step(batch(name, 3))
    assert np.isfinite([float(value) for value in report.values()]).all()
    assert {variable.dtype for variable in gan.generator.trainable_variables} == {"float32"}
