"""Scenes by message: all that is set, kept by name and brought back in a time, by the laws of its values."""

from __future__ import annotations

import json

import numpy as np
import pytest

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.messages.routes.table import ROUTES
from gesturegan_live.show.home import Home
from gesturegan_live.show.parameters import MATRIX, OUT_VOICE, VOICE_INDEX
from tests.live.control.conftest import Stage, ask

NAMES = sorted(route.scene_name for route in ROUTES if route.scene_name and "{n}" in route.address)


def state(instrument, answers) -> dict[str, tuple]:
    """Every value that can be read and set."""
    values = {}
    for route in ROUTES:
        if route.readable and route.writable and route.handler not in ("record", "take_record"):
            for voice in (1, 2, 3) if "{n}" in route.address else (0,):
                address = route.address.replace("{n}", str(voice)).replace("{i}", "0")
                answered = ask(instrument, answers, address)
                values[address] = answered[0][1:] if answered[0][0] != "/fail" else ()
    return values


def played(instrument, answers) -> None:
    """Move everything away from where it starts: voice 1 by its place on the ring, 2 by pan, 3 by gains."""
    for message in (
        ("/gan/voice/1/z", 1, -2, 0.5, 0.25),
        ("/gan/voice/1/azimuth", 100),
        ("/gan/voice/1/distance", 0.5),
        ("/gan/voice/1/gate", 1),
        ("/gan/voice/1/gain", 0.5),
        ("/gan/voice/1/rate", -2),
        ("/gan/voice/1/transpose", 7),
        ("/gan/voice/1/growth", 0.75),
        ("/gan/voice/1/freeze", 1),
        ("/gan/voice/2/mode", "scrub"),
        ("/gan/voice/2/position", 0.25),
        ("/gan/voice/2/pan", -0.5),
        ("/gan/voice/2/glide", 3),
        ("/gan/voice/2/mute", 1),
        ("/gan/voice/3/matrix", 0.25, 0.5),
        ("/gan/voice/3/tones", 0.5),
        ("/gan/voice/3/transpose_noise", 3),
        ("/gan/out/gain", 0.5),
    ):
        assert ask(instrument, answers, *message) == []


def reset(instrument, answers) -> None:
    for message in (
        ("/gan/voice/*/z", 0, 0, 0, 1),
        ("/gan/voice/*/glide", 0),
        ("/gan/voice/*/pan", 0.5),
        *((f"/gan/voice/*/{name}", 0) for name in ("gate", "freeze", "mute")),
        *((f"/gan/voice/*/{name}", 1) for name in ("gain", "rate", "growth", "tones")),
        ("/gan/voice/*/transpose", 0),
        ("/gan/voice/*/transpose_noise", -37),
        ("/gan/voice/*/mode", "loop"),
        ("/gan/out/gain", 1),
    ):
        assert ask(instrument, answers, *message) == []


def unlike(one, other):
    return {address for address in one if one[address] != other[address]}


def test_a_scene_brings_back_all_that_was_set(instrument, stage, answers):
    played(instrument, answers)
    before = state(instrument, answers)
    assert ask(instrument, answers, "/gan/scene/store", "first light") == [("/done", "/gan/scene/store", "first light")]
    reset(instrument, answers)
    assert len(unlike(before, state(instrument, answers))) > 20
    instrument.flush()
    stage.sent.clear()
    assert ask(instrument, answers, "/gan/scene/recall", "first light") == [
        ("/done", "/gan/scene/recall", "first light")
    ]
    after = state(instrument, answers)
    # Of a position on the ring that nobody set, the height and what is beyond it are no part of how it sounds.
    assert {address for address in unlike(before, after) if address.startswith("/gan")} <= {
        f"/gan/voice/{voice}/seed" for voice in (2, 3)
    }
    instrument.flush()
    sent = [(voice, index, value) for voice, index, value, _ in stage.sent]
    assert (0, VOICE_INDEX["gain"], 0.5) in sent
    assert (2, MATRIX + 1, 0.5) in sent
    assert (OUT_VOICE, 0, 0.5) in sent
    assert sent.index((0, VOICE_INDEX["gate"], 1.0)) > sent.index((0, VOICE_INDEX["freeze"], 1.0))
    assert [voice for voice, index, _ in sent if index == VOICE_INDEX["position"]] == [1]  # elsewhere it is a jump


def test_the_file_of_a_scene_names_everything_by_its_address(instrument, stage, answers):
    played(instrument, answers)
    ask(instrument, answers, "/gan/scene/store", "a")
    content = json.loads((stage.home.root / "scenes" / "a.json").read_text())
    left = {"condition", "pan", "matrix", "position", "axes"}  # not there, not what places it, no scrub
    assert set(content["voices"]["1"]) | left == set(NAMES) | left
    assert content["voices"]["1"]["z"] == [1.0, -2.0, 0.5, 0.25]
    assert content["voices"]["2"]["mode"] == "scrub"
    assert content["out"] == {"gain": 0.5}
    assert "seed" not in NAMES
    assert "gate" in NAMES


def test_a_scene_of_one_voice_is_a_sound_for_any_and_opens_none(instrument, answers):
    played(instrument, answers)
    ask(instrument, answers, "/gan/scene/store", "a", 1)
    reset(instrument, answers)
    before = state(instrument, answers)
    assert ask(instrument, answers, "/gan/scene/recall", "a", 0, "linear", 3)[0][0] == "/done"
    changed = unlike(before, state(instrument, answers))
    assert {address.split("/")[3] for address in changed} == {"3"}
    assert ask(instrument, answers, "/gan/voice/3/rate") == [("/gan/voice/3/rate", -2.0)]
    assert ask(instrument, answers, "/gan/voice/3/gate") == [("/gan/voice/3/gate", 0)]
    ask(instrument, answers, "/gan/scene/recall", "a")  # to its own voice
    assert ask(instrument, answers, "/gan/voice/1/rate") == [("/gan/voice/1/rate", -2.0)]


def test_of_a_scene_of_all_a_voice_takes_its_own_part(instrument, answers):
    played(instrument, answers)
    ask(instrument, answers, "/gan/scene/store", "a")
    reset(instrument, answers)
    before = state(instrument, answers)
    ask(instrument, answers, "/gan/scene/recall", "a", 0, "linear", 2)
    changed = unlike(before, state(instrument, answers))
    assert {address.split("/")[3] for address in changed} == {"2"}
    assert ask(instrument, answers, "/gan/voice/2/position") == [("/gan/voice/2/position", 0.25)]


@pytest.mark.parametrize(
    ("curve", "share"), [("linear", 0.5), ("smooth", 0.5), ("exponential", np.expm1(-2.5) / np.expm1(-5))]
)
def test_a_recall_takes_its_time_each_value_by_its_own_law(instrument, answers, curve, share):
    for message in (
        ("z", 3, 0, 0, 0),
        ("gain", 0.01),
        ("rate", 4),
        ("transpose", 12),
        ("azimuth", 160),
        ("growth", 0.5),
        ("mode", "once"),
    ):
        ask(instrument, answers, f"/gan/voice/1/{message[0]}", *message[1:])
    ask(instrument, answers, "/gan/scene/store", "there", 1)
    for message in (("z", 0, 3, 0, 0), ("gain", 1), ("rate", 1), ("transpose", 0), ("azimuth", -170), ("growth", 1)):
        ask(instrument, answers, f"/gan/voice/1/{message[0]}", *message[1:])
    ask(instrument, answers, "/gan/voice/1/mode", "loop")
    ask(instrument, answers, "/gan/voice/1/glide", 5)  # a recall has a time of its own
    ask(instrument, answers, "/gan/scene/recall", "there", 4, curve)
    assert instrument.moving
    instrument.tick(1.0)
    instrument.tick(0.9999)
    assert ask(instrument, answers, "/gan/voice/1/mode")[0][1] == ("once" if share > 0.5 else "loop")
    instrument.tick(0.0001)
    read = {
        name: ask(instrument, answers, f"/gan/voice/1/{name}")[0][1:]
        for name in ("z", "gain", "rate", "transpose", "azimuth", "growth")
    }
    angle = np.radians(90 * share)
    np.testing.assert_allclose(read["z"], [3 * np.sin(angle), 3 * np.cos(angle), 0, 0], atol=1e-5)
    np.testing.assert_allclose(read["gain"], 1.001 * (0.011 / 1.001) ** share - 0.001)
    np.testing.assert_allclose(read["rate"], 4**share, rtol=1e-3)
    np.testing.assert_allclose(read["transpose"], 12 * share)
    np.testing.assert_allclose(read["azimuth"], (-170 - 30 * share + 180) % 360 - 180, atol=1e-4)
    np.testing.assert_allclose(read["growth"], 1 - 0.5 * share)
    instrument.tick(2.0)
    assert not instrument.moving
    assert ask(instrument, answers, "/gan/voice/1/z") == [("/gan/voice/1/z", 3.0, 0.0, 0.0, 0.0)]
    assert ask(instrument, answers, "/gan/voice/1/gain") == [("/gan/voice/1/gain", 0.01)]
    assert ask(instrument, answers, "/gan/voice/1/mode") == [("/gan/voice/1/mode", "once")]
    assert ask(instrument, answers, "/gan/voice/1/glide") == [("/gan/voice/1/glide", 0.0)]


def test_a_voice_that_opens_rises_and_one_that_closes_fades_and_has_its_gain_again(instrument, stage, answers):
    ask(instrument, answers, "/gan/voice/2/gate", 1)
    ask(instrument, answers, "/gan/scene/store", "two")
    ask(instrument, answers, "/gan/voice/2/gate", 0)
    ask(instrument, answers, "/gan/voice/1/gate", 1)
    ask(instrument, answers, "/gan/scene/recall", "two", 1)
    heard = []
    for _ in range(13):
        instrument.tick(0.1)
        heard.append(
            [ask(instrument, answers, f"/gan/voice/{v}/{what}")[0][1] for v in (1, 2) for what in ("gate", "gain")]
        )
    gates = np.array(heard)[:, ::2]
    gains = np.array(heard)[:, 1::2]
    assert gates[:9].all()  # both are heard on the way
    assert gates[10:].tolist() == [[0, 1]] * 3
    assert np.all(np.diff(gains[:9, 0]) < 0)
    assert np.all(np.diff(gains[:9, 1]) > 0)
    assert gains[0, 1] < 0.01
    assert gains[10, 0] == 0  # while it closes
    assert gains[-1].tolist() == [1, 1]
    assert not instrument.moving


@pytest.mark.parametrize("curve", ["linear", "smooth"])
def test_a_voice_that_was_placed_in_another_way_is_there_at_once(instrument, answers, curve):
    ask(instrument, answers, "/gan/voice/1/azimuth", 90)
    ask(instrument, answers, "/gan/voice/2/pan", 0.5)
    ask(instrument, answers, "/gan/scene/store", "a")
    ask(instrument, answers, "/gan/voice/1/pan", -0.5)
    ask(instrument, answers, "/gan/voice/2/matrix", 1, 0)
    ask(instrument, answers, "/gan/scene/recall", "a", 1, curve)
    for _ in range(3):
        instrument.tick(0.5)
        assert ask(instrument, answers, "/gan/voice/1/azimuth") == [("/gan/voice/1/azimuth", 90.0)]
        assert ask(instrument, answers, "/gan/voice/2/pan") == [("/gan/voice/2/pan", 0.5)]


def test_the_hand_wins_over_a_recall(instrument, answers):
    ask(instrument, answers, "/gan/voice/1/gain", 0.5)
    ask(instrument, answers, "/gan/voice/1/transpose", 12)
    ask(instrument, answers, "/gan/scene/store", "a")
    ask(instrument, answers, "/gan/voice/1/gain", 1)
    ask(instrument, answers, "/gan/voice/1/transpose", 0)
    ask(instrument, answers, "/gan/voice/1/z/0", 2)
    ask(instrument, answers, "/gan/scene/recall", "a", 1)
    instrument.tick(0.5)
    ask(instrument, answers, "/gan/voice/1/gain", 0.25)
    ask(instrument, answers, "/gan/preset/recall", "stones")
    instrument.tick(0.5)
    assert ask(instrument, answers, "/gan/voice/1/gain") == [("/gan/voice/1/gain", 0.25)]
    assert ask(instrument, answers, "/gan/voice/1/z") == [("/gan/voice/1/z", 1.0, -1.0, 0.5, 0.0)]
    assert ask(instrument, answers, "/gan/voice/1/transpose") == [("/gan/voice/1/transpose", 12.0)]


def test_a_glide_by_hand_wins_too(instrument, answers):
    ask(instrument, answers, "/gan/voice/1/z", 0, 0, 0, 4)
    ask(instrument, answers, "/gan/scene/store", "a", 1)
    ask(instrument, answers, "/gan/voice/1/z", 4, 0, 0, 0)
    ask(instrument, answers, "/gan/scene/recall", "a", 10)
    instrument.tick(1)
    ask(instrument, answers, "/gan/voice/1/glide", 2)
    ask(instrument, answers, "/gan/voice/1/z", 0, 4, 0, 0)
    for _ in range(4):
        instrument.tick(0.5)
    assert ask(instrument, answers, "/gan/voice/1/z") == [("/gan/voice/1/z", 0.0, 4.0, 0.0, 0.0)]


def test_hold_leaves_a_voice_where_its_recall_has_brought_it(instrument, answers):
    ask(instrument, answers, "/gan/voice/*/transpose", 12)
    ask(instrument, answers, "/gan/scene/store", "a")
    ask(instrument, answers, "/gan/voice/*/transpose", 0)
    ask(instrument, answers, "/gan/scene/recall", "a", 2)
    instrument.tick(1)
    ask(instrument, answers, "/gan/voice/2/hold")
    instrument.tick(2)
    read = [ask(instrument, answers, f"/gan/voice/{voice}/transpose")[0][1] for voice in (1, 2, 3)]
    assert read == [12.0, 6.0, 12.0]


@pytest.mark.parametrize("curve", ["linear", "smooth"])
def test_after_a_panic_no_recall_opens_a_voice(instrument, answers, curve):
    ask(instrument, answers, "/gan/voice/1/gate", 1)
    ask(instrument, answers, "/gan/scene/store", "a")
    ask(instrument, answers, "/gan/voice/1/gate", 0)
    ask(instrument, answers, "/gan/scene/recall", "a", 2, curve)
    instrument.tick(1)
    ask(instrument, answers, "/gan/out/panic")
    instrument.tick(2)
    assert ask(instrument, answers, "/gan/voice/1/gate") == [("/gan/voice/1/gate", 0)]
    assert ask(instrument, answers, "/gan/voice/1/gain") == [("/gan/voice/1/gain", 1.0)]  # it is heard when it opens


def test_of_another_model_the_point_is_left_and_the_rest_applied(instrument, stage, answers):
    ask(instrument, answers, "/gan/voice/1/rate", 2)
    ask(instrument, answers, "/gan/scene/store", "a")
    ask(instrument, answers, "/gan/voice/1/rate", 1)
    ask(instrument, answers, "/gan/model/load", "metal")
    (before,) = ask(instrument, answers, "/gan/voice/1/z")
    assert ask(instrument, answers, "/gan/scene/recall", "a") == [
        ("/done", "/gan/scene/recall", "a", "point left: it is of model 'textures', this is 'metal'")
    ]
    assert ask(instrument, answers, "/gan/voice/1/rate") == [("/gan/voice/1/rate", 2.0)]
    assert ask(instrument, answers, "/gan/voice/1/z") == [before]


def test_a_model_that_is_loaded_meanwhile_ends_the_way_of_the_points(instrument, answers):
    ask(instrument, answers, "/gan/voice/1/z", 4, 0, 0, 0)
    ask(instrument, answers, "/gan/voice/1/transpose", 12)
    ask(instrument, answers, "/gan/scene/store", "a")
    ask(instrument, answers, "/gan/voice/1/z", 0, 4, 0, 0)
    ask(instrument, answers, "/gan/voice/1/transpose", 0)
    ask(instrument, answers, "/gan/scene/recall", "a", 2)
    instrument.tick(1)
    ask(instrument, answers, "/gan/model/load", "metal")
    instrument.tick(1)
    assert ask(instrument, answers, "/gan/voice/1/transpose") == [("/gan/voice/1/transpose", 12.0)]


def test_an_instrument_with_fewer_voices_and_loudspeakers_takes_what_it_can(instrument, stage, answers):
    played(instrument, answers)
    ask(instrument, answers, "/gan/voice/1/matrix", 1, 2)
    ask(instrument, answers, "/gan/scene/store", "a")
    small = Stage(stage.home, voices=1)
    small.ring = (0.0,)
    again = Instrument(small)
    assert ask(again, answers, "/gan/scene/recall", "a") == [
        (
            "/done",
            "/gan/scene/recall",
            "a",
            "2 voices left: there are 1; matrix left: 2 values, here are 1",
        )
    ]
    assert ask(again, answers, "/gan/voice/1/rate") == [("/gan/voice/1/rate", -2.0)]


def test_a_recall_may_follow_its_store_at_once(instrument, answers):
    from tests.live.control.conftest import finish

    instrument.handle("/gan/voice/1/rate", [2], answers)
    works = instrument.handle("/gan/scene/store", ["a"], answers)
    instrument.handle("/gan/voice/1/rate", [1], answers)
    instrument.handle("/gan/scene/recall", ["a"], answers)
    assert ask(instrument, answers, "/gan/voice/1/rate") == [("/gan/voice/1/rate", 2.0)]
    finish(works)


def test_of_a_whole_instrument_on_its_way_a_turn_moves_a_part(tmp_path, answers):
    instrument = Instrument(Stage(Home(tmp_path), voices=64))
    names = ("transpose", "tones", "noise", "stretch_partials", "growth")
    for name in names:
        ask(instrument, answers, f"/gan/voice/*/{name}", 0.75)
    ask(instrument, answers, "/gan/scene/store", "a")
    for name in names:
        ask(instrument, answers, f"/gan/voice/*/{name}", 1)
    ask(instrument, answers, "/gan/scene/recall", "a", 1)
    for _ in range(3):
        instrument.tick(0.5)
    for name in names:
        assert {ask(instrument, answers, f"/gan/voice/{v}/{name}")[0][1] for v in range(1, 65)} == {0.75}
    assert not instrument.moving
