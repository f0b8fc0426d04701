"""Runs of the smallest networks, and a worker that lets something happen to them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
import tensorflow as tf
from rich.console import Console

from gesturegan_live.codecs import from_json
from gesturegan_live.codecs.codec import Codec
from tests.training.conftest import CODEC, record
from training.corpus import folder
from training.dataset import manifest, shards
from training.dataset.clips import CutConfig
from training.pages import report
from training.runs import run
from training.runs import train as trainer
from training.runs.run import Run, RunConfig
from training.runs.train import Pace, build, train
from training.teaching.distribute import Workers
from training.teaching.gan import Gan

Hook = Callable[[Gan, int], None]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared dataset of some tens of clips."""
    place = tmp_path_factory.mktemp("prepared")
    shards.prepare(folder.read(record(place)), place / "data", from_json(CODEC), CutConfig(overlap=0.5), workers=1)
    return place / "data"


@pytest.fixture(scope="module")
def networks() -> Iterator[None]:
    """Let every run begin with the same networks, put back to what they were made with: a trace is most of a test."""
    made: dict[tuple[Any, ...], tuple[Gan, list[tuple[Any, np.ndarray]]]] = {}

    def anew(taught: Run, codec: Codec, precision: str, named: int = 0) -> Gan:
        kind = (taught.config.model, precision, named)
        if kind not in made:
            gan = build(taught, codec, precision, named)
            made[kind] = gan, [(variable, np.array(variable)) for variable in _variables(gan)]
        gan, first = made[kind]
        for variable, value in first:
            variable.assign(value)
        return gan

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trainer, "build", anew)
        yield


def _variables(gan: Gan) -> list[Any]:
    """Everything that a step changes, whether a checkpoint holds it or not."""
    parts = [gan.generator, gan.discriminator, gan.average, gan.generator_optimizer, gan.discriminator_optimizer]
    parts += [part for part in (gan.encoder, gan.encoder_average) if part is not None]
    return [gan.step, gan.attempt, gan.strength, *(variable for part in parts for variable in part.variables)]


@pytest.fixture
def begin(data: Path, networks: None, tmp_path: Path) -> Callable[..., Run]:
    """Begin a run of the smallest networks."""
    return lambda name="run": begin_run(data, tmp_path / name)


def begin_run(data: Path, path: Path) -> Run:
    return run.open_or_begin(path, RunConfig(str(data), manifest.read(data).digest, preset="tiny", batch=4))


class Meddling(Workers):
    """One worker, whose networks something happens to before a step; the same networks' step is traced once."""

    _traced: ClassVar[dict[tuple[Gan, int], Callable[[Any], dict[str, Any]]]] = {}

    def __init__(self, meddle: Hook) -> None:
        super().__init__(tf.distribute.get_strategy())
        self._meddle = meddle

    def teach(self, step: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
        gan = step.__self__
        stage = gan, gan.stage(int(gan.step.numpy()))
        taught = self._traced[stage] = self._traced.get(stage) or super().teach(step)

        def meddled(batch: Any) -> dict[str, Any]:
            self._meddle(gan, int(gan.step.numpy()))
            return taught(batch)

        return meddled


def train_meddled(taught: Run, pace: Pace, meddle: Hook = lambda _gan, _step: None) -> str:
    """Train; return what was said."""
    said = io.StringIO()
    assert train(taught, pace, Console(file=said, width=200), Meddling(meddle), report.write) == pace.steps
    return said.getvalue()
