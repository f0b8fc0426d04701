"""What export promises of its parts; the whole is in `test_end_to_end`."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from gesturegan_live.codecs.codec import Codec
from gesturegan_live.generator.engine import openvino
from training.networks.dcgan import PRESETS, generator
from training.release import export, forms
from training.runs import run
from training.runs.run import RunConfig

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


def test_a_run_without_checkpoint_is_refused(tmp_path: Path) -> None:
    begun = run.open_or_begin(tmp_path / "run", RunConfig("data", ""))
    with pytest.raises(ValueError, match="has no checkpoint yet"):
        export.export(begun, tmp_path / "bundle", "nothing")
