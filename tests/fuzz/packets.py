"""Datagrams at random through the real entry: the socket's own ``datagram_received``, with a real `Instrument`.

    python -m tests.fuzz.packets --packets 1000000
    python -m tests.fuzz.packets --packets 1000000 --atheris

The first draws well-formed, odd and damaged datagrams; the second lets ``atheris`` (no dependency: `pip install
atheris`) look for those that reach code which none has reached before. Nothing may escape, no value may leave its
range, what an answer holds must be OSC, and memory must not grow. How long control was held by one packet is told, not
judged.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import math
import random
import resource
import struct
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from pythonosc.osc_message import OscMessage

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.messages.routes.route import concrete
from gesturegan_live.control.messages.routes.table import ROUTES
from gesturegan_live.control.osc.server import OscServer
from gesturegan_live.latent.space import LIMIT
from gesturegan_live.show.home import Home
from gesturegan_live.show.parameters import (
    LONGEST_RAMP,
    MATRIX,
    MATRIX_HIGH,
    OUT_PARAMETERS,
    OUT_VOICE,
    VOICE_PARAMETERS,
)
from tests.fuzz.mutation import damaged
from tests.live.control.conftest import Model, Stage

VOICES = 4
SOURCES = [("127.0.0.1", 50000 + number) for number in range(4)] + [("192.0.2.7", 5000), ("::1", 5000, 0, 0)]
NOW = 1.7e9  # the server's clock, which goes on by a millisecond a packet
TIDY = 20_000  # packets after which the presets that were stored are removed
GROWTH = 64.0  # MiB that a process may grow by while it only goes on
AXES = "brightness", "", "fine_grain", ""  # the last is not there
ADDRESSES = [address for route in ROUTES for address, _, _ in concrete(route, VOICES + 1, 5, AXES)]
TYPES = {address: route for route in ROUTES for address, _, _ in concrete(route, VOICES + 1, 5, AXES)}
NUMBERS = [
    0,
    1,
    -1,
    2,
    7,
    0.5,
    1e-45,
    -0.0,
    12.000001,
    1e39,
    3.4e38,
    math.nan,
    math.inf,
    -math.inf,
    2**31 - 1,
    -(2**31),
]
TEXTS = [
    "",
    "a",
    "textures",
    "metal",
    "nothing",
    "../x",
    "ä" * 40,
    "x" * 300,
    "~",
    "loop",
    "scrub",
    "\x7f",
    "stones",
    "%s",
]


class RangeStage(Stage):
    """Plays nothing; holds every value that it is told against its range."""

    def __init__(self, home: Home) -> None:
        super().__init__(home, Model(conditions=("wood", "metal")), VOICES)
        self.told = 0

    def parameter(self, voice: int, index: int, value: float, sample: int = 0, seconds: float = 0.0) -> bool:
        self.told += 1
        table = OUT_PARAMETERS if voice == OUT_VOICE else VOICE_PARAMETERS
        low, high = (table[index].low, table[index].high) if index in range(len(table)) else (0, MATRIX_HIGH)
        assert voice == OUT_VOICE or 0 <= voice < VOICES, voice
        assert index in range(-1, len(table)) or 0 <= index - MATRIX < len(self.ring), index
        assert index == -1 or low <= value <= high, (voice, index, value)
        assert 0 <= seconds <= LONGEST_RAMP, (voice, index, seconds)
        return True

    def point(self, voice: int, z: Any, condition: Any, growth: float) -> None:
        self.told += 1
        assert 0 <= voice < VOICES
        assert z.shape == (self.model.latent_dim,)
        assert condition.shape == (len(self.model.conditions),)
        assert (abs(z) <= LIMIT).all(), z
        assert ((condition >= 0) & (condition <= 1)).all(), condition
        assert 0 <= growth <= 1, growth


class Answers:
    """In the place of the socket: counts what is sent, and looks at some of it."""

    def __init__(self) -> None:
        self.count = self.octets = 0

    def sendto(self, datagram: bytes, _: object = None) -> None:
        self.count += 1
        self.octets += len(datagram)
        if self.count % 97 == 0:
            OscMessage(datagram)
            assert len(datagram) <= 65507

    def is_closing(self) -> bool:
        return False

    def close(self) -> None:
        pass


class Escaped(logging.Handler):
    """What was caught at the last moment and logged as an error has escaped, too."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class Target:
    """A server that is handed datagrams."""

    def __init__(self, home: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self._home = home
        self._time = NOW
        self.stage = RangeStage(Home(home))
        self.instrument = Instrument(self.stage)
        opened = OscServer.open(self.instrument, port=0, show=self._show, now=lambda: self._time)
        self.server = self.loop.run_until_complete(opened)
        [self._endpoint] = self.server._endpoints
        self._transport = self._endpoint._transport
        self.answers = Answers()
        self._endpoint._transport = self.answers
        self.escaped = Escaped()
        logging.getLogger("gesturegan_live").addHandler(self.escaped)
        logging.getLogger("gesturegan_live").propagate = False
        self.loop.set_exception_handler(lambda _, context: self.escaped.lines.append(repr(context)))
        self.packets = 0
        self.slowest: list[tuple[float, bytes]] = []
        self.spent = 0.0

    def take(self, datagram: bytes, source: tuple[Any, ...] = SOURCES[0]) -> None:
        """Hand over one datagram, and let its work be done."""
        self._time += 0.001
        self.packets += 1
        began = time.thread_time()
        self.loop.run_until_complete(self._hand(datagram, source))
        took = time.thread_time() - began
        self.spent += took
        if len(self.slowest) < 5 or took > self.slowest[-1][0]:
            self.slowest = sorted([*self.slowest, (took, datagram[:200])], reverse=True)[:5]
        if self.packets % TIDY == 0:
            self._tidy()
        if self.packets % 251 == 0:
            self.instrument.tick(0.02)
        if self.escaped.lines:
            raise AssertionError(f"escaped: {self.escaped.lines[0]} after {datagram!r} from {source}")

    async def _hand(self, datagram: bytes, source: tuple[Any, ...]) -> None:
        self._endpoint.datagram_received(datagram, source)
        await asyncio.sleep(0)

    def _show(self, line: str) -> None:
        assert str(line).isprintable(), line  # a terminal obeys what is not

    def _tidy(self) -> None:
        self.loop.run_until_complete(asyncio.sleep(0.05))
        for preset in (self._home / "presets").glob("*"):
            preset.unlink(missing_ok=True)

    def close(self) -> None:
        """Stop listening."""
        self._endpoint._transport = self._transport
        self.loop.run_until_complete(self.server.close())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
        logging.getLogger("gesturegan_live").removeHandler(self.escaped)
        logging.getLogger("gesturegan_live").propagate = True


def datagram(draw: random.Random) -> bytes:
    """Draw a datagram: a message or a bundle, well-formed, odd or damaged."""
    made = _bundle(draw, 0) if draw.random() < 0.25 else _message(draw)
    return damaged(made, draw) if draw.random() < 0.25 else made


def _message(draw: random.Random) -> bytes:
    address = draw.choice(ADDRESSES)
    values = _values(draw, address)
    if draw.random() < 0.25:
        address = _pattern(draw, address)
    kinds, body = zip(*(_encoded(draw, value) for value in values), strict=True) if values else ((), ())
    return _text(address) + _text("," + "".join(kinds)) + b"".join(body)


def _values(draw: random.Random, address: str) -> list[object]:
    arguments = TYPES[address].arguments
    count = len(arguments) if draw.random() < 0.8 else draw.choice([0, 1, 2, 4, 9, 64, 300])
    if any(argument.many for argument in arguments) and draw.random() < 0.8:
        count = draw.choice([2, 4, len(arguments)])
    values: list[object] = []
    for index in range(count):
        argument = arguments[min(index, len(arguments) - 1)] if arguments else None
        if argument is None or draw.random() < 0.2:
            values.append(draw.choice([*NUMBERS, *TEXTS, True, False, None, b"", b"blob" * 9]))
        elif "s" in argument.osc_type:
            values.append(draw.choice([*TEXTS, *argument.choices]))
        elif "i" in argument.osc_type:
            values.append(draw.randint(int(argument.low), int(argument.high)))
        else:
            values.append(draw.uniform(argument.low, argument.high))
    return values


def _encoded(draw: random.Random, value: object) -> tuple[str, bytes]:
    if value is None:
        return draw.choice("NI"), b""
    if isinstance(value, bool):
        return ("T" if value else "F"), b""
    if isinstance(value, str):
        return "s", _text(value)
    if isinstance(value, bytes):
        return "b", struct.pack(">i", len(value)) + value + bytes(-len(value) % 4)
    if isinstance(value, int) and draw.random() < 0.6:
        return ("i", struct.pack(">i", value)) if draw.random() < 0.8 else ("h", struct.pack(">q", value))
    number = float(value)
    if draw.random() < 0.2 or (math.isfinite(number) and abs(number) > 3.4e38):
        return "d", struct.pack(">d", number)
    return "f", struct.pack(">f", number)


def _pattern(draw: random.Random, address: str) -> str:
    parts = address.split("/")
    for _ in range(draw.randint(1, 2)):
        place = draw.randrange(1, len(parts))
        wild = [
            "*",
            "?",
            "[0-9]",
            "[!a]",
            "{1,2}",
            "{gain,z}",
            "*a*a*a*",
            "",
            "[",
            "{",
            "**",
            "?" * 9,
            parts[place][:2] + "*",
        ]
        parts[place] = draw.choice(wild)
    if draw.random() < 0.05:
        parts[-1] = (draw.choice(["*a", "?", "{a,}", "[!-~]", "{,,,,}*"]) * 80)[: draw.choice([60, 230, 400])]
    return "/".join(parts)


def _bundle(draw: random.Random, depth: int) -> bytes:
    now = NOW + 2208988800
    ahead = draw.choice([-1e6, -1.0, 0.0, 0.001, 0.05, 0.2, 3.0, 1e5, 2e9])
    tag = draw.choice(
        [b"\0\0\0\0\0\0\0\1", bytes(8), struct.pack(">II", int(now + ahead) % 2**32, draw.getrandbits(32))]
    )
    elements = b""
    for _ in range(300 if draw.random() < 0.005 else draw.choice([0, 1, 1, 2, 4])):
        element = _bundle(draw, depth + 1) if depth < 10 and draw.random() < 0.2 else _message(draw)
        if len(elements) + len(element) > 60_000:
            break
        elements += struct.pack(">i", len(element)) + element
    return b"#bundle\0" + tag + elements


def _text(value: str) -> bytes:
    octets = value.encode()
    return octets + bytes(4 - len(octets) % 4)


def memory() -> float:
    """MiB that this process holds (elsewhere than on Linux: has held)."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def run(packets: int, seed: int, say: Any = print) -> Counter[str]:
    """Hand so many datagrams to a server; AssertionError where one of them breaks a promise."""
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as home:
        target = Target(Path(home))
        try:
            warm, held = max(packets // 5, 1), 0.0
            for number in range(packets):
                target.take(datagram(draw), draw.choice(SOURCES))
                if number + 1 == warm:
                    gc.collect()
                    held = memory()
                if (number + 1) % 100_000 == 0:
                    say(f"{number + 1} packets, {memory():.0f} MiB, slowest {1000 * target.slowest[0][0]:.1f} ms")
            gc.collect()
            grown = memory() - held
        finally:
            target.close()
    assert grown < GROWTH, f"grew by {grown:.1f} MiB over {packets - warm} packets"
    for took, head in target.slowest:
        say(f"{1000 * took:7.2f} ms of processor time: {head[:80]!r}")
    counts = Counter(packets=target.packets, malformed=target.server.malformed, late=target.server.late)
    counts.update(answers=target.answers.count, answered_bytes=target.answers.octets, told=target.stage.told)
    say(f"{dict(counts)}, {grown:+.1f} MiB, {1e6 * target.spent / packets:.0f} us a packet")
    return counts


def _explore(packets: int, seed: int) -> None:
    import atheris

    home = Path(tempfile.mkdtemp(prefix="fuzz-"))
    corpus = home / "corpus"
    corpus.mkdir()
    draw = random.Random(seed)
    for number in range(2000):
        (corpus / f"{number}").write_bytes(datagram(draw))
    atheris.instrument_all()
    target = Target(home)
    atheris.Setup([sys.argv[0], f"-runs={packets}", f"-seed={seed}", "-max_len=4096", str(corpus)], target.take)
    atheris.Fuzz()


def main() -> None:
    """Parse, and fuzz."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packets", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--atheris", action="store_true")
    given = parser.parse_args()
    (_explore if given.atheris else run)(given.packets, given.seed)


if __name__ == "__main__":
    main()
