"""What a show says of its cues."""

from __future__ import annotations

from pathlib import Path

import pytest

from gesturegan_live.show.config import Show
from gesturegan_live.show.cues import MOST, Cue, Wait, check

CUES = (
    Cue("first light", ("/gan/scene/recall 'first \"light\"' 8 smooth", "/gan/map/bow/run 1")),
    Cue("bells", ("/gan/model/load tones",), Wait("bars", 2.0)),
    Cue("b\u00e4lder", (), Wait("above", 0.8, "hand/energy")),
)


def test_cues_survive_their_file(tmp_path: Path) -> None:
    show = Show(voices=3, cues=CUES)
    (tmp_path / "show.toml").write_text(show.toml(), encoding="utf-8")
    assert Show.read(tmp_path / "show.toml") == show


def test_one_message_needs_no_list(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(
        "[[cues]]\nname = 'a'\nwait = 2.5\nplay = '/gan/out/stop'\n[[cues]]\nname = 'b'"
    )
    assert Show.read(tmp_path / "show.toml").cues == (Cue("a", ("/gan/out/stop",), Wait("seconds", 2.5)), Cue("b"))


@pytest.mark.parametrize(
    ("told", "wait", "text"),
    [
        ("go", Wait(), "go"),
        (12, Wait("seconds", 12.0), "12 s"),
        ("0.5", Wait("seconds", 0.5), "0.5 s"),
        ("3s", Wait("seconds", 3.0), "3 s"),
        ("beat", Wait("beats", 1.0), "beat"),
        ("4 beats", Wait("beats", 4.0), "4 beats"),
        ("1 bar", Wait("bars", 1.0), "bar"),
        ("hand/energy > 0.8", Wait("above", 0.8, "hand/energy"), "hand/energy > 0.8"),
        (" hand/0   <1", Wait("below", 1.0, "hand/0"), "hand/0 < 1"),
    ],
)
def test_what_a_cue_waits_for_is_read_and_written(told: object, wait: Wait, text: str) -> None:
    assert Wait.read(told) == wait
    assert str(wait) == text
    assert Wait.read(text) == wait


@pytest.mark.parametrize(
    "told", ["", "soon", "-1", "1e9", "0 beats", "1.5 bars", "hand > 2", "hand = 1", "> 0.5", "x" * 9999, -1, 1e9, True]
)
def test_what_no_cue_can_wait_for_is_refused_in_a_line(told: object) -> None:
    with pytest.raises(ValueError, match="^wait is .*: wanted go, seconds") as caught:
        Wait.read(told)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("cues = 3", "cues is 3, wanted a list of tables"),
        ("cues = [3]", "cue 1: is 3, wanted a table"),
        ("[[cues]]", "cue 1: lacks 'name'"),
        ("[[cues]]\nname = ''", "cue 1: cue '': wanted a name of 1 to 64 characters"),
        ("[[cues]]\nname = '7'", "cue 1: cue '7': wanted a name of 1 to 64 characters, no number"),
        ("[[cues]]\nname = 'none'", "wanted a name other than none"),
        ("[[cues]]\nname = 'a'\nplays = '/x'", "cue 1: no setting 'plays'; did you mean play?"),
        ("[[cues]]\nname = 'a'\nplay = 'x'", "cue 'a' plays 'x': wanted one line that starts with '/'"),
        ("[[cues]]\nname = 'a'\nplay = [1]", r"play\[0\] is 1, wanted a text"),
        ("[[cues]]\nname = 'a'\nwait = []", r"wait is \[\]: wanted go"),
        ("[[cues]]\nname = 'a'\n[[cues]]\nname = 'a'", "two cues 'a': wanted one of each name"),
    ],
)
def test_what_is_no_cue_is_named(text: str, line: str, tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(text)
    with pytest.raises(ValueError, match=line) as caught:
        Show.read(tmp_path / "show.toml")
    assert str(caught.value).startswith(f"show {tmp_path / 'show.toml'}: ")


def test_a_cue_plays_no_more_than_it_may() -> None:
    with pytest.raises(ValueError, match="plays 65 messages: wanted 64 at most"):
        Cue("a", ("/x",) * 65)
    with pytest.raises(ValueError, match=f"{MOST + 1} cues: wanted {MOST} at most"):
        check([Cue(f"c{number}") for number in range(MOST + 1)])
