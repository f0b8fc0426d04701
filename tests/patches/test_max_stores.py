"""What is kept by name, cues and mappings, run by the model of Max against the real OSC server."""

from __future__ import annotations

import shutil

import pytest

from tests.patches import max_session
from tests.patches.max_session import connected
from tests.patches.stage import Stage

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="Node runs Max's JavaScript: apt install nodejs")


@pytest.fixture(params=[(False, True), (True, False)], ids=["forwards", "backwards"])
def perform(tmp_path, request):
    """Run `act` on a session; patches in it must not depend on the order of cords."""
    backwards, fills = request.param
    return lambda act: max_session.run(Stage(tmp_path / "home"), act, backwards=backwards, fills=fills)


def test_a_piece_is_played_by_cues(perform):
    async def act(session):
        _, cues = await connected(session, ("gan.cues", session.port))
        menu = cues.find("umenu")
        for words in (("add", "first light", "bar", "/gan/out/gain 0.5"), ("add", "end", "go", "/gan/out/gain 0.25")):
            cues.inlets[0].out(0, *words)
            await session.until(lambda name=words[1]: name in menu.cold.get("items", ()))
        assert menu.cold["items"] == ["first light", "end"]
        cues.find("live.text", text="hold").out(0, "bang")
        menu.take(0, [0])
        cues.find("live.text", text="go").out(0, "bang")
        await session.until(lambda: ("/gan/out/gain", 0.5) in session.played())
        await session.until(lambda: ["first light", "end", -1.0] in cues.outlets[0].heard)
        cues.inlets[0].out(0, "goto", "end")
        await session.until(lambda: ("/gan/out/gain", 0.25) in session.played())
        cues.find("live.text", text="back").out(0, "bang")
        cues.inlets[0].out(0, "delete", "end")
        await session.until(lambda: menu.cold["items"] == ["first light"])
        cues.inlets[0].out(0, "delete", "first light")
        await session.until(lambda: menu.cold["items"] == [])
        said = [message for message in session.heard if message[0].startswith("/gan/cue/") and len(message) > 1]
        assert said[2:] == [
            ("/gan/cue/arm", "first light"),
            ("/gan/cue/goto", "end"),
            ("/gan/cue/delete", "end"),
            ("/gan/cue/delete", "first light"),
        ]
        assert {("/gan/cue/go",), ("/gan/cue/hold",), ("/gan/cue/back",)} <= set(session.heard)
        await session.until(lambda: cues.find("flonum").heard[-1:] == [["set", -1.0]])

    perform(act)


TAUGHT = [
    ("/gan/map/add", "bow"),
    ("/gan/map/bow/inputs", "hand"),
    ("/gan/map/bow/outputs", "/gan/voice/1/gain", "/gan/voice/1/pan"),
    ("/gan/map/bow/record",),
    ("/gan/map/bow/undo",),
    ("/gan/map/bow/train",),
    ("/gan/map/bow/rate", -1),
    ("/gan/map/bow/rate", 1),
    ("/gan/map/bow/run", 1),
    ("/gan/map/bow/clear",),
    ("/gan/map/bow/save",),
    ("/gan/map/load", "other"),
    ("/gan/map/delete", "other"),
]


def test_a_mapping_is_taught(perform):
    async def act(session):
        server, taught = await connected(session, ("gan.map", "bow", session.port))
        server.inlets[0].out(0, "/gan/input/learn", "hand", "/accxyz")
        server.inlets[0].out(0, "/accxyz", 0.5)
        press = {box.spec["text"]: box for box in taught.all() if box.name == "live.text"}
        name, inputs, _ = sorted(
            (box for box in taught.all() if box.name == "textedit"), key=lambda box: box.spec["presentation_rect"][1]
        )
        assert name.kept == ["bow"]
        await session.step()
        press["add"].out(0, "bang")
        await session.step()
        inputs.out(0, "text", "hand")
        await session.step()
        taught.inlets[0].out(0, "outputs", "/gan/voice/1/gain", "/gan/voice/1/pan")
        for button in ("record", "undo", "train", "not like this", "like this"):
            await session.step()
            press[button].out(0, "bang")
        await session.step()
        press["run"].out(0, 1)
        for button in ("clear", "save"):
            await session.step()
            press[button].out(0, "bang")
        name.out(0, "text", "other")
        for button in ("load", "delete"):
            await session.step()
            press[button].out(0, "bang")
        await session.until(lambda: ("/gan/map/delete", "other") in session.heard)
        assert [message for message in session.heard if message[0].startswith("/gan/map")] == TAUGHT
        await session.until(lambda: ["done", "/gan/map/bow/save"] in taught.outlets[0].heard)
        assert ["done", "/gan/map/bow/record", 1] in taught.outlets[0].heard
        await session.until(lambda: any(said[:2] == ["fail", "/gan/map/load"] for said in taught.outlets[0].heard))

    perform(act)
