"""The classes for SuperCollider in a real sclang, without its window, against the real OSC server."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

import pytest

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.osc.server import OscServer
from tests.patches.stage import Stage

CLASSES = Path(__file__).parents[2] / "patches" / "supercollider"
PATIENCE = 90  # seconds: only a test that fails waits so long
RATE = 44100

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("sclang") is None, reason="apt install supercollider-language"),
]


class TimedStage(Stage):
    """Counts samples by the clock of bundles."""

    def sample_at(self, seconds):
        return round(seconds * RATE)


@pytest.fixture
def perform(tmp_path):
    """Run code in sclang beside a server; returns what was heard, with samples, and what sclang said."""

    def run(code):
        script = tmp_path / "script.scd"
        script.write_text(
            f'{{ var g = GestureGAN("127.0.0.1", "GAN_PORT".getenv.asInteger);\n{code}\n0.exit }}.fork(AppClock)'
        )
        settings = tmp_path / "sclang.yaml"
        settings.write_text(f"includePaths:\n    - {CLASSES}\nexcludePaths:\n    []\npostInlineWarnings: true\n")

        async def session():
            heard = []
            instrument = Instrument(TimedStage(tmp_path / "home"))
            server = await OscServer.open(instrument, port=0)
            handle = instrument.handle

            def listen(address, values, reply, sample=0):
                heard.append((sample, address, *values))
                return handle(address, values, reply, sample)

            instrument.handle = listen
            quiet = {"QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1", "HOME": str(tmp_path)}
            process = await asyncio.create_subprocess_exec(
                "sclang",
                "-l",
                str(settings),
                str(script),
                env=os.environ | quiet | {"GAN_PORT": str(server.port)},
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
            try:
                async with asyncio.timeout(PATIENCE):
                    said = (await process.stdout.read()).decode()
                    await process.wait()
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
                process._transport.close()
                await server.close()
            assert "ERROR" not in said, said
            return heard, said.splitlines()

        return asyncio.run(session())

    return run


VOICES = """
var v = g.voice(2);
g.notify { |kind ... said| ("TOLD" + kind + said.join(" ")).postln };
v.gain_(0.5);
v.set(\\pan, -1.0, 2.0);
v.set('axis/0', 1.5);
v.mode_(\\endless);
v.gain_(9.0);
v.get(\\gain) { |value| ("GAIN" + value).postln };
g.store("first light");
1.wait;
g.scenes { |names| ("SCENES" + names).postln };
g.recall("first light", 2);
g.voice(1).morph("first light", 1);
g.stop;
0.5.wait;
[GestureGAN, GanVoice, GanScene].do { |class|
    var path = class.filenameSymbol.asString.dirname.dirname +/+ "HelpSource/Classes" +/+ class.name ++ ".schelp";
    ("HELP" + class + SCDoc.parseFileFull(path).notNil).postln;
};
"""


def test_voices_and_scenes_are_played_and_answers_arrive(perform):
    heard, said = perform(VOICES)
    played = [message[1:] for message in heard if len(message) > 2 and message[1] != "/notify"]
    assert played == [
        ("/gan/voice/2/gain", 0.5),
        ("/gan/voice/2/pan", -1.0, 2.0),
        ("/gan/voice/2/axis/0", 1.5),
        ("/gan/voice/2/mode", "endless"),
        ("/gan/voice/2/gain", 9.0),
        ("/gan/scene/store", "first light"),
        ("/gan/scene/recall", "first light", 2.0, "linear"),
        ("/gan/voice/1/morph", "first light", 1),
    ]
    assert heard[-1][1] == "/gan/out/stop"
    assert "TOLD fail /gan/voice/2/gain gain is 9.0: wanted 0 to 4" in said
    assert "TOLD done /gan/scene/store first light" in said
    assert "GAIN 0.5" in said
    assert "SCENES [ first light ]" in said
    assert {"HELP GestureGAN true", "HELP GanVoice true", "HELP GanScene true"} <= set(said)


NOTES = """
TempoClock.default.tempo = 2;
Pbind(\\type, \\gan, \\degree, Pseq([0, 2, [4, 7]]), \\dur, 0.5, \\amp, 0.5, \\legato, 0.5).play;
Pbind(\\type, \\ganSet, \\voice, 2, \\args, [\\gain, \\pan], \\gain, Pseq([0.25, 0.5]), \\pan, -1, \\dur, 0.5).play;
2.wait;
"""


def test_a_pbind_plays_notes_and_values_on_their_samples(perform):
    heard, _ = perform(NOTES)
    notes = [message for message in heard if message[1] == "/gan/note/on"]
    ends = [message for message in heard if message[1] == "/gan/note/off"]
    first = notes[0][0]
    assert first > 0
    assert [round((sample - first) / RATE, 4) for sample, *_ in notes] == [0.0, 0.25, 0.5, 0.5]
    assert [message[2:] for message in notes] == [(60.0, 0.5, 1), (64.0, 0.5, 2), (67.0, 0.5, 3), (72.0, 0.5, 4)]
    assert sorted(round((sample - first) / RATE, 4) for sample, *_ in ends) == [0.125, 0.375, 0.625, 0.625]
    assert {message[2:] for message in ends} == {(60.0, 1), (64.0, 2), (67.0, 3), (72.0, 4)}
    values = [(round((sample - first) / RATE, 4), *rest) for sample, *rest in heard if "voice/2" in rest[0]]
    assert values == [
        (0.0, "/gan/voice/2/gain", 0.25),
        (0.0, "/gan/voice/2/pan", -1),
        (0.25, "/gan/voice/2/gain", 0.5),
        (0.25, "/gan/voice/2/pan", -1),
    ]


SCENES = """
var day = g.scene("day"), night;
day.store;
night = day.copyTo("dusk").rename("night");
night.name.postln;
night.store(2);
night.undo;
day.recall(8, \\smooth);
day.recall(0.5, \\exponential, 3);
day.morphTo(night);
g.morph(0.25, 4);
day.morphTo("night", 2);
day.delete;
1.wait;
TempoClock.default.tempo = 2;
Pbind(\\type, \\ganScene, \\scene, Pseq(["night", "night"]), \\seconds, Pseq([0, 3]), \\curve, \\smooth, \\dur, 1).play;
1.5.wait;
"""


def test_scenes_are_kept_and_recalled_also_by_a_pbind_on_its_sample(perform):
    heard, said = perform(SCENES)
    played = [message[1:] for message in heard if len(message) > 2]
    assert played[:-2] == [
        ("/gan/scene/store", "day"),
        ("/gan/scene/copy", "day", "dusk"),
        ("/gan/scene/rename", "dusk", "night"),
        ("/gan/scene/store", "night", 2),
        ("/gan/scene/undo", "night"),
        ("/gan/scene/recall", "day", 8.0, "smooth"),
        ("/gan/scene/recall", "day", 0.5, "exponential", 3),
        ("/gan/morph/ends", "day", "night"),
        ("/gan/morph", 0.25, 4.0),
        ("/gan/morph/ends", "day", "night", 2),
        ("/gan/scene/delete", "day"),
    ]
    assert "night" in said
    first, second = heard[-2:]
    assert (first[2:], second[2:]) == (("night", 0.0, "smooth"), ("night", 3.0, "smooth"))
    assert first[0] > 0
    assert round((second[0] - first[0]) / RATE, 4) == 0.5
