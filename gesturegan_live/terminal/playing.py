"""Playing, from the terminal's side: what it begins with, and how it ends.

Process and thread
------------------
The control process.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.live import Live

from gesturegan_live.control.shows.rehearsal import check_show
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.performance.resume import Saved, saved
from gesturegan_live.processes import tty
from gesturegan_live.processes.child import ChildError
from gesturegan_live.recording.recordings import release, reserve
from gesturegan_live.server import Server
from gesturegan_live.show.config import AUTO, MAX_CHANNELS, Show
from gesturegan_live.show.home import Home
from gesturegan_live.terminal.keyboard import Keyboard
from gesturegan_live.terminal.lines import Lines
from gesturegan_live.terminal.lines import console as terminal
from gesturegan_live.terminal.panel import Panel
from gesturegan_live.terminal.rendering import read_score, wander

_A_SECOND = 8  # times that what is drawn is drawn anew


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
    console = terminal()
    if said := home.make():
        console.print(said)
    show = _fitted(show)
    events = None if score is None else (score.name, read_score(score))
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
    with contextlib.ExitStack() as stack:
        keyboard = Keyboard(server, lines.say) if tty.is_one() else None
        panel = Panel(server, keyboard)
        stack.enter_context(Live(panel, console=console, refresh_per_second=_A_SECOND, transient=True))
        stack.callback(lines.close)
        watching = asyncio.create_task(keyboard.watch(stack.enter_context(tty.keys()))) if keyboard else None
        try:
            await server.run(**wanted)
        finally:
            if watching is not None:
                watching.cancel()


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
                return check_show(dataclasses.replace(show, bundle=last.bundle), home), last
        except ValueError as error:
            say(str(error))
    return check_show(show, home), last


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
