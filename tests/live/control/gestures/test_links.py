"""Links by message: from inputs to addresses, many to many."""

from __future__ import annotations

import math

import pytest

from gesturegan_live.control.messages import wire
from gesturegan_live.show.config import Show
from gesturegan_live.show.gestures import Input, Link
from gesturegan_live.show.parameters import VOICE_INDEX
from tests.live.control.conftest import ask

GAIN, PAN, GATE, MODE = (VOICE_INDEX[name] for name in ("gain", "pan", "gate", "mode"))


@pytest.fixture
def say(instrument):
    lines = []
    instrument.say = lines.append
    return lines


@pytest.fixture
def move(instrument, stage, answers, say):
    """Move an input, and say what reaches the stage: of (voice, parameter) the newest value."""
    instrument.gestures.begin(Show(inputs=(("hand", Input("/hand", (0, 1))),)))

    def moved(*values, address="/hand"):
        stage.sent.clear()
        assert ask(instrument, answers, address, *values) == []
        instrument.flush()
        return {(voice, index): value for voice, index, value, *_ in stage.sent}

    return moved


@pytest.fixture
def link(instrument, answers):
    def linked(name, *values):
        return ask(instrument, answers, f"/gan/link/{name}", *values)

    return linked


def test_a_value_moves_an_address_over_its_range_or_between_two_values(move, link):
    move(0.0, 0.0)
    assert link("add", "left", "hand/0", "/gan/voice/1/pan") == []
    assert link("add", "loud", "hand/1", "/gan/voice/1/gain", 1, 0) == []
    assert move(0.25, 1.0) == {(0, PAN): -0.5, (0, GAIN): 0.0}
    assert move(1.0, 1.0) == {(0, PAN): 1.0}  # and what has not moved is not sent
    assert link("left/range", 0, 0.5) == []
    assert move(0.5, 1.0) == {(0, PAN): 0.25}
    assert link("left/range") == [("/gan/link/left/range", 0.0, 0.5)]
    link("left/range", "whole")
    link("left/curve", 2)
    assert move(0.5, 1.0) == {(0, PAN): -0.5}
    listed = ("/gan/link/list", "left", "hand/0", "/gan/voice/1/pan", 1.0, 1)
    assert link("list") == [(*listed, "loud", "hand/1", "/gan/voice/1/gain", 1.0, 1)]


def test_one_input_moves_many_and_many_meet_in_one(move, link):
    move(0.0, 0.0)
    link("add", "all", "hand/0", "/gan/voice/*/pan")
    assert move(0.75, 0.5) == {(voice, PAN): 0.5 for voice in range(3)}
    link("add", "other", "hand/1", "/gan/voice/2/pan")
    assert move(0.9, 0.5) == pytest.approx({(0, PAN): 0.8, (1, PAN): 0.4, (2, PAN): 0.8})
    link("other/amount", 0.25)
    assert move(0.9, 0.5) == pytest.approx({(1, PAN): 0.64})


def test_by_less_than_all_it_meets_the_hand(instrument, move, link, answers):
    ask(instrument, answers, "/gan/voice/1/pan", -1)
    link("add", "sway", "hand", "/gan/voice/1/pan")
    link("sway/amount", 0.5)
    assert move(1.0) == {(0, PAN): 0.0}
    assert move(0.75) == {(0, PAN): -0.25}
    ask(instrument, answers, "/gan/voice/1/pan", 0.5)
    assert move(0.5) == {(0, PAN): 0.25}
    link("sway/amount", 0)
    assert move(0.6) == {(0, PAN): 0.5}
    assert move(0.7) == {}


def test_gains_go_by_decibels_gates_by_half_and_modes_by_choice(instrument, move, link, answers):
    link("add", "loud", "hand", "/gan/voice/1/gain", 0.01, 1)
    link("add", "opens", "hand", "/gan/voice/1/gate")
    link("add", "way", "hand", "/gan/voice/1/mode")
    moved = move(0.5)
    assert moved[0, GAIN] == pytest.approx(0.1, rel=0.05)
    assert moved[0, GATE] == 1
    assert moved[0, MODE] == 2
    assert move(0.55).keys() == {(0, GAIN)}  # an open gate is not opened again
    assert move(0.4)[0, GATE] == 0


def test_all_values_of_an_input_are_a_point_or_a_place(instrument, stage, move, link, answers):
    move(0.0, 0.5, 0.5, 1.0)
    assert link("add", "point", "hand", "/gan/voice/2/z", -2, 2) == []
    move(0.0, 0.5, 0.75, 1.0)
    assert [point for point in stage.points if point[0] == 1][-1][1] == [-2.0, 0.0, 1.0, 2.0]
    refused = link("add", "place", "hand", "/adm/obj/1/xy")[0][2]
    assert refused == "/adm/obj/1/xy takes 2 values, wanted 4"
    refused = link("add", "loud", "hand", "/gan/voice/1/gain")[0][2]
    assert refused == "/gan/voice/1/gain takes one value, hand has 4: wanted hand/0, say"


def test_a_point_by_half_stays_between_the_two(instrument, stage, move, link, answers):
    ask(instrument, answers, "/gan/voice/1/z", 1, 0, 0, 0)
    move(0.5)
    link("add", "bend", "hand", "/gan/voice/1/z/0", -3, 3)
    link("bend/amount", 0.5)
    for value in (1.0, 0.9, 1.0, 1.0, 0.5, 1.0):
        move(value)
    assert ask(instrument, answers, "/gan/voice/1/z/0") == [("/gan/voice/1/z/0", 2.0)]


def test_what_is_derived_moves_too_and_when_nothing_comes(instrument, stage, move, link, answers):
    at = [10.0]
    instrument.clock.now = lambda: at[0]
    assert link("add", "energy", "hand/energy", "/gan/voice/1/gain", 0, 1) == []
    for number in range(30):
        at[0] += 0.01
        move(0.5 + 0.5 * math.sin(number / 3))
    loud = ask(instrument, answers, "/gan/voice/1/gain")[0][1]
    for _ in range(100):
        at[0] += 0.01
        instrument.tick(0.01)
    assert ask(instrument, answers, "/gan/voice/1/gain")[0][1] < 0.01 < 0.05 < loud


def test_a_link_is_switched_off_and_deleted(move, link):
    link("add", "left", "hand", "/gan/voice/1/pan")
    link("left/on", 0)
    assert move(1.0) == {}
    assert link("left/on") == [("/gan/link/left/on", 0)]
    link("left/on", 1)
    assert move(0.75) == {(0, PAN): 0.5}
    assert link("delete", "left") == []
    assert move(0.25) == {}
    assert link("list") == [("/done", "/gan/link/list")]
    assert link("delete", "left")[0][2] == "no link 'left': there are none"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (("x", "foot", "/gan/morph"), "no input 'foot': there are hand"),
        (("x", "hand/7", "/gan/morph"), "hand has 1 values: wanted one from 0 to 0"),
        (("x", "hand", "/gan/voice/9/gain"), "no such address: voice '9', wanted 1 to 3"),
        (("x", "hand", "/quit"), "/quit cannot be read: no link knows where it is"),
        (("x", "hand", "/gan/voice/1/level"), "/gan/voice/1/level takes no value"),
        (("x", "hand", "/gan/take/record"), "/gan/take/record takes a name"),
        (("x", "hand", "/gan/voice/1/z"), "/gan/voice/1/z takes more than one value"),
        (("x", "hand", "/gan/voice/1/gain", 0), "low is 0.0, and no high: wanted both, or none"),
        (("x", "hand", "/gan/voice/1/gain", 0, 5), "gain is 5.0: wanted 0 to 4"),
        (("a b", "hand", "/gan/morph"), "link 'a b': wanted 1 to 32 characters"),
        (("add", "hand", "/gan/morph"), "link 'add': wanted a name other than"),
    ],
)
def test_what_cannot_be_linked_is_refused(move, link, values, reason):
    move(0.0)
    assert link("add", *values)[0][2].startswith(reason)
    assert link("list") == [("/done", "/gan/link/list")]


def test_what_another_model_has_not_rests_until_it_is_back(instrument, stage, move, link, answers, say):
    link("add", "bright", "hand", "/gan/voice/1/axis/brightness", -2, 2)
    move(1.0)
    assert ask(instrument, answers, "/gan/voice/1/axis/brightness")[0][1] == 2.0
    stage.models_there["bare"] = type(stage.model)("bare", 4, axis_names=("growl",))
    ask(instrument, answers, "/gan/model/load", "bare")
    say.clear()
    move(0.25)
    move(0.75)
    assert say == ["link bright rests: no such address: axis 'brightness', wanted growl, 0 to 0"]
    ask(instrument, answers, "/gan/model/load", "textures")
    move(0.5)
    assert ask(instrument, answers, "/gan/voice/1/axis/brightness")[0][1] == 0.0


def test_an_input_that_is_forgotten_moves_nothing_and_one_of_its_name_does(instrument, move, link, answers, say):
    link("add", "left", "hand", "/gan/voice/1/pan")
    link("add", "right", "hand", "/gan/voice/2/pan")
    move(0.5)
    ask(instrument, answers, "/gan/input/learn", "hand", "/other")
    ask(instrument, answers, "/gan/input/hand/range", 0, 1)
    assert move(1.0, address="/other") == {(0, PAN): 1.0, (1, PAN): 1.0}
    assert say == []


def test_what_does_not_fit_is_said_once(instrument, move, link, answers, say):
    link("add", "left", "hand", "/gan/voice/1/pan")  # before anything has come
    move(0.5, 0.5)
    move(0.6, 0.5)
    assert say == ["link left rests: /gan/voice/1/pan takes one value, hand has 2: wanted hand/0, say"]
    link("add", "point", "hand", "/gan/voice/1/z")
    move(0.7, 0.5)
    move(0.8, 0.5)
    assert say[1:] == ["/gan/voice/1/z follows no input: point of shape (2,): wanted 4 coordinates"]


def test_values_that_do_not_fit_are_said_once_until_links_are_others(instrument, move, link, answers, say):
    move(1.0)
    link("add", "loop", "hand/0", "/gan/voice/1/beats", 0.001, 1)
    for step in range(20):  # the later ones fit
        move(step / 20)
    [line] = say
    assert line.startswith("/gan/voice/1/beats follows no input: beats is ")
    link("add", "other", "hand/0", "/gan/voice/2/pan")
    move(0.0)
    assert len(say) == 2


def test_a_link_ends_the_wandering_and_takes_a_voice_over(instrument, move, link):
    played = instrument.played
    move(0.5)
    assert instrument.played == played  # it moves nothing
    link("add", "left", "hand", "/gan/voice/1/pan")
    played = instrument.played
    move(0.7)
    assert instrument.played > played


def test_a_show_brings_links(instrument, move, answers):
    swell = Link("hand/0", "/gan/voice/1/pan", (0, 1), amount=0.5, on=False)
    instrument.gestures.begin(Show(links=(("swell", swell),)))
    assert ask(instrument, answers, "/gan/link/swell/amount") == [("/gan/link/swell/amount", 0.5)]
    instrument.gestures.links.check()
    instrument.gestures.begin(Show(links=(("lost", Link("foot", "/gan/morph")),)))
    with pytest.raises(ValueError, match="link lost: no input 'foot': there are hand"):
        instrument.gestures.links.check()


def test_a_burst_is_sent_as_one(instrument, stage, play):
    async def act(server, client):
        client.send(wire.encode("/gan/input/learn", ["hand", "/hand"]), wire.encode("/gan/input/hand/range", [0, 1]))
        client.send(wire.encode("/gan/link/add", ["left", "hand", "/gan/voice/1/pan"]))
        await client.synced()
        stage.sent.clear()
        client.send(*(wire.encode("/hand", [number / 100]) for number in range(101)))
        assert await client.synced() == []
        pans = [value for voice, index, value, *_ in stage.sent if (voice, index) == (0, PAN)]
        assert pans[-1] == 1.0
        assert len(pans) < 50
        instrument.handle_untrusted("/gan/link/left/on", [0], print)
        assert await client.ask("/gan/link/left/on") == ["/gan/link/left/on", 0]

    play(act)


def test_what_a_link_reaches_may_go_and_come_again(instrument, move, link, answers, say):
    ask(instrument, answers, "/gan/map/add", "play")
    link("add", "wait", "hand/0", "/gan/map/play/seconds", 0, 10)
    move(0.5)
    assert ask(instrument, answers, "/gan/map/play/seconds") == [("/gan/map/play/seconds", 5.0)]
    ask(instrument, answers, "/gan/map/delete", "play")
    move(0.75)
    assert say == ["link wait rests: no such address: map 'play', wanted one of none"]
    ask(instrument, answers, "/gan/map/add", "play")
    move(1.0)
    assert ask(instrument, answers, "/gan/map/play/seconds") == [("/gan/map/play/seconds", 10.0)]
