"""From files to a bundle by the real commands, killed on the way: what is killed is a process of its own."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import keras
import numpy as np
import pytest
import soundfile

import gesturegan_live.generator.layers  # noqa: F401 - what saved generators are made of
from gesturegan_live.generator.backends.engine import openvino
from gesturegan_live.models import bundle
from tests.training.conftest import CODEC, call, check_that_it_plays, command

pytestmark = pytest.mark.long

FEW = """
from training import terminal
from training.cli import main

load = terminal.import_tensorflow

def few():
    gpus = load()
    from training.runs import chief
    chief.IMAGES = 8  # few sounds are judged
    return gpus

terminal.import_tensorflow = few
main()
"""
KILLED = """
import os, signal
from training.cli import main
from training.teaching.distribute import Workers

teach = Workers.teach

def killed(workers, step):
    taught, gan = teach(workers, step), step.__self__
    def one(batch):
        if int(gan.step.numpy()) == 7:
            os.kill(os.getpid(), signal.SIGKILL)
        return taught(batch)
    return one

Workers.teach = killed
main()
"""


def _losses(log: Path) -> dict[int, list[float]]:
    with log.open(newline="", encoding="utf-8") as stream:
        return {int(row[0]): [float(value) for value in row[2:]] for row in list(csv.reader(stream))[1:]}


@pytest.mark.usefixtures("networks", "few_points")
def test_files_become_a_bundle_although_training_is_killed(recordings: Path, tmp_path: Path) -> None:
    rows = "path,licence,package,version\nbell/long.flac,CC0-1.0,deb:bells,2.1\n"
    (recordings / "manifest.csv").write_text(rows, encoding="utf-8")
    data, run = tmp_path / "data", tmp_path / "run"
    told = call("prepare", recordings, "-o", data, "--codec", json.dumps(CODEC), "--short", "tile", "--workers", 1)
    assert "2 skipped" in told

    settings = ["--model", "dcgan", "--preset", "tiny", "--batch", "4"]
    settings += ["--preview-every", "8", "--checkpoint-every", "5", "--steps", "12"]
    victim = [sys.executable, "-c", KILLED, "train", data, "-o", run, *settings]
    assert subprocess.run(victim, capture_output=True, check=False).returncode == -signal.SIGKILL
    assert [path.name for path in sorted((run / "checkpoints").glob("step-*"))[1:]] == ["step-00000005.npz"]
    assert "step 12 of 12" in call("train", data, "-o", run, *settings)

    whole = tmp_path / "whole"
    call("train", data, "-o", whole, *settings)
    killed, straight = _losses(run / "log.csv"), _losses(whole / "log.csv")
    assert list(killed) == list(straight) == list(range(1, 13))
    for step in straight:
        np.testing.assert_allclose(killed[step], straight[step], rtol=2e-2, atol=2e-3)
    previews = {path.name for path in (run / "previews").iterdir()}
    assert {"recordings.png", "recordings.flac", "step-00000008.png", "step-00000008.flac"} <= previews

    assert (run / "report.html").is_file()
    assert (run / "growth.gif").is_file()

    call("export", run, "-o", tmp_path / "played", "--name", "bells", "--licence", "CC-BY-4.0")
    with np.load(run / "checkpoints" / "best.npz") as best:
        _check_bundle(tmp_path / "played", int(best["step"]))
    check_that_it_plays(tmp_path / "played", tmp_path)


def _check_bundle(path: Path, steps: int) -> None:
    made = bundle.read(path)
    assert (made.name, made.latent_dim, made.codec.to_json()["bands"]) == ("bells", 8, 16)
    assert made.provenance["steps"] == steps
    assert made.provenance["licences"] == {"CC0-1.0": 1, "not stated": 6}
    assert made.provenance["packages"] == {"deb:bells 2.1": 1}
    licence = (path / "LICENSE").read_text(encoding="utf-8")
    assert "Terms of the model (weights, presets, previews): CC-BY-4.0." in licence
    assert "1  CC0-1.0" in licence
    assert "1  deb:bells 2.1" in licence
    assert set(made.files) >= {"generator.keras", "generator.xml", "generator.bin", "preview.png", "preview.flac"}
    directions, deviations = made.axes()
    assert directions.shape == (8, 8)
    assert (deviations > 0).all()
    assert len(set(made.axis_names)) == 8
    assert len(made.presets) == 16

    points = np.array(list(made.presets.values()), np.float32)
    keras_images = np.asarray(keras.saving.load_model(path / "generator.keras", safe_mode=True)(points))
    compiled = openvino.Core().compile_model(path / "generator.xml", "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    for batch in (points, points[:1]):  # any number of voices
        np.testing.assert_allclose(compiled({"z": batch})["image"], keras_images[: len(batch)], atol=0.02)
    assert keras_images.shape == (16, *made.codec.image_shape)
    sound, rate = soundfile.read(path / "preview.flac")
    assert rate == made.codec.sample_rate
    assert np.isfinite(sound).all()
    assert np.max(np.abs(sound)) > 0


def test_interrupted_it_saves_and_says_how_to_go_on(recordings: Path, tmp_path: Path) -> None:
    data, run = tmp_path / "data", tmp_path / "run"
    call("prepare", recordings, "-o", data, "--codec", json.dumps(CODEC), "--workers", 1)
    asked = [sys.executable, "-c", FEW, "train", data, "-o", run, "--preset", "tiny", "--batch", "4"]
    asked += ["--preview-every", "1"]
    victim = subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while victim.poll() is None and not list((run / "previews").glob("step-*.flac")):
        time.sleep(0.02)
    victim.send_signal(signal.SIGINT)
    said, remarks = victim.communicate()
    assert victim.returncode == 0
    assert "cuda" not in remarks.lower(), "TensorFlow's own are kept back"
    checkpoint = max((run / "checkpoints").glob("step-*.npz"))
    assert f"step {int(checkpoint.stem.removeprefix('step-'))} of 20000; the same command goes on" in said


def test_a_dataset_that_is_prepared_otherwise_is_said(recordings: Path, tmp_path: Path) -> None:
    prepare = ("prepare", recordings, "-o", tmp_path / "data", "--codec", json.dumps(CODEC), "--workers", 1)
    for options, said in (((), False), ((), False), (("--level", "none"), True), ((), True)):
        done = command(*prepare, *options)
        assert done.status == 0
        assert ("data is another dataset than before: runs begun on it" in done.err) == said
