"""Two real workers on this machine, and what is asked of TF_CONFIG."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from gesturegan_live.codecs.codec import Codec
from tests.training.conftest import call
from training.corpus import folder
from training.dataset import shards
from training.dataset.clips import CutConfig
from training.runs import table
from training.teaching import distribute

SETTINGS = ["--model", "dcgan", "--preset", "tiny", "--batch", "8", "--steps", "6"]
SETTINGS += ["--checkpoint-every", "3", "--preview-every", "0"]
SETTINGS += ["--precision", "float32", "--condition", "label"]


def _start(data: Path, output: Path, task: dict) -> subprocess.Popen[str]:
    environment = os.environ | {
        "CUDA_VISIBLE_DEVICES": "",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "TF_CONFIG": json.dumps(task),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "training.cli", "train", str(data), "-o", str(output), *SETTINGS],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _cluster() -> dict:
    with socket.socket() as one, socket.socket() as two:
        for door in (one, two):
            door.bind(("127.0.0.1", 0))
        return {"worker": [f"127.0.0.1:{door.getsockname()[1]}" for door in (one, two)]}


@pytest.mark.long
@pytest.mark.timeout(900)  # two processes, each of which imports TensorFlow and traces a step
def test_two_workers_learn_what_one_learns(recordings: Path, tmp_path: Path, codec: Codec) -> None:
    data = tmp_path / "data"
    shards.prepare(folder.read(recordings), data, codec, CutConfig(overlap=0.5), workers=1)
    cluster = _cluster()
    both = [
        _start(data, tmp_path / "two", {"cluster": cluster, "task": {"type": "worker", "index": n}}) for n in (0, 1)
    ]
    told = [process.communicate() for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert ["step 6 of 6" in said for said, _ in told] == [True, False]
    call("train", data, "-o", tmp_path / "one", *SETTINGS)

    figures = [table.read(tmp_path / name / "log.csv") for name in ("one", "two")]
    for name in ("step", "d_loss", "g_loss", "penalty", "real_accuracy", "fake_accuracy"):
        np.testing.assert_allclose(figures[1][name], figures[0][name], rtol=1e-4, atol=1e-5, err_msg=name)
    saved = [np.load(tmp_path / name / "checkpoints" / "step-00000006.npz") for name in ("one", "two")]
    assert saved[0].files == saved[1].files
    for name in saved[0].files:
        if name.startswith(("generator/", "discriminator/", "average/")):
            np.testing.assert_allclose(saved[1][name], saved[0][name], rtol=1e-3, atol=1e-4, err_msg=name)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("worker 1", "TF_CONFIG is 'worker 1', expected a cluster of workers and a task"),
        ('{"cluster": {"worker": ["a:1"]}}', "expected a cluster of workers and a task"),
        ('{"cluster": {"worker": ["a:1"]}, "task": {"type": "worker", "index": 1}}', "task is worker 1, expected a"),
        ('{"cluster": {"worker": ["a:1"]}, "task": {"type": "ps", "index": 0}}', "task is ps 0, expected a worker"),
    ],
)
def test_a_garbled_cluster_is_refused(told: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TF_CONFIG", told)
    with pytest.raises(ValueError, match=message):
        distribute.find()


def test_every_row_of_a_batch_belongs_to_one_worker() -> None:
    class Four:
        num_replicas_in_sync = 4

    shares = [distribute.Workers(Four(), count=2, index=index).share(12) for index in (0, 1)]
    assert shares == [(0, 6, 3), (6, 12, 3)]
    with pytest.raises(ValueError, match="batch is 10, expected a multiple of the 4 devices"):
        distribute.Workers(Four(), count=2).share(10)
    assert distribute.Workers(tf.distribute.get_strategy()).share(16) == (0, 16, 16)
