"""The Pd abstractions in a real Pd, without its window, against the real OSC server."""

from __future__ import annotations

import filecmp
import re
import shutil
import subprocess
import sys
from functools import partial

import pytest

from tests.patches import pd_session
from tests.patches.pd_session import OPTIONS, PATCHES, PATIENCE, TROUBLE
from tests.patches.stage import Stage

pytestmark = pytest.mark.skipif(shutil.which("pd") is None, reason="Pd is not installed: apt install puredata-core")


@pytest.fixture
def stage(tmp_path):
    return Stage(tmp_path / "home")


@pytest.fixture
def perform(stage, tmp_path):
    return partial(pd_session.play, stage, tmp_path)


def test_what_is_there_is_what_the_script_makes(tmp_path):
    subprocess.run([sys.executable, PATCHES / "make.py", "--into", tmp_path], check=True)
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == sorted(path.name for path in PATCHES.glob("*.pd"))
    assert filecmp.cmpfiles(PATCHES, tmp_path, made, shallow=False) == (made, [], [])


@pytest.mark.parametrize("name", sorted(path.name for path in PATCHES.glob("*.pd")))
def test_each_patch_opens_without_a_word(name):
    command = ["pd", *OPTIONS, "-open", str(PATCHES / name), "-send", "pd quit"]
    said = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=PATIENCE, check=True).stderr
    assert not said


VOICE = {
    "gate 1": ("/gan/voice/2/gate", 1.0),
    "gain 0.5 2": ("/gan/voice/2/gain", 0.5, 2.0),
    "axis/brightness 1.5": ("/gan/voice/2/axis/brightness", 1.5),
    "mode endless": ("/gan/voice/2/mode", "endless"),
    "get rate": None,
    ":1 0": ("/gan/voice/2/gate", 0.0),
    ":2 0.25": ("/gan/voice/2/gain", 0.25),
    ":3 -0.5": ("/gan/voice/2/pan", -0.5),
    ":4 -2": ("/gan/voice/2/rate", -2.0),
    ":5 7": ("/gan/voice/2/transpose", 7.0),
    ":6 0.75": ("/gan/voice/2/position", 0.75),
    "gain 9": ("/gan/voice/2/gain", 9.0),
    "voice 3": None,
    "seed 42": ("/gan/voice/3/seed", 42.0),
    "hold 1": ("/gan/voice/3/hold", 1.0),
    "morph a 1 b 2": ("/gan/voice/3/morph", "a", 1.0, "b", 2.0),
    "get seed": None,
}


def test_a_voice_says_what_it_is_told_and_hands_out_what_comes_back(perform):
    async def act(pd):
        await pd.until(lambda: "o1.0: seed 42" in pd.lines)
        assert pd.played == [said for said in VOICE.values() if said is not None]
        assert {"o1.0: connected", "o1.0: rate 1", "o1.1: 0.125", "o1.2: 0.5"} <= set(pd.lines)
        assert "o1.3: fail gain gain is 9.0: wanted 0 to 4" in pd.lines
        assert any(line.startswith("o1.3: fail morph ") for line in pd.lines)  # there are no such scenes

    perform(["gan.server PORT", "gan.voice 2"], list(VOICE), act)


def test_voices_and_connections_do_not_disturb_each_other(perform):
    async def act(pd):
        await pd.until(lambda: "o1.0: gain 0.5" in pd.lines)
        await pd.until(lambda: "o4.2: 1" in pd.lines)
        assert pd.played == [("/gan/voice/1/gain", 0.5)]
        assert sorted(line for line in pd.lines if "gain" in line) == ["o0.0: voice 1 gain 0.5", "o1.0: gain 0.5"]

    boxes = ["gan.server PORT", "gan.voice 1", "gan.voice 2", "gan.voice 1 other", "gan.server PORT other"]
    perform(boxes, ["gain 0.5", "get gain"], act)


def test_of_two_servers_of_one_name_one_speaks_and_both_tell(perform):
    async def act(pd):
        await pd.until(lambda: "o0.0: voice 1 gain 0.5" in pd.lines and "o2.0: voice 1 gain 0.5" in pd.lines)
        assert "o2.2: 1" in pd.lines
        assert pd.played == [("/gan/note/on", 60.0, 0.5), ("/gan/voice/1/gain", 0.5)]

    perform(["gan.server PORT", "gan.voice 1", "gan.server PORT"], ["/gan/note/on 60 0.5", "/gan/voice/1/gain 0.5",
            "/gan/voice/1/gain"], act, target=0)  # fmt: skip


@pytest.mark.long
def test_when_the_oldest_server_is_deleted_the_next_one_speaks(stage, tmp_path):
    def patch(port):
        path = tmp_path / "heir.pd"
        path.write_text(
            "#N canvas 0 0 600 400 12;\n#N canvas 0 0 300 200 elder 0;\n"
            f"#X obj 10 10 gan.server {port};\n#X restore 10 10 pd elder;\n#X obj 10 40 gan.server {port};\n"
            "#X obj 10 70 gan.voice 1;\n#X obj 10 100 loadbang;\n#X obj 10 130 delay 1000;\n#X msg 10 160 gain 0.75;\n"
            "#X obj 10 190 delay 500;\n#X msg 10 220 \\; pd-elder clear;\n#X obj 10 250 delay 6000;\n"
            "#X msg 10 280 gain 0.25;\n#X connect 3 0 4 0;\n#X connect 4 0 5 0;\n#X connect 5 0 2 0;\n"
            "#X connect 4 0 6 0;\n#X connect 6 0 7 0;\n#X connect 6 0 8 0;\n#X connect 8 0 9 0;\n#X connect 9 0 2 0;\n"
        )
        return path

    async def act(pd):
        await pd.until(lambda: len(pd.played) == 2)
        assert pd.played == [("/gan/voice/1/gain", 0.75), ("/gan/voice/1/gain", 0.25)]

    pd_session.run(stage, patch, act)


def test_a_server_tells_how_the_instrument_is_and_is_led_elsewhere(perform, stage):
    async def act(pd):
        await pd.until(lambda: "o0.0: scene list day first light" in pd.lines)
        assert {"o0.1: 0.5", "o0.2: 1"} <= set(pd.lines)
        assert any(line.startswith("o0.4: fail /gan/sideways no such address") for line in pd.lines)
        assert any(line.startswith("o0.3: 1 8 0 3 25 ") for line in pd.lines)
        assert "o0.4: done /gan/scene/store day" in pd.lines
        assert not [line for line in pd.lines if "subscribe" in line or "notify" in line]
        await pd.server.close()
        await pd.until(lambda: "o0.2: 0" in pd.lines)

    messages = ["/gan/scene/store day", "/gan/scene/store first\\ light", "/gan/sideways 1", "/gan/scene/list"]
    perform(["gan.server PORT"], messages, act, target=0)


def test_another_port_is_connected_to_by_message(stage, tmp_path):
    def patch(port):
        path = tmp_path / "connect.pd"
        path.write_text(
            f"#N canvas 0 0 600 400 12;\n#X obj 10 90 gan.server {port ^ 1};\n#X obj 10 10 loadbang;\n"
            f"#X obj 10 30 delay 200;\n#X msg 10 60 connect localhost {port};\n"
            "#X connect 1 0 2 0;\n#X connect 2 0 3 0;\n#X connect 3 0 0 0;\n"
        )
        return path

    async def act(pd):
        await pd.until(lambda: ("/status",) in pd.heard)

    pd_session.run(stage, patch, act)


NOTES = {
    "60 127": ("/gan/note/on", 60.0, 1.0),
    "67 63.5 5": ("/gan/note/on", 67.0, 0.5, 5.0),
    "60 0": ("/gan/note/on", 60.0, 0.0),
    ":1 -2": ("/gan/note/bend", -2.0),
    ":1 1.5 5": ("/gan/note/bend", 1.5, 5.0),
    ":2 0.5": ("/gan/note/pressure", 0.5),
    ":3 -1 5": ("/gan/note/timbre", -1.0, 5.0),
    ":4 1": ("/gan/note/sustain", 1.0),
}


def test_keys_are_struck_bent_and_let_go(perform):
    async def act(pd):
        await pd.until(lambda: len(pd.played) == len(NOTES))
        assert pd.played == list(NOTES.values())

    perform(["gan.server PORT", "gan.notes"], list(NOTES), act)


MIDI = {
    "notein": (3, "60 127 2", ("/gan/note/on", 60.0, 1.0, 2.0)),
    "bendin": (2, "16384 2", ("/gan/note/bend", 2.0, 2.0)),
    "touchin": (2, "127 2", ("/gan/note/pressure", 1.0, 2.0)),
    "ctlin-74": (2, "0 2", ("/gan/note/timbre", -1.0, 2.0)),
    "ctlin-64": (2, "127 2", ("/gan/note/sustain", 1.0)),
}


def test_midi_is_heard_where_that_is_wanted_each_channel_an_id(perform, tmp_path):
    """In a copy in which what brings MIDI is a `receive`: Pd without a window has no keyboard."""
    copy = (PATCHES / "gan.notes.pd").read_text()
    for name, (count, _, _) in MIDI.items():
        fields = " ".join("f" * count)
        copy, found = re.subn(rf"obj (\d+ \d+) {name.replace('-', ' ')};", rf"obj \1 keys-{name};", copy)
        assert found == 1
        cords = "".join(f"#X connect 1 {outlet} {2 + outlet} 0;\n" for outlet in range(count))
        outlets = "".join(f"#X obj {10 + 60 * outlet} 90 outlet;\n" for outlet in range(count))
        (tmp_path / f"keys-{name}.pd").write_text(
            f"#N canvas 0 0 300 200 12;\n#X obj 10 10 r {name};\n#X obj 10 50 unpack {fields};\n{outlets}"
            f"#X connect 0 0 1 0;\n{cords}"
        )
    (tmp_path / "notes-of-midi.pd").write_text(copy)
    keys = [f"\\; {name} {values}" for name, (_, values, _) in MIDI.items()]
    messages = [*keys, "midi 1", *keys, "bendrange 48", keys[1], "midi 0", *keys, "60 64"]

    async def act(pd):
        await pd.until(lambda: ("/gan/note/on", 60.0, pytest.approx(64 / 127)) in pd.heard)
        heard = [said for _, _, said in MIDI.values()]
        assert pd.played == [*heard, ("/gan/note/bend", 48.0, 2.0), ("/gan/note/on", 60.0, pytest.approx(64 / 127))]

    perform(["gan.server PORT", "notes-of-midi"], messages, act)


def test_the_sound_of_a_voice_is_loaded_into_an_array(perform, tmp_path):
    messages = ["bang", "after symbol first\\ light", "voice 3", "after bang", "after symbol ../no"]

    async def act(pd):
        await pd.until(lambda: any(line.startswith("o1.1: fail ") for line in pd.lines))
        said = [message for message in pd.played if message[0] == "/gan/clip/write"]
        assert [message[1:] for message in said] == [
            ("heard", 2.0),
            ("first light", 2.0),
            ("heard", 3.0),
            ("../no", 3.0),
        ]
        assert pd.lines.count("o1.0: 1000") == 3
        assert not [line for line in pd.lines if line.startswith("o2.")]  # nothing was asked for there
        assert (tmp_path / "home" / "recordings" / "first light.wav").exists()

    boxes = ["gan.server PORT", "gan.buffer heard 2", "gan.buffer other 2", "table heard", "table other"]
    perform(boxes, messages, act)


def test_nothing_is_said_on_the_console_with_an_instrument_or_without(stage, tmp_path):
    def patch(port):
        path = tmp_path / "two.pd"
        path.write_text(
            f"#N canvas 0 0 600 400 12;\n#X obj 10 10 gesturegan {port};\n#X obj 10 40 gesturegan {port ^ 1};\n"
        )
        return path

    async def act(pd):
        await pd.until(lambda: pd.heard.count(("/status",)) > 2)
        assert pd.lines == []

    pd_session.run(stage, patch, act)


def test_trouble_is_seen():
    assert TROUBLE.search("error: ... couldn't create")
