"""What a step costs, how fast images go by, and how long it will take.

Conventions
-----------
Figures are of the last `WINDOW` steps, all that happens between them included. The time left is until the last step or
the last minute, whichever comes first. Without a terminal a line is printed every `LINE_SECONDS` instead of the bar.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

WINDOW = 50
LINE_SECONDS = 60.0


class Meter:
    """A context: the progress of a run.

    Parameters
    ----------
    step, steps : int
        Where the run is, and where it is to end.
    batch : int
        Images in a step.
    minutes : float or None
        That it has.
    """

    def __init__(self, console: Console, step: int, steps: int, batch: int, minutes: float | None) -> None:
        self._console = console
        self._steps = steps
        self._batch = batch
        self._line = time.monotonic()
        self._end = self._line + 60 * minutes if minutes is not None else None
        self._times: deque[tuple[float, float]] = deque(maxlen=WINDOW + 1)  # end of a step, seconds it waited for data
        self._waited = 0.0
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("step"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[figures]}"),
            console=console,
            refresh_per_second=2,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("train", total=max(steps, step), completed=step, figures="")
        self.restart()

    @property
    def over(self) -> bool:
        """Whether its minutes are."""
        return self._end is not None and time.monotonic() >= self._end

    def restart(self) -> None:
        """Measure anew: what comes next is no step like the others."""
        self._times.clear()

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Measure how long the data of the next step are waited for."""
        began = time.monotonic()
        yield
        self._waited = time.monotonic() - began

    def step(self, step: int, report: Mapping[str, float]) -> None:
        """Note that a step is done."""
        now = time.monotonic()
        self._times.append((now, self._waited))
        losses = "  ".join(f"{name} {value:.2f}" for name, value in report.items() if name.endswith("loss"))
        figures = "  ".join(filter(None, (self._pace(step, now) if len(self._times) > 1 else "", losses)))
        self._bar.update(self._task, completed=step, figures=figures)
        if not self._console.is_terminal and len(self._times) > 1 and now - self._line >= LINE_SECONDS:
            self._line = now
            self._console.print(f"step {step} of {self._steps}  {figures}", highlight=False, soft_wrap=True)

    def _pace(self, step: int, now: float) -> str:
        each = (now - self._times[0][0]) / (len(self._times) - 1)
        waited = sum(seconds for _, seconds in list(self._times)[1:]) / (len(self._times) - 1)
        left = (self._steps - step) * each
        if self._end is not None:
            left = min(left, max(0.0, self._end - now))
        return (
            f"{1000 * each:.0f} ms/step ({1000 * waited:.0f} waiting for data)  {self._batch / each:.1f} images/s  "
            f"{timedelta(seconds=round(left))} left"
        )

    def __enter__(self) -> Meter:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()
