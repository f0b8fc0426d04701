"""The training loop: taught step by step, watched, saved often, stopped and taken up again at will.

Conventions
-----------
One process a host. The run's folder holds everything; the same call goes on from the newest checkpoint. SIGINT and
SIGTERM end the step, save, and return. Only what was found sound is saved; from what was not, the run goes back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray
from rich.console import Console

from gesturegan_live.codecs.codec import Codec
from gesturegan_live.models.bundle import Bundle
from training.dataset import pipeline
from training.dataset.manifest import Dataset
from training.dataset.split import Split
from training.networks import NETWORKS, continuing
from training.runs import checkpoint, interrupt
from training.runs.chief import Chief
from training.runs.meter import Meter
from training.runs.rescue import Rescue
from training.runs.run import Run
from training.teaching.conditions import conditions
from training.teaching.distribute import Workers, synchronise
from training.teaching.gan import Gan
from training.teaching.precision import made_in

CHECKPOINT_EVERY = 200
PREVIEW_EVERY = 500
OTHER_CHANCE = 7919  # between the seeds of a run's attempts


BEGUN_BY = 2048  # clips that a family's beginning is found in


def build(run: Run, codec: Codec, precision: str, named: int = 0) -> Gan:
    """Make the run's networks, untaught, for so many conditions, to compute in the given numbers."""
    config = run.config
    if config.model not in NETWORKS:
        raise ValueError(f"{run.path}: model is {config.model!r}, expected one of {', '.join(NETWORKS)}")
    presets = NETWORKS[config.model].presets
    if config.preset not in presets:
        raise ValueError(f"{run.path}: preset is {config.preset!r}, expected one of {', '.join(presets)}")
    with made_in(precision):
        return NETWORKS[config.model].build(config.preset, codec.image_shape, named, config.recipe, config.seed)


@dataclass(frozen=True)
class Pace:
    """How long a call goes on, and how often it saves and shows.

    Attributes
    ----------
    steps : int
        Of the run in all, earlier calls included.
    minutes : float or None
        Of this call.
    checkpoint_every, preview_every : int
        Steps from one to the next; 0 for no previews.
    patience : int
        Previews in a row that may stand no better than the best one; 0 for any number.
    """

    steps: int
    minutes: float | None = None
    checkpoint_every: int = CHECKPOINT_EVERY
    preview_every: int = PREVIEW_EVERY
    patience: int = 0


def train(
    run: Run,
    pace: Pace,
    console: Console,
    workers: Workers,
    page: Callable[[Run], object],
    earlier: Bundle | None = None,
) -> int:
    """Teach until a step is reached, the minutes are over, or a signal comes; return the step.

    Parameters
    ----------
    page : callable
        Writes the run's report, now and then and at the end.
    earlier : Bundle, optional
        That a run which is new begins from.

    Raises
    ------
    ValueError
        Where the run cannot be taken up, fails again and again, a worker is lost, or the last step found no room.
    """
    dataset = run.dataset()
    names, weights = conditions(run.config.condition, dataset)
    with workers.strategy.scope():
        gan = build(run, dataset.codec, run.config.precision, len(names))
    split = run.split(dataset)
    if not checkpoint.steps(run.checkpoints):
        _begin(run, dataset, split, (names, weights), gan, console, earlier)
    if workers.replicas > 1:
        synchronise(gan.generator)
    lesson = _Lesson(run, dataset, split, weights, gan, pace, console, workers, page)
    try:
        return lesson.teach()
    except tf.errors.OpError as error:
        if workers.count == 1:
            raise
        line = f"{run.path}: a worker was lost; the same command on every host goes on ({type(error).__name__})"
        raise ValueError(line) from error


def _begin(
    run: Run,
    dataset: Dataset,
    split: Split,
    conditions: tuple[tuple[str, ...], NDArray[np.float32]],
    gan: Gan,
    console: Console,
    bundle: Bundle | None,
) -> None:
    """Let the networks begin from what is taught, where their family can, and from a model, where one is named."""
    network, (names, weights) = NETWORKS[run.config.model], conditions
    earlier = None if bundle is None else continuing.read(bundle)
    what = "the components of what is taught" if bundle is None else f"{bundle.name}"
    with console.status(f"beginning from {what}"):
        try:
            if network.begin is not None:
                order = np.random.default_rng(run.config.seed).permutation(split.taught)
                clips = np.sort(order[:BEGUN_BY])
                images, preset = dataset.images(clips), network.presets[run.config.preset]
                network.begin(preset, gan, images, weights[clips], dataset.codec, earlier=earlier, names=names)
            elif earlier is not None:
                continuing.take(gan, earlier, names)
        except ValueError as error:
            if bundle is None:
                raise
            raise ValueError(f"{bundle.name}: {run.path} cannot begin from it: {error}") from error


class _Lesson:
    """One call of the trainer: what it teaches, by what, and who looks on."""

    def __init__(
        self,
        run: Run,
        dataset: Dataset,
        split: Split,
        weights: NDArray[np.float32],
        gan: Gan,
        pace: Pace,
        console: Console,
        workers: Workers,
        page: Callable[[Run], object],
    ) -> None:
        self._run, self._dataset, self._split, self._weights, self._gan = run, dataset, split, weights, gan
        self._pace, self._console, self._workers = pace, console, workers
        found = checkpoint.steps(run.checkpoints)
        damaged = checkpoint.restore_newest(found, gan.state())[1] if found else []
        self._step = self._agreed_step()  # all have read before the chief sets aside
        self._saved = self._step if found else -1
        self._rescue = Rescue(run, gan, workers)
        self._chief = None
        if workers.chief:
            aside = [checkpoint.set_aside(path).name for path in damaged]
            self._chief = Chief(run, dataset, split, gan, self._step, console, page)
            for name in aside:
                self._chief.diary.tell(f"a checkpoint is damaged, set aside as {name}; going on from step {self._step}")
        self._stage = -1  # of which the traced step is
        self._entered = False  # whether the optimisers of the stage began anew, if they are to
        self._start()

    def teach(self) -> int:
        """Teach until it is time to stop."""
        pace, workers, chief = self._pace, self._workers, self._chief
        if chief is not None and self._saved < 0:
            chief.begin()
            self._saved = chief.save(self._saved)
        tell = self._console.print if chief is None else chief.diary.tell
        meter = Meter(self._console, self._step, pace.steps, self._run.config.batch, pace.minutes)
        with interrupt.noted(tell) as stop, meter:
            stopping = False
            while self._step < pace.steps and not stopping:
                report = self._taught_step(meter)
                stopping = workers.any(bool(stop) or meter.over)
                ending = stopping or self._step == pace.steps
                shown = pace.preview_every > 0 and (ending or self._step % pace.preview_every == 0)
                due = shown or ending or self._step % pace.checkpoint_every == 0
                wrong = None if chief is None else chief.examine(self._step, report, due=due, shown=shown)
                if workers.any(wrong is not None):
                    self._go_back(wrong or "the first worker found it failing")
                    meter.restart()
                    continue
                if due:
                    self._rescue.passed(self._step)
                    self._saved = self._step if chief is None else chief.save(self._saved)
                if shown:
                    stopping |= workers.any(chief is not None and not ending and chief.spent(pace.patience))
        if chief is not None:
            chief.end()
        if self._saved != self._step:
            raise ValueError(f"{self._run.path}: no room to save step {self._step}; step {self._saved} is saved")
        return self._step

    def _taught_step(self, meter: Meter) -> dict[str, float]:
        stage = self._gan.stage(self._step)
        if not self._entered or stage != self._stage:
            self._gan.enter(stage)
            self._entered = True
        if stage != self._stage:
            self._stage, self._teach = stage, self._workers.teach(self._gan.train_step)
        with meter.waiting():
            batch = next(self._stream)
        report = {name: float(value) for name, value in self._teach(batch).items()}
        self._step += 1
        meter.step(self._step, report)
        return report

    def _go_back(self, wrong: str) -> None:
        line = self._rescue.back(wrong, self._step)
        self._step = self._saved = self._agreed_step()
        self._start()
        if self._chief is not None:
            self._chief.go_back(self._step, line)
            self._saved = self._chief.save(self._step)

    def _start(self) -> None:
        """Begin to read where the networks are."""
        config = self._run.config
        seed = (config.seed + OTHER_CHANCE * int(self._gan.attempt.numpy())) % 2**31
        share = self._workers.share(config.batch)
        taught = self._split.taught
        stream = pipeline.batches(self._dataset, config.batch, seed, self._step, self._weights, share, taught)
        self._stream = self._workers.batches(stream)
        self._entered = False

    def _agreed_step(self) -> int:
        step = int(self._gan.step.numpy())
        if self._workers.sum(step) != step * self._workers.count:
            raise ValueError(f"{self._run.path}: workers found different checkpoints, expected one folder for all")
        return step
