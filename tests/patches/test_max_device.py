"""The device for Max for Live: its container, its patch, and that patch in the model of Max beside a real server."""

from __future__ import annotations

import itertools
import json
import shutil
import struct
import sys
from pathlib import Path

import numpy as np
import pytest

from gesturegan_live.control.messages.routes.table import ROUTES
from tests.patches import max_session
from tests.patches.stage import Stage

PACKAGE = Path(__file__).parents[2] / "patches" / "max"
sys.path.insert(0, str(PACKAGE))

from making.objects import DRAWN, TYPED, ports  # noqa: E402

OF_VOICE = {route.address.removeprefix("/gan/voice/{n}/"): route for route in ROUTES}
ALL_LIVE_SHOWS = 169  # pixels of height


def chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    found = []
    while content:
        name, (length,) = content[:4], struct.unpack("<I", content[4:8])
        assert len(content) >= 8 + length
        found.append((name, content[8 : 8 + length]))
        content = content[8 + length :]
    return found


@pytest.fixture
def patcher() -> dict:
    content = (PACKAGE / "devices" / "GestureGAN.amxd").read_bytes()
    head, meta, patch = chunks(content)
    assert head == (b"ampf", b"mmmm")  # a MIDI effect
    assert meta == (b"meta", bytes(4))
    name, text = patch
    assert name == b"ptch"
    assert text.endswith(b"}\n\0")
    found = json.loads(text[:-1])["patcher"]
    assert found["project"]["amxdtype"].to_bytes(4, "big") == head[1]
    return found


def boxes(patcher: dict) -> list[dict]:
    return [item["box"] for item in patcher["boxes"]]


def test_it_needs_nothing_but_itself_and_every_cord_fits(patcher) -> None:
    ends = {}
    for box in boxes(patcher):
        if box["maxclass"] == "newobj":
            assert box["text"].split()[0] in TYPED  # Max's own: none of the package
            expected = ports(box["text"], {})
        else:
            expected = DRAWN[box["maxclass"]]
        assert (box["numinlets"], box["numoutlets"]) == expected
        ends[box["id"]] = expected
    for line in patcher["lines"]:
        (source, outlet), (target, inlet) = line["patchline"]["source"], line["patchline"]["destination"]
        assert 0 <= outlet < ends[source][1]
        assert 0 <= inlet < ends[target][0]
    names = [box["text"].split()[0] for box in boxes(patcher) if box["maxclass"] == "newobj"]
    assert not {"send", "receive", "forward", "udpreceive"} & set(names)  # devices of a set share names and ports
    assert patcher["lines"][0]["patchline"]["source"][0] == next(b["id"] for b in boxes(patcher) if "midiin" in str(b))


def test_live_keeps_and_automates_each_value_within_the_ranges_of_the_table(patcher) -> None:
    names = []
    for box in boxes(patcher):
        if "saved_attribute_attributes" not in box:
            continue
        value = box["saved_attribute_attributes"]["valueof"]
        assert box["parameter_enable"] == 1
        assert value["parameter_invisible"] == 0  # kept, and automated
        names.append(value["parameter_longname"])
        name = names[-1].replace(" ", "_")
        if box["maxclass"] == "live.dial" and not name.startswith("axis"):
            argument = OF_VOICE[name].arguments[0]
            assert (value["parameter_mmin"], value["parameter_mmax"]) == (argument.low, argument.high)
            assert value["parameter_initial"] == [float(OF_VOICE[name].default.split()[0])]
        elif name == "mode":
            assert tuple(value["parameter_enum"]) == OF_VOICE["mode"].arguments[0].choices
    assert len(names) == len(set(names)) == 14 + 8 + 7


def test_its_face_fits_into_live_and_no_part_lies_on_another(patcher) -> None:
    assert patcher["openinpresentation"] == 1
    shown = [box for box in boxes(patcher) if "presentation_rect" in box and box["maxclass"] != "panel"]
    for box in shown:
        x, y, wide, high = box["presentation_rect"]
        assert 0 <= x <= x + wide <= patcher["devicewidth"], box
        assert 0 <= y <= y + high <= ALL_LIVE_SHOWS, box
    for one, other in itertools.combinations(shown, 2):
        x, y, w, h = one["presentation_rect"]
        left, top, wide, high = other["presentation_rect"]
        assert x + w <= left or left + wide <= x or y + h <= top or top + high <= y, (one, other)


@pytest.mark.skipif(shutil.which("node") is None, reason="Node runs Max's JavaScript: apt install nodejs")
@pytest.mark.parametrize("backwards", [False, True])
def test_what_it_says_is_obeyed(patcher, tmp_path, backwards) -> None:
    folder = tmp_path / "patchers"
    folder.mkdir()
    (folder / "device.maxpat").write_text(json.dumps({"patcher": patcher}), encoding="utf-8")
    heard: list[tuple] = []

    async def act(played) -> None:
        heard.clear()
        device = played.max.open("device")
        device.find("live.numbox", varname="port").take(0, [played.port])
        device.find("live.numbox", varname="voice").take(0, [3])
        device.find("live.text", varname="notes").take(0, [1])
        device.find("live.numbox", varname="bend").take(0, [48])
        for box in device.all():
            if box.name == "live.dial":
                box.take(0, [box.spec["saved_attribute_attributes"]["valueof"]["parameter_mmax"]])
                await played.step()
        device.find("live.text", varname="gate").take(0, [1])
        device.find("live.menu", varname="mode").take(0, [2])
        for name, *values in (("notein", 60, 127, 2), ("xbendin", 16383, 2), ("touchin", 127, 2)):
            for outlet in reversed(range(len(values))):
                device.find(name).out(outlet, values[outlet])
        await played.until(lambda: any(message[0] == "/gan/note/pressure" for message in played.heard))
        heard.extend(played.heard)

    stage = Stage(tmp_path / "home")
    stage.model.axes = lambda: (np.eye(8, 16), np.ones(8))
    stage.model.axis_names = tuple("abcdefgh")
    max_session.run(stage, act, backwards=backwards, fills=True, package=tmp_path)
    voice = {message[0].removeprefix("/gan/voice/3/"): message[1] for message in heard if "/voice/3/" in message[0]}
    assert voice["mode"] == "scrub"
    assert voice["gate"] == 1
    assert {name: voice[name] for name in OF_VOICE if name in voice and name not in ("mode", "gate")} == {
        name: OF_VOICE[name].arguments[0].high
        for name in ("gain", "pan", "transpose", "rate", "growth", "glide", "position", "attack", "release", "wander",
                     "chaos", "loop_start", "loop_end", "energy")
    }  # fmt: skip
    assert [voice[f"axis/{index}"] for index in range(8)] == [3.0] * 8
    assert ("/gan/note/on", 60.0, 1.0, 2) in heard
    assert [message for message in heard if message[0] == "/gan/note/bend"][-1][1:] == (pytest.approx(48, abs=0.01), 2)
    assert ("/gan/note/pressure", 1.0, 2) in heard
