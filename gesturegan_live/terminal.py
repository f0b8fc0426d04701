"""What a performer sees in the terminal: lines as things happen, and one status line while it plays.

Process and thread
------------------
The control process; the status line is drawn by a thread of rich's, four times a second.
"""

from __future__ import annotations

import asyncio
import math
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.live import Live
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from gesturegan_live import library
from gesturegan_live.child import ChildError
from gesturegan_live.config import Show
from gesturegan_live.control import score as scores
from gesturegan_live.home import Home
from gesturegan_live.server import Server

_SILENCE_DB = -90.0
_LARGEST_SCORE = 64 << 20  # bytes


def play(show: Show, home: Home, *, record: Path | None, seconds: float | None, demo: tuple[Path, float]) -> None:
    """Play until Ctrl-C, or for `seconds`; with no sound card at all, render the demo (path, seconds) instead."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        asyncio.run(_serve(show, home, console, record, seconds))
    except ChildError as error:
        if not error.details.get("no_device") or show.device is not None:
            raise
        path, length = demo
        console.print(f"{error} Writing {length:g} seconds of the model moving through its space to {path}.")
        wander(show, home, path, length)


async def _serve(show: Show, home: Home, console: Console, record: Path | None, seconds: float | None) -> None:
    bundle = library.find(show.bundle, home)
    server = Server(show, bundle, home, console.print)
    with Live(console=console, get_renderable=lambda: status_line(server), refresh_per_second=4, transient=True):
        await server.run(record=record, seconds=seconds)


def status_line(server: Server) -> Text:
    """Describe the moment: load, late blocks, level, images, last message."""
    if not server.playing:
        return Text("starting …", style="dim")
    status = server.status()
    level = max(20 * math.log10(max(status.peak, 1e-9)), _SILENCE_DB)
    bar = "▮" * round((level + 60) / 5) if level > -60 else ""
    parts = (
        (f"load {100 * status.load:3.0f} % (peak {100 * status.load_peak:.0f} %)", status.load_peak > 0.8),
        (f"late {status.late_blocks}", False),
        (f"xruns {status.xruns}", False),
        (f"{level:6.1f} dB {bar:<12}", level > -0.5),
        (f"{status.images_per_second:.0f} images/s", False),
        (server.last_message or "no message yet", False),
    )
    line = Text(overflow="ellipsis", no_wrap=True)
    for text, alarming in parts:
        line.append(text, style="bold red" if alarming else "")
        line.append("  ")
    return line


def wander(show: Show, home: Home, path: Path, seconds: float) -> None:
    """Render the instrument wandering by itself into a file."""
    from gesturegan_live.latent.walk import Walk
    from gesturegan_live.render import Renderer

    bundle = library.find(show.bundle, home)
    walk = Walk(bundle.latent_dim, [np.array(point, np.float32) for point in bundle.presets.values()])
    _render(Renderer(bundle, home, show.voices, show.channels, show.backend, walk), [], seconds, path)


def render(show: Show, home: Home, score: Path, path: Path, seconds: float | None) -> None:
    """Render a score into a file; without `seconds` until one clip after the last message."""
    from gesturegan_live.render import Renderer

    events = scores.parse(_text(score), score.name)
    bundle = library.find(show.bundle, home)
    if seconds is None:
        seconds = (
            max((event.seconds for event in events), default=0.0) + bundle.codec.clip_samples / bundle.codec.sample_rate
        )
    _render(Renderer(bundle, home, show.voices, show.channels, show.backend), events, seconds, path)


def _render(renderer: object, events: list[scores.Event], seconds: float, path: Path) -> None:
    from gesturegan_live.render import Renderer, to_file

    assert isinstance(renderer, Renderer)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.1f} s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(f"rendering {path.name}", total=seconds)
        done = 0.0
        for done in to_file(renderer, events, seconds, path, console.print):
            progress.update(task, completed=done)
    console.print(f"{path}: {done:.1f} s, {renderer.sample_rate} Hz, {renderer.channels} channels")


def _text(path: Path) -> str:
    if path.stat().st_size > _LARGEST_SCORE:
        raise ValueError(f"score {path}: {path.stat().st_size} bytes, wanted at most {_LARGEST_SCORE}")
    return path.read_text(encoding="utf-8")
