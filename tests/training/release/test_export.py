"""What export promises of its parts; the whole is in `test_end_to_end`."""

from __future__ import annotations

import shutil
from pathlib import Path

import keras
import numpy as np
import pytest

from gesturegan_live.codecs.codec import Codec
from gesturegan_live.generator.backends.engine import openvino
from training.networks.dcgan import PRESETS, generator
from training.release import export, forms
from training.runs import checkpoint, run
from training.runs.run import RunConfig
from training.runs.train import build

POINTS = np.random.default_rng(0).standard_normal((4, 8)).astype(np.float32)


@pytest.fixture
def saved(tmp_path: Path, codec: Codec) -> keras.Model:
    """A generator written in both forms."""
    network = generator(PRESETS["tiny"], codec.image_shape)
    forms.save(network, tmp_path, "generator", ("image",))
    return network


def test_both_forms_agree_and_take_any_batch(tmp_path: Path, saved: keras.Model) -> None:
    forms.check(tmp_path, "generator", POINTS)
    model = openvino.Core().read_model(tmp_path / "generator.xml")
    assert model.input("z").partial_shape == openvino.PartialShape([-1, 8])
    assert model.output("image").partial_shape[0].is_dynamic
    assert saved.count_params() * 2 < (tmp_path / "generator.bin").stat().st_size < saved.count_params() * 4


def test_forms_that_differ_are_refused(tmp_path: Path, saved: keras.Model) -> None:
    saved.set_weights([weight + 0.5 for weight in saved.get_weights()])
    saved.save(tmp_path / "generator.keras")
    with pytest.raises(ValueError, match=r"Keras and OpenVINO differ by .*, expected 0.02 at most"):
        forms.check(tmp_path, "generator", POINTS)


@pytest.mark.parametrize(
    ("settings", "line"), [({"model": "x"}, "model is 'x', expected one of"), ({"preset": "x"}, "preset is 'x', expec")]
)
def test_a_run_of_networks_that_are_not_known_is_refused(
    tmp_path: Path, codec: Codec, settings: dict[str, str], line: str
) -> None:
    begun = run.open_or_begin(tmp_path / "run", RunConfig("data", "", **settings))
    with pytest.raises(ValueError, match=rf"run: {line}"):
        build(begun, codec, "float32")


def test_a_run_without_checkpoint_is_refused(tmp_path: Path) -> None:
    begun = run.open_or_begin(tmp_path / "run", RunConfig("data", ""))
    with pytest.raises(ValueError, match="has no checkpoint yet"):
        export.export(begun, tmp_path / "bundle", "nothing")


@pytest.mark.parametrize("damaged", [["best.npz"], ["best.npz", "step-00000002.npz"], []])
def test_of_damaged_checkpoints_the_newest_whole_one_is_taken_and_it_is_said(
    damaged: list[str], tmp_path: Path, codec: Codec
) -> None:
    begun = run.open_or_begin(tmp_path / "run", RunConfig("data", "", preset="tiny"))
    gan = build(begun, codec, "float32")
    for step in (1, 2):
        gan.step.assign(step)
        path = checkpoint.save(begun.checkpoints, gan.state())
        if step == 1:
            shutil.copy(path, begun.checkpoints / checkpoint.BEST)  # on a disk without hard links
    for name in damaged:
        (begun.checkpoints / name).write_bytes(b"no checkpoint")
    told: list[str] = []
    export.restore(begun, gan, told.append)
    taken = {0: 1, 1: 2, 2: 1}[len(damaged)]
    assert int(gan.step.numpy()) == taken
    assert [line.partition(": ")[0] for line in told] == [str(begun.checkpoints / name) for name in damaged]
    for line in told:
        assert line.endswith(f"is damaged; step-0000000{taken}.npz is taken, of step {taken}")
