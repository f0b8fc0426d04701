"""Cues by message: what goes when, and what is said of it."""

from __future__ import annotations

import pytest

from gesturegan_live.control.cues.cues import MOST_A_SECOND
from gesturegan_live.show.config import Show
from gesturegan_live.show.cues import Cue, Wait
from gesturegan_live.show.gestures import Input
from tests.live.control.conftest import ask


class Piece:
    """An instrument with cues, whose clock is told; notes what was sent."""

    def __init__(self, instrument, answers) -> None:
        self.instrument, self._answers = instrument, answers
        self.now, self.sent, self.said = 100.0, [], []
        instrument.clock.now = lambda: self.now
        instrument.say = self.said.append
        instrument.cues.send = lambda name, at, _: self.sent.append((name, at))

    def begin(self, *waits):
        self.instrument.cues.begin(
            [Cue(name, (), Wait.read(wait)) for name, wait in zip("abcdefg", waits, strict=False)]
        )

    def ask(self, address, *values):
        return ask(self.instrument, self._answers, f"/gan/cue/{address}", *values)

    def until(self, now):
        """Let time pass in steps of 10 ms."""
        while self.now < now:
            self.now = min(self.now + 0.01, now)
            self.instrument.tick(0.01)
            self.instrument.cues.tick(self.now)
        return [name for name, _ in self.sent]


@pytest.fixture
def piece(instrument, answers):
    return Piece(instrument, answers)


def test_a_hand_lets_one_after_the_other_go(piece):
    piece.begin("go", "go", "go")
    assert piece.ask("now") == [("/gan/cue/now", "none", "a", -1.0)]
    assert piece.ask("go") == [("/done", "/gan/cue/go", "a", 1)]
    assert piece.ask("go", 0) == []  # a button is let go
    assert piece.ask("go", 1) == [("/done", "/gan/cue/go", "b", 2)]
    assert piece.ask("back") == [("/done", "/gan/cue/back", "a", 1)]
    assert piece.ask("goto", "c") == [("/done", "/gan/cue/goto", "c", 3)]
    assert piece.sent == [("a", 0.0), ("b", 0.0), ("a", 0.0), ("c", 0.0)]
    assert piece.ask("now") == [("/gan/cue/now", "c", "none", -1.0)]
    assert piece.ask("go")[0][2] == "no cue is left: there are 3; goto begins anew"
    assert piece.ask("goto", 1) == [("/done", "/gan/cue/goto", "a", 1)]
    assert piece.ask("back")[0][2] == "there is no cue before this one"
    assert piece.ask("goto", "z")[0][2] == "no cue 'z': there are a, b, c"
    assert piece.ask("goto", 4)[0][2] == "no cue 4: there are 3"


def test_what_is_armed_is_next_and_plays_nothing_yet(piece):
    piece.begin("go", "go", "go")
    assert piece.ask("arm", 3) == []
    assert piece.sent == []
    piece.ask("go")
    assert piece.sent == [("c", 0.0)]


def test_seconds_count_from_the_cue_before_to_its_very_time(piece):
    piece.begin("go", 1.5, 0.25)
    assert piece.until(105) == []
    piece.ask("go")
    assert piece.ask("now") == [("/gan/cue/now", "a", "b", 1.5)]
    assert piece.until(106.6) == ["a", "b"]
    assert piece.ask("now") == [("/gan/cue/now", "b", "c", 0.2)]
    piece.until(107)
    assert [at for _, at in piece.sent] == [0.0, 106.5, 106.75]


def test_beats_and_bars_are_those_of_the_clock(piece):
    piece.instrument.clock.bpm = 60.0
    piece.instrument.clock.beat(100.0)
    piece.begin("go", "beat", "2 beats", "bar")
    piece.until(101.25)
    piece.ask("go")
    piece.until(109)
    assert [at for _, at in piece.sent] == pytest.approx([0, 102, 104, 108])


def test_the_tempo_may_change_meanwhile_and_another_clock_begin_anew(piece):
    piece.instrument.clock.bpm = 60.0
    piece.instrument.clock.beat(100.0)
    piece.begin("4 beats", "8 beats")
    piece.until(102)
    ask(piece.instrument, piece._answers, "/gan/clock/bpm", 120)
    assert piece.until(103.1) == ["a"]
    ask(piece.instrument, piece._answers, "/gan/clock/beat", 0)  # it would be twelve beats till then
    assert piece.until(107.2) == ["a", "b"]


def test_an_input_that_rises_or_falls_lets_it_go_once(piece):
    piece.instrument.gestures.begin(Show(inputs=(("hand", Input("/hand", (0, 1))),)))

    def move(*values):
        for value in values:
            piece.instrument.handle("/hand", (value,), lambda *_: None)
        return piece.until(piece.now + 0.05)

    move(0.6)
    piece.begin("hand > 0.5", "hand < 0.25", "hand > 0.5")
    assert move(0.75) == []  # it was there already
    assert move(0.5) == []
    assert move(0.6) == ["a"]
    assert move(0.3) == ["a"]
    assert move(0.2) == ["a", "b"]
    assert move(1.0) == ["a", "b", "c"]


def test_an_input_that_is_not_there_is_waited_for(piece):
    piece.begin("hand > 0.5")
    piece.until(101)
    assert piece.instrument.cues.line == "first cue a at hand > 0.5 (no input 'hand': there are none)"
    piece.instrument.gestures.begin(Show(inputs=(("hand", Input("/hand", (0, 1))),)))
    piece.instrument.handle("/hand", (0.0,), lambda *_: None)
    piece.instrument.handle("/hand", (0.75,), lambda *_: None)  # before anybody looks
    assert piece.until(piece.now + 0.05) == ["a"]


def test_an_input_of_many_values_lets_none_go(piece):
    piece.instrument.gestures.begin(Show(inputs=(("hand", Input("/hand", (0, 1))),)))
    piece.begin("hand > 0.5")
    for values in ((0, 0), (1, 1)):
        piece.instrument.handle("/hand", values, lambda *_: None)
        assert piece.until(piece.now + 0.05) == []
    assert "hand has 2 values: wanted hand/0, say" in piece.instrument.cues.line


def test_hold_lets_it_wait_for_a_hand_and_the_next_one_waits_again(piece):
    piece.begin("go", 1, 1)
    piece.ask("go")
    piece.ask("hold")
    assert piece.until(110) == ["a"]
    piece.ask("go")
    assert piece.until(112) == ["a", "b", "c"]


def test_after_a_crash_the_one_after_the_last_waits_for_a_hand(piece):
    piece.begin("go", 1, 1)
    piece.ask("goto", "b")
    last = piece.instrument.cues.last
    piece.sent.clear()
    for name, armed in ((last, "c"), ("gone", "a"), ("", "a")):
        piece.begin(0, 0, 0)
        piece.instrument.cues.go_on(name)
        assert piece.until(piece.now + 5) == []
        assert piece.ask("now")[0][2] == armed


def test_where_it_stands_is_said_as_each_goes(piece):
    piece.instrument.clock.bpm = 60.0
    piece.instrument.clock.beat(100.0)
    piece.begin("go", 2, "2 bars", "go")
    assert piece.instrument.cues.line == "first cue a when a hand says so"
    piece.ask("go")
    piece.until(103)
    piece.ask("goto", "d")
    assert piece.said == [
        "cue 1 a, then b in 2.0 s",
        "cue 2 b, then c after 2 bars, in 6.0 s",
        "cue 4 d, the last",
    ]


def test_the_list_is_made_by_message(piece):
    assert piece.ask("list") == [("/done", "/gan/cue/list")]
    assert piece.ask("add", "dusk", "go", "/gan/scene/recall 'first light' 8", "/gan/out/gain 0.5") == []
    assert piece.ask("add", "night", 2.5) == []
    assert piece.ask("add", "dawn", "bar", "/gan/out/stop") == []
    assert piece.ask("list") == [("/gan/cue/list", "dusk", "go", "night", "2.5 s", "dawn", "bar")]
    assert piece.instrument.cues.cues[0] == Cue("dusk", ("/gan/scene/recall 'first light' 8", "/gan/out/gain 0.5"))
    piece.ask("add", "night", "2 bars", "/gan/out/stop")
    assert piece.instrument.cues.cues[1] == Cue("night", ("/gan/out/stop",), Wait("bars", 2.0))
    piece.ask("goto", 2)
    piece.ask("delete", "dusk")
    assert piece.ask("now")[0][1:3] == ("night", "dawn")
    piece.ask("delete", 2)
    assert piece.ask("now")[0][1:3] == ("night", "none")
    for values, reason in (
        (("x", "soon"), "wait is 'soon': wanted go"),
        (("x", "go", "gan"), "cue 'x' plays 'gan': wanted one line"),
        (("x", "go", "/gan 'a"), "cue 'x': a quote is not closed"),
        (("3", "go"), "cue '3': wanted a name"),
    ):
        assert reason in piece.ask("add", *values)[0][2]
    assert piece.ask("list") == [("/gan/cue/list", "night", "2 bars")]


def test_what_leads_back_at_once_goes_round_no_more(piece):
    cues = piece.instrument.cues
    piece.begin(0, 0)

    def back(name, at, messages):
        piece.sent.append((name, at))
        if name == "b":
            piece.ask("arm", "a")

    cues.send = back
    piece.until(100.5)
    assert len(piece.sent) <= MOST_A_SECOND + 1
    assert "lead back at once" in piece.said[-1]
