"""What is drawn below the lines while it plays: how it is doing, a meter a voice, cues, who is heard, what is asked.

Process and thread
------------------
Drawn by a thread of rich's, a few times a second; it only looks.
"""

from __future__ import annotations

import math

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from gesturegan_live.server import Server
from gesturegan_live.terminal.keyboard import Keyboard

_SILENCE_DB = -90.0
_METER, _PLAIN_METER = " ▁▂▃▄▅▆▇█", " .:-=+*#@"  # from silence to full scale
_RANGE_DB = 48.0
_LATELY = 10.0  # seconds
_MOST_SENDERS = 4  # that are named


class Panel:
    """The lines.

    Parameters
    ----------
    server : Server
    keyboard : Keyboard or None
        What somebody at the terminal plays by.
    """

    def __init__(self, server: Server, keyboard: Keyboard | None) -> None:
        self._server, self._keyboard = server, keyboard

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield status_line(self._server)
        if self._keyboard is None or not self._server.stage.playing:
            return
        yield from meters(self._server, options.max_width, plain=options.ascii_only)
        if line := self._server.instrument.cues.line:
            yield Text(line, overflow="ellipsis", no_wrap=True, style="bold")
        yield senders(self._server)
        if self._keyboard.asks:
            yield Text("quit? q again; any other key: no", style="bold")


def status_line(server: Server) -> Text:
    """Describe the moment: load, late blocks, level, images, last message."""
    if not server.stage.playing:
        return Text(server.stage.starting.line, style="dim")
    status = server.stage.status()
    level = max(20 * math.log10(max(status.peak, 1e-9)), _SILENCE_DB)
    bar = "▮" * round((level + 60) / 5) if level > -60 else ""
    parts = (
        *([] if server.stage.sound.sounding else [("no sound", True)]),
        *([(f"● {status.recording}", True)] if status.recording else []),
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


def meters(server: Server, width: int, *, plain: bool) -> list[Text]:
    """Draw the level of every voice after its number, in as many lines as it takes; voices that are closed are dim."""
    signs = _PLAIN_METER if plain else _METER
    status, cell = server.stage.status(), len(str(server.stage.voices)) + 3
    lines: list[Text] = []
    for voice, level in enumerate(status.rms):
        if voice % max(width // cell, 1) == 0:
            lines.append(Text(no_wrap=True))
        decibels = 20 * math.log10(max(level, 1e-9))
        height = math.ceil((len(signs) - 1) * min(max(1 + decibels / _RANGE_DB, 0.0), 1.0))
        is_open = bool(server.read(f"/gan/voice/{voice + 1}/gate")[0])
        lines[-1].append(f"{voice + 1:{cell - 3}}{signs[height]}  ", style="" if is_open else "dim")
    return lines


def senders(server: Server) -> Text:
    """Name who was heard lately."""
    line = Text(overflow="ellipsis", no_wrap=True, style="dim")
    heard = server.heard(_LATELY)
    line.append(f"heard from {', '.join(heard[:_MOST_SENDERS])}" if heard else "nobody is heard")
    if len(heard) > _MOST_SENDERS:
        line.append(f" and {len(heard) - _MOST_SENDERS} more")
    return line.append("  ? shows the keys")
