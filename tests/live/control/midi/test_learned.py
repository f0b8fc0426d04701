"""What controllers move."""

from __future__ import annotations

import json

import pytest

from gesturegan_live.control.messages.arguments import RefusedError
from gesturegan_live.control.messages.routes.table import ROUTES
from gesturegan_live.control.midi import learned
from gesturegan_live.control.midi.learned import Learned, Learning

BY_ADDRESS = {route.address.replace("{n}", "1").replace("{i}", "0"): route for route in ROUTES}


def moved(address, value, *ends):
    route = BY_ADDRESS[address]
    said, values = Learned.of(address, route, ends).message(value, route)
    assert said == address
    return values[0]


@pytest.mark.parametrize(
    ("address", "at_0", "at_64", "at_127"),
    [
        ("/gan/voice/1/pan", -1, 1 / 127, 1),
        ("/gan/voice/1/z/0", -12, 12 / 127, 12),
        ("/gan/voice/1/gate", 0, 1, 1),
        ("/gan/voice/1/mode", "loop", "scrub", "endless"),
        ("/gan/out/panic", 0, 1, 1),
        ("/gan/voice/1/seed", 0, 1082196483, 2**31 - 1),
        ("/gan/clock/bar", 1, 33, 64),
        ("/gan/morph", 0, 64 / 127, 1),
    ],
)
def test_a_controller_goes_through_all_of_a_range(address, at_0, at_64, at_127):
    assert [moved(address, value) for value in (0, 64, 127)] == [at_0, pytest.approx(at_64), at_127]


def test_a_gain_goes_by_decibels_and_a_rate_by_octaves():
    assert [moved("/gan/voice/1/gain", value) for value in (0, 127)] == pytest.approx([0, 4])
    assert 0.02 < moved("/gan/voice/1/gain", 64) < 0.1
    assert [moved("/gan/voice/1/rate", value, 0.5, 2) for value in (0, 63.5, 127)] == pytest.approx([0.5, 1, 2])


def test_a_controller_goes_between_two_values_either_way():
    assert [moved("/gan/voice/1/pan", value, 0.5, -0.5) for value in (0, 127)] == [0.5, -0.5]
    assert moved("/gan/voice/1/axis/{a}", 127, -2, 2) == 2


@pytest.mark.parametrize(
    ("address", "ends", "reason"),
    [
        ("/gan/voice/1/level", (), "takes no value"),
        ("/gan/scene/list", (), "takes no value"),
        ("/gan/voice/1/z", (), "takes more than one value"),
        ("/gan/note/on", (), "takes more than one value"),
        ("/gan/preset/recall", (), "takes a name"),
        ("/gan/voice/1/pan", (-2, 0), "pan is -2: wanted -1 to 1"),
    ],
)
def test_what_no_controller_can_move_is_not_learned(address, ends, reason):
    with pytest.raises(RefusedError, match=reason):
        Learned.of(address, BY_ADDRESS[address], ends)


def test_what_was_learned_is_kept(tmp_path):
    path = tmp_path / "home" / "midi.json"
    assert learned.read(path) == Learning({})
    learning = Learning({(3, 21): Learned("/gan/voice/*/gain", 0, 1.5), (0, 1): Learned("/gan/morph", 1, 0)}, (7, 7))
    learning.write(path)
    assert learned.read(path) == learning
    assert json.loads(path.read_text())["controllers"][0] == {
        "channel": 1,
        "controller": 1,
        "address": "/gan/morph",
        "low": 1,
        "high": 0,
    }


CONTROLLER = {"channel": 1, "controller": 1, "address": "/gan/morph", "low": 0, "high": 1}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[]", "wanted an object"),
        ("{", "is not JSON"),
        (json.dumps({"format": 2}), "wanted a JSON object with format 1"),
        (json.dumps({"format": 1, "controllers": [], "mpe": [1]}), "wanted the channels of two zones"),
        (json.dumps({"format": 1, "controllers": [], "mpe": [1, 16]}), "wanted the channels of two zones"),
        (json.dumps({"format": 1, "controllers": [CONTROLLER | {"channel": 17}], "mpe": [0, 0]}), "there is none"),
        (json.dumps({"format": 1, "controllers": [CONTROLLER | {"low": "x"}], "mpe": [0, 0]}), "low is 'x'"),
        (
            json.dumps({"format": 1, "controllers": [CONTROLLER | {"low": 1e300}], "mpe": [0, 0]}),
            "goes from 1e\\+300 to",
        ),
    ],
)
def test_a_damaged_file_is_one_line(tmp_path, content, reason):
    path = tmp_path / "midi.json"
    path.write_text(content)
    with pytest.raises(ValueError, match=reason) as caught:
        learned.read(path)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
