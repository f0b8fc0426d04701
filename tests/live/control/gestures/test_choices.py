"""Mappings to scenes, by message: poses that recall them, and all others that do not."""

from __future__ import annotations

import json

import numpy as np
import pytest

from gesturegan_live.control.instrument import Instrument
from tests.live.control.conftest import ask

POSES = {"dusk": (0.2, 0.2), "dawn": (0.8, 0.2), "none": (0.2, 0.8)}
PAN = {"dusk": -0.5, "dawn": 0.5}


@pytest.fixture
def posed(instrument, answers):
    """An instrument with two scenes, and poses that mean them, or nothing; its clock goes by hand."""
    at = [100.0]
    instrument.clock.now = lambda: at[0]
    ask(instrument, answers, "/gan/input/learn", "hand", "/xy")
    ask(instrument, answers, "/gan/input/hand/range", 0, 1)
    for scene, pan in PAN.items():
        ask(instrument, answers, "/gan/voice/1/pan", pan)
        ask(instrument, answers, "/gan/scene/store", scene)
    ask(instrument, answers, "/gan/voice/1/pan", 0)
    ask(instrument, answers, "/gan/map/add", "poses")
    ask(instrument, answers, "/gan/map/poses/inputs", "hand")
    assert ask(instrument, answers, "/gan/map/poses/outputs", "/gan/scene/recall") == []
    rng = np.random.default_rng(1)
    for number in range(12):
        name = list(POSES)[number % 3]
        ask(instrument, answers, "/xy", *(np.array(POSES[name]) + rng.uniform(-0.05, 0.05, 2)).tolist())
        assert ask(instrument, answers, "/gan/map/poses/record", name)[0][0] == "/done"
    assert ask(instrument, answers, "/gan/map/poses/train") == [
        (
            *("/done", "/gan/map/poses/train", "neighbours", 0.0, 0.0),
            "by neighbours it names 12 of 12 rightly from the others, the nearest alone 12",
        )
    ]

    def hold(x, y, seconds=0.2):
        """Hold a hand somewhere, which sends once, and tell the pan."""
        ask(instrument, answers, "/xy", x, y)
        for _ in range(round(seconds / 0.01)):
            instrument.tick(0.01)
            at[0] += 0.01
        return ask(instrument, answers, "/gan/voice/1/pan")[0][1]

    return hold


def test_a_pose_recalls_its_scene_once(posed, instrument, answers):
    assert posed(*POSES["dusk"]) == 0  # it does not run
    assert ask(instrument, answers, "/gan/map/poses/run", 1) == []
    assert posed(*POSES["dusk"]) == -0.5
    [(_, scene, confidence)] = ask(instrument, answers, "/gan/map/poses/scene")
    assert (scene, confidence) == ("dusk", pytest.approx(1, abs=0.01))
    ask(instrument, answers, "/gan/voice/1/pan", 0.1)
    assert posed(0.22, 0.19) == pytest.approx(0.1)  # it goes on: nothing is recalled again
    assert posed(*POSES["dawn"]) == 0.5
    ask(instrument, answers, "/gan/voice/1/pan", 0.1)
    assert posed(*POSES["none"]) == pytest.approx(0.1)
    assert ask(instrument, answers, "/gan/map/poses/scene")[0][1] == "none"
    assert posed(*POSES["dawn"]) == 0.5  # and after another pose it is


def test_what_is_passed_and_what_is_no_pose_recall_nothing(posed, instrument, answers):
    ask(instrument, answers, "/gan/map/poses/run", 1)
    assert posed(*POSES["dusk"], 0.04) == 0
    assert posed(0.6, 0.6, 1.0) == 0
    [(_, scene, confidence)] = ask(instrument, answers, "/gan/map/poses/scene")
    assert scene == "none"
    assert confidence < 0.5


def test_a_scene_is_reached_in_a_time(posed, instrument, answers):
    assert ask(instrument, answers, "/gan/map/poses/seconds", 2) == []
    assert ask(instrument, answers, "/gan/map/poses/seconds") == [("/gan/map/poses/seconds", 2.0)]
    ask(instrument, answers, "/gan/map/poses/run", 1)
    assert 0 < posed(*POSES["dawn"], 1.0) < 0.5
    assert posed(*POSES["dawn"], 2.0) == pytest.approx(0.5)


def test_what_is_disliked_becomes_none(posed, instrument, answers):
    ask(instrument, answers, "/gan/map/poses/run", 1)
    for _ in range(3):
        posed(*POSES["dawn"])
        ask(instrument, answers, "/gan/map/poses/rate", -1)
    ask(instrument, answers, "/gan/voice/1/pan", 0.1)
    posed(*POSES["none"])
    assert posed(*POSES["dawn"]) == pytest.approx(0.1)
    posed(*POSES["dusk"])
    assert ask(instrument, answers, "/gan/map/poses/rate", 1) == [("/done", "/gan/map/poses/rate", 16)]
    assert ask(instrument, answers, "/gan/map/poses/scene")[0][1] == "dusk"


def test_it_is_kept_in_the_home(posed, stage, instrument, answers):
    ask(instrument, answers, "/gan/map/poses/seconds", 0.5)
    ask(instrument, answers, "/gan/map/poses/save")
    told = json.loads((stage.home.root / "maps" / "poses.json").read_text())
    assert (told["names"], told["seconds"], told["examples"][1]["is"]) == (["dusk", "dawn", "none"], 0.5, [1.0])
    other = Instrument(stage)
    ask(other, answers, "/gan/input/learn", "hand", "/xy")
    assert ask(other, answers, "/gan/map/load", "poses") == [("/done", "/gan/map/load", "poses")]
    assert ask(other, answers, "/gan/map/poses/seconds") == [("/gan/map/poses/seconds", 0.5)]


def test_examples_of_a_name_that_was_taken_back_are_no_choice(posed, instrument, answers):
    for _ in range(10):
        ask(instrument, answers, "/gan/map/poses/undo")
    assert ask(instrument, answers, "/gan/map/poses/train")[0][5].endswith(
        "it names 0 of 2 rightly from the others, the nearest alone 0"
    )
    ask(instrument, answers, "/gan/map/poses/undo")
    assert ask(instrument, answers, "/gan/map/poses/train")[0][2] == "1 examples of 1 name: wanted two names at least"


@pytest.mark.parametrize(
    "change", [{"names": ["dusk"]}, {"names": []}, {"seconds": -1}, {"names": ["x"] * 65}, {"names": 3}]
)
def test_a_damaged_file_is_named(posed, stage, instrument, answers, change):
    ask(instrument, answers, "/gan/map/poses/save")
    file = stage.home.root / "maps" / "poses.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))
    assert ask(instrument, answers, "/gan/map/load", "poses")[0][2].startswith("map 'poses' is damaged: ")


def test_what_is_no_scene_is_named(posed, instrument, answers):
    said = []
    instrument.say = said.append
    refused = ask(instrument, answers, "/gan/map/poses/record", 1)[0][2]
    assert refused == "no scene: wanted its name, or `none`"
    assert ask(instrument, answers, "/gan/map/poses/record", "a/b")[0][2].startswith("name 'a/b': wanted 1 to 128")
    ask(instrument, answers, "/gan/map/poses/run", 1)
    ask(instrument, answers, "/gan/scene/delete", "dusk")
    posed(*POSES["dusk"])
    posed(*POSES["none"])
    posed(*POSES["dusk"])
    assert said == ["map poses rests: no scene 'dusk'"] * 2  # each time that it is meant
    assert posed(*POSES["dawn"]) == 0.5
