"""The shipped patch in a real Pd, without its window, against the real OSC server."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.osc.server import OscServer
from tests.patches.stage import Stage

PATCHES = Path(__file__).parents[2] / "patches" / "pd"
TROUBLE = re.compile(r"couldn't create|connection failed|can't open|error:|no method for|no such object", re.IGNORECASE)
OPTIONS = ("-nogui", "-noaudio", "-nrt", "-noprefs", "-stderr", "-path", str(PATCHES))
PATIENCE = 30  # seconds: only a test that fails waits so long

pytestmark = pytest.mark.skipif(shutil.which("pd") is None, reason="Pd is not installed: apt install puredata-core")


class Pd:
    """A running Pd, and what it said on stderr."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for line in self.process.stderr:
            self.lines.append(line.decode().strip())

    async def until(self, done) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(PATIENCE):
            while not done():
                assert not self.trouble
                await asyncio.sleep(0.02)

    @property
    def trouble(self) -> list[str]:
        return [line for line in self.lines if TROUBLE.search(line)]


@pytest.fixture
def stage(tmp_path):
    return Stage(tmp_path / "home")


@pytest.fixture
def perform(stage):
    """Run Pd with a patch (made for a port) beside a server, and `act` on both."""

    def run(patch, act):
        async def session():
            heard = []
            instrument = Instrument(stage)
            server = await OscServer.open(instrument, port=0)
            handle = instrument.handle

            def listen(address, values, reply, sample=0):
                heard.append((address, *values))
                return handle(address, values, reply, sample)

            instrument.handle = listen
            process = await asyncio.create_subprocess_exec(
                "pd", *OPTIONS, "-open", str(patch(server.port)), stderr=asyncio.subprocess.PIPE
            )
            pd = Pd(process)
            try:
                await act(pd, heard)
                assert not pd.trouble
            finally:
                process.terminate()
                await process.wait()
                await pd._reader
                process._transport.close()
                await server.close()

        asyncio.run(session())

    return run


CONTROLS = {
    "x 1.5": ("/gan/voice/2/z/0", 1.5),
    "y -0.5": ("/gan/voice/2/z/1", -0.5),
    **{f"z{index} {index / 4}": (f"/gan/voice/2/z/{index}", index / 4) for index in range(2, 10)},
    "gain 0.5": ("/gan/voice/2/gain", 0.5),
    "pan -0.75": ("/gan/voice/2/pan", -0.75),
    "rate -2": ("/gan/voice/2/rate", -2.0),
    "position 0.25": ("/gan/voice/2/position", 0.25),
    "glide 1.5": ("/gan/voice/2/glide", 1.5),
    "gate 1": ("/gan/voice/2/gate", 1.0),
    "freeze 1": ("/gan/voice/2/freeze", 1.0),
    "mode scrub": ("/gan/voice/2/mode", "scrub"),
    "mode symbol once": ("/gan/voice/2/mode", "once"),
    "mode 0": ("/gan/voice/2/mode", "loop"),
    "mode 4": ("/gan/voice/2/mode", "endless"),
    "mode pingpong": ("/gan/voice/2/mode", "pingpong"),
    "mode sideways": ("/gan/voice/2/mode", "sideways"),  # for the instrument to refuse
    "seed 42": ("/gan/voice/2/seed", 42.0),
    "outgain 0.25": ("/gan/out/gain", 0.25),
    "record take-1": ("/gan/out/record", "take-1"),
    "record 0": ("/gan/out/record", 0.0),
    "preset glass": None,
    "store bang": ("/gan/preset/store", "glass", 2.0),
    "recall bang": ("/gan/preset/recall", "glass", 2.0),
    "delete bang": ("/gan/preset/delete", "glass"),
    "stop bang": ("/gan/out/stop",),
    "panic bang": ("/gan/out/panic",),
    "voice 3": None,
    "gain 2": ("/gan/voice/3/gain", 2.0),
}
RETURNS = ("alive", "status", "level", "voice-level", "done", "fail")


def mover(folder: Path, messages: list[str], arguments: str) -> Path:
    """Write a patch that holds the shipped one, moves its controls once it is alive, and prints what comes back."""
    lines = ["#N canvas 0 0 600 400 12;", f"#X obj 10 10 gesturegan {arguments};"]
    lines += ["#X obj 10 300 r gesturegan-alive;", "#X obj 10 320 sel 1;"]
    lines += ["#X msg 10 340 " + " ".join(f"\\; gesturegan-{message}" for message in messages) + ";"]
    lines += ["#X connect 1 0 2 0;", "#X connect 2 0 3 0;"]
    for index, name in enumerate(RETURNS):
        lines += [f"#X obj 300 {50 * index} r gesturegan-{name};", f"#X obj 300 {50 * index + 25} print back-{name};"]
        lines += [f"#X connect {4 + 2 * index} 0 {5 + 2 * index} 0;"]
    path = folder / "mover.pd"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_every_control_of_the_patch_is_moved_from_outside_and_heard(perform, stage, tmp_path):
    async def act(pd, heard):
        await pd.until(lambda: ("/gan/voice/3/gain", 2.0) in heard)
        plays = [message for message in heard if len(message) > 1 or message[0].endswith(("/stop", "/panic"))]
        assert plays == [expected for expected in CONTROLS.values() if expected is not None]
        await pd.until(lambda: "back-done: /gan/preset/delete glass" in pd.lines)
        assert "back-alive: 1" in pd.lines
        await pd.until(lambda: any(line.startswith("back-status: 1 8 0 3 25 ") for line in pd.lines))
        await pd.until(lambda: "back-level: 0.5" in pd.lines and "back-voice-level: 0.125" in pd.lines)
        assert stage.panics == 2
        await pd.until(lambda: 1 in stage.points)

    perform(lambda port: mover(tmp_path, list(CONTROLS), f"{port} 2"), act)


def test_opening_the_patch_reads_and_changes_nothing(perform, tmp_path):
    async def act(pd, heard):
        await pd.until(lambda: ("/gan/voice/1/z/9",) in heard and heard.count(("/status",)) > 2)
        assert {len(message) for message in heard} == {1}
        assert ("/gan/model/info",) in heard
        assert ("/gan/voice/1/mode",) in heard

    perform(lambda port: mover(tmp_path, [], f"{port}"), act)


def test_a_refusal_comes_back(perform, tmp_path):
    async def act(pd, _):
        await pd.until(lambda: [line for line in pd.lines if line.startswith("back-fail")])
        [line] = [line for line in pd.lines if line.startswith("back-fail")]
        assert line.replace("\\", "") == "back-fail: /gan/voice/1/gain gain is 9.0: wanted 0 to 4"

    perform(lambda port: mover(tmp_path, ["gain 9"], f"{port}"), act)


def test_another_port_is_connected_to_by_message(perform, tmp_path):
    def patch(port):
        path = tmp_path / "connect.pd"
        shipped = f"#N canvas 0 0 600 400 12;\n#X obj 10 10 gesturegan {port ^ 1};\n"
        steps = "#X obj 10 50 loadbang;\n#X obj 10 70 delay 200;\n"
        message = f"#X msg 10 90 \\; gesturegan-connect localhost {port};\n"
        path.write_text(shipped + steps + message + "#X connect 1 0 2 0;\n#X connect 2 0 3 0;\n")
        return path

    async def act(pd, heard):
        async with asyncio.timeout(PATIENCE):
            while ("/gan/model/info",) not in heard:
                await asyncio.sleep(0.02)
        pd.lines = [line for line in pd.lines if "refused" not in line]  # nobody listens on the first port

    perform(patch, act)


@pytest.mark.parametrize("name", ["gesturegan.pd", "gesturegan-help.pd"])
def test_the_patch_and_its_help_open_without_complaint(name):
    command = ["pd", *OPTIONS, "-open", str(PATCHES / name), "-send", "pd quit"]
    said = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=PATIENCE, check=True).stderr
    assert not TROUBLE.search(said), said
