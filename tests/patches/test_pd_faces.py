"""The Pd abstractions with a face, and the panel, in a real Pd, without its window, against the real OSC server."""

from __future__ import annotations

import asyncio
import shutil
from functools import partial

import pytest

from tests.patches import pd_session
from tests.patches.pd_session import COPIES
from tests.patches.stage import Stage

pytestmark = pytest.mark.skipif(shutil.which("pd") is None, reason="Pd is not installed: apt install puredata-core")


@pytest.fixture
def stage(tmp_path):
    return Stage(tmp_path / "home")


@pytest.fixture
def perform(stage, tmp_path):
    return partial(pd_session.play, stage, tmp_path)


DIALS = {
    "gain": 0.5, "pan": -0.5, "azimuth": 90.0, "distance": 0.5, "transpose": 7.0, "rate": -2.0, "attack": 0.25,
    "release": 2.0, "energy": 0.5, "decay": 0.25, "position": 0.25, "loop_start": 0.125, "loop_end": 0.75,
    "growth": 0.5, "glide": 2.0, "wander": 0.5, "chaos": 1.0, "tones": 0.5, "noise": 2.0, "stretch_partials": 1.25,
    "gate": 1.0, "freeze": 1.0, "mute": 1.0, "seed": 42.0,
}  # fmt: skip


def test_every_dial_says_its_value_and_follows_what_others_set(perform):
    words = [("mode", "scrub"), ("mode", "endless"), ("gesture", "off"), ("gesture", "continuous-variation")]
    messages = [f">out-{name} {value:g}" for name, value in DIALS.items()]
    messages += [">out-mode 2", ">out-mode 4", ">out-gesture 0", ">out-gesture 3", "voice 3", ">out-gain 2"]

    async def act(pd):
        await pd.until(lambda: ("/gan/voice/3/gain", 2.0) in pd.heard)
        expected = [(f"/gan/voice/2/{name}", value) for name, value in (*DIALS.items(), *words)]
        assert pd.played == [*expected, ("/gan/voice/3/gain", 2.0)]
        pd.lines.clear()
        pd.tell("/gan/voice/3/pan", 0.75)
        await pd.until(lambda: "o1.0: pan 0.75" in pd.lines)

    perform(["gan.server PORT", "gan.dials 2"], messages, act)


def test_axes_are_moved_and_brought_back(perform):
    async def act(pd):
        await pd.until(lambda: len(pd.played) == 2)
        assert pd.played == [("/gan/voice/2/axis/0", 1.5), ("/gan/voice/2/axes", 0.0)]

    perform(["gan.server PORT", "gan.axes 2"], [">out-axis-0 1.5", ">out-none bang"], act)


def test_the_pad_moves_two_axes_of_its_own_choice(perform):
    sent = ["0.75 0.5", ">dragged 0.25 1", ">out-axis-1 3", "1 0"]

    async def act(pd):
        await pd.until(lambda: len(pd.played) == 6)
        voice = "/gan/voice/2/axis"
        assert pd.played == [
            (f"{voice}/1", 0.0), (f"{voice}/0", 1.5), (f"{voice}/1", 3.0), (f"{voice}/0", -1.5), (f"{voice}/3", -3.0),
            (f"{voice}/0", 3.0),
        ]  # fmt: skip

    perform(["gan.server PORT", "gan.pad 2"], sent, act)


SCENES = {
    "store day": ("/gan/scene/store", "day"),
    ">out-new symbol night": ("/gan/scene/store", "night"),
    "after >out-row 1": None,  # which is night
    ">out-seconds 4": None,
    ">out-recall bang": ("/gan/scene/recall", "night", 4.0),
    ">out-A bang": None,
    ">out-row 0": None,
    ">out-B bang": ("/gan/morph/ends", "night", "day"),
    ">out-morph 0.25": ("/gan/morph", 0.25),
    "after >dragged 0.5 0.5": (
        "/gan/voice/*/morph",
        "day",
        pytest.approx(0.6125, abs=1e-3),
        "night",
        pytest.approx(0.452, abs=1e-3),
    ),
    "blend day 1 night 3": ("/gan/voice/*/morph", "day", 1.0, "night", 3.0),
    "rename day dusk": ("/gan/scene/rename", "day", "dusk"),
    ">out-undo bang": ("/gan/scene/undo",),
    ">out-store bang": ("/gan/scene/store", "day"),
    ">out-delete bang": ("/gan/scene/delete", "day"),
    "recall night 0": ("/gan/scene/recall", "night", 0.0),
}


def test_scenes_are_stored_recalled_and_played_between(perform):
    async def act(pd):
        await pd.until(lambda: len(pd.played) == sum(said is not None for said in SCENES.values()))
        assert pd.played == [said for said in SCENES.values() if said is not None]
        await pd.until(lambda: "o1.0: list dusk night" in pd.lines)
        assert "o1.0: list day night" in pd.lines

    perform(["gan.server PORT", "gan.scenes"], list(SCENES), act)


def test_a_list_that_is_longer_than_its_face_has_pages_and_stays_on_one(perform):
    stored = [f"store scene-{letter}" for letter in "abcdefghij"]
    moved = ["after >out-more bang", ">out-row 1", "store scene-a", "after >out-row 0", ">out-more bang", ">out-row 0"]
    kept = [">out-recall bang"]

    async def act(pd):
        await pd.until(lambda: len([m for m in pd.played if m[0] == "/gan/scene/recall"]) == 3)
        recalled = [message[1] for message in pd.played if message[0] == "/gan/scene/recall"]
        assert recalled == ["scene-j", "scene-i", "scene-a"]

    messages = [*stored, *moved[:2], *kept, *moved[2:4], *kept, *moved[4:], *kept]
    perform(["gan.server PORT", "gan.scenes"], messages, act)


MAP = {
    "@ /gan/input/learn hand /accxyz": ("/gan/input/learn", "hand", "/accxyz"),
    "@ /gan/input/hand/range 0 1": ("/gan/input/hand/range", 0.0, 1.0),
    "@ /accxyz 0.25": ("/accxyz", 0.25),
    ">out-add bang": ("/gan/map/add", "play"),
    ">out-inputs symbol hand": ("/gan/map/play/inputs", "hand"),
    "outputs /gan/voice/1/gain /gan/voice/1/pan": ("/gan/map/play/outputs", "/gan/voice/1/gain", "/gan/voice/1/pan"),
    ">out-record bang": ("/gan/map/play/record",),
    "record": ("/gan/map/play/record",),
    "undo": ("/gan/map/play/undo",),
    "@ /accxyz 0.75": ("/accxyz", 0.75),
    "@ /gan/voice/1/gain 0.25": ("/gan/voice/1/gain", 0.25),
    ">out-record  bang": ("/gan/map/play/record",),
    "name other": None,
    ">out-load bang": ("/gan/map/load", "other"),
    ">out-delete bang": ("/gan/map/delete", "other"),
    "name play": None,
    ">out-train bang": ("/gan/map/play/train",),
    ">out-run 1": ("/gan/map/play/run", 1.0),
    ">out-rate-0 bang": ("/gan/map/play/rate", 1.0),
    ">out-rate-1 bang": ("/gan/map/play/rate", -1.0),
    ">out-save bang": ("/gan/map/play/save",),
}


def test_a_mapping_is_taught(perform):
    async def act(pd):
        await pd.until(lambda: ("/gan/map/play/save",) in pd.heard)
        told = [said for said in MAP.values() if said is not None]
        assert [message for message in pd.played if message in told] == told
        await pd.until(lambda: [line for line in pd.lines if line.startswith("o1.0: 2 ") and "none" not in line])
        assert any(line.startswith("o1.1: fail /gan/map/load ") for line in pd.lines)

    perform(["gan.server PORT", "gan.map play"], list(MAP), act)


CUES = {
    "add one bar /gan/out/gain\\ 0.5": ("/gan/cue/add", "one", "bar", "/gan/out/gain 0.5"),
    "add two go /gan/out/gain\\ 0.25 /gan/out/stop": (
        "/gan/cue/add", "two", "go", "/gan/out/gain 0.25", "/gan/out/stop",
    ),
    ">out-hold bang": ("/gan/cue/hold",),
    "after >out-row 1": ("/gan/cue/arm", "two"),
    "bang": ("/gan/cue/go", 1.0),
    ">out-back bang": ("/gan/cue/back",),
    ">out-go bang": ("/gan/cue/go", 1.0),
    "goto one": ("/gan/cue/goto", "one"),
    "after delete one": ("/gan/cue/delete", "one"),
}  # fmt: skip


def test_a_piece_is_played_by_cues(perform):
    async def act(pd):
        await pd.until(lambda: ("/gan/cue/delete", "one") in pd.heard)
        assert [message for message in pd.heard if message in CUES.values()] == list(CUES.values())
        await pd.until(lambda: [line for line in pd.lines if line.startswith("o1.0: one ")])

    perform(["gan.server PORT", "gan.cues"], list(CUES), act)


PANEL = {
    "gain 0.5": ("/gan/voice/2/gain", 0.5),
    ">out-freeze 1": ("/gan/voice/2/freeze", 1.0),
    ">out-out-gain 0.25": ("/gan/out/gain", 0.25),
    ">out-stop bang": ("/gan/out/stop",),
    ">out-panic bang": ("/gan/out/panic",),
    ">out-record 1": ("/gan/out/record", 1.0),
    ">out-voice 2": None,
    ">out-growth 0.5": ("/gan/voice/3/growth", 0.5),
    ">out-axis-4 0.5": ("/gan/voice/3/axis/4", 0.5),
    "voice 4": None,
    "mode once": ("/gan/voice/4/mode", "once"),
    "pad 0.5 0.75": None,
    ":1 /gan/note/on 60 1": ("/gan/note/on", 60.0, 1.0),
}
PAD = [("/gan/voice/4/axis/1", 1.5), ("/gan/voice/4/axis/0", 0.0)]


def test_the_panel_plays_and_shows_and_changes_nothing_as_it_opens(perform, stage):
    async def act(pd):
        await pd.until(lambda: ("/gan/note/on", 60.0, 1.0) in pd.heard)
        expected = [said for said in PANEL.values() if said is not None]
        expected[-1:-1] = PAD
        assert pd.played == expected
        first = next(index for index, message in enumerate(pd.heard) if message == expected[0])
        assert {message[0] for message in pd.heard[:first] if len(message) > 1} <= {"/notify", "/gan/subscribe"}
        assert {("/gan/model/axes",), ("/gan/model/list",), ("/gan/scene/list",)} <= set(pd.heard)
        assert stage.panics == 2

    perform(["gesturegan PORT 2"], list(PANEL), act, target=0)


def test_two_panels_stay_apart(perform):
    async def act(pd):
        await pd.until(lambda: "o1.2: 1" in pd.lines and ("/gan/voice/1/gain", 0.5) in pd.heard)
        assert pd.played == [("/gan/voice/1/gain", 0.5)]
        await pd.until(lambda: any(line.startswith("o0.0: gain 0.5") for line in pd.lines))
        await asyncio.sleep(0.3)
        assert "o1.0: gain 0.5" not in pd.lines

    perform(["gesturegan PORT 1", "gesturegan PORT 2"], ["gain 0.5"], act, target=0)


def test_meters_show_decibels(stage, tmp_path):
    def patch(port):
        lines = ["#N canvas 0 0 600 400 12;", f"#X obj 10 10 gan.server {port};", "#X obj 10 40 gan.meter;"]
        lines += ["#X obj 10 300 print voice;", "#X obj 10 330 print out;"]
        cords = []
        for copy in COPIES:
            for target, name in ((2, "3"), (3, "out")):
                lines.append(f"#X obj 10 60 r {copy}-level-{name};")
                cords.append(f"#X connect {len(lines) - 2} 0 {target} 0;")
        path = tmp_path / "meters.pd"
        path.write_text("\n".join([*lines, *cords]) + "\n")
        return path

    async def act(pd):
        await pd.until(lambda: len(pd.lines) > 1)
        shown = dict(line.split(": ") for line in pd.lines)
        assert float(shown["voice"]) == pytest.approx(-18.06, abs=0.01)  # 0.125
        assert float(shown["out"]) == pytest.approx(-6.02, abs=0.01)  # 0.5

    pd_session.run(stage, patch, act)
