"""A real Pd, without its window, beside a real OSC server."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.osc.server import OscServer

PATCHES = Path(__file__).parents[2] / "patches" / "pd"
TROUBLE = re.compile(r"couldn't create|connection failed|can't open|error|no method for|no such object", re.IGNORECASE)
PROBED = re.compile(r"\d{4}-\S+: no such object")  # of the copies that a control was looked for in
OPTIONS = ("-nogui", "-noaudio", "-nrt", "-noprefs", "-stderr", "-path", str(PATCHES))
PATIENCE = 60  # seconds: only a test that fails waits so long
COPIES = range(1000, 1060)  # what `$0` may be
GREETING = ("/status", "/notify", "/gan/subscribe")


class Pd:
    """A running Pd, what it said on stderr, and what the instrument heard."""

    def __init__(self, process: asyncio.subprocess.Process, server: OscServer, instrument: Instrument) -> None:
        self.process, self.server, self.instrument = process, server, instrument
        self.lines: list[str] = []
        self.heard: list[tuple] = []
        handle = instrument.handle

        def listen(address, values, reply, sample=0):
            self.heard.append((address, *values))
            return handle(address, values, reply, sample)

        instrument.handle = listen
        self.reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for line in self.process.stderr:
            text = line.decode().strip().replace("\\", "")
            if text and not PROBED.search(text) and not text.startswith("verbose"):
                self.lines.append(text)

    async def until(self, done) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(PATIENCE):
            while not done():
                assert not self.trouble
                await asyncio.sleep(0.02)

    def tell(self, address: str, *values: object) -> None:
        """Let somebody else say something to the instrument."""
        self.instrument.handle(address, values, lambda *_: None)

    @property
    def played(self) -> list[tuple]:
        """What was heard but questions and greetings."""
        acts = ("/panic", "/stop", "/undo", "/record", "/train", "/clear", "/save")
        said = [m for m in self.heard if len(m) > 1 or m[0].endswith(acts)]
        return [message for message in said if message[0] not in GREETING]

    @property
    def trouble(self) -> list[str]:
        return [line for line in self.lines if TROUBLE.search(line)]


async def _session(stage, patch, act) -> None:
    instrument = Instrument(stage)
    server = await OscServer.open(instrument, port=0)
    process = await asyncio.create_subprocess_exec(
        "pd", *OPTIONS, "-open", str(patch(server.port)), stderr=asyncio.subprocess.PIPE
    )
    pd = Pd(process, server, instrument)
    ticking = asyncio.create_task(_tick(server, instrument))
    try:
        await act(pd)
        assert not pd.trouble
    finally:
        ticking.cancel()
        process.terminate()
        await process.wait()
        await pd.reader
        process._transport.close()
        await server.close()


async def _tick(server: OscServer, instrument: Instrument) -> None:
    while True:
        await asyncio.sleep(0.01)
        server.tick()
        instrument.tick(0.01)


def run(stage, patch, act) -> None:
    """Run Pd with a patch, made for a port, beside a server, and `act` on both."""
    asyncio.run(_session(stage, patch, act))


def play(stage, folder: Path, boxes: list[str], messages: list[str], act, target: int = 1) -> None:
    """Run objects in Pd beside a server, say to one of them what is to be said, and `act` on both.

    ``PORT`` in an object is the server's.
    """

    def patch(port: int) -> Path:
        return harness(folder, [box.replace("PORT", str(port)) for box in boxes], messages, target)

    run(stage, patch, act)


def harness(folder: Path, boxes: list[str], messages: list[str], target: int = 1) -> Path:
    """Write a patch that holds some objects, and prints what comes out of each: ``oOBJECT.OUTLET: …``.

    Once the first, a server or a panel, says by its third outlet that the instrument is there, the messages go one
    after another to the inlet of the target; one that begins with ``>NAME`` goes to the control of that name, in
    whichever copy of an abstraction it is, one that begins with ``:N`` to another inlet, with ``@`` to the first
    object. What has ``after`` in front comes a second after the one before: what that
    brought is there.
    """
    lines = ["#N canvas 0 0 900 600 12;"]
    lines += [f"#X obj 10 {10 + 40 * index} {box};" for index, box in enumerate(boxes)]
    cords, count = [], len(boxes)
    for index in range(count):
        for outlet in range(outlets(boxes[index].split()[0])):
            lines.append(f"#X obj 400 {20 * len(lines)} print o{index}.{outlet};")
            cords.append(f"#X connect {index} {outlet} {len(lines) - 2} 0;")
    lines += ["#X obj 10 300 sel 1;", "#X obj 10 320 delay 300;"]
    start = len(lines) - 2
    cords += [f"#X connect 0 2 {start - 1} 0;", f"#X connect {start - 1} 0 {start} 0;"]
    last = start
    for text in messages:
        step = 1000 if text.startswith("after ") else 60
        text = text.removeprefix("after ")  # noqa: PLW2901 - the same, said later
        lines += [f"#X obj 10 {20 * len(lines)} delay {step};", f"#X msg 10 {20 * len(lines)} {_written(text)};"]
        cords.append(f"#X connect {last} 0 {len(lines) - 3} 0;")
        cords.append(f"#X connect {len(lines) - 3} 0 {len(lines) - 2} 0;")
        if not text.startswith(">"):
            inlet = int(text[1:].split()[0]) if text.startswith(":") else 0
            cords.append(f"#X connect {len(lines) - 2} 0 {0 if text.startswith('@') else target} {inlet};")
        last = len(lines) - 3
    path = folder / "harness.pd"
    path.write_text("\n".join([*lines, *cords]) + "\n")
    return path


def _written(text: str) -> str:
    if text.startswith(">"):
        return " ".join(f"\\; {copy}-{text[1:]}" for copy in COPIES)
    return text.partition(" ")[2] if text.startswith((":", "@")) else text


def outlets(name: str) -> int:
    """How many outlets an abstraction has; none is looked at of an object of Pd's own."""
    path = PATCHES / f"{name}.pd"
    if not path.exists():
        return 0  # Pd's own
    depth = count = 0
    for line in path.read_text().splitlines()[1:]:
        depth += line.startswith("#N canvas")
        depth -= line.startswith("#X restore")
        count += not depth and line.startswith("#X obj") and line.rstrip(";").split()[4:] == ["outlet"]
    return count
