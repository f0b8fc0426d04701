"""The tree of addresses that OSCQuery describes."""

from __future__ import annotations

import json

import pytest

from gesturegan_live.control.web.tree import Node


@pytest.fixture
def root(instrument):
    root = Node("/")
    assert len(list(root.grow(instrument.addresses.places))) > 200
    return root


@pytest.fixture
def said(root, instrument):
    return lambda path: root.find(path).attributes(instrument.read)


def test_a_value_is_described(said, instrument):
    instrument.handle("/gan/voice/2/gain", [0.5], print)
    found = said("/gan/voice/2/gain")
    assert found.pop("DESCRIPTION") == "amplitude of the voice"
    assert found == {
        "FULL_PATH": "/gan/voice/2/gain",
        "TYPE": "f",
        "ACCESS": 3,
        "VALUE": [0.5],
        "RANGE": [{"MIN": 0, "MAX": 4}],
        "UNIT": ["linear"],
    }


@pytest.mark.parametrize(
    ("path", "kind", "access", "ranges"),
    [
        ("/gan/voice/1/z", "ffff", 3, [{"MIN": -12.0, "MAX": 12.0}] * 4),
        ("/gan/voice/1/z/3", "f", 3, [{"MIN": -12.0, "MAX": 12.0}]),
        ("/gan/voice/1/wander", "ff", 3, [{"MIN": 0, "MAX": 3}, {"MIN": 0.01, "MAX": 10}]),
        ("/gan/voice/1/level", "f", 1, [{"MIN": 0, "MAX": 1}]),
        ("/gan/voice/1/mode", "s", 3, [{"VALS": ["loop", "once", "scrub", "pingpong", "endless"]}]),
        ("/gan/voice/1/morph", "s", 3, [None]),
        ("/gan/note/on", "ff", 2, [{"MIN": 0, "MAX": 127.0}, {"MIN": 0, "MAX": 1}]),
        ("/gan/out/panic", "i", 2, [{"MIN": 0, "MAX": 1}]),
        ("/gan/model/load", "s", 2, [None]),
    ],
)
def test_types_ranges_and_access(said, path, kind, access, ranges):
    found = said(path)
    assert (found["TYPE"], found["ACCESS"], found["RANGE"]) == (kind, access, ranges)
    assert ("VALUE" in found) == bool(access & 1)


def test_what_takes_nothing_says_so(said):
    found = said("/quit")
    assert found.pop("DESCRIPTION")
    assert found == {"FULL_PATH": "/quit", "TYPE": "N", "ACCESS": 2}


def test_a_value_that_is_not_of_its_type_just_now_is_left_out(said, instrument):
    assert said("/gan/voice/1/pan")["VALUE"] == [0.0]
    instrument.handle("/gan/voice/1/azimuth", [30.0], print)
    found = said("/gan/voice/1/pan")  # reads `none`
    assert found["TYPE"] == "f"
    assert "VALUE" not in found


def test_each_of_two_values_has_its_unit(said):
    assert said("/gan/voice/1/wander")["UNIT"] == ["standard deviations", "per second"]
    assert said("/gan/voice/1/level")["UNIT"] == ["linear, RMS"]


def test_the_whole_tree_is_json_and_has_every_address_once(root, instrument):
    tree = json.loads("".join(root.json(instrument.read)))
    found = []

    def walk(node):
        if "TYPE" in node:
            found.append(node["FULL_PATH"])
        for name, below in node.get("CONTENTS", {}).items():
            assert below["FULL_PATH"] == f"{node['FULL_PATH'].rstrip('/')}/{name}"
            walk(below)

    walk(tree)
    assert sorted(found) == sorted(place.address for place in instrument.addresses.places)
    assert tree["FULL_PATH"] == "/"
    assert set(tree["CONTENTS"]["gan"]["CONTENTS"]["voice"]["CONTENTS"]) == {"1", "2", "3"}
    axes = tree["CONTENTS"]["gan"]["CONTENTS"]["voice"]["CONTENTS"]["1"]["CONTENTS"]["axis"]["CONTENTS"]
    assert set(axes) == {"brightness", "1", "fine_grain"}


def test_every_value_fits_its_type(root, instrument):
    kinds = {"f": (int, float), "i": int, "s": str}
    for place in instrument.addresses.places:
        found = root.find(place.address).attributes(instrument.read)
        for kind, value in zip(found["TYPE"], found.get("VALUE", []), strict="VALUE" in found):
            assert isinstance(value, kinds[kind]), place.address


@pytest.mark.parametrize("path", ["/nothing", "/gan/voice/9", "/gan/voice/1/gain/x", "/gan//voice", "gan/x"])
def test_what_is_not_there_is_not_found(root, path):
    assert root.find(path) is None


def test_the_root_is_found(root):
    assert root.find("/") is root
    assert root.find("") is root
    assert root.find("/gan/").path == "/gan"
