"""The Max package, run by the model of Max against the real OSC server."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.patches import max_session
from tests.patches.max_session import connected
from tests.patches.stage import Stage

PACKAGE = Path(__file__).parents[2] / "patches" / "max"

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="Node runs Max's JavaScript: apt install nodejs")


@pytest.fixture
def stage(tmp_path):
    return Stage(tmp_path / "home")


@pytest.fixture(params=[(False, True), (True, False)], ids=["forwards", "backwards"])
def perform(stage, request):
    """Run `act` on a session; patches in it must not depend on the order of cords."""

    backwards, fills = request.param
    return lambda act: max_session.run(stage, act, backwards=backwards, fills=fills)


VOICE = {
    ("gain", 0.5, 2.0): ("/gan/voice/2/gain", 0.5, 2.0),
    ("mode", "endless"): ("/gan/voice/2/mode", "endless"),
    ("axis/0", 1.5): ("/gan/voice/2/axis/0", 1.5),
    ("axis/brightness", -1.0, 4.0): ("/gan/voice/2/axis/brightness", -1.0, 4.0),
    ("z/3", 0.25): ("/gan/voice/2/z/3", 0.25),
    ("seed", 7): ("/gan/voice/2/seed", 7),
    ("voice", 3): None,
    ("pan", -1): ("/gan/voice/3/pan", -1),
}


def test_a_voice_says_what_it_is_told(perform):
    async def act(session):
        _, voice = await connected(session, ("gan.voice", 2, session.port))
        assert session.played() == []
        for message in VOICE:
            voice.inlets[0].out(0, *message)
        for index, value in enumerate((1, 0.5, 0.25, 2.0, -12.0, 0.75), 1):
            voice.inlets[index].out(0, value)
        names = ("gate", "gain", "pan", "rate", "transpose", "position")
        expected = [m for m in VOICE.values() if m is not None]
        expected += [(f"/gan/voice/3/{n}", v) for n, v in zip(names, (1, 0.5, 0.25, 2.0, -12.0, 0.75), strict=True)]
        await session.until(lambda: len(session.played()) == len(expected))
        assert session.played() == expected
        assert not [m for m in voice.outlets[3].heard if m[0] == "fail"]

    perform(act)


def test_a_voice_hears_its_own_values_level_playhead_and_refusals(perform):
    async def act(session):
        port = session.port
        _, first, second = await connected(session, ("gan.voice", 1, port), ("gan.voice", 2, port))
        first.inlets[0].out(0, "gain", 0.5)
        first.inlets[0].out(0, "get", "gain")
        second.inlets[0].out(0, "gain", 9.0)
        await session.until(lambda: ["gain", 0.5] in first.outlets[0].heard and second.outlets[3].heard)
        assert second.outlets[3].heard == [["fail", "/gan/voice/2/gain", "gain is 9.0: wanted 0 to 4"]]
        assert second.outlets[0].heard == [["connected"]]
        assert first.outlets[1].heard[0] == [0.125]
        assert first.outlets[2].heard[0] == [0.5]
        assert first.outlets[3].heard == []

    perform(act)


def test_attributes_are_sent_once_the_instrument_is_there(perform):
    async def act(session):
        voice = ("gan.voice", 4, session.port, "@gain", 0.5, 2.0, "@mode", "scrub")
        await connected(session, voice)
        await session.until(lambda: len(session.played()) == 2)
        assert session.played() == [("/gan/voice/4/gain", 0.5, 2.0), ("/gan/voice/4/mode", "scrub")]

    perform(act)


def test_a_server_sends_as_it_is_told_and_says_what_it_hears(perform):
    async def act(session):
        [server] = await connected(session)
        server.inlets[0].out(0, "/gan/out/gain", 0.25)
        server.inlets[0].out(0, "/gan/out/gain")
        server.inlets[0].out(0, "/gan/out/panic")
        server.inlets[0].out(0, "/gan/nothing", 1)
        await session.until(lambda: [m for m in server.outlets[4].heard if m[0] == "fail"])
        assert ["/gan/out/gain", 0.25] in server.outlets[0].heard
        assert server.outlets[1].heard[0] == [0.5]
        assert server.outlets[3].heard[0][:5] == [1, 8, 0, 3, 25.0]
        assert session.played()[:2] == [("/gan/out/gain", 0.25), ("/gan/out/panic",)]

    perform(act)


def test_a_server_tells_that_the_instrument_went_away_and_that_it_is_back(perform):
    async def act(session):
        server, voice = await connected(session, ("gan.voice", 1, session.port, "@gain", 0.5))
        await session.until(lambda: len(session.played()) == 1)
        session.max.wait(5000)
        assert server.outlets[2].heard == [[1], [0]]
        session.max.sent.clear()
        await session.until(lambda: server.outlets[2].heard == [[1], [0], [1]])
        await session.until(lambda: len(session.played()) == 2)
        assert voice.outlets[0].heard == [["connected"]] * 2

    perform(act)


def test_two_ports_do_not_disturb_each_other(perform):
    async def act(session):
        other = session.port ^ 1
        session.max.open("gan.server", other, session.listen ^ 1)
        [server] = await connected_beside(session, other)
        voice = session.max.open("gan.voice", 1, other)
        session.max.sent.clear()
        voice.inlets[0].out(0, "gain", 0.5)
        assert (other, ["/gan/voice/1/gain", 0.5]) in session.max.sent
        assert (session.port, ["/gan/voice/1/gain", 0.5]) not in session.max.sent
        assert server.outlets[2].heard == [[1]]

    async def connected_beside(session, other):
        server = session.max.open("gan.server", session.port, session.listen)
        for _ in range(session.patience):
            session.max.wait(20)
            session.max.sent = [(p, m) for p, m in session.max.sent if p != other]
            await session.step(1)
            if server.outlets[2].heard:
                return [server]
        raise AssertionError

    perform(act)


def test_keys_are_played_with_and_without_ids(perform):
    async def act(session):
        _, notes = await connected(session, ("gan.notes", session.port))
        notes.inlets[0].out(0, 60, 127)
        notes.inlets[0].out(0, 67, 0, 5)
        notes.inlets[1].out(0, 2.0)
        notes.inlets[2].out(0, 0.5, 5)
        notes.inlets[3].out(0, -0.5)
        notes.inlets[4].out(0, 1)
        expected = [
            ("/gan/note/on", 60.0, 1.0, 0),
            ("/gan/note/on", 67.0, 0.0, 5),
            ("/gan/note/bend", 2.0),
            ("/gan/note/pressure", 0.5, 5),
            ("/gan/note/timbre", -0.5),
            ("/gan/note/sustain", 1),
        ]
        await session.until(lambda: len(session.played()) == len(expected))
        assert session.played() == expected
        assert not [m for m in notes.outlets[0].heard if m[0] == "fail"]

    perform(act)


def test_midi_is_heard_where_that_is_wanted_each_channel_an_id(perform):
    async def act(session):
        _, notes = await connected(session, ("gan.notes", session.port))

        def play():
            for name, *values in (("notein", 60, 127, 3), ("xbendin", 16384 * 3 // 4, 3), ("touchin", 127, 3)):
                box = notes.find(name)
                for outlet in reversed(range(len(values))):
                    box.out(outlet, values[outlet])
            for box, values in (
                (notes.find("ctlin", text="ctlin 74"), (0, 3)),
                (notes.find("ctlin", text="ctlin 64"), (127, 3)),
            ):
                for outlet in (1, 0):
                    box.out(outlet, values[outlet])

        play()
        await session.step()
        assert session.played() == []
        notes.inlets[0].out(0, "midi", 1)
        play()
        notes.inlets[0].out(0, "bendrange", 48)
        notes.find("xbendin").out(0, 0)
        expected = [
            ("/gan/note/on", 60.0, 1.0, 3),
            ("/gan/note/bend", 1.0, 3),
            ("/gan/note/pressure", 1.0, 3),
            ("/gan/note/timbre", -1.0, 3),
            ("/gan/note/sustain", 1),
            ("/gan/note/bend", -48.0, 3),
        ]
        await session.until(lambda: len(session.played()) == len(expected))
        assert session.played() == expected
        assert not [m for m in notes.outlets[0].heard if m[0] == "fail"]

    perform(act)


def test_dials_show_what_a_voice_has_and_set_it(perform):
    async def act(session):
        port = session.port
        _, hand, dials = await connected(session, ("gan.voice", 2, port, "@gain", 0.5), ("gan.dials", 2, port))
        gain, mode = dials.find("live.dial", varname="gain"), dials.find("live.menu")
        await session.until(lambda: gain.kept == 0.5 and mode.kept == 0)
        assert len(session.played()) == 1
        for box in dials.all():
            if box.name == "live.dial":
                value = box.spec["saved_attribute_attributes"]["valueof"]
                box.out(0, value["parameter_mmin"])
                box.out(0, value["parameter_mmax"])
        mode.take(0, [3])
        dials.find("live.text", varname="freeze").out(0, 1)
        dials.find("number", minimum=0).out(0, 9)
        await session.until(lambda: ("/gan/voice/2/seed", 9) in session.played())
        assert len(session.played()) == 1 + 2 * 16 + 3
        assert not [m for m in dials.outlets[1].heard if m[0] == "fail"]
        hand.inlets[0].out(0, "get", "mode")
        await session.until(lambda: ["mode", "pingpong"] in hand.outlets[0].heard)
        dials.inlets[0].out(0, "voice", 3)
        await session.until(lambda: gain.kept == 1.0)
        dials.inlets[0].out(0, "gain", 2.0)
        await session.until(lambda: ("/gan/voice/3/gain", 2.0) in session.played())

    perform(act)


def test_a_pad_moves_along_the_axes_that_are_chosen(perform, stage):
    stage.model.axes = lambda: (np.eye(3, 16), np.ones(3))
    stage.model.axis_names, stage.model.axis_effects = ("brightness", "noise", "length"), ()

    async def act(session):
        _, pad = await connected(session, ("gan.pad", 2, session.port))
        across, up = (box for box in pad.boxes if box.name == "umenu")
        await session.until(lambda: up.cold.get("items"))
        assert across.cold["items"] == up.cold["items"] == ["brightness", "noise", "length"]
        assert session.played() == []
        pad.inlets[0].out(0, 1.0, 0.0)
        await session.until(lambda: len(session.played()) == 2)
        assert sorted(session.played()) == [("/gan/voice/2/axis/0", 3.0), ("/gan/voice/2/axis/1", -3.0)]
        across.take(0, [2])
        pad.inlets[0].out(0, 0.5, 0.5)
        await session.until(lambda: len(session.played()) == 4)
        assert sorted(session.played()[2:]) == [("/gan/voice/2/axis/1", 0.0), ("/gan/voice/2/axis/2", 0.0)]
        assert not [m for m in pad.outlets[0].heard if m[0] == "fail"]

    perform(act)


def test_scenes_are_stored_recalled_and_mixed(perform):
    async def act(session):
        _, scenes = await connected(session, ("gan.scenes", session.port))
        [menu] = (box for box in scenes.boxes if box.name == "umenu")
        nodes = scenes.find("nodes")
        scenes.find("textedit").out(0, "text", "day")
        await session.until(lambda: menu.cold.get("items") == ["day"])
        scenes.inlets[0].out(0, "store", "late night")
        await session.until(lambda: menu.cold["items"] == ["day", "late night"])
        assert [m for m in session.played() if "morph" in m[0]] == []  # no hand has moved
        menu.take(0, [1])
        scenes.find("flonum").out(0, 8.0)
        scenes.find("live.text", text="recall").out(0, "bang")
        await session.until(lambda: ("/gan/scene/recall", "late night", 8.0) in session.played())
        x, y, _ = nodes.cold["nodes"][0]
        nodes.take(0, [x, y])
        await session.until(lambda: [m for m in session.played() if m[0] == "/gan/voice/*/morph"])
        [morph] = [m for m in session.played() if m[0] == "/gan/voice/*/morph"]
        assert morph[1:3] == ("day", 1.0)
        assert morph[3] == "late night"
        assert 0 < morph[4] < 1
        nodes.take(0, [0.0, 1.0])  # near no scene: nothing is sent
        scenes.inlets[0].out(0, "ends", "day", "late night")
        scenes.inlets[0].out(0, "morph", 0.25)
        await session.until(lambda: ("/gan/morph", 0.25) in session.played())
        for name in ("late night", "day"):
            scenes.inlets[0].out(0, "delete", name)
        await session.until(lambda: menu.cold["items"] == [])
        assert len([m for m in session.played() if m[0] == "/gan/voice/*/morph"]) == 1

    perform(act)


def test_a_meter_shows_levels(perform):
    async def act(session):
        _, meter = await connected(session, ("gan.meter", session.port))
        await session.until(lambda: meter.outlets[0].heard)
        levels = meter.outlets[0].heard[-1]
        assert levels == pytest.approx([1 - 18.06 / 60] * 8 + [1 - 6.02 / 60], abs=1e-3)

    perform(act)


def test_the_performance_plays_and_opening_it_changes_nothing(perform, monkeypatch):
    async def act(session):
        read = session.max.read

        def at_our_ports(name):
            patcher = read(name)
            for box in (item["box"] for item in patcher["boxes"]):
                ports = {"7770": str(session.port), "7771": str(session.listen)}
                if box.get("text", "").startswith("gan."):
                    box["text"] = " ".join(ports.get(word, word) for word in box["text"].split())
                box["args"] = [session.port if word == 7770 else word for word in box.get("args", [])]
            return patcher

        monkeypatch.setattr(session.max, "read", at_our_ports)
        patch = session.max.open("gan.performance")
        toggle = patch.find("toggle")
        await session.until(lambda: toggle.kept == 1)
        for _ in range(20):
            await session.step()
        assert session.played() == []
        patch.find("tab").out(0, 4)
        patch.find("live.text", text="gate").out(0, 1)
        keys = patch.find("kslider")
        keys.out(1, 127)
        keys.out(0, 60)
        patch.find("live.text", text="panic").out(0, "bang")
        patch.find("live.dial", varname="output").out(0, 0.5)
        patch.find("live.dial", varname="timbre").out(0, 1.0)
        expected = [
            ("/gan/voice/5/gate", 1),
            ("/gan/note/on", 60.0, 1.0, 0),
            ("/gan/out/panic",),
            ("/gan/out/gain", 0.5),
            ("/gan/note/timbre", 1.0),
        ]
        await session.until(lambda: len(session.played()) >= len(expected))
        assert sorted(session.played()) == sorted(expected)
        patch.find("live.text", text="go").out(0, "bang")
        patch.find("live.text", text="train").out(0, "bang")
        await session.until(lambda: {("/gan/cue/go",), ("/gan/map/hands/train",)} <= set(session.heard))

    perform(act)
