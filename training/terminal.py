"""What a person at the terminal sees of what takes long: bars with rates and the time left.

Conventions
-----------
Everything goes to stderr; stdout is for results.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console

from training.corpus.left_out import Remarks

if TYPE_CHECKING:
    from rich.progress import Progress

console = Console(stderr=True)


@contextmanager
def bar() -> Iterator[Progress]:
    """Show what is done, its rate and the time left."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[unit]}"))
    with Progress(*columns, TextColumn("{task.fields[rate]}"), TimeRemainingColumn(), console=console) as bar:
        yield bar


def shards(bar: Progress, what: str) -> Callable[[int, int, int], None]:
    """Begin to show shards, the clips in them and how fast they come."""
    task = bar.add_task(what, total=None, unit="shards", rate="")
    first: list[tuple[float, int]] = []

    def show(done: int, total: int, clips: int) -> None:
        first.append((time.monotonic(), clips))
        since, before = first[0]
        del first[1:]
        rate = f"{clips} clips, {(clips - before) / max(time.monotonic() - since, 1e-3):.0f}/s"
        bar.update(task, completed=done, total=total, rate=rate)

    return show


def left_out(told: Mapping[str, Any]) -> None:
    """Say what of a corpus is not in a dataset, or not as it was: file by file, or counted."""
    skipped = [f"skipped {entry['name']}: {entry['reason']}" for entry in told["skipped"]]
    remarks = Remarks()
    for entry in told["remarks"]:
        remarks.of(entry["name"])(entry["remark"])
    lines([*skipped, *remarks.lines(), *told["left_out"]])


def lines(told: Iterable[str]) -> None:
    """Print lines as they are."""
    for line in told:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def steps(bar: Progress, what: str, unit: str = "steps") -> Callable[[int, int], None]:
    """Begin to show steps, or whatever is counted."""
    task = bar.add_task(what, total=None, unit=unit, rate="")
    return lambda done, total: bar.update(task, completed=done, total=total)


def import_tensorflow() -> int:
    """Import TensorFlow without its remarks about CUDA, which come before any log level counts; count its GPUs."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import absl.logging

    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as remarks:
        os.dup2(remarks.fileno(), 2)
        try:
            import tensorflow as tf

            gpus = len(tf.config.list_physical_devices("GPU"))
        finally:
            os.dup2(kept, 2)
            os.close(kept)
    absl.logging.set_verbosity(absl.logging.ERROR)
    tf.get_logger().setLevel("ERROR")  # each stage of a run traces its step anew, and is meant to
    return gpus
