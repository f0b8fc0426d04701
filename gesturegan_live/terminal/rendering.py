"""What is rendered into a file: a score, a take, the instrument by itself; and how far it is.

Process and thread
------------------
One process; rich's thread draws how far it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from gesturegan_live.control import score as scores
from gesturegan_live.control.shows.rehearsal import check_show
from gesturegan_live.models import library
from gesturegan_live.show.config import AUTO, LONGEST_RENDERING, Show
from gesturegan_live.show.documents import one_line
from gesturegan_live.show.home import Home
from gesturegan_live.terminal.lines import console as terminal

_LARGEST_SCORE = 64 << 20  # bytes


def wander(show: Show, home: Home, path: Path, seconds: float) -> None:
    """Render the instrument wandering by itself into a file."""
    from gesturegan_live.latent.walk import Walk
    from gesturegan_live.render import Renderer

    bundle = library.find(show.bundle, home)
    walk = Walk.through(bundle.latent_dim, len(bundle.conditions), bundle.presets, bundle.preset_conditions)
    console = terminal()
    renderer = Renderer(bundle, home, show.voices, show.channels, show.backend, walk, show.ring)
    _render(console, renderer, renderer.blocks([], _checked(seconds), console.print), seconds, path)


def render(show: Show, home: Home, score: Path, path: Path, seconds: float | None) -> None:
    """Render a score into a file; without `seconds` until one clip after the last message."""
    from gesturegan_live.render import Renderer

    console = terminal()
    if show.channels == AUTO:
        raise ValueError("channels auto: a rendering has no device; wanted a number")
    events = read_score(score)
    bundle = check_show(show, home)
    if seconds is None:
        seconds = (
            max((event.seconds for event in events), default=0.0) + bundle.codec.clip_samples / bundle.codec.sample_rate
        )
    renderer = Renderer(bundle, home, show.voices, show.channels, show.backend, ring=show.ring)
    renderer.instrument.shows.begin(show)
    asyncio.run(renderer.instrument.shows.start())
    answered = renderer.blocks(events, _checked(seconds), lambda line: console.print(score.name, one_line(line)))
    _render(console, renderer, answered, seconds, path)
    if renderer.failures:
        raise ValueError(f"{score.name}: {renderer.failures} messages failed; {path} was made without them")


def render_take(home: Home, take: Path, path: Path, backend: str | None) -> None:
    """Render a take into a file: the samples of the performance."""
    from gesturegan_live.takes.render import TakeRenderer

    console = terminal()
    renderer = TakeRenderer(take, home, backend)
    _render(console, renderer, renderer.blocks(), renderer.seconds, path)
    if renderer.next_rate:
        console.print(
            f"then the device had {renderer.next_rate} Hz, and one file has one rate: what follows is left out"
        )
    if renderer.others:
        console.print(
            f"{renderer.others} of {renderer.images} images came out otherwise than in the performance "
            "(another processor or another backend?): so did the samples"
        )


def _checked(seconds: float) -> float:
    if not 0 < seconds <= LONGEST_RENDERING:
        raise ValueError(f"seconds {seconds:g}: wanted more than 0, at most {LONGEST_RENDERING:g}")
    return seconds


class _Rendering(Protocol):
    """What is rendered."""

    @property
    def sample_rate(self) -> int:
        """Hz."""

    @property
    def channels(self) -> int:
        """Of the output."""


def _render(
    console: Console, what: _Rendering, blocks: Iterator[NDArray[np.float32]], seconds: float, path: Path
) -> None:
    from gesturegan_live.render import to_file

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.completed:.1f} s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(f"rendering {path.name}", total=seconds)
        done = 0.0
        for done in to_file(blocks, what.sample_rate, what.channels, path):
            progress.update(task, completed=done)
    console.print(f"{path}: {done:.1f} s, {what.sample_rate} Hz, {what.channels} channels")


def read_score(path: Path) -> list[scores.Event]:
    """Read a score; ValueError in one line where it is none."""
    if not path.is_file():
        raise ValueError(f"score {path}: there is no such file")
    if path.stat().st_size > _LARGEST_SCORE:
        raise ValueError(f"score {path}: {path.stat().st_size} bytes, wanted at most {_LARGEST_SCORE}")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"score {path}: not a text file in UTF-8 ({error.reason})") from error
    return scores.parse(text, path.name)
