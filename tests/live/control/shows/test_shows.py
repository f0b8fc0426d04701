"""Shows by message: saved, begun, loaded; and refused as a whole."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import numpy as np
import pytest

from gesturegan_live.models import bundle as bundles
from gesturegan_live.show.config import Show
from gesturegan_live.show.cues import Cue, Wait
from gesturegan_live.show.gestures import Input, Link
from tests.live.control.conftest import ask

HAND = ("hand", Input("/hand", (0, 1), curve=2.0))
SWELL = ("swell", Link("hand", "/gan/voice/*/gain", (0, 0.8)))
CUES = (Cue("dusk", ("/gan/scene/recall dusk 2",)), Cue("end", ("/gan/out/stop",), Wait("seconds", 3.0)))


@pytest.fixture
def send(instrument, answers):
    said = []
    instrument.say = said.append
    instrument.cues.send = lambda name, _at, _messages: said.append(name)

    def asked(address, *values):
        return ask(instrument, answers, f"/gan/{address}", *values)

    asked.said = said
    return asked


@pytest.fixture
def evening(instrument, send):
    """A show `evening` that is played: an input, a link, cues, a scene, a mapping that runs."""
    instrument.shows.begin(Show(voices=3, inputs=(HAND,), links=(SWELL,), cues=CUES))
    asyncio.run(instrument.shows.start())
    send("voice/1/gain", 0.25)
    send("scene/store", "dusk")
    send("map/add", "bow")
    send("map/bow/inputs", "hand")
    send("map/bow/outputs", "/gan/voice/1/pan")
    for value in (0.0, 0.5, 1.0):
        instrument.handle("/hand", (value,), lambda *_: None)
        instrument.handle("/gan/voice/1/pan", (value,), lambda *_: None)
        send("map/bow/record")
    trained = send("map/bow/train")[0]
    assert trained[:2] == ("/done", "/gan/map/bow/train"), trained
    send("map/bow/run", 1)
    send("map/bow/save")
    assert send("show/save", "evening") == [("/done", "/gan/show/save", "evening")]
    return send


def state(instrument):
    gestures = instrument.gestures
    inputs = {name: each.settings for name, each in gestures.streams.inputs.streams.items()}
    runs = {name: each.runs for name, each in gestures.maps.maps.items()}
    return inputs, dict(gestures.links.links), runs, instrument.cues.cues


def test_what_is_saved_is_there_again(evening, instrument, home):
    before = state(instrument)
    assert before == (dict([HAND]), dict([SWELL]), {"bow": True}, list(CUES))
    folder = home.root / "shows" / "evening.show"
    assert sorted(path.name for path in folder.iterdir()) == ["maps", "scenes", "show.toml"]
    show = Show.read(folder / "show.toml")
    digest = bundles.digest(home.models / "tiny")
    assert show == Show(
        "tiny", voices=3, inputs=(HAND,), links=(SWELL,), cues=CUES, maps=("bow",), models=(("tiny", digest),)
    )
    assert evening("show/now") == [("/gan/show/now", "evening")]
    assert evening("show/new", "night") == [("/done", "/gan/show/new", "night")]
    assert state(instrument) == ({}, {}, {}, [])
    assert evening("scene/list") == [("/done", "/gan/scene/list")]
    assert evening("show/list") == [("/gan/show/list", "evening", "night")]
    assert evening("show/load", "evening") == [("/done", "/gan/show/load", "evening")]
    assert state(instrument) == before
    assert evening("scene/list") == [("/gan/scene/list", "dusk")]
    assert evening.said[-1:] != ["dusk"]  # no cue has gone


def test_its_shapes_come_along_and_links_follow_them(evening, instrument, home):
    evening("shape/add", "wave", "hand")
    instrument.gestures.shapes.shapes["wave"].add(np.linspace(0, 1, 40)[:, None])
    assert evening("link/add", "far", "wave/progress", "/gan/voice/1/pan") == []
    assert evening("show/save") == [("/done", "/gan/show/save", "evening", "replaced")]
    assert (home.root / "shows" / "evening.show" / "shapes" / "wave.json").is_file()
    evening("show/new", "night")
    assert evening("shape/list") == [("/done", "/gan/shape/list")]
    assert evening("show/load", "evening") == [("/done", "/gan/show/load", "evening")]
    assert evening("shape/list")[0][1:3] == ("wave", 1)
    assert evening("link/list")[0].count("wave/progress") == 1
    assert [name for name, _ in Show.read(home.root / "shows" / "evening.show" / "show.toml").inputs] == ["hand"]


def test_what_is_stored_while_it_plays_is_stored_in_it(evening, home):
    evening("scene/store", "night")
    evening("preset/store", "rust")
    assert (home.root / "shows" / "evening.show" / "scenes" / "night.json").is_file()
    assert (home.root / "shows" / "evening.show" / "presets" / "rust.json").is_file()
    assert [path.name for path in (home.root / "scenes").iterdir()] == [
        "dusk.json"
    ]  # as it was before there was a show
    evening("cue/add", "last", "go")
    assert evening("show/save") == [("/done", "/gan/show/save", "evening", "replaced")]
    assert Show.read(home.root / "shows" / "evening.show" / "show.toml").cues[-1] == Cue("last")
    assert evening("show/save", "copy") == [("/done", "/gan/show/save", "copy")]
    assert evening("scene/list") == [("/gan/scene/list", "dusk", "night")]
    assert evening("show/now") == [("/gan/show/now", "copy")]


def test_of_a_home_only_the_takes_that_cues_play_come_along(send, instrument, home):
    for name in ("phrase", "years ago"):
        home.inside("takes", name, ".take").write_bytes(b"")
    send("cue/add", "a", "go", "/bar/gan/take/loop phrase")
    send("show/save", "evening")
    assert [path.name for path in (home.root / "shows" / "evening.show" / "takes").iterdir()] == ["phrase.take"]
    home.inside("takes", "new", ".take").write_bytes(b"")
    send("show/save", "copy")
    assert {path.name for path in (home.root / "shows" / "copy.show" / "takes").iterdir()} == {
        "phrase.take",
        "new.take",
    }
    send("cue/add", "b", "go", "/gan/take/play gone")
    assert send("show/save", "third") == [("/done", "/gan/show/save", "third")]  # it is named where it is wanted
    assert send("show/load", "third")[0][2] == "show third: cue 'b': no take 'gone'; there are new, phrase"


def test_one_that_is_saved_over_lies_beside_it(evening, home):
    evening("show/new", "night")
    assert evening("show/save", "evening") == [("/done", "/gan/show/save", "evening", "replaced")]
    old = home.root / "shows" / ".evening.show.old"
    assert Show.read(old / "show.toml").cues == CUES
    assert evening("show/list") == [("/gan/show/list", "evening", "night")]


def test_a_show_brings_its_model(evening, instrument, stage, home):
    evening("show/new", "night")
    asyncio.run(stage.load("other"))
    evening("show/save")
    assert Show.read(home.root / "shows" / "night.show" / "show.toml").bundle == "other"
    evening("show/load", "evening")
    assert stage.model.path.name == "tiny"
    evening("show/load", "night")
    assert stage.model.path.name == "other"


def test_a_model_that_no_name_finds_is_copied_in(evening, instrument, stage, home, tmp_path):
    played = tmp_path / "elsewhere" / "mine"
    (home.models / "other").rename(home.root / "mine")
    played.parent.mkdir()
    (home.root / "mine").rename(played)
    stage.model = bundles.read(played)
    evening("show/save", "away")
    assert (home.root / "shows" / "away.show" / "models" / "mine" / "bundle.json").is_file()
    evening("show/load", "evening")
    assert evening("show/load", "away") == [("/done", "/gan/show/load", "away")]
    assert stage.model.path == home.root / "shows" / "away.show" / "models" / "mine"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"models": (("tiny", "0" * 64),)}, "model 'tiny' is another than the show's: "),
        ({"bundle": "gone"}, "model 'gone': there is none of that name"),
        ({"bundle": "/etc"}, "name '/etc': wanted 1 to 128 characters, no separators"),
        (
            {"cues": (Cue("a", ("/gan/model/load gone",)), Cue("b", ("/gan/model/load lost",)))},
            "'gone': .*; model 'lost'",
        ),
        ({"cues": (Cue("a", ("/gan/scene/recall gone",)),)}, "cue 'a': no scene 'gone'; there are dusk"),
        ({"cues": (Cue("a", ("/gan/take/play dusk gone",)),)}, "cue 'a': no take 'dusk'; there are none"),
        ({"cues": (Cue("a", ("/bar/gan/preset/recall gone",)),)}, "cue 'a': no preset 'gone'; there are "),
        ({"cues": (Cue("a", ("/gan/voice/1/gain 9",)),)}, "cue 'a': /gan/voice/1/gain: gain is 9: wanted 0 to 4"),
        (
            {"cues": (Cue("a", ("/gan/voice/4/gain 1",)),)},
            "/gan/voice/4/gain: no such address: voice '4', wanted 1 to 3",
        ),
        (
            {"cues": (Cue("a", ("/gan/map/gone/run 1",)),)},
            "/gan/map/gone/run: no such address: map 'gone', wanted one of bow",
        ),
        ({"maps": ("gone",)}, "maps: gone: no map 'gone'; there are bow"),
        ({"links": (("x", Link("foot", "/gan/voice/1/gain")),)}, "link x: no input 'foot'"),
        ({"links": (("x", Link("hand", "/gan/voice/9/gain")),)}, "link x: no such address: voice '9'"),
        (
            {"inputs": (("x", Input("/gan/voice/1/gain")),)},
            "input x: address /gan/voice/1/gain is the instrument's own",
        ),
    ],
)
def test_what_cannot_be_is_named_and_nothing_changes(evening, instrument, stage, home, change, reason):
    evening("show/new", "night")
    evening("cue/add", "here", "go")
    before, model = state(instrument), stage.model
    file = home.root / "shows" / "evening.show" / "show.toml"
    file.write_text(replace(Show.read(file), **change).toml(), encoding="utf-8")
    [(fail, address, said)] = evening("show/load", "evening")
    assert (fail, address) == ("/fail", "/gan/show/load")
    assert said.startswith("show evening: ")
    with pytest.raises(ValueError, match=reason):
        raise ValueError(said)
    assert state(instrument) == before
    assert stage.model is model
    assert evening("show/now") == [("/gan/show/now", "night")]


@pytest.mark.parametrize(
    ("kind", "name"), [("scenes", "dusk.json"), ("maps", "bow.json"), ("shapes", "wave.json"), ("tunings", "just.scl")]
)
def test_what_is_damaged_is_named(evening, home, kind, name):
    evening("show/new", "night")
    file = home.root / "shows" / "evening.show" / kind / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("{")
    assert name.partition(".")[0] in evening("show/load", "evening")[0][2]


def test_what_a_cue_makes_may_be_named_by_the_next(evening, home):
    evening("show/new", "night")
    file = home.root / "shows" / "evening.show" / "show.toml"
    made = (
        "/gan/input/learn foot /foot",
        "/gan/input/foot/curve 2",
        "/gan/link/add x foot /gan/voice/1/pan",
        "/gan/link/x/on 0",
        "/hand 0.5",
    )
    file.write_text(replace(Show.read(file), cues=(Cue("a", made),)).toml(), encoding="utf-8")
    assert evening("show/load", "evening") == [("/done", "/gan/show/load", "evening")]


def test_what_is_fixed_at_the_start_is_left(evening, home):
    file = home.root / "shows" / "evening.show" / "show.toml"
    file.write_text(replace(Show.read(file), voices=8, channels=4).toml(), encoding="utf-8")
    assert evening("show/load", "evening") == [
        ("/done", "/gan/show/load", "evening", "voices, channels as at the start")
    ]


def test_what_is_no_name_of_a_show_is_refused(evening):
    for address, values, reason in (
        ("save", ("../x",), "name '../x': wanted"),
        ("new", ("evening",), "there is a show 'evening' already"),
        ("load", ("gone",), "no show 'gone' in .*: there are evening"),
        ("load", ("",), "name of 0 characters"),
    ):
        with pytest.raises(ValueError, match=reason):
            raise ValueError(evening(f"show/{address}", *values)[0][2])


def test_without_a_show_a_name_is_wanted(send):
    assert send("show/now") == [("/gan/show/now", "")]
    assert send("show/save")[0][2] == "no show is played: wanted a name"


def test_whoever_may_only_play_changes_no_show(instrument, answers):
    for address in ("load", "save", "new"):
        instrument.handle_untrusted(f"/gan/show/{address}", ("x",), answers)
    assert {answer[2] for answer in answers} == {"only for this computer, and those named with --trust"}


def test_a_link_to_a_mapping_is_there_again_with_it(evening, instrument):
    assert evening("link/add", "wait", "hand/0", "/gan/map/bow/seconds", 0, 10) == []
    assert evening("show/save") == [("/done", "/gan/show/save", "evening", "replaced")]
    before = state(instrument)
    assert evening("show/new", "night") == [("/done", "/gan/show/new", "night")]
    assert evening("show/load", "evening") == [("/done", "/gan/show/load", "evening")]
    assert state(instrument) == before
    instrument.handle("/hand", (0.5,), print)
    instrument.flush()
    assert evening("map/bow/seconds") == [("/gan/map/bow/seconds", 2.5)]
