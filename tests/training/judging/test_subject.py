"""What is judged is found by its name, its folder, or as a run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.models.bundle import Bundle, BundleError
from gesturegan_live.show.home import Home
from tests.training.runs.conftest import begin_run, data
from training.dataset import manifest, split
from training.judging.subject import find
from training.runs import checkpoint, run
from training.runs.run import RunConfig
from training.runs.train import build

__all__ = ["data"]  # fixture


def test_names_and_folders_of_bundles_are_found(tiny_bundle: Bundle, tmp_path: Path) -> None:
    shipped = find("textures", Home(tmp_path))
    assert shipped.bundle is not None
    assert (shipped.name, len(shipped.axes[1]), len(shipped.presets)) == ("textures", len(shipped.axis_names), 16)
    assert find(str(tiny_bundle.path), Home(tmp_path)).name == tiny_bundle.name
    with pytest.raises(BundleError, match="model 'gone': there is none of that name"):
        find("gone", Home(tmp_path))


def test_a_run_is_judged_by_the_files_that_it_holds_out(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(split, "LEAST", 1)
    dataset = manifest.read(data)
    config = RunConfig(str(data), dataset.digest, preset="tiny", batch=4, held_out=0.25, seed=5)
    begun = run.open_or_begin(tmp_path / "run", config)
    held = begun.split(dataset).files
    assert held
    assert find(str(begun.path), Home(tmp_path)).provenance["held_out"] == list(held)


def test_of_a_run_the_best_checkpoint_is_loaded(data: Path, tmp_path: Path) -> None:
    begun = begin_run(data, tmp_path / "run")
    subject = find(str(begun.path), Home(tmp_path))
    assert (subject.name, subject.bundle, subject.provenance["dataset_sha256"]) == ("run", None, begun.config.digest)
    with pytest.raises(ValueError, match=r"run: has no checkpoint yet$"):
        subject.load(print)
    gan = build(begun, subject.codec, "float32")
    for step in (1, 2):
        gan.step.assign(step)
        gan.average.weights[0].assign(gan.average.weights[0] + 0.5)
        path = checkpoint.save(begun.checkpoints, gan.state())
        if step == 1:
            checkpoint.keep_best(path)
            wanted = gan.average.weights[0].numpy()
    told: list[str] = []
    np.testing.assert_array_equal(subject.load(told.append).generator.weights[0].numpy(), wanted)
    (begun.checkpoints / checkpoint.BEST).unlink()
    (begun.checkpoints / checkpoint.BEST).write_bytes(b"damaged")
    subject.load(told.append)
    assert told == [f"{begun.checkpoints / checkpoint.BEST}: is damaged; step-00000002.npz is taken"]
