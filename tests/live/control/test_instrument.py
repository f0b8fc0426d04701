from __future__ import annotations

import json

import numpy as np
import pytest

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.latent.walk import Walk
from gesturegan_live.show.home import Home
from gesturegan_live.show.loudspeakers import even_ring
from gesturegan_live.show.parameters import FORGET, OUT_INDEX, OUT_VOICE, VOICE_INDEX
from tests.live.control.conftest import Stage, ask

GATE, GAIN, PAN, AZIMUTH = (VOICE_INDEX[name] for name in ("gate", "gain", "pan", "azimuth"))


def test_a_parameter_goes_to_its_voice_and_is_read_back(stage, instrument, answers):
    assert ask(instrument, answers, "/gan/voice/2/gain", 0.5) == []
    instrument.flush()
    assert stage.sent == [(1, GAIN, 0.5, 0)]
    assert ask(instrument, answers, "/gan/voice/2/gain") == [("/gan/voice/2/gain", 0.5)]
    assert ask(instrument, answers, "/gan/voice/1/gain") == [("/gan/voice/1/gain", 1.0)]


@pytest.mark.parametrize("value", [1, 1.0, True, np.float64(1)])
def test_every_kind_of_number_is_a_number(stage, instrument, answers, value):
    assert ask(instrument, answers, "/gan/voice/1/gate", value) == []
    assert stage.sent == [(0, GATE, 1.0, 0)]
    assert ask(instrument, answers, "/gan/voice/1/gate") == [("/gan/voice/1/gate", 1)]


def test_a_choice_is_sent_by_number_and_read_by_name(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/1/mode", "scrub")
    assert stage.sent == [(0, VOICE_INDEX["mode"], 2.0, 0)]
    assert ask(instrument, answers, "/gan/voice/1/mode") == [("/gan/voice/1/mode", "scrub")]


@pytest.mark.parametrize(
    ("address", "values", "reason"),
    [
        ("/gan/voice/1/gain", (5.0,), "gain is 5.0: wanted 0 to 4"),
        ("/gan/voice/1/gain", (float("nan"),), "gain is nan: wanted 0 to 4"),
        ("/gan/voice/1/gain", (float("inf"),), "gain is inf: wanted 0 to 4"),
        ("/gan/voice/1/gain", ("loud",), "gain is 'loud': wanted a number from 0 to 4"),
        ("/gan/voice/1/gain", (b"\0",), "gain is b'\\x00': wanted a number from 0 to 4"),
        ("/gan/voice/1/gain", ([1.0],), "gain is [1.0]: wanted a number from 0 to 4"),
        ("/gan/voice/1/gain", (None,), "gain is None: wanted a number from 0 to 4"),
        ("/gan/voice/1/gain", (1.0, 2.0, 3.0), "3 arguments: wanted gain [seconds]"),
        ("/gan/voice/1/gate", (0.5,), "gate is 0.5: wanted a whole number from 0 to 1"),
        ("/gan/voice/1/mode", ("spin",), "mode is 'spin': wanted one of loop, once, scrub, pingpong, endless"),
        ("/gan/voice/1/mode", (1,), "mode is 1: wanted a string"),
        ("/gan/voice/1/seed", (-1,), "seed is -1: wanted 0 to 2147483647"),
        ("/gan/voice/1/z", (0.0, 0.0), "point of shape (2,): wanted 4 coordinates"),
        ("/gan/voice/1/z", (0.0, 0.0, 0.0, 12.5), "coordinate is 12.5: wanted -12 to 12"),
        ("/gan/voice/1/z/4", (0.0,), "no such address: coordinate '4', wanted 0 to 3"),
        ("/gan/voice/0/gain", (0.0,), "no such address: voice '0', wanted 1 to 3"),
        ("/gan/voice/4/gain", (0.0,), "no such address: voice '4', wanted 1 to 3"),
        ("/gan/voice/1/condition", (1.0,), "model 'textures' has no conditions"),
        ("/gan/voice/1/level", (1.0,), "/gan/voice/1/level can only be read: it takes no arguments"),
        ("/gan/preset/recall", ("stones", 4), "voice is 4: wanted 1 to 3"),
        ("/gan/preset/recall", ("nothing",), "no preset 'nothing' of model 'textures'"),
        ("/gan/preset/list", (1,), "1 arguments: wanted none"),
        ("/gan/model/load", ("nothing",), "no model 'nothing'"),
        ("/gan/nothing", (), "no such address"),
        ("/notify", (1,), "/notify is for a running server only"),
        ("/gan/[voice", (1,), "pattern '[voice' has no ']' for its '['"),
        ("/gan/x*", (1,), "the pattern matches no address"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(stage, instrument, answers, address, values, reason):
    instrument.flush()
    stage.points.clear()
    assert ask(instrument, answers, address, *values) == [("/fail", address, reason)]
    instrument.flush()
    assert stage.sent == []
    assert stage.points == []


def test_a_point_is_sent_once_for_a_burst_of_coordinates(stage, instrument, answers):
    instrument.flush()
    stage.points.clear()
    ask(instrument, answers, "/gan/voice/2/z", 0, 0, 0, 0)
    for index in range(4):
        ask(instrument, answers, f"/gan/voice/2/z/{index}", index)
    instrument.flush()
    assert stage.points == [(1, [0.0, 1.0, 2.0, 3.0], [])]
    assert ask(instrument, answers, "/gan/voice/2/z") == [("/gan/voice/2/z", 0.0, 1.0, 2.0, 3.0)]
    assert ask(instrument, answers, "/gan/voice/2/z/3") == [("/gan/voice/2/z/3", 3.0)]


def test_a_glide_takes_its_time_and_reading_gives_what_sounds(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/1/z", 0, 0, 0, 0)
    ask(instrument, answers, "/gan/voice/1/glide", 2)
    ask(instrument, answers, "/gan/voice/1/z/0", 4)
    seen, read = [], []
    for _ in range(4):
        assert instrument.moving
        stage.points.clear()
        instrument.tick(0.5)
        seen += [point[0] for voice, point, _ in stage.points if voice == 0]
        read += [ask(instrument, answers, address)[0][1] for address in ("/gan/voice/1/z/0", "/gan/voice/1/z")]
    assert seen == [1.0, 2.0, 3.0, 4.0]
    assert read == [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0]
    assert not instrument.moving


def test_a_preset_stored_during_a_glide_is_the_point_that_sounds(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/1/z", 0, 0, 0, 0)
    ask(instrument, answers, "/gan/voice/1/glide", 2)
    ask(instrument, answers, "/gan/voice/1/z", 4, 4, 4, 4)
    instrument.tick(0.5)
    ask(instrument, answers, "/gan/preset/store", "on the way")
    assert json.loads((stage.home.folder("presets") / "on the way.json").read_text())["z"] == [1.0, 1.0, 1.0, 1.0]


def test_hold_stops_a_glide_where_it_is(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/2/glide", 2)
    ask(instrument, answers, "/gan/voice/2/seed", 5)
    ask(instrument, answers, "/gan/voice/2/hold", 0)  # the release of a button
    assert ask(instrument, answers, "/gan/voice/2/seed") == [("/gan/voice/2/seed", 5)]
    instrument.tick(0.5)
    (there,) = ask(instrument, answers, "/gan/voice/2/z")
    ask(instrument, answers, "/gan/voice/2/hold")
    instrument.tick(0.5)
    assert not instrument.moving
    assert ask(instrument, answers, "/gan/voice/2/z") == [there]
    assert ask(instrument, answers, "/gan/voice/2/seed") == [("/gan/voice/2/seed", "none")]
    ask(instrument, answers, "/gan/voice/3/seed", 5)
    ask(instrument, answers, "/gan/voice/3/hold")  # it is there
    assert ask(instrument, answers, "/gan/voice/3/seed") == [("/gan/voice/3/seed", 5)]


def test_the_weights_of_classes_read_as_they_sound(tmp_path, answers, model):
    instrument = Instrument(Stage(Home(tmp_path), model("hits", 2, ("hit", "rub"))))
    ask(instrument, answers, "/gan/voice/1/glide", 2)
    ask(instrument, answers, "/gan/voice/1/condition", 0, 1)
    instrument.tick(0.5)
    assert ask(instrument, answers, "/gan/voice/1/condition") == [("/gan/voice/1/condition", 0.75, 0.25)]


@pytest.mark.parametrize(
    ("address", "values"),
    [("/gan/voice/1/z", (0, 0, 0, 0)), ("/gan/voice/1/z/2", (0.5,)), ("/gan/preset/recall", ("stones",))],
)
def test_a_seed_reads_none_once_something_else_has_moved_the_voice(instrument, answers, address, values):
    assert ask(instrument, answers, "/gan/voice/1/seed") == [("/gan/voice/1/seed", 1)]
    ask(instrument, answers, address, *values)
    assert ask(instrument, answers, "/gan/voice/1/seed") == [("/gan/voice/1/seed", "none")]
    assert ask(instrument, answers, "/gan/voice/2/seed") == [("/gan/voice/2/seed", 2)]


def test_what_places_a_voice_reads_none_once_another_way_has(instrument, answers):
    def read(*names: str) -> list[object]:
        return [ask(instrument, answers, name)[0][1] for name in names]

    ways = ("/gan/voice/1/pan", "/gan/voice/1/azimuth", "/gan/voice/1/distance", "/adm/obj/1/azim", "/adm/obj/1/xy")
    assert read(*ways) == [0.0, 0.0, 1.0, 0.0, 0.0]  # nothing has been sent
    ask(instrument, answers, "/gan/voice/1/pan", 0.5)
    assert read(*ways) == [0.5, "none", "none", "none", "none"]
    ask(instrument, answers, "/adm/obj/1/azim", 90)
    assert read(*ways)[:4] == ["none", 90.0, 1.0, 90.0]
    ask(instrument, answers, "/gan/voice/1/matrix", 0.25, 1)
    assert read(*ways) == ["none"] * 5
    assert read("/gan/voice/1/matrix") == [0.25]


def test_a_seed_is_numpys_pcg64(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/1/seed", 7)
    instrument.flush()
    expected = np.random.Generator(np.random.PCG64(7)).standard_normal(4).astype(np.float32)
    assert [point for voice, point, _ in stage.points if voice == 0][-1] == expected.tolist()
    assert ask(instrument, answers, "/gan/voice/1/seed") == [("/gan/voice/1/seed", 7)]


def test_a_pattern_reaches_every_voice(stage, instrument, answers):
    assert ask(instrument, answers, "/gan/voice/[1-2]/gate", 1) == []
    assert stage.sent == [(0, GATE, 1.0, 0), (1, GATE, 1.0, 0)]
    assert ask(instrument, answers, "/gan/voice/*/gate") == [
        (f"/gan/voice/{n}/gate", g) for n, g in enumerate((1, 1, 0), 1)
    ]


def test_a_pattern_that_does_not_fit_is_refused_once(instrument, answers):
    assert ask(instrument, answers, "/gan/voice/*/z/*", float("nan")) == [
        ("/fail", "/gan/voice/*/z/*", "coordinate is nan: wanted -12 to 12 (and 11 more)")
    ]


def test_a_pattern_without_arguments_never_acts(stage, instrument, answers):
    assert ask(instrument, answers, "/*") == [("/fail", "/*", "the pattern matches nothing that can be read")]
    asked = ask(instrument, answers, "/gan/out/*")
    assert [answer[0] for answer in asked] == ["/gan/out/gain", "/gan/out/record", "/gan/out/level"]
    assert not stage.quitted
    assert stage.sent == []


def test_panic_goes_first_and_closes_the_gates(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/1/gate", 1)
    stage.room = 0
    ask(instrument, answers, "/gan/voice/1/gate", 1)
    ask(instrument, answers, "/gan/out/panic", 0)
    stage.sent.clear()
    for _ in range(3):
        ask(instrument, answers, "/gan/out/panic")
    stage.room = 10
    instrument.flush()
    assert stage.sent == [(OUT_VOICE, OUT_INDEX["panic"], 1.0, 0), (OUT_VOICE, FORGET, 0.0, 0)]
    assert ask(instrument, answers, "/gan/voice/1/gate") == [("/gan/voice/1/gate", 0)]


@pytest.mark.parametrize(
    "values", [(), (True,), (1.0,), (0.5,), ("bang",), (b"\0\x90\x3c\x7f",), (float("nan"),), (-1, "x"), (None,)]
)
@pytest.mark.parametrize("action", ["panic", "stop"])
def test_what_silences_never_fails_for_its_arguments(stage, instrument, answers, action, values):
    ask(instrument, answers, "/gan/voice/1/gate", 1)
    assert ask(instrument, answers, f"/gan/out/{action}", *values) == []
    assert (OUT_VOICE, OUT_INDEX[action], 1.0, 0) in stage.sent
    assert ask(instrument, answers, "/gan/voice/1/gate") == [("/gan/voice/1/gate", 0)]


@pytest.mark.parametrize("value", [0, 0.0, False])
def test_a_button_that_is_let_go_silences_nothing(stage, instrument, answers, value):
    assert ask(instrument, answers, "/gan/out/panic", value) == []
    assert stage.sent == []


@pytest.mark.parametrize(
    ("address", "given", "taken"),
    [
        ("/gan/voice/1/seed", 6.9999995, 7),
        ("/gan/voice/1/seed", 7.0000005, 7),
        ("/gan/voice/1/gate", 1.0000001, 1),
        ("/gan/voice/1/gate", -1e-7, 0),
        ("/gan/voice/1/pan", 1.0000001, 1.0),
        ("/gan/voice/1/azimuth", -180.00001, -180.0),
    ],
)
def test_the_rounding_of_a_fader_is_forgiven(instrument, answers, address, given, taken):
    assert ask(instrument, answers, address, given) == []
    assert ask(instrument, answers, address) == [(address, taken)]


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("/gan/voice/1/seed", 6.99),
        ("/gan/voice/1/seed", 2**31),
        ("/gan/voice/1/pan", 1.001),
        ("/gan/voice/1/gate", 1.5),
    ],
)
def test_what_is_no_rounding_is_refused(instrument, answers, address, value):
    assert ask(instrument, answers, address, value)[0][0] == "/fail"


def test_stop_follows_what_came_before(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/1/gate", 1)
    ask(instrument, answers, "/gan/out/stop", 1)
    assert stage.sent == [(0, GATE, 1.0, 0), (OUT_VOICE, OUT_INDEX["stop"], 1.0, 0)]
    assert ask(instrument, answers, "/gan/voice/1/gate") == [("/gan/voice/1/gate", 0)]


def test_replay_sends_the_whole_state(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/3/gate", 1)
    ask(instrument, answers, "/gan/voice/2/gate", 1)
    ask(instrument, answers, "/gan/voice/2/mode", "once")
    ask(instrument, answers, "/gan/voice/1/pan", -0.5)
    ask(instrument, answers, "/gan/out/gain", 0.25)
    ask(instrument, answers, "/gan/voice/1/z", 1, 2, 3, 4)
    instrument.flush()
    stage.sent.clear()
    stage.points.clear()
    instrument.replay()
    state = {(voice, index): value for voice, index, value, _ in stage.sent}
    assert len(state) == len(stage.sent) == 3 * len(VOICE_INDEX) + 1 - 1
    assert state[0, PAN] == -0.5
    assert state[2, GATE] == 1.0
    assert (1, GATE) not in state  # a `once` that has sounded does not sound again
    assert state[OUT_VOICE, OUT_INDEX["gain"]] == 0.25
    assert [voice for voice, _, _ in stage.points] == [0, 1, 2]
    assert stage.points[0][1] == [1.0, 2.0, 3.0, 4.0]


def test_the_first_message_that_plays_ends_the_wandering(stage, answers):
    instrument = Instrument(stage, Walk(4, voices=2))
    instrument.replay()
    state = {(voice, index): value for voice, index, value, _ in stage.sent}
    assert [state[voice, GATE] for voice in range(3)] == [1.0, 1.0, 0.0]
    assert [state[voice, AZIMUTH] for voice in (0, 1)] == [90, -90]
    for message in (["/status"], ["/gan/voice/1/z"], ["/gan/preset/list"], ["/gan/voice/1/gain", 99.0]):
        ask(instrument, answers, *message)
    stage.points.clear()
    instrument.tick(0.1)
    assert [voice for voice, _, _ in stage.points] == [0, 1]
    ask(instrument, answers, "/gan/voice/3/gain", 0.5)
    stage.points.clear()
    instrument.tick(0.1)
    assert stage.points == []
    assert not instrument.moving
    assert ask(instrument, answers, "/gan/voice/1/gate") == [("/gan/voice/1/gate", 1)]  # what sounds goes on


def test_the_wandering_voices_stand_all_around_a_ring(stage, answers):
    stage.ring = even_ring(12)
    instrument = Instrument(stage, Walk(4, voices=3))
    rows = [ask(instrument, answers, f"/gan/voice/{voice}/matrix")[0][1:] for voice in (1, 2, 3)]
    heard = [{channel for channel, gain in enumerate(row) if gain > 0.1} for row in rows]
    assert heard == [{10, 11}, {2, 3}, {6, 7}]
    instrument.replay()
    where = [index for voice, index, _, _ in stage.sent if voice == 0 and index in (PAN, AZIMUTH)]
    assert where == [PAN, AZIMUTH]  # the last one sent counts


def test_without_a_walk_every_gate_starts_closed(stage, instrument):
    instrument.replay()
    assert [value for voice, index, value, _ in stage.sent if voice >= 0 and index == GATE] == [0.0, 0.0, 0.0]


def test_a_walk_of_more_voices_than_there_are(stage):
    stage.voices = 1
    instrument = Instrument(stage, Walk(4, voices=3))
    instrument.tick(0.1)
    assert [voice for voice, _, _ in stage.points] == [0]


def test_growth_goes_with_the_point_and_is_read_back(stage, instrument, answers):
    instrument.flush()
    stage.points.clear()
    assert ask(instrument, answers, "/gan/voice/2/growth", 0.25) == []
    instrument.flush()
    assert [voice for voice, _, _ in stage.points] == [1]
    assert stage.growths[1] == 0.25
    assert ask(instrument, answers, "/gan/voice/2/growth") == [("/gan/voice/2/growth", 0.25)]
