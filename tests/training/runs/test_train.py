"""The trainer: the same losses after a stop; back from what is not a number or collapsed."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from rich.console import Console

from tests.training.runs.conftest import Meddling, begin_run, train_meddled
from training.dataset import manifest
from training.networks import FEATURES
from training.pages import report
from training.release import export
from training.runs import checkpoint, chief, run, table, watch
from training.runs.rescue import Rescue
from training.runs.run import Run, RunConfig
from training.runs.train import Pace, build, train
from training.teaching.distribute import Workers
from training.teaching.gan import Gan

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("networks")]

NINE = Pace(9, checkpoint_every=3, preview_every=0)


@pytest.fixture(scope="module")
def straight(data: Path, networks: None, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run of nine steps that nothing happens to."""
    whole = begin_run(data, tmp_path_factory.mktemp("straight") / "whole")
    train_meddled(whole, NINE)
    return whole


def judge(patch: pytest.MonkeyPatch, fault: Callable[[], float]) -> None:
    """Let checkpoints have these faults, whatever they sound like: to hear that takes long, and has its own tests."""
    patch.setattr(chief, "figures", lambda _images, _reference: {"distance": 0.5, "fault": fault()})
    patch.setattr(chief, "reference", lambda _dataset, _clips: None)
    patch.setattr(chief, "scale", lambda *_: {})


@pytest.fixture(scope="module")
def judged(data: Path, networks: None, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run of two steps, the last of which was judged best."""
    taught = begin_run(data, tmp_path_factory.mktemp("judged") / "run")
    with pytest.MonkeyPatch.context() as patch:
        judge(patch, lambda: 0.5)
        train_meddled(taught, Pace(2, preview_every=1))
    return taught


def _figures(taught: Run) -> np.ndarray:
    columns = table.read(taught.log)
    return np.stack([values for name, values in columns.items() if name != "seconds"], axis=1)


def test_stopped_and_taken_up_the_losses_are_the_same(begin: Callable[..., Run], straight: Run) -> None:
    parts = begin("parts")
    for steps in (4, 9):
        train_meddled(parts, replace(NINE, steps=steps))
    assert list(table.read(parts.log)["step"]) == list(range(1, 10))
    np.testing.assert_allclose(_figures(parts), _figures(straight), rtol=1e-3, atol=1e-4)
    assert not straight.notes.exists()


def test_what_keras_is_set_to_is_left_as_it_was(begin: Callable[..., Run], data: Path) -> None:
    gan = build(begin(), manifest.read(data).codec, "mixed_bfloat16")
    assert gan.generator.get_layer(FEATURES).compute_dtype == "bfloat16"
    assert keras.layers.Dense(1).compute_dtype == "float32"


def test_another_dataset_in_the_place_of_a_run_s_own_is_refused(judged: Run, data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "data")
    told = json.loads((data / manifest.FILE).read_text(encoding="utf-8"))
    taught = replace(judged, config=replace(judged.config, dataset=str(tmp_path / "data")))
    assert taught.dataset().digest == judged.config.digest
    manifest.write_json(tmp_path / "data" / manifest.FILE, told | {"digest": 64 * "0"})
    refused = r"data: is not the dataset that .*run was begun with \(its digest is '0{12}', expected '\w{12}'\)$"
    with pytest.raises(ValueError, match=refused):
        train_meddled(taught, NINE)
    with pytest.raises(ValueError, match=refused):
        export.export(taught, tmp_path / "bundle", "nothing")


@pytest.mark.parametrize(("model", "step"), [("dcgan", 2), ("gesturegan", 4), ("progan", 8)])
def test_once_all_is_taught_little_range_is_told_once(
    model: str, step: int, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "LONG", 2)
    monkeypatch.setattr(watch, "NARROW", 1e6)  # whatever images fill is little
    config = RunConfig(str(data), manifest.read(data).digest, model=model, preset="tiny", batch=4)
    narrow = run.open_or_begin(tmp_path / "narrow", config)
    dataset = manifest.read(data)
    gan = build(narrow, dataset.codec, "float32")
    for at in (0, step):  # begun, and taken up again
        looks = chief.Chief(narrow, dataset, narrow.split(dataset), gan, at, Console(file=io.StringIO()), report.write)
        for now in (at + 1, step - 1, step, step + 1):
            looks.examine(now, {"g_loss": 1.0}, due=True, shown=False)
    (line,) = narrow.notes.read_text(encoding="utf-8").splitlines()
    assert f"step {step}: channel 1 of the images: {watch.NARROWLY}" in line


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[: len(data) // 2], lambda _: b"garbage", lambda _: b""],
    ids=["cut", "garbage", "empty"],
)
def test_a_damaged_best_is_set_aside(
    damage: Callable[[bytes], bytes],
    judged: Run,
    begin: Callable[..., Run],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    judge(monkeypatch, lambda: 0.5)
    shutil.copytree(judged.path, tmp_path / "run")
    taught = begin()
    best = taught.checkpoints / checkpoint.BEST
    harmed = damage(best.read_bytes())
    best.unlink()  # another name of the newest, which is whole
    best.write_bytes(harmed)
    said = train_meddled(taught, Pace(4, preview_every=4))
    (line,) = taught.notes.read_text(encoding="utf-8").splitlines()
    assert re.search(rf"step 2: {re.escape(str(best))}: unreadable .*; set aside as best\.npz\.damaged, ", line)
    assert line.partition("step 2: ")[2] in said.splitlines()
    assert best.with_name("best.npz.damaged").read_bytes() == harmed
    assert checkpoint.step_of_best(taught.checkpoints) == 4


def test_with_the_newest_checkpoint_damaged_a_run_goes_on_from_the_one_before(
    begin: Callable[..., Run], straight: Run
) -> None:
    taught = begin("parts")
    for steps in (4, 6):
        train_meddled(taught, replace(NINE, steps=steps))
    newest = checkpoint.latest(taught.checkpoints)
    assert newest is not None
    newest.write_bytes(newest.read_bytes()[:-200] + bytes(200))
    said = train_meddled(taught, NINE)
    assert "a checkpoint is damaged, set aside as step-00000006.npz.damaged; going on from step 4" in said
    assert list(table.read(taught.log)["step"]) == list(range(1, 10))
    np.testing.assert_allclose(_figures(taught), _figures(straight), rtol=1e-3, atol=1e-4)


def test_back_from_what_is_not_a_number_with_other_chance(begin: Callable[..., Run], straight: Run) -> None:
    def poison(gan: Gan, step: int) -> None:
        if step == 4 and int(gan.attempt.numpy()) == 0:
            gan.discriminator.trainable_variables[0].assign(gan.discriminator.trainable_variables[0] * np.nan)

    ill = begin("ill")
    said = train_meddled(ill, replace(NINE, steps=7), poison)
    assert said.count("d_loss is nan; back to step 3, try 1 of 5\n") == 1
    assert "step 5: d_loss is nan; back to step 3" in ill.notes.read_text(encoding="utf-8")
    mended, expected = _figures(ill), _figures(straight)[:7]
    assert list(mended[:, 0]) == list(range(1, 8))
    assert np.isfinite(mended).all()
    np.testing.assert_allclose(mended[:3], expected[:3], rtol=1e-3, atol=1e-4)
    assert np.abs(mended[3:, 1:] - expected[3:, 1:]).max() > 0.01
    with np.load(checkpoint.latest(ill.checkpoints), allow_pickle=False) as saved:
        assert (int(saved["attempt"]), int(saved["step"])) == (1, 7)


def test_back_from_a_collapse(begin: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "ALIVE", 0.0)  # networks as young as these are not as varied as recordings
    monkeypatch.setattr(watch, "COLLAPSED", 1e-3)

    def flatten(gan: Gan, step: int) -> None:
        if step == 5 and int(gan.attempt.numpy()) == 0:
            for network in (gan.generator, gan.average):
                for variable in network.variables:
                    variable.assign(variable * 0)

    said = train_meddled(begin(), Pace(8, checkpoint_every=2, preview_every=0), flatten)
    assert "generated images collapsed to 0.000 of the recordings' spread; back to step 4, try 1 of 5" in said


def test_a_run_that_fails_again_and_again_gives_up(begin: Callable[..., Run]) -> None:
    def poison(gan: Gan, step: int) -> None:
        if step == 4:
            gan.generator.trainable_variables[0].assign(gan.generator.trainable_variables[0] * np.nan)

    rates: list[float] = []

    def look(gan: Gan, step: int) -> None:
        rates.append(float(gan.generator_optimizer.learning_rate.numpy()))
        poison(gan, step)

    ill = begin()
    with pytest.raises(ValueError, match=r"is nan at step 5; gave up after 5 tries, step 4 is saved$"):
        train_meddled(ill, Pace(9, checkpoint_every=2, preview_every=0), look)
    assert len(ill.notes.read_text(encoding="utf-8").splitlines()) == 5
    assert sorted({rate / max(rates) for rate in rates}) == [0.0625, 0.125, 0.25, 0.5, 1]


def test_each_failure_goes_back_one_checkpoint_further_at_half_the_rate(
    begin: Callable[..., Run], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "KEPT", 9)
    ill = begin()
    gan = build(ill, manifest.read(data).codec, "float32")
    rescue = Rescue(ill, gan, Workers(tf.distribute.get_strategy()))

    def save(step: int) -> None:
        gan.step.assign(step)
        checkpoint.save(ill.checkpoints, gan.state())

    for step in range(1, 7):
        save(step)
    rate = float(gan.generator_optimizer.learning_rate.numpy())
    places = []
    for _ in range(4):
        rescue.back("ill", 7)
        places.append((int(gan.step.numpy()), float(gan.generator_optimizer.learning_rate.numpy()) / rate))
        save(places[-1][0])
        if len(places) == 3:  # once a step further is found sound before it fails
            save(places[-1][0] + 1)
    assert places == [(6, 1), (5, 0.5), (4, 0.25), (3, 0.125)]
    rescue.passed(8)
    save(8)
    rescue.back("ill", 9)
    assert (int(gan.step.numpy()), float(gan.discriminator_optimizer.learning_rate.numpy()) / rate) == (8, 0.125)


def test_killed_while_it_removes_what_was_undone_a_run_resumes_at_no_newer(
    begin: Callable[..., Run], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ill, workers = begin(), Workers(tf.distribute.get_strategy())
    gan = build(ill, manifest.read(data).codec, "float32")
    rescue = Rescue(ill, gan, workers)

    def save(step: int) -> None:
        gan.step.assign(step)
        checkpoint.save(ill.checkpoints, gan.state())

    for step in (1, 2, 3):
        save(step)
    assert "back to step 3" in rescue.back("ill", 4)
    assert "back to step 2" in rescue.back("ill", 4)
    save(3)

    class Killed(BaseException):
        pass

    removed: list[Path] = []
    unlink = Path.unlink

    def once(path: Path, missing_ok: bool = False) -> None:
        if removed:
            raise Killed
        removed.append(path)
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", once)
    with pytest.raises(Killed):
        rescue.back("ill", 4)
    assert [checkpoint.step_of(path) for path in checkpoint.steps(ill.checkpoints)] == [1, 2]


@pytest.mark.parametrize(
    ("preview_every", "faults", "best"),
    [(2, {2: 0.5, 4: 0.6, 6: 0.7, 8: 0.8}, 2), (4, {4: np.nan, 8: np.nan}, None)],
    ids=["found anew", "none left"],
)
def test_the_best_is_none_of_what_was_undone(
    begin: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch,
    preview_every: int,
    faults: dict[int, float],
    best: int | None,
) -> None:
    now, undone = 0, {4: 0.1}

    def poison(gan: Gan, step: int) -> None:
        nonlocal now
        now = step + 1
        if step == 5 and int(gan.attempt.numpy()) < 2:  # the second time, step 4 is gone back over
            gan.discriminator.trainable_variables[0].assign(gan.discriminator.trainable_variables[0] * np.nan)

    judge(monkeypatch, lambda: undone.pop(now, faults[now]))
    taught = begin()
    said = train_meddled(taught, Pace(8, checkpoint_every=2, preview_every=preview_every), poison)
    assert "back to step 2, try 2 of 5" in said
    assert not undone
    assert checkpoint.step_of_best(taught.checkpoints) == best


def test_a_run_ends_early_where_none_stands_better_beside_files_held_out(
    begin: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    split = Run.split
    monkeypatch.setattr(Run, "split", lambda taught, dataset: replace(split(taught, dataset), files=("a.wav",)))
    faults = iter([9.0, 3.0, 1.0, 2.0, 1.5, 1.0, 0.5, 9.0, 9.0])
    monkeypatch.setattr(chief, "figures", lambda _images, _reference: {"distance": 1.0, "fault": next(faults)})
    taught, said = begin(), io.StringIO()
    pace = Pace(9, preview_every=1, patience=3)
    arguments = (Console(file=said, width=400), Meddling(lambda _gan, _step: None), report.write)
    assert train(taught, pace, *arguments) == 6
    assert checkpoint.step_of_best(taught.checkpoints) == 3
    assert "stopping early: 3 previews stood no better beside the files held out than step 3, which" in said.getvalue()
    assert train(taught, pace, *arguments) == 9, "one that stands better is time to go on by"
    assert checkpoint.step_of_best(taught.checkpoints) == 7


def test_where_files_are_too_few_to_be_held_out_it_is_said(data: Path, networks: None, tmp_path: Path) -> None:
    config = RunConfig(str(data), manifest.read(data).digest, preset="tiny", batch=4, held_out=0.125)
    taught = run.open_or_begin(tmp_path / "run", config)
    assert not taught.split(taught.dataset()).files
    said = train_meddled(taught, Pace(1))
    assert "nothing is held out, for 12.5% of the files give fewer than 16 clips" in said
