"""The worker that looks at what a run makes, judges it, saves it and shows it.

Conventions
-----------
Looked at are `WATCHED` images of the running average, of the same points every time, beside as many recordings; the
first `SHOWN` of them are what previews show. Before every checkpoint their spread is measured, and with every preview
how they sound beside recordings that are not taught (`quick`), by whose ``fault`` the best checkpoint is chosen. What
was not found sound is not saved.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray
from rich.console import Console

from training.dataset.manifest import Dataset
from training.dataset.split import LEAST, Split
from training.metrics.quick import IMAGES, Figures, Reference, figures, reference
from training.metrics.scale import scale
from training.runs import checkpoint, table, watch
from training.runs.diary.diary import Diary
from training.runs.run import Run
from training.runs.table import Columns
from training.runs.watch import Watch
from training.teaching.gan import Gan

WATCHED = 96
SHOWN = 24
RANGED = 512  # recordings whose range is looked at


class Chief:
    """The first of the workers, at a step that the run begins or goes on from."""

    def __init__(
        self,
        run: Run,
        dataset: Dataset,
        split: Split,
        gan: Gan,
        step: int,
        console: Console,
        page: Callable[[Run], object],
    ) -> None:
        self._run, self._dataset, self._split, self._gan = run, dataset, split, gan
        self.diary = Diary(run, dataset.codec, step, console, page)
        points = gan.points(WATCHED, gan.seed)
        self._fault, self._least = np.nan, np.inf  # of what was looked at last, and of the best
        self._points = [np.split(np.asarray(part), WATCHED // SHOWN) for part in _parts(points)]
        notes = run.notes.read_text(encoding="utf-8-sig", errors="replace") if run.notes.is_file() else ""
        self._narrow = watch.NARROWLY in notes  # was told
        self._generate = tf.function(gan.call, autograph=False)
        self._look(step)

    def begin(self) -> None:
        """Show what a run that begins is taught, and say if it fills its range badly or nothing is held out."""
        self.diary.recordings(self._recordings(SHOWN))
        for line in watch.fills(self._recordings(RANGED)):
            self.diary.tell(line)
        if self._split.files:
            self.diary.tell(f"{len(self._split.files)} files are held out: the best checkpoint is chosen by them")
        elif part := self._run.config.held_out:
            few = f"{part:.1%} of the files give fewer than {LEAST} clips"
            self.diary.tell(f"nothing is held out, for {few}: the best checkpoint is chosen by what is taught")

    def examine(self, step: int, report: dict[str, float], *, due: bool, shown: bool) -> str | None:
        """Note a step, look at images if that is due, show them if wanted; tell what is wrong if anything is."""
        self.diary.step(step, report)
        wrong = self._watch.step(report)
        if wrong is not None or not due:
            return wrong
        self._fault = np.nan
        images = np.concatenate([self._images(n) for n in range(WATCHED // SHOWN)])
        spread = self._watch.spread(images)
        wrong = self._watch.judge(spread)
        told: Figures = {}
        if wrong is None:
            self._tell_narrow(step, images)
        if wrong is None and shown:
            self.diary.preview(step, images[:SHOWN])
            told = figures(images[:IMAGES], self._reference)
            self._fault = told["fault"]
        self.diary.health(step, {"spread": spread, "distance": np.nan, **told})
        return wrong

    def save(self, saved: int) -> int:
        """Write a checkpoint; return the step that is now saved, which is the one before where there is no room."""
        self.diary.flush()
        with self.diary.disk.writing("checkpoint"):
            path = checkpoint.save(self._run.checkpoints, self._gan.state())
            saved = checkpoint.step_of(path)
            if self._fault < self._least:
                checkpoint.keep_best(path)
                self._least = self._fault
                self._worse = 0
            elif np.isfinite(self._fault):
                self._worse += 1
            self._fault = np.nan
        return saved

    def spent(self, patience: int) -> bool:
        """Tell, and say, whether so many previews in a row stood worse than the best, by files held out; 0 is never."""
        over = bool(patience and self._split.files and self._worse >= patience)
        if over:
            best = checkpoint.step_of_best(self._run.checkpoints)
            self.diary.tell(
                f"stopping early: {self._worse} previews stood no better beside the files held out than step {best}, "
                f"which export takes; --patience 0 goes on all the same"
            )
        return over

    def go_back(self, step: int, line: str) -> None:
        """Note that the run is at an earlier step again, and why."""
        self.diary.tell(line)
        self.diary.open(step)
        self._look(step)

    def end(self) -> None:
        """Leave the report."""
        self.diary.report()

    def _look(self, step: int) -> None:
        log, health = table.read(self._run.log), table.read(self._run.health)
        self._watch = Watch(self._recordings(WATCHED), log, health)
        self._fault = np.nan
        self._least = self._kept_best(step, health)
        judged = health.get("fault", np.zeros(0))
        judged = judged[np.isfinite(judged)]
        self._worse = len(judged) - 1 - int(judged.argmin()) if len(judged) else 0

    def _kept_best(self, step: int, health: Columns) -> float:
        """Tell the fault of the best checkpoint; one whose step was undone gives way to the best that is left."""
        folder = self._run.checkpoints
        judged = health.get("fault", health.get("distance", ()))  # of runs begun before there was more to judge by
        heard = {int(at): float(fault) for at, fault in zip(health.get("step", ()), judged, strict=True)}
        heard = {at: fault for at, fault in heard.items() if np.isfinite(fault)}
        try:
            best = checkpoint.step_of_best(folder)
        except ValueError as error:
            self.diary.tell(
                f"{error}; set aside as {checkpoint.set_aside(folder / checkpoint.BEST).name}, the run goes on without"
            )
            return np.inf
        if best is None or best <= step:
            return np.inf if best is None else heard.get(best, np.inf)
        left = [path for path in checkpoint.steps(folder) if checkpoint.step_of(path) in heard]
        if not left:
            checkpoint.drop_best(folder)
            return np.inf
        nearest = min(left, key=lambda path: heard[checkpoint.step_of(path)])
        checkpoint.keep_best(nearest)
        return heard[checkpoint.step_of(nearest)]

    def _tell_narrow(self, step: int, images: NDArray[np.float32]) -> None:
        """Say, once in a run, that images fill little of their range."""
        line = None if self._narrow else self._watch.narrow(images, step - self._gan.schedule.whole)
        if line is not None:
            self.diary.tell(line)
            self._narrow = True

    @cached_property
    def _reference(self) -> Reference:
        """What checkpoints are held against; what their figures are read by is noted when it is first wanted."""
        found = reference(self._dataset, self._split.held if len(self._split.held) else None)
        if not self._run.scale.is_file():
            self.diary.scale(scale(self._dataset, found, self._split.taught, IMAGES))
        return found

    def _images(self, part: int) -> NDArray[np.float32]:
        points = [parts[part] for parts in self._points]
        images: NDArray[np.float32] = self._generate(points if len(points) > 1 else points[0]).numpy()
        return images

    def _recordings(self, count: int) -> NDArray[np.float32]:
        """Read clips that are taught, the same ones every time."""
        return self._dataset.images(np.random.default_rng(0).permutation(self._split.taught)[:count])


def _parts(points: Any) -> list[Any]:
    return list(points) if isinstance(points, list | tuple) else [points]
