"""Notes by message."""

from __future__ import annotations

import dataclasses
import math

import pytest

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.show.parameters import OUT_INDEX, OUT_VOICE, VOICE_INDEX
from tests.fuzz.documents import TUNING
from tests.live.control.conftest import Model, ask

GATE, TOUCH, PITCH, POSITION = (VOICE_INDEX[name] for name in ("gate", "touch", "pitch", "position"))
PITCHED = dataclasses.replace(Model(), name="organ", conditions=("pitch 60", "pitch 62", "pitch 64", "breath"))


@pytest.fixture
def note(instrument, answers):
    def note(name, *values):
        return ask(instrument, answers, f"/gan/note/{name}", *values)

    return note


@pytest.fixture
def voice(instrument, answers):
    """Read values of a voice."""

    def read(number, *names):
        return [ask(instrument, answers, f"/gan/voice/{number}/{name}")[0][1] for name in names]

    return read


def held(note):
    address, *values = note("held")[0]
    return dict(zip(values[::2], values[1::2], strict=True)) if address == "/gan/note/held" else {}


def test_a_note_opens_a_voice_with_its_pitch_and_touch_at_the_beginning_of_its_clip(instrument, stage, note, voice):
    assert note("on", 67, 1.0) == []
    assert stage.sent == [(0, PITCH, 7.0, 0), (0, TOUCH, 1.0, 0), (0, POSITION, 0.0, 0), (0, GATE, 1.0, 0)]
    assert voice(1, "gate", "transpose", "gain", "pitch") == [1, 0.0, 1.0, 7.0]
    assert held(note) == {1: 67.0}
    stage.sent.clear()
    assert note("off", 67) == []
    assert stage.sent == [(0, GATE, 0.0, 0)]
    assert held(note) == {}


def test_a_chord_is_of_as_many_voices_and_is_let_go_at_once(stage, note):
    for key in (60, 64, 67):
        note("on", key, 0.5)
    assert held(note) == {1: 60.0, 2: 64.0, 3: 67.0}
    note("on", 72, 0.5)  # there are three voices
    assert held(note) == {1: 72.0, 2: 64.0, 3: 67.0}
    stage.sent.clear()
    assert note("off") == []
    assert sorted(stage.sent) == [(0, GATE, 0.0, 0), (1, GATE, 0.0, 0), (2, GATE, 0.0, 0)]


@pytest.mark.parametrize("values", [(60,), (60, 7), ()])
def test_to_let_go_what_is_not_held_is_no_error(stage, note, values):
    assert note("off", *values) == []
    note("on", 62, 1)
    stage.sent.clear()
    if values:
        assert note("off", *values) == []
        assert stage.sent == []


def test_a_velocity_of_nothing_lets_go(stage, note):
    note("on", 60, 1)
    stage.sent.clear()
    assert note("on", 60, 0) == []
    assert stage.sent == [(0, GATE, 0.0, 0)]


def test_ids_tell_notes_of_one_key_apart(note):
    note("on", 60, 1, 5)
    note("on", 60, 1, 6)
    assert held(note) == {1: 60.0, 2: 60.0}
    note("off", 60, 5)
    assert held(note) == {2: 60.0}
    note("off", 60)  # whatever its id
    assert held(note) == {}


@pytest.mark.parametrize(
    ("mode", "rate", "position"),
    [("loop", 1, 0.25), ("loop", -1, 0.75), ("pingpong", 1, 0.25), ("endless", 1, 0.25), ("once", 1, None)],
)
def test_what_goes_round_begins_with_the_note(instrument, stage, answers, note, mode, rate, position):
    for name, value in (("mode", mode), ("rate", rate), ("loop_start", 0.75), ("loop_end", 0.25)):
        ask(instrument, answers, f"/gan/voice/1/{name}", value)
    note("on", 60, 1)
    assert [event[2] for event in stage.sent if event[1] == POSITION] == ([] if position is None else [position])


def test_what_is_frozen_or_scrubbed_stays_where_it_is(instrument, stage, answers, note):
    ask(instrument, answers, "/gan/voice/1/freeze", 1)
    ask(instrument, answers, "/gan/voice/2/mode", "scrub")
    note("on", 60, 1)
    note("on", 62, 1)
    assert not [event for event in stage.sent if event[1] == POSITION]


def test_velocity_is_amplitude_and_brightness(instrument, stage, note, voice):
    instrument.replay()
    rest = {number: z for number, z, _ in stage.points}
    note("on", 60, 1)
    note("on", 62, 0.5)
    note("dynamics", 0)
    note("brightness", 0)
    note("on", 64, 0.01)
    instrument.flush()
    assert voice(1, "touch") == [1.0]
    assert voice(2, "touch") == [pytest.approx(10 ** (-15 / 20))]
    assert voice(3, "touch") == [1.0]
    z = {number: point for number, point, _ in stage.points}  # axis 0, brightness, is coordinate 0 as it is
    assert [z[number][0] - rest[number][0] for number in range(3)] == pytest.approx([1.5, 0.0, 0.0])
    assert [z[number][1:] for number in range(3)] == [rest[number][1:] for number in range(3)]
    assert voice(1, "axis/brightness") == [0.0]  # the hand's


def test_a_bend_is_of_all_notes_or_of_an_id_and_of_those_to_come(note, voice):
    note("on", 60, 1)
    note("on", 62, 1, 9)
    assert note("bend", 2) == []
    assert note("bend") == [("/gan/note/bend", 2.0)]
    note("bend", -0.5, 9)
    assert voice(1, "pitch") + voice(2, "pitch") == [2.0, 3.5]
    note("bend", 0)
    note("off", 62, 9)
    note("on", 64, 1, 9)
    assert voice(1, "pitch") + voice(3, "pitch") == [0.0, 3.5]
    assert voice(2, "pitch") == [1.5]  # let go: it fades as it was


def test_pressure_and_timbre(instrument, stage, note, voice):
    note("on", 60, 0.5, 1)
    note("on", 60, 0.5, 2)
    instrument.replay()
    rest = {number: z for number, z, _ in stage.points}
    note("pressure", 1, 1)
    note("timbre", -1, 2)
    instrument.flush()
    assert voice(1, "touch") == [pytest.approx(10 ** (-9 / 20))]
    assert voice(2, "touch") == [pytest.approx(10 ** (-15 / 20))]
    z = {number: point for number, point, _ in stage.points}
    assert [z[number][0] - rest[number][0] for number in (0, 1)] == pytest.approx([1.5, -1.5])
    note("pressure", 0.5)
    assert voice(2, "touch") == [pytest.approx(10 ** (-12 / 20))]
    assert note("pressure") == [("/gan/note/pressure", 0.5)]
    assert note("timbre") == [("/gan/note/timbre", 0.0)]


def test_many_ids_are_forgotten_and_do_not_fill_the_memory(note, voice):
    for number in range(1000):
        note("bend", 1, number)
    note("on", 60, 1, 0)
    note("on", 60, 1, 999)
    assert voice(1, "pitch") + voice(2, "pitch") == [0.0, 1.0]


def test_a_pedal_holds_what_is_let_go(stage, note):
    note("on", 60, 1)
    note("sustain", 1)
    assert note("sustain") == [("/gan/note/sustain", 1)]
    note("off", 60)
    note("on", 64, 1)
    assert held(note) == {1: 60.0, 2: 64.0}
    stage.sent.clear()
    note("sustain", 0)
    assert stage.sent == [(0, GATE, 0.0, 0)]
    assert held(note) == {2: 64.0}


def test_a_range_of_voices_plays(note):
    assert note("voices") == [("/gan/note/voices", 1, 3)]
    assert note("voices", 2, 3) == []
    for key in (60, 62, 64):
        note("on", key, 1)
    assert held(note) == {2: 64.0, 3: 62.0}
    assert note("voices", 3, 2)[0][2] == "first is 3, last 2: wanted the lower voice first"
    assert note("voices", 1, 4)[0][2] == "voice is 4: wanted 1 to 3"
    assert note("voices") == [("/gan/note/voices", 2, 3)]


def test_held_notes_follow_the_tuning(note, voice):
    note("on", 69, 1)
    assert note("a4", 415.3047) == []
    assert voice(1, "pitch") == [pytest.approx(8, abs=1e-4)]
    assert note("a4")[0][1] == pytest.approx(415.3047)
    note("reference", 69)
    assert voice(1, "pitch") == [pytest.approx(-1, abs=1e-4)]
    assert note("reference") == [("/gan/note/reference", 69.0)]


def test_a_scala_file_tunes_the_keys(stage, note, voice):
    stage.home.inside("tunings", "just", ".scl").write_bytes(TUNING.encode("latin-1"))
    note("on", 64, 1)
    assert note("tuning") == [("/gan/note/tuning", "equal", 60.0)]
    assert note("tuning", "just", 62) == []
    assert note("tuning") == [("/gan/note/tuning", "just", 62.0)]
    assert voice(1, "pitch") == [pytest.approx(12 * math.log2(5 / 4) - 12 + 9)]  # 69 is an octave above 62
    assert note("tuning", "nothing")[0][2].startswith("no tuning 'nothing': wanted a Scala file ")
    assert note("tuning") == [("/gan/note/tuning", "just", 62.0)]
    note("tuning", "equal")
    assert voice(1, "pitch") == [4.0]


def test_a_model_that_knows_pitch_is_asked_for_the_nearest(stage, answers):
    stage.model = PITCHED
    instrument = Instrument(stage)
    ask(instrument, answers, "/gan/voice/1/condition", 0.5, 0.5, 0, 0.25)
    ask(instrument, answers, "/gan/note/on", 62.75, 1)
    assert ask(instrument, answers, "/gan/voice/1/condition")[0][1:] == (0.0, 1.0, 0.0, 0.25)
    assert ask(instrument, answers, "/gan/voice/1/pitch")[0][1] == 0.75
    ask(instrument, answers, "/gan/note/bend", 1)  # at once and without another image
    assert ask(instrument, answers, "/gan/voice/1/condition")[0][1:] == (0.0, 1.0, 0.0, 0.25)
    assert ask(instrument, answers, "/gan/voice/1/pitch")[0][1] == 1.75
    ask(instrument, answers, "/gan/note/on", 70, 1)
    assert ask(instrument, answers, "/gan/voice/2/condition")[0][1:] == (0.0, 0.0, 1.0, 0.0)
    assert ask(instrument, answers, "/gan/voice/2/pitch")[0][1] == 7.0


def test_a_note_of_another_pitch_waits_for_its_image(stage, answers):
    stage.model, stage.made, stage.sample_rate = PITCHED, 10000, 44100
    instrument = Instrument(stage)
    for message in (("on", 60, 1), ("off", 60), ("on", 60, 1), ("on", 64, 1), ("off", 64)):
        ask(instrument, answers, f"/gan/note/{message[0]}", *message[1:])
    drawn = 10000 + round(0.006 * 44100)
    gates = [event for event in stage.sent if event[1] == GATE]
    first, other = [(0, GATE, value, 0) for value in (1.0, 0.0, 1.0)], [(1, GATE, value, drawn) for value in (1.0, 0.0)]
    assert gates == [*first, *other]  # every voice begins with the first condition
    assert [event[3] for event in stage.sent if event[:2] == (1, PITCH)] == [drawn]


def test_what_is_held_is_heard_of_another_model_too(stage, instrument, answers, note, voice):
    stage.models_there["organ"] = PITCHED
    note("on", 64, 1)
    assert voice(1, "pitch") == [4.0]
    assert ask(instrument, answers, "/gan/model/load", "organ") == [("/done", "/gan/model/load", "organ")]
    assert voice(1, "pitch") == [0.0]
    assert ask(instrument, answers, "/gan/voice/1/condition")[0][1:] == (0.0, 0.0, 1.0, 0.0)
    assert held(note) == {1: 64.0}
    ask(instrument, answers, "/gan/model/load", "textures")
    assert voice(1, "pitch") == [4.0]


@pytest.mark.parametrize("action", ["panic", "stop"])
def test_panic_and_stop_let_all_notes_go(instrument, stage, answers, note, action):
    for key in (60, 64):
        note("on", key, 1)
    stage.sent.clear()
    ask(instrument, answers, f"/gan/out/{action}")
    assert (OUT_VOICE, OUT_INDEX[action], 1.0, 0) in stage.sent
    assert held(note) == {}
    ask(instrument, answers, "/gan/voice/1/gate", 1)  # a hand
    stage.sent.clear()
    assert note("off", 60) == []  # the finger comes up after that
    assert stage.sent == []


def test_a_hand_that_opens_a_voice_finds_it_as_it_was_set(instrument, stage, answers, note, voice):
    note("on", 67, 0.5)
    note("off", 67)
    stage.sent.clear()
    ask(instrument, answers, "/gan/voice/1/gate", 1)
    assert stage.sent == [(0, PITCH, 0.0, 0), (0, TOUCH, 1.0, 0), (0, GATE, 1.0, 0)]
    ask(instrument, answers, "/gan/voice/2/pitch", 3)
    ask(instrument, answers, "/gan/voice/2/gate", 1)
    assert voice(2, "pitch") == [3.0]


def test_a_hand_takes_a_held_note_over_as_it_sounds(instrument, answers, note, voice):
    note("on", 67, 0.5)
    ask(instrument, answers, "/gan/voice/1/gate", 1)
    note("off", 67)
    assert voice(1, "gate", "pitch") == [1, 7.0]
    note("on", 60, 0.5)
    assert held(note) == {2: 60.0}
    ask(instrument, answers, "/gan/voice/2/gate", 0)
    assert held(note) == {}


def test_scenes_leave_notes_alone(instrument, stage, answers, note, voice):
    ask(instrument, answers, "/gan/scene/store", "closed")
    note("on", 67, 0.5)
    ask(instrument, answers, "/gan/scene/store", "played")
    ask(instrument, answers, "/gan/voice/1/rate", 2)
    ask(instrument, answers, "/gan/scene/recall", "closed")
    assert voice(1, "rate", "gate", "pitch") == [1.0, 1, 7.0]
    assert held(note) == {1: 67.0}
    ask(instrument, answers, "/gan/morph/ends", "closed", "played")
    ask(instrument, answers, "/gan/morph", 0.5)
    assert voice(1, "gate", "pitch") == [1, 7.0]
    ask(instrument, answers, "/gan/scene/recall", "closed", 1)
    for _ in range(20):
        instrument.tick(0.1)
    assert voice(1, "gate", "gain", "pitch") == [1, 1.0, 7.0]
    note("off", 67)
    ask(instrument, answers, "/gan/voice/1/gate", 1)
    ask(instrument, answers, "/gan/voice/1/pitch", 5)
    ask(instrument, answers, "/gan/scene/recall", "played")  # what a note played is closed in it
    assert voice(1, "gate", "pitch", "touch") == [0, 0.0, 1.0]


def test_a_latched_note_is_of_a_scene_and_comes_back_as_it_sounded(instrument, answers, note, voice):
    note("on", 67, 1)
    ask(instrument, answers, "/gan/voice/1/gate", 1)  # latched
    ask(instrument, answers, "/gan/scene/store", "drone")
    ask(instrument, answers, "/gan/voice/1/gate", 0)
    note("on", 48, 1)
    note("off", 48)
    ask(instrument, answers, "/gan/scene/recall", "drone")
    assert voice(1, "gate", "pitch") == [1, 7.0]


def test_notes_of_patterns(note, instrument, answers):
    assert ask(instrument, answers, "/gan/note/o[n]", 60, 1) == []
    assert held(note) == {1: 60.0}
    ask(instrument, answers, "/gan/note/{pressure,timbre}", 0.5)
    assert note("timbre") + note("pressure") == [("/gan/note/timbre", 0.5), ("/gan/note/pressure", 0.5)]
    read = ask(instrument, answers, "/gan/note/*")
    assert ("/gan/note/timbre", 0.5) in read
    assert ("/gan/note/voices", 1, 3) in read


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("on", (60,), "1 arguments: wanted key velocity [id]"),
        ("on", (128, 1), "key is 128: wanted 0 to 127"),
        ("on", (60, 100), "velocity is 100: wanted 0 to 1"),
        ("on", ("c", 1), "key is 'c': wanted a number from 0 to 127"),
        ("on", (60, 1, -1), "id is -1: wanted 0 to 2147483647"),
        ("bend", (100,), "bend is 100: wanted -96 to 96"),
        ("a4", (0,), "a4 is 0: wanted 220 to 880"),
    ],
)
def test_what_is_no_note_is_refused_and_changes_nothing(stage, note, name, values, reason):
    assert note(name, *values) == [("/fail", f"/gan/note/{name}", reason)]
    assert stage.sent == []
    assert held(note) == {}


def test_anybody_may_play_notes(instrument, answers):
    for address, *values in (
        *(("/gan/note/on", 60, 1), ("/gan/note/bend", 1), ("/gan/note/off", 60)),
        *(("/gan/note/held",), ("/gan/note/voices", 1, 2)),
    ):
        instrument.handle_untrusted(address, values, answers)
    assert [answer for answer in answers if answer[0] == "/fail"] == []
