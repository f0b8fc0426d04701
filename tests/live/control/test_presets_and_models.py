"""Presets and models by message: stored, recalled, brought back; loaded while others play."""

from __future__ import annotations

import asyncio
import json

import numpy as np
import pytest

from gesturegan_live.control.instrument import Instrument
from tests.live.control.conftest import ask, finish


def test_presets_are_stored_recalled_listed_and_deleted(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/2/z", 1, 2, 3, 4)
    assert ask(instrument, answers, "/gan/preset/store", "dröhn", 2) == [("/done", "/gan/preset/store", "dröhn")]
    path = stage.home.folder("presets") / "dröhn.json"
    assert json.loads(path.read_text())["z"] == [1.0, 2.0, 3.0, 4.0]
    assert ask(instrument, answers, "/gan/preset/list") == [("/gan/preset/list", "dröhn", "stones")]
    assert ask(instrument, answers, "/gan/preset/recall", "dröhn", 3) == [("/done", "/gan/preset/recall", "dröhn", 3)]
    assert ask(instrument, answers, "/gan/voice/3/z") == [("/gan/voice/3/z", 1.0, 2.0, 3.0, 4.0)]
    assert ask(instrument, answers, "/gan/preset/recall", "stones") == [("/done", "/gan/preset/recall", "stones", 1)]
    assert ask(instrument, answers, "/gan/voice/1/z") == [("/gan/voice/1/z", 1.0, -1.0, 0.5, 0.0)]
    assert ask(instrument, answers, "/gan/preset/delete", "dröhn") == [("/done", "/gan/preset/delete", "dröhn")]
    assert not path.exists()
    assert ask(instrument, answers, "/gan/preset/recall", "dröhn")[0][0] == "/fail"


def test_a_preset_stored_over_another_is_said_and_undone(stage, instrument, answers):
    for value in (1, 2):
        ask(instrument, answers, "/gan/voice/1/z", value, 0, 0, 0)
        said = ask(instrument, answers, "/gan/preset/store", "a")
        assert said == [("/done", "/gan/preset/store", "a", *["replaced"][: value - 1])]
    assert ask(instrument, answers, "/gan/preset/undo") == [("/done", "/gan/preset/undo", "a")]
    ask(instrument, answers, "/gan/preset/recall", "a")
    assert ask(instrument, answers, "/gan/voice/1/z/0") == [("/gan/voice/1/z/0", 1.0)]
    [(fail, _, reason)] = ask(instrument, answers, "/gan/preset/undo")
    assert (fail, reason) == ("/fail", "no preset has been stored over or deleted")
    ask(instrument, answers, "/gan/preset/delete", "a")
    again = Instrument(stage)  # after another start
    assert ask(again, answers, "/gan/preset/undo", "a") == [("/done", "/gan/preset/undo", "a")]
    assert ask(again, answers, "/gan/preset/list") == [("/gan/preset/list", "a", "stones")]
    assert ask(again, answers, "/gan/preset/undo", "a")[0][0] == "/fail"


def test_a_preset_that_hides_the_models_says_so(stage, instrument, answers):
    stored = ask(instrument, answers, "/gan/preset/store", "stones")
    assert stored == [("/done", "/gan/preset/store", "stones", "hides factory")]
    ask(instrument, answers, "/gan/preset/delete", "stones")
    ask(instrument, answers, "/gan/preset/recall", "stones")
    assert ask(instrument, answers, "/gan/voice/1/z/1") == [("/gan/voice/1/z/1", -1.0)]


def test_a_recall_may_follow_its_store_at_once(instrument, answers):
    instrument.handle("/gan/voice/1/z", [1, 2, 3, 4], answers)
    works = instrument.handle("/gan/preset/store", ["a"], answers)
    instrument.handle("/gan/voice/1/z", [0, 0, 0, 0], answers)
    instrument.handle("/gan/preset/recall", ["a"], answers)
    assert ask(instrument, answers, "/gan/voice/1/z") == [("/gan/voice/1/z", 1.0, 2.0, 3.0, 4.0)]
    finish(works)


@pytest.mark.parametrize("name", ["..", "a/b", "a\\b", "", "x" * 129, ".hidden", "a\nb"])
def test_a_name_never_leaves_the_home(stage, instrument, answers, name):
    for action in ("store", "recall", "delete", *["undo"][: len(name)]):
        address = f"/gan/preset/{action}"
        [(fail, _, reason)] = ask(instrument, answers, address, name)
        assert fail == "/fail"
        assert reason.startswith("name ")
        assert "\n" not in reason
    if name:
        assert ask(instrument, answers, "/gan/out/record", name)[0][0] == "/fail"
    assert not stage.home.root.exists()


def test_loading_a_model_moves_to_its_space(stage, instrument, answers):
    ask(instrument, answers, "/gan/voice/1/seed", 9)
    instrument.flush()
    stage.points.clear()
    assert ask(instrument, answers, "/gan/model/load", "metal") == [("/done", "/gan/model/load", "metal")]
    assert [len(point) for _, point, _ in stage.points] == [2, 2, 2]
    assert stage.points[0][1] == np.random.Generator(np.random.PCG64(9)).standard_normal(2).astype("f4").tolist()
    assert ask(instrument, answers, "/gan/voice/1/z/2", 1)[0][0] == "/fail"
    assert ask(instrument, answers, "/gan/voice/1/condition") == [("/gan/voice/1/condition", 1.0, 0.0)]
    ask(instrument, answers, "/gan/voice/1/condition", 0.25, 0.75)
    instrument.flush()
    assert stage.points[-1][2] == [0.25, 0.75]
    assert ask(instrument, answers, "/gan/model/info") == [
        ("/gan/model/info", "metal", "log-spectrogram", 44100, 65536, 2, "hit", "rub")
    ]


def test_a_model_of_the_same_space_keeps_the_points(stage, instrument, answers, model):
    stage.models_there["other"] = model("other")
    ask(instrument, answers, "/gan/voice/1/z", 1, 2, 3, 4)
    ask(instrument, answers, "/gan/preset/store", "mine")
    ask(instrument, answers, "/gan/model/load", "other")
    assert ask(instrument, answers, "/gan/voice/1/z") == [("/gan/voice/1/z", 1.0, 2.0, 3.0, 4.0)]
    assert ask(instrument, answers, "/gan/preset/recall", "mine") == [
        (
            "/fail",
            "/gan/preset/recall",
            "preset 'mine' belongs to model 'textures' with 4 coordinates: the model is 'other' with 4",
        )
    ]


def test_two_loads_at_once_are_refused(stage, instrument, answers):
    async def both():
        entered, go = asyncio.Event(), asyncio.Event()

        async def load(_):
            entered.set()
            await go.wait()

        stage.load = load
        first = asyncio.create_task(instrument.handle("/gan/model/load", ["metal"], answers)[0])
        await entered.wait()
        await instrument.handle("/gan/model/load", ["textures"], answers)[0]
        go.set()
        await first

    asyncio.run(both())
    assert answers == [
        ("/fail", "/gan/model/load", "model 'metal' is being loaded: try again when it has taken over"),
        ("/done", "/gan/model/load", "metal"),
    ]
