"""MIDI by message: what controllers learn, programs, zones."""

from __future__ import annotations

import json

import pytest

from gesturegan_live.control.instrument import Instrument
from tests.live.control.conftest import ask


@pytest.fixture
def midi(instrument):
    instrument.midi.begin()
    instrument.midi.opened(0)
    return instrument.midi


@pytest.fixture
def say(instrument):
    lines = []
    instrument.say = lines.append
    return lines


def test_a_controller_learns_an_address(instrument, midi, answers, say):
    assert ask(instrument, answers, "/gan/midi/learn", "/gan/voice/*/gain", 0, 1) == []
    assert ask(instrument, answers, "/gan/midi/learn") == [("/gan/midi/learn", "/gan/voice/*/gain")]
    assert midi.read(0, (0xB2, 101, 0)) == []  # what says which parameter is meant learns nothing
    assert midi.read(0, (0xB2, 21, 127)) == [("/gan/voice/*/gain", [1.0])]
    assert say == ["controller 21 of channel 3 moves /gan/voice/*/gain"]
    assert ask(instrument, answers, "/gan/midi/learn") == [("/gan/midi/learn", "none")]
    assert midi.read(0, (0xB2, 21, 0)) == [("/gan/voice/*/gain", [0.0])]
    assert midi.read(0, (0xB1, 21, 0)) == []
    listed = ("/gan/midi/list", 3, 21, "/gan/voice/*/gain", 0.0, 1.0)
    assert ask(instrument, answers, "/gan/midi/list") == [listed]
    assert ask(instrument, answers, "/gan/midi/forget", "/gan/voice/*/gain") == []
    assert midi.read(0, (0xB2, 21, 0)) == []
    assert ask(instrument, answers, "/gan/midi/list") == [("/done", "/gan/midi/list")]
    assert ask(instrument, answers, "/gan/midi/forget", "/x")[0][2] == "no controller moves /x"


def test_to_learn_can_be_given_up(instrument, midi, answers):
    ask(instrument, answers, "/gan/midi/learn", "/gan/morph")
    ask(instrument, answers, "/gan/midi/learn", "none")
    assert midi.read(0, (0xB0, 21, 127)) == []


def test_what_was_learned_is_known_the_next_time(instrument, midi, stage, answers):
    ask(instrument, answers, "/gan/midi/learn", "/gan/voice/1/mode")
    midi.read(0, (0xB0, 21, 127))
    ask(instrument, answers, "/gan/midi/mpe", 7, 7)
    assert midi.changed
    midi.save()
    assert not midi.changed
    other = Instrument(stage)
    other.midi.begin()
    other.midi.opened(5)
    assert other.midi.read(5, (0xB0, 21, 127)) == [("/gan/voice/1/mode", ["endless"])]
    assert ask(other, answers, "/gan/midi/mpe") == [("/gan/midi/mpe", 7, 7)]
    (stage.home.root / "midi.json").write_text("{")
    said = []
    another = Instrument(stage)
    another.say = said.append
    another.midi.begin()
    assert "midi.json" in said[0]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (("/gan/voice/9/gain",), "no such address: voice '9', wanted 1 to 3"),
        (("/gan/voice/1/z",), "/gan/voice/1/z takes more than one value"),
        (("/gan/voice/1/gain", 1), "low is 1.0, and no high: wanted both, or none"),
        (("/gan/voice/1/gain", 1, 9), "gain is 9.0: wanted 0 to 4"),
        ((), ""),
    ],
)
def test_what_cannot_be_learned_is_refused(instrument, midi, answers, values, reason):
    answer = ask(instrument, answers, "/gan/midi/learn", *values)[0]
    if values:
        assert answer == ("/fail", "/gan/midi/learn", reason)
    assert ask(instrument, answers, "/gan/midi/learn") == [("/gan/midi/learn", "none")]


def test_without_midi_nothing_can_be_learned(instrument, answers):
    reason = ask(instrument, answers, "/gan/midi/learn", "/gan/morph")[0][2]
    assert reason == "MIDI is off: wanted `play --midi all`, or the name of a port"
    assert not instrument.midi.changed


def test_an_axis_that_another_model_has_not_is_left_alone(instrument, midi, stage, answers):
    ask(instrument, answers, "/gan/midi/learn", "/gan/voice/1/axis/brightness", -2, 2)
    assert midi.read(0, (0xB0, 21, 127)) == [("/gan/voice/1/axis/brightness", [2.0])]
    stage.models_there["bare"] = type(stage.model)("bare", 4, axis_names=("growl",))
    ask(instrument, answers, "/gan/model/load", "bare")
    assert midi.read(0, (0xB0, 21, 127)) == []


def test_what_a_file_has_a_controller_move_is_moved_by_one_if_it_can_be(instrument, midi, stage):
    controllers = [
        {"channel": 1, "controller": number, "address": address, "low": 0, "high": 1}
        for number, address in enumerate(("/quit", "/gan/voice/1/z", "/gan/preset/recall", "x", "/gan/morph"))
    ]
    stage.home.root.mkdir()
    (stage.home.root / "midi.json").write_text(json.dumps({"format": 1, "controllers": controllers, "mpe": [0, 0]}))
    midi.begin()
    read = [midi.read(0, (0xB0, number, 127)) for number in range(5)]
    assert read == [[], [], [], [], [("/gan/morph", [1.0])]]


def test_programs_are_scenes_in_the_order_of_their_names(instrument, midi, answers, say):
    for name in ("2 night", "1 first light"):
        ask(instrument, answers, "/gan/scene/store", name)
    assert midi.read(0, (0xC3, 0)) == [("/gan/scene/recall", ["1 first light"])]
    assert midi.read(0, (0xC3, 1)) == [("/gan/scene/recall", ["2 night"])]
    assert midi.read(0, (0xC3, 2)) == []
    assert say == ["program 3: no scene 3: there are 2"]


def test_zones_by_message(instrument, midi, answers):
    assert ask(instrument, answers, "/gan/midi/mpe", 15) == []
    assert ask(instrument, answers, "/gan/midi/mpe") == [("/gan/midi/mpe", 15, 0)]
    midi.read(0, (0x91, 60, 100))
    [(_, [bend, _])] = midi.read(0, (0xE1, 127, 127))
    assert bend == 48
    reason = ask(instrument, answers, "/gan/midi/mpe", 8, 7)[0][2]
    assert reason == "zones of 8 and 7 channels: wanted 14 together at most"


def test_only_who_is_trusted_may_have_controllers_learn(instrument, midi, answers):
    instrument.handle_untrusted("/gan/midi/learn", ("/gan/morph",), answers)
    assert answers[0][0] == "/fail"
    assert json.dumps(ask(instrument, answers, "/gan/midi/learn")) == '[["/gan/midi/learn", "none"]]'
