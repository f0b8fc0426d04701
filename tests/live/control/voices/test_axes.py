"""Axes by message: measured directions, added to a voice's point, which stays as it is."""

from __future__ import annotations

import pytest

from gesturegan_live.models.axis_effects import AxisEffect
from tests.live.control.conftest import Model, ask

VOICE = "/gan/voice/1"


@pytest.fixture(autouse=True)
def at_the_origin(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/*/z", 0, 0, 0, 0)
    instrument.flush()
    stage.points.clear()


def sounding(stage, instrument) -> dict[int, list[float]]:
    """What has moved since the last time, and where to."""
    stage.points.clear()
    instrument.flush()
    return {voice: z for voice, z, _ in stage.points}


@pytest.mark.parametrize("name", ["fine_grain", "2"])
def test_an_axis_by_name_or_number_is_added_to_the_point_and_read_back(stage, instrument, answers, name):
    assert ask(instrument, answers, f"{VOICE}/axis/{name}", 0.5) == []
    assert sounding(stage, instrument) == {0: [0.0, 0.0, 1.5, 0.0]}
    assert ask(instrument, answers, f"{VOICE}/axis/{name}") == [(f"{VOICE}/axis/{name}", 0.5)]
    assert ask(instrument, answers, f"{VOICE}/axes") == [(f"{VOICE}/axes", 0.0, 0.0, 0.5)]


def test_neither_axes_nor_the_point_move_each_other(stage, instrument, answers):
    ask(instrument, answers, f"{VOICE}/seed", 7)
    point = ask(instrument, answers, f"{VOICE}/z")
    ask(instrument, answers, f"{VOICE}/axis/brightness", 2)
    assert ask(instrument, answers, f"{VOICE}/z") == point
    assert ask(instrument, answers, f"{VOICE}/seed") == [(f"{VOICE}/seed", 7)]
    ask(instrument, answers, "/gan/preset/recall", "stones")
    assert ask(instrument, answers, f"{VOICE}/axis/brightness") == [(f"{VOICE}/axis/brightness", 2.0)]
    assert sounding(stage, instrument) == {0: [3.0, -1.0, 0.5, 0.0]}


class Mirrored:
    """Codes are points with each coordinate at another's place, in a condition times its first weight."""

    def codes(self, points, condition):
        return points[..., ::-1] * condition[..., :1]

    def points(self, codes, condition):
        return codes[..., ::-1] / condition[..., :1]


def test_where_a_model_has_codes_axes_are_added_to_these(stage, instrument, answers):
    stage.models_there["bent"] = Model("bent", conditions=("a", "b"), codes=Mirrored())
    ask(instrument, answers, "/gan/model/load", "bent")
    ask(instrument, answers, f"{VOICE}/z", 0, 0, 0, 5)
    ask(instrument, answers, f"{VOICE}/axis/brightness", 2)
    assert sounding(stage, instrument)[0] == [0.0, 0.0, 0.0, 7.0]
    ask(instrument, answers, f"{VOICE}/condition", 0.5, 0.5)
    assert sounding(stage, instrument) == {0: [0.0, 0.0, 0.0, 9.0]}


def test_all_axes_at_once_or_the_first_so_many(stage, instrument, answers):
    ask(instrument, answers, f"{VOICE}/axes", 1, 1, 1)
    assert sounding(stage, instrument) == {0: [1.0, -2.0, 3.0, 0.0]}
    ask(instrument, answers, f"{VOICE}/axes", 0, 0.5)
    assert sounding(stage, instrument) == {0: [0.0, -1.0, 3.0, 0.0]}
    [(fail, _, reason)] = ask(instrument, answers, f"{VOICE}/axes", 1, 1, 1, 1)
    assert (fail, reason) == ("/fail", "4 axes: model 'textures' has 3")


def test_an_axis_moves_in_its_own_time_or_in_the_glide_time(stage, instrument, answers):
    ask(instrument, answers, f"{VOICE}/axis/brightness", 4, 2)
    seen = []
    for _ in range(4):
        instrument.tick(0.5)
        seen.append(ask(instrument, answers, f"{VOICE}/axis/brightness")[0][1])
    assert seen == [1.0, 2.0, 3.0, 4.0]
    assert not instrument.moving
    ask(instrument, answers, f"{VOICE}/glide", 1)
    ask(instrument, answers, f"{VOICE}/axis/brightness", 0)
    instrument.tick(0.5)
    assert ask(instrument, answers, f"{VOICE}/axis/brightness") == [(f"{VOICE}/axis/brightness", 2.0)]
    ask(instrument, answers, f"{VOICE}/hold")
    instrument.tick(1.0)
    assert ask(instrument, answers, f"{VOICE}/axis/brightness") == [(f"{VOICE}/axis/brightness", 2.0)]


def test_a_pattern_finds_each_axis_once(stage, instrument, answers):
    assert ask(instrument, answers, "/gan/voice/[12]/axis/{brightness,0,fine_grain}", 1) == []
    assert sounding(stage, instrument) == {voice: [1.0, 0.0, 3.0, 0.0] for voice in (0, 1)}
    read = ask(instrument, answers, f"{VOICE}/axis/*")
    assert read == [(f"{VOICE}/axis/{name}", value) for name, value in (("brightness", 1), ("1", 0), ("fine_grain", 1))]


@pytest.mark.parametrize(
    ("address", "values", "reason"),
    [
        ("/axis/brightness", (6.5,), "deviations is 6.5: wanted -6 to 6"),
        ("/axis/brightness", (1.0, -1.0), "seconds is -1.0: wanted 0 to 600"),
        ("/axis/brightness", (1.0, 1.0, 1.0), "3 arguments: wanted deviations [seconds]"),
        ("/axis/dark", (1.0,), "no such address: axis 'dark', wanted brightness, fine_grain, 0 to 2"),
        ("/axis/3", (), "no such address: axis '3', wanted brightness, fine_grain, 0 to 2"),
    ],
)
def test_what_is_no_axis_or_no_amount_is_refused(stage, instrument, answers, address, values, reason):
    assert ask(instrument, answers, VOICE + address, *values) == [("/fail", VOICE + address, reason)]
    assert sounding(stage, instrument) == {}


def test_a_model_says_what_its_axes_were_measured_to_change(stage, instrument, answers):
    names = stage.model.axis_names
    untold = [value for name in names for value in (name, "", 0.0, "")]
    assert ask(instrument, answers, "/gan/model/axes") == [("/gan/model/axes", *untold)]
    effects = AxisEffect("brightness", 0.5, "octaves"), AxisEffect("sound", 9.0, "dB"), AxisEffect("grain", -1.0, "Hz")
    stage.model = Model(axis_effects=effects)
    told = [
        value for name, one in zip(names, effects, strict=True) for value in (name, one.changes, one.amount, one.unit)
    ]
    assert ask(instrument, answers, "/gan/model/axes") == [("/gan/model/axes", *told)]


def test_another_model_keeps_the_axes_that_it_has_too_and_says_what_falls_away(stage, instrument, answers):
    stage.models_there["other"] = Model("other", 2, axis_names=("fine grain", "attack"))
    said: list[str] = []
    instrument.say = said.append
    ask(instrument, answers, f"{VOICE}/axes", 1, 2, 3)
    ask(instrument, answers, "/gan/voice/2/axis/fine_grain", 4, 2)
    instrument.tick(1.0)
    ask(instrument, answers, "/gan/model/load", "other")
    assert ask(instrument, answers, f"{VOICE}/axes") == [(f"{VOICE}/axes", 3.0, 0.0)]
    assert said == ["model other has no axis brightness, 1: what was set of it is gone"]
    assert ask(instrument, answers, "/gan/voice/2/axis/fine_grain")[0][1] == 2.0
    instrument.tick(1.0)  # it goes on where it was going
    assert ask(instrument, answers, "/gan/voice/2/axis/fine_grain")[0][1] == 4.0
    ask(instrument, answers, "/gan/model/load", "textures")
    assert ask(instrument, answers, f"{VOICE}/axes") == [(f"{VOICE}/axes", 0.0, 0.0, 3.0)]
    assert len(said) == 1


def test_a_model_without_axes_refuses_them(stage, instrument, answers):
    stage.models_there["plain"] = Model("plain", axis_names=())
    ask(instrument, answers, "/gan/model/load", "plain")
    assert ask(instrument, answers, f"{VOICE}/axes") == [("/fail", f"{VOICE}/axes", f"{VOICE}/axes has no axes")]
    assert ask(instrument, answers, f"{VOICE}/axes", 1)[0][2] == "1 axes: model 'plain' has 0"
    assert (
        ask(instrument, answers, f"{VOICE}/axis/brightness", 1)[0][2]
        == "no such address: axis 'brightness', wanted none"
    )
