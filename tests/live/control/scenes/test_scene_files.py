"""The files of scenes: listed, renamed, carried to another home, and refused whole where they are damaged."""

from __future__ import annotations

import json

import pytest

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.show.home import Home
from tests.live.control.conftest import Stage, ask


def test_scenes_are_listed_renamed_copied_deleted_and_undone(instrument, stage, answers):
    for name in ("b", "a second one"):
        ask(instrument, answers, "/gan/scene/store", name)
    assert ask(instrument, answers, "/gan/scene/list") == [("/gan/scene/list", "a second one", "b")]
    assert ask(instrument, answers, "/gan/scene/rename", "a second one", "ü") == [("/done", "/gan/scene/rename", "ü")]
    assert ask(instrument, answers, "/gan/scene/copy", "ü", "b") == [("/done", "/gan/scene/copy", "b", "replaced")]
    assert ask(instrument, answers, "/gan/scene/list") == [("/gan/scene/list", "b", "ü")]
    assert ask(instrument, answers, "/gan/scene/undo") == [("/done", "/gan/scene/undo", "b")]
    assert ask(instrument, answers, "/gan/scene/undo", "a second one")[0][0] == "/done"
    assert ask(instrument, answers, "/gan/scene/delete", "b") == [("/done", "/gan/scene/delete", "b")]
    assert ask(instrument, answers, "/gan/scene/list") == [("/gan/scene/list", "a second one", "ü")]
    for message in (("recall", "b"), ("delete", "b"), ("rename", "b", "c"), ("copy", "b", "c"), ("copy", "ü", "ü")):
        [(fail, _, reason)] = ask(instrument, answers, f"/gan/scene/{message[0]}", *message[1:])
        assert fail == "/fail"
        assert reason in {"no scene 'b'", "scene 'ü': wanted another name"}
    assert ask(instrument, answers, "/gan/scene/rename", "ü", "../x")[0][0] == "/fail"
    assert ask(instrument, answers, "/gan/scene/list") == [("/gan/scene/list", "a second one", "ü")]


def test_all_scenes_travel_in_one_file(instrument, stage, answers, tmp_path):
    ask(instrument, answers, "/gan/voice/1/rate", 2)
    ask(instrument, answers, "/gan/scene/store", "one")
    ask(instrument, answers, "/gan/scene/store", "two", 2)
    assert ask(instrument, answers, "/gan/scene/export", "tour") == [("/done", "/gan/scene/export", "tour", 2)]
    other = Instrument(Stage(Home(tmp_path / "other")))
    (tmp_path / "other" / "shows").mkdir(parents=True)
    (tmp_path / "other" / "shows" / "tour.json").write_bytes((stage.home.root / "shows" / "tour.json").read_bytes())
    assert ask(other, answers, "/gan/scene/import", "tour") == [("/done", "/gan/scene/import", "tour", 2)]
    assert ask(other, answers, "/gan/scene/list") == [("/gan/scene/list", "one", "two")]
    ask(other, answers, "/gan/scene/recall", "one")
    assert ask(other, answers, "/gan/voice/1/rate") == [("/gan/voice/1/rate", 2.0)]


@pytest.mark.parametrize(
    ("where", "value", "reason"),
    [
        (("voices", "1", "gain"), 9.0, "gain is 9.0: wanted 0 to 4"),
        (("voices", "1", "gain"), [1.0, 1.0], "2 arguments: wanted gain"),
        (("voices", "1", "gain"), None, "gain is None, wanted a number or a text"),
        (("voices", "1", "gain"), float("nan"), "gain is nan, wanted a number or a text"),
        (("voices", "1", "gain"), 10**400, "wanted a number or a text"),
        (("voices", "1", "mode"), "spin", "mode is 'spin': wanted one of loop, once, scrub"),
        (("voices", "1", "gate"), True, "gate is True, wanted a number or a text"),
        (("voices", "1"), [], "holds a list, wanted an object"),
        (("voices",), {"0": {}}, "voice is '0', wanted 1 to 64"),
        (("voices",), {"²": {}}, "voice is '²', wanted 1 to 64"),
        (("one",), True, "holds 3 voices, wanted the one that it is of"),
        (("format",), 2, "wanted a JSON object with format 1"),
        (("model",), 5, "model is 5, wanted a text"),
    ],
)
def test_a_damaged_scene_is_refused_whole_in_one_line(instrument, stage, answers, where, value, reason):
    ask(instrument, answers, "/gan/voice/1/rate", 2)
    ask(instrument, answers, "/gan/scene/store", "a")
    ask(instrument, answers, "/gan/voice/1/rate", 1)
    path = stage.home.root / "scenes" / "a.json"
    content = json.loads(path.read_text())
    inner = content
    for key in where[:-1]:
        inner = inner[key]
    inner[where[-1]] = value
    path.write_text(json.dumps(content))
    [(fail, _, said)] = ask(instrument, answers, "/gan/scene/recall", "a")
    assert fail == "/fail"
    assert said.startswith("scene 'a' is damaged: ")
    assert reason in said
    assert "\n" not in said
    assert ask(instrument, answers, "/gan/voice/1/rate") == [("/gan/voice/1/rate", 1.0)]


def test_what_a_later_version_knows_is_left(instrument, stage, answers):
    ask(instrument, answers, "/gan/scene/store", "a", 1)
    path = stage.home.root / "scenes" / "a.json"
    content = json.loads(path.read_text())
    content["voices"]["1"]["sparkle"] = 3
    path.write_text(json.dumps(content))
    assert ask(instrument, answers, "/gan/scene/recall", "a")[0][3:] == ("sparkle left: there is no such value",)
