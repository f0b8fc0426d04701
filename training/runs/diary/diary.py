"""What a run leaves to be watched and heard: figures, notes, previews, the film of its growth, TensorBoard, a report.

Conventions
-----------
Written by the chief worker, into the run's folder; where there is no room a thing is left out and said. What is told
goes to the console and, with its time and step, to ``notes.txt``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from gesturegan_live.codecs.codec import Codec
from training.runs import disk
from training.runs.diary import growth, preview
from training.runs.diary.events import Events
from training.runs.run import Run
from training.runs.table import Table

SCALARS_EVERY = 10  # steps, for TensorBoard; the log has all
REPORT_PART = 0.01  # of the time, that reports may take
HEARD = 6  # sounds of a preview, in TensorBoard

Images = NDArray[np.float32]


class Diary:
    """The files of a run that goes on from a step.

    Parameters
    ----------
    page : callable
        Writes the run's report.
    """

    def __init__(self, run: Run, codec: Codec, step: int, console: Console, page: Callable[[Run], object]) -> None:
        self._run = run
        self._page = page
        self._codec = codec
        self._console = console
        self.disk = disk.Disk(self.tell)
        run.previews.mkdir(exist_ok=True)
        self._reported = (time.monotonic(), 0.0)  # when, and how long it took
        self.open(step)

    def open(self, step: int) -> None:
        """Go on from a step, the same or an earlier one; what came after it is void."""
        self._step = step
        self._log = Table(self._run.log, step)
        self._health = Table(self._run.health, step)
        self._events = Events(self._run.events, step)
        for path in self._run.previews.glob("step-*.*"):
            if int(path.stem.removeprefix("step-")) > step:
                path.unlink()
        self._began = time.monotonic() - self._log.seconds

    def tell(self, line: str) -> None:
        """Say what happened."""
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)
        stamp = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        with suppress(OSError):  # the line that says that there is no room
            disk.append(self._run.notes, f"{stamp}  step {self._step}: {line}\n".encode())

    def step(self, step: int, report: Mapping[str, float]) -> None:
        """Note a step's figures."""
        self._step = step
        self._log.add(step, time.monotonic() - self._began, report)
        if step % SCALARS_EVERY == 0:
            self._events.scalars(step, {f"step/{name}": value for name, value in report.items()})

    def health(self, step: int, figures: Mapping[str, float]) -> None:
        """Note how the images compare with recordings; what was not measured is not a number."""
        self._health.add(step, time.monotonic() - self._began, figures)
        self._events.scalars(step, {f"health/{name}": v for name, v in figures.items() if np.isfinite(v)})

    def scale(self, told: Mapping[str, Mapping[str, float]]) -> None:
        """Note what the health's figures are to be read by."""
        finite = {name: {what: v for what, v in row.items() if np.isfinite(v)} for name, row in told.items()}
        with self.disk.writing("scale"):
            disk.replace(self._run.scale, json.dumps(finite, indent=1).encode() + b"\n")

    def recordings(self, images: Images) -> None:
        """Show what the run is taught."""
        self._pair("recordings", images)

    def preview(self, step: int, images: Images) -> None:
        """Show the points that every preview shows."""
        picture, samples = self._pair(f"step-{step:08d}", images)
        self._events.picture(step, "preview", picture)
        self._events.sound(step, "preview", samples[: HEARD * preview.each(self._codec)], self._codec.sample_rate)
        since, took = self._reported
        if time.monotonic() - since > took / REPORT_PART:
            self.report()

    def flush(self) -> None:
        """Write what waits."""
        for what, file in (("log", self._log), ("health", self._health), ("events", self._events)):
            if file.waits:
                with self.disk.writing(what):
                    file.flush()

    def report(self) -> None:
        """Write the film of the growth and the report."""
        began = time.monotonic()
        self.flush()
        with self.disk.writing("report"):
            growth.save(self._run.previews, self._run.growth, self._codec)
            self._page(self._run)
        self._reported = (time.monotonic(), time.monotonic() - began)

    def _pair(self, name: str, images: Images) -> tuple[bytes, NDArray[np.float32]]:
        picture, samples = preview.grid(images, self._codec), preview.sound(images, self._codec)
        with self.disk.writing("preview"):
            disk.replace(self._run.previews / f"{name}.flac", preview.flac(samples, self._codec.sample_rate))
            disk.replace(self._run.previews / f"{name}.png", picture)
        return picture, samples
