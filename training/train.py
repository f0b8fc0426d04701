"""The training loop: taught step by step, saved often, stopped and taken up again at will.

Conventions
-----------
One process. The run's folder holds everything; the same call goes on from the newest checkpoint. SIGINT and SIGTERM
end the step, save, and return; a second SIGINT ends at once.
"""

from __future__ import annotations

import csv
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from gesturegan_live.codecs.codec import Codec
from training import checkpoint, preview
from training.conditions import conditions
from training.dataset import manifest, pipeline
from training.gan import Gan
from training.networks import NETWORKS
from training.run import Run

CHECKPOINT_EVERY = 200
PREVIEW_EVERY = 500
PREVIEW_POINTS = 24


def build(run: Run, codec: Codec, precision: str, named: int = 0) -> Gan:
    """Make the run's networks, untaught, for so many conditions, to compute in the given numbers."""
    config = run.config
    keras.config.set_dtype_policy(precision)
    return NETWORKS[config.model].build(config.preset, codec.image_shape, named, config.recipe, config.seed)


def preview_points(gan: Gan, count: int = PREVIEW_POINTS) -> Any:
    """Draw what the generator takes for every preview of a run."""
    return gan.points(count, gan.seed)


def train(
    run: Run,
    *,
    steps: int,
    minutes: float | None = None,
    checkpoint_every: int = CHECKPOINT_EVERY,
    preview_every: int = PREVIEW_EVERY,
    console: Console,
) -> int:
    """Teach until a step is reached, the minutes are over, or a signal comes; return the step.

    Parameters
    ----------
    steps : int
        Of the run in all, earlier calls included.
    minutes : float or None
        Of this call.
    """
    dataset = manifest.read(Path(run.config.dataset))
    codec = dataset.codec
    names, weights = conditions(run.config.condition, dataset)
    gan = build(run, codec, run.config.precision, len(names))
    found = checkpoint.latest(run.checkpoints)
    if found is not None:
        checkpoint.restore(found, gan.state())
    step = first = int(gan.step.numpy())
    run.previews.mkdir(exist_ok=True)
    stream = iter(pipeline.batches(dataset, run.config.batch, run.config.seed, step, weights))
    if step == 0:
        _show(run.previews / "recordings", next(iter(pipeline.batches(dataset, PREVIEW_POINTS, 0))).numpy(), codec)
    points = preview_points(gan)
    stage, teach = -1, tf.function(gan.train_step)
    generate = tf.function(gan.call)
    began = time.monotonic()
    saved = step

    with _Log(run.log, step) as log, _stop_signals() as stop, _bar(console) as bar:
        task = bar.add_task("train", total=max(steps, step), completed=step, rate="", losses="")
        while step < steps and not stop:
            if gan.stage(step) != stage:
                stage = gan.stage(step)
                gan.enter(stage)
                teach = tf.function(gan.train_step)
            report = {name: float(value) for name, value in teach(next(stream)).items()}
            step += 1
            log.write(step, time.monotonic() - began, report)
            if not np.isfinite(list(report.values())).all():
                raise ValueError(f"{run.path}: losses are no longer finite at step {step}; step {saved} is saved")
            minutes_gone = (time.monotonic() - began) / 60
            bar.update(
                task,
                completed=step,
                rate=f"{(step - first) * run.config.batch / 60 / minutes_gone:.1f} images/s",
                losses=f"D {report['d_loss']:.2f}  G {report['g_loss']:.2f}",
            )
            if preview_every and step % preview_every == 0:
                _show(run.previews / f"step-{step:08d}", generate(points).numpy(), codec)
            if step % checkpoint_every == 0:
                saved = _save(run, gan, log)
            if minutes is not None and minutes_gone >= minutes:
                break
        if step != saved:
            _save(run, gan, log)
    return step


def _save(run: Run, gan: Gan, log: _Log) -> int:
    log.flush()
    checkpoint.save(run.checkpoints, gan.state())
    return int(gan.step.numpy())


def _show(stem: Path, images: Any, codec: Codec) -> None:
    preview.save_grid(stem.with_suffix(".png"), images, codec)
    preview.save_sound(stem.with_suffix(".flac"), images, codec)


class _Log:
    """``log.csv``: one row a step; rows past the checkpoint that a run goes on from are dropped."""

    def __init__(self, path: Path, step: int) -> None:
        kept: list[list[str]] = []
        if path.exists():
            with path.open(newline="", encoding="utf-8") as stream:
                kept = [row for row in csv.reader(stream) if row and (not row[0].isdigit() or int(row[0]) <= step)]
        self._stream = path.open("w", newline="", encoding="utf-8")
        self._rows = csv.writer(self._stream)
        self._rows.writerows(kept)
        self._named = bool(kept)

    def write(self, step: int, seconds: float, report: dict[str, float]) -> None:
        if not self._named:
            self._rows.writerow(["step", "seconds", *report])
            self._named = True
        self._rows.writerow([step, f"{seconds:.2f}", *(repr(value) for value in report.values())])

    def flush(self) -> None:
        self._stream.flush()

    def __enter__(self) -> _Log:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()


@contextmanager
def _stop_signals() -> Iterator[list[int]]:
    """Give a list that is empty until SIGINT or SIGTERM comes."""
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _bar(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("step"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[losses]}"),
        TimeRemainingColumn(),
        console=console,
        refresh_per_second=2,
    )
