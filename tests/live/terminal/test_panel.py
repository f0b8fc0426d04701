"""What is drawn while it plays."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from rich.console import Console

from gesturegan_live.control.stage import Status
from gesturegan_live.terminal.panel import Panel, meters, senders


def server(*levels: float, is_open: int = 1, heard: tuple[str, ...] = (), cues: str = ""):
    sound = SimpleNamespace(sounding=True)
    stage = SimpleNamespace(voices=len(levels), status=lambda: Status(rms=levels), playing=True, sound=sound)
    instrument = SimpleNamespace(cues=SimpleNamespace(line=cues))
    known = {"stage": stage, "instrument": instrument, "last_message": ""}
    return SimpleNamespace(**known, read=lambda _: (is_open,), heard=lambda _: list(heard))


@pytest.mark.parametrize("cues", ["", "cue 2 bells, then dusk after 2 bars, in 3.5 s"])
def test_where_the_cues_stand_is_a_line_where_there_are_any(cues: str) -> None:
    console = Console(width=200, file=io.StringIO())
    console.print(Panel(server(0.5, cues=cues), SimpleNamespace(asks=False)))
    lines = [line.strip() for line in console.file.getvalue().splitlines()]
    assert lines[2:] == [*filter(None, [cues]), "nobody is heard  ? shows the keys"]


def test_a_meter_a_voice_from_silence_to_full_scale() -> None:
    [line] = meters(server(0.0, 1e-3, 0.01, 0.1, 0.5, 1.0, 2.0), 80, plain=False)
    assert line.plain == "1   2   3▂  4▅  5▇  6█  7█  "
    [line] = meters(server(0.0, 0.1, 1.0), 80, plain=True)
    assert line.plain == "1   2+  3@  "


def test_closed_voices_are_dim() -> None:
    for is_open, style in ((1, ""), (0, "dim")):
        [line] = meters(server(0.5, is_open=is_open), 80, plain=False)
        assert [span.style for span in line.spans] == [style] * len(line.spans)


@pytest.mark.parametrize(("width", "count"), [(80, 4), (320, 1), (3, 64)])
def test_many_voices_take_as_many_lines_as_they_need(width: int, count: int) -> None:
    lines = meters(server(*[0.5] * 64), width, plain=False)
    assert len(lines) == count
    assert all(len(line.plain) <= max(width, 5) for line in lines)
    assert "".join(line.plain for line in lines).split()[::20] == ["1▇", "21▇", "41▇", "61▇"]


def test_who_was_heard_is_named_and_more_are_counted() -> None:
    assert senders(server(1.0)).plain == "nobody is heard  ? shows the keys"
    names = ("10.0.0.1:5", "pads", "c", "d", "e", "f")
    assert senders(server(1.0, heard=names[:2])).plain == "heard from 10.0.0.1:5, pads  ? shows the keys"
    assert "heard from 10.0.0.1:5, pads, c, d and 2 more" in senders(server(1.0, heard=names)).plain
