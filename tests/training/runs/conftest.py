"""Runs of the smallest networks, and a worker that lets something happen to them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tensorflow as tf
from rich.console import Console

from gesturegan_live.codecs import from_json
from tests.training.conftest import CODEC, record
from training.corpus import folder
from training.dataset import manifest, shards
from training.dataset.clips import CutConfig
from training.pages import report
from training.runs import run
from training.runs.run import Run, RunConfig
from training.runs.train import Pace, train
from training.teaching.distribute import Workers
from training.teaching.gan import Gan

Hook = Callable[[Gan, int], None]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared dataset of some tens of clips."""
    place = tmp_path_factory.mktemp("prepared")
    shards.prepare(folder.read(record(place)), place / "data", from_json(CODEC), CutConfig(overlap=0.5), workers=1)
    return place / "data"


@pytest.fixture
def begin(data: Path, networks: None, tmp_path: Path) -> Callable[..., Run]:
    """Begin a run of the smallest networks."""
    return lambda name="run": begin_run(data, tmp_path / name)


def begin_run(data: Path, path: Path) -> Run:
    return run.open_or_begin(path, RunConfig(str(data), manifest.read(data).digest, preset="tiny", batch=4))


class Meddling(Workers):
    """One worker, whose networks something happens to before a step."""

    def __init__(self, meddle: Hook) -> None:
        super().__init__(tf.distribute.get_strategy())
        self._meddle = meddle

    def teach(self, step: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
        gan, taught = step.__self__, super().teach(step)

        def meddled(batch: Any) -> dict[str, Any]:
            self._meddle(gan, int(gan.step.numpy()))
            return taught(batch)

        return meddled


def train_meddled(taught: Run, pace: Pace, meddle: Hook = lambda _gan, _step: None) -> str:
    """Train; return what was said."""
    said = io.StringIO()
    assert train(taught, pace, Console(file=said, width=200), Meddling(meddle), report.write) == pace.steps
    return said.getvalue()
