"""What a performer sees in the terminal: lines as things happen, and one status line while it plays.

Process and thread
------------------
The control process; the status line is drawn by a thread of rich's, four times a second.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import math
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.live import Live
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from gesturegan_live.control import score as scores
from gesturegan_live.models import library
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.performance.resume import Saved, saved
from gesturegan_live.processes.child import ChildError
from gesturegan_live.recording.recordings import release, reserve
from gesturegan_live.server import Server
from gesturegan_live.show.config import AUTO, LONGEST_RENDERING, MAX_CHANNELS, Show
from gesturegan_live.show.documents import one_line
from gesturegan_live.show.home import Home

_SILENCE_DB = -90.0
_LARGEST_SCORE = 64 << 20  # bytes
_MOST_LINES = 500  # that wait for the terminal
_PATIENCE = 1.0  # seconds for them at the end


def play(
    show: Show,
    home: Home,
    *,
    record: Path | None,
    record_voices: bool,
    take: str | None,
    score: Path | None,
    seconds: float | None,
    resume: bool,
    model_named: bool,
    demo: tuple[Path, float],
) -> None:
    """Play until Ctrl-C, or for `seconds`; with no sound card at all, render the demo (path, seconds) instead.

    To resume goes on from what was played last, with the model of then unless one was named.
    """
    console = _console()
    if said := home.make():
        console.print(said)
    show = _fitted(show)
    events = None if score is None else (score.name, scores.parse(_text(score), score.name))
    wanted = {"record": record, "record_voices": record_voices, "take": take, "score": events, "seconds": seconds}
    try:
        asyncio.run(_serve(show, home, console, (resume, model_named), wanted))
    except ChildError as error:
        if not error.details.get("no_device") or show.device is not None or score is not None:
            raise
        path, length = reserve(record or demo[0]), demo[1]
        console.print(f"{error}; writing {length:g} seconds of the model moving through its space to {path}")
        try:
            wander(show, home, path, length)
        finally:
            release(path)  # if nothing was written


async def _serve(show: Show, home: Home, console: Console, resume: tuple[bool, bool], wanted: dict[str, Any]) -> None:
    lines = Lines(console)
    bundle, last = _begun(show, home, *resume, lines.say)
    with _hangups_ignored():
        server = Server(show, bundle, home, lines.say, last)
    with Live(console=console, get_renderable=lambda: status_line(server), refresh_per_second=4, transient=True):
        try:
            await server.run(**wanted)
        finally:
            lines.close()


def _begun(
    show: Show, home: Home, resume: bool, model_named: bool, say: Callable[[str], None]
) -> tuple[Bundle, Saved | None]:
    """Find the model to begin with, and what to go on from; whatever is wrong with what was saved, it begins."""
    last = None
    if resume:
        try:
            last = saved(home)
            if last is None:
                say("nothing was played before: it begins anew")
            elif not model_named:
                return library.find(last.bundle, home), last
        except ValueError as error:
            say(str(error))
    return library.find(show.bundle, home), last


@contextlib.contextmanager
def _hangups_ignored() -> Iterator[None]:
    """Let what is started now (Python's tracker of shared memory) outlive a terminal that is closed."""
    number = getattr(signal, "SIGHUP", None)
    if number is None:
        yield
        return
    before = signal.signal(number, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(number, before)


def _fitted(show: Show) -> Show:
    """Take as many channels as the device has, where the show wants that."""
    if show.channels != AUTO:
        return show
    from gesturegan_live.audio.output.device import channels_of

    return dataclasses.replace(
        show, channels=min(channels_of(show.device, show.direct * show.voices), MAX_CHANNELS) or Show.channels
    )


class Lines:
    """Lines for the performer, written by a thread: a terminal that does not read must not stop the music."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._waiting: queue.Queue[str | None] = queue.Queue(_MOST_LINES)
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def say(self, line: object) -> None:
        """Write a line, soon; it is dropped where hundreds wait."""
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait(one_line(str(line)))

    def close(self) -> None:
        """Wait a moment for what is not written yet."""
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait(None)
        self._thread.join(_PATIENCE)

    def _write(self) -> None:
        while (line := self._waiting.get()) is not None:
            self._console.print(line)


def _console() -> Console:
    # No markup: what is printed may come from a message, a file or a bundle.
    return Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)


def status_line(server: Server) -> Text:
    """Describe the moment: load, late blocks, level, images, last message."""
    if not server.stage.playing:
        return Text(server.stage.starting.line, style="dim")
    status = server.stage.status()
    level = max(20 * math.log10(max(status.peak, 1e-9)), _SILENCE_DB)
    bar = "▮" * round((level + 60) / 5) if level > -60 else ""
    parts = (
        *([] if server.stage.sound.sounding else [("no sound", True)]),
        (f"load {100 * status.load:3.0f} % (peak {100 * status.load_peak:.0f} %)", status.load_peak > 0.8),
        (f"late {status.late_blocks}", False),
        (f"xruns {status.xruns}", False),
        (f"{level:6.1f} dB {bar:<12}", level > -1.5),
        (f"{sum(status.updates_per_second):.0f} updates/s", False),
        (server.last_message or "no message yet", server.last_message.startswith("refused")),
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
    walk = Walk.through(bundle.latent_dim, len(bundle.conditions), bundle.presets, bundle.preset_conditions)
    console = _console()
    renderer = Renderer(bundle, home, show.voices, show.channels, show.backend, walk, show.ring)
    _render(console, renderer, renderer.blocks([], _checked(seconds), console.print), seconds, path)


def render(show: Show, home: Home, score: Path, path: Path, seconds: float | None) -> None:
    """Render a score into a file; without `seconds` until one clip after the last message."""
    from gesturegan_live.render import Renderer

    console = _console()
    if show.channels == AUTO:
        raise ValueError("channels auto: a rendering has no device; wanted a number")
    events = scores.parse(_text(score), score.name)
    bundle = library.find(show.bundle, home)
    if seconds is None:
        seconds = (
            max((event.seconds for event in events), default=0.0) + bundle.codec.clip_samples / bundle.codec.sample_rate
        )
    renderer = Renderer(bundle, home, show.voices, show.channels, show.backend, ring=show.ring)
    renderer.instrument.gestures.begin(show)
    answered = renderer.blocks(events, _checked(seconds), lambda line: console.print(score.name, one_line(line)))
    _render(console, renderer, answered, seconds, path)
    if renderer.failures:
        raise ValueError(f"{score.name}: {renderer.failures} messages failed; {path} was made without them")


def render_take(home: Home, take: Path, path: Path, backend: str | None) -> None:
    """Render a take into a file: the samples of the performance."""
    from gesturegan_live.takes.render import TakeRenderer

    console = _console()
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


def _text(path: Path) -> str:
    if not path.is_file():
        raise ValueError(f"score {path}: there is no such file")
    if path.stat().st_size > _LARGEST_SCORE:
        raise ValueError(f"score {path}: {path.stat().st_size} bytes, wanted at most {_LARGEST_SCORE}")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"score {path}: not a text file in UTF-8 ({error.reason})") from error
