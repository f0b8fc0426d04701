"""A stage that notes what it is asked, and a socket that asks a real server."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pythonosc.osc_message import OscMessage

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.messages import wire
from gesturegan_live.control.messages.dispatcher import Work
from gesturegan_live.control.osc.server import OscServer
from gesturegan_live.control.stage import Status
from gesturegan_live.finding.search import Found
from gesturegan_live.latent.axes import Codes
from gesturegan_live.models.axis_effects import AxisEffect
from gesturegan_live.show.home import Home


@dataclass(frozen=True)
class Codec:
    name: str = "log-spectrogram"
    sample_rate: int = 44100
    clip_samples: int = 65536


@dataclass(frozen=True)
class Model:
    name: str = "textures"
    latent_dim: int = 4
    conditions: tuple[str, ...] = ()
    presets: dict[str, list[float]] = field(default_factory=lambda: {"stones": [1.0, -1.0, 0.5, 0.0]})
    preset_conditions: dict[str, list[float]] = field(default_factory=dict)
    codec: Codec = Codec()
    axis_names: tuple[str, ...] = ("brightness", "axis 1", "fine grain")
    axis_effects: tuple[AxisEffect, ...] = ()
    path: Path = Path("nowhere")
    codes: Codes | None = None

    def axes(self) -> tuple[np.ndarray, np.ndarray]:
        """Axis i is coordinate i, turned round for every second one; a deviation is as long as its number from 1."""
        turned = np.where(np.arange(self.latent_dim) % 2, -1, 1)
        directions = np.diag(turned).astype(np.float32)[np.arange(len(self.axis_names)) % self.latent_dim]
        return directions, np.arange(1, len(self.axis_names) + 1, dtype=np.float32)

    def couplings(self) -> Codes | None:
        return self.codes


class Stage:
    """Not the live server: it plays nothing, it remembers."""

    def __init__(self, home: Home, model: Model | None = None, voices: int = 3) -> None:
        self.home = home
        self.model = model or Model()
        self.voices = voices
        self.ring = (90.0, -90.0)
        self.sent: list[tuple[float, ...]] = []
        self.points: list[tuple[int, list[float], list[float]]] = []
        self.room = 10**6
        self.loudness = [0.0] * voices
        self.lead = 0.1
        self.made: int | None = None
        self.soon, self.sample_rate = 256, 44100
        self.taken_there: dict[str, Any] = {}
        self.found: list[Found | Exception] = []  # what is found, one after the other
        self.asked_for: list[tuple[str, float | None]] = []
        self.between: Callable[[], object] = lambda: None  # what happens between two of them
        self.origin = 0.0  # unix time of sample 0; 0: no sound card runs
        self.recording = ""
        self.taking = ""
        self.quitted = False
        self.growths: dict[int, float] = {}
        self.models_there = {"textures": self.model, "metal": Model("metal", 2, ("hit", "rub"), {})}

    def parameter(self, voice: int, index: int, value: float, sample: int = 0, seconds: float = 0.0) -> bool:
        if self.room == 0:
            return False
        self.room -= 1
        self.sent.append((voice, index, value, sample, seconds) if seconds else (voice, index, value, sample))
        return True

    def point(self, voice: int, z: Any, condition: Any, growth: float) -> None:
        assert z.dtype == condition.dtype == np.float32
        assert z.shape == (self.model.latent_dim,)
        assert condition.shape == (len(self.model.conditions),)
        self.points.append((voice, z.tolist(), condition.tolist()))
        self.growths[voice] = growth

    def sample_at(self, unix_time: float) -> int:
        return round((unix_time - self.origin) * 44100) if self.origin else 0

    def levels(self) -> list[float]:
        return self.loudness

    def models(self) -> list[str]:
        return list(self.models_there)

    async def load(self, name: str) -> None:
        if name not in self.models_there:
            raise ValueError(f"no model {name!r}")
        self.model = self.models_there[name]

    async def find(self, name: str, seconds: float | None) -> AsyncGenerator[Found, None]:
        self.asked_for.append((name, seconds))
        for number, found in enumerate(self.found):
            await asyncio.sleep(0)
            if number:
                self.between()
            if isinstance(found, Exception):
                raise found
            yield found

    def record(self, name: str | None, voices: bool = False) -> Path | None:
        path = self.home.inside("recordings", name, "" if voices else ".flac") if name else None
        self.recording = name or ""
        return path

    def take(self, name: str | None) -> Path | None:
        path = self.home.inside("takes", name or self.taking, ".take") if name or self.taking else None
        self.taking = name or ""
        return path

    def takes(self) -> list[str]:
        return sorted(self.taken_there)

    def taken(self, name: str) -> Any:
        if name not in self.taken_there:
            raise ValueError(f"no take {name!r}")
        return self.taken_there[name]

    async def clip(self, name: str, z: Any, condition: Any, growth: float) -> tuple[Path, int, int]:
        raise ValueError("no clip is made here")

    def status(self) -> Status:
        return Status(
            load=0.25,
            load_peak=0.5,
            loads=(0, 5, 7),
            late_blocks=3,
            stolen_blocks=1,
            late=((1700000000.25, 0.004), (1700000001.0, 0.0031)),
            xruns=4,
            import_seconds=0.5,
            compile_seconds=0.25,
            peak=0.75,
            rms=(0.1, 0.2, 0.3),
            playheads=(0.0, 0.5, 0.75),
            sample_rate=44100.0,
            updates_per_second=(100.0, 20.0),
            generator_pid=41,
            audio_pid=42,
            generator_restarts=1,
            audio_restarts=2,
            recording=self.recording,
            take=self.taking,
        )

    def quit(self) -> None:
        self.quitted = True


class Answers(list[tuple[Any, ...]]):
    """What was answered."""

    def __call__(self, address: str, *values: Any) -> None:
        self.append((address, *values))


def finish(works: Iterable[Work]) -> None:
    """Run what remains of messages."""

    async def run() -> None:
        for work in works:
            await work

    asyncio.run(run())


def ask(instrument: Instrument, answers: Answers, address: str, *values: object) -> Answers:
    """Send a message, run what remains of it, return what was answered."""
    answers.clear()
    finish(instrument.handle(address, values, answers))
    return Answers(answers)


class Client:
    """A socket that sends datagrams and waits for answers."""

    def __init__(self, port: int) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.server = ("127.0.0.1", port)
        self.port = self.socket.getsockname()[1]

    def send(self, *datagrams: bytes) -> None:
        for datagram in datagrams:
            self.socket.sendto(datagram, self.server)

    async def answer(self):
        data = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(self.socket, 65536), 10)
        message = OscMessage(data)
        return [message.address, *message.params]

    async def ask(self, address, *values):
        self.send(wire.encode(address, values))
        return await self.answer()

    async def synced(self):
        """Wait until the server has taken everything that was sent, and let it flush."""
        answers = []
        self.send(wire.encode("/sync", [1]))
        while (answer := await self.answer()) != ["/synced", 1]:
            answers.append(answer)
        await asyncio.sleep(0.01)
        return answers


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(Home(tmp_path / "home"))


@pytest.fixture
def instrument(stage: Stage) -> Instrument:
    return Instrument(stage)


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def model() -> type[Model]:
    return Model


@pytest.fixture
def play(instrument):
    """Run a coroutine function (server, client) against a real server."""

    def run(act, **options):
        async def session():
            server = await OscServer.open(instrument, port=0, **options)
            client = Client(server.port)
            try:
                await act(server, client)
            finally:
                await server.close()
                client.socket.close()

        asyncio.run(session())

    return run
