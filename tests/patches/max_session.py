"""The model of Max and a real OSC server, joined by sockets."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

from pythonosc.osc_message import OscMessage

from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.messages import wire
from gesturegan_live.control.osc.server import OscServer
from tests.patches.max_model import Max

PACKAGE = Path(__file__).parents[2] / "patches" / "max"


class Session:
    """Max and the instrument, with what the instrument heard."""

    def __init__(self, model: Max, port: int, heard: list[tuple], patience: int = 400) -> None:
        self.max, self.port, self.heard, self.patience = model, port, heard, patience
        self.out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.back.bind(("127.0.0.1", 0))
        self.back.setblocking(False)
        self.listen = self.back.getsockname()[1]

    async def step(self, milliseconds: float = 20) -> None:
        """Let a little time pass, carry what was sent there, and what was answered back."""
        self.max.wait(milliseconds)
        for port, (address, *values) in self.max.sent:
            assert port == self.port
            self.out.sendto(wire.encode(address, tuple(values)), ("127.0.0.1", port))
        self.max.sent.clear()
        await asyncio.sleep(0.005)
        while True:
            try:
                packet = self.back.recv(65536)
            except BlockingIOError:
                return
            message = OscMessage(packet)
            self.max.arrive(self.listen, [message.address, *message.params])

    async def until(self, done) -> None:
        """Wait until something is so."""
        for _ in range(self.patience):
            if done():
                return
            await self.step()
        raise AssertionError(self.played())

    def played(self) -> list[tuple]:
        """What was heard but questions, subscriptions and greetings."""
        asks = ("/notify", "/gan/subscribe")
        return [m for m in self.heard if (len(m) > 1 and m[0] not in asks) or m[0].endswith(("/panic", "/stop"))]

    def close(self) -> None:
        """End the sockets and Max."""
        self.out.close()
        self.back.close()
        self.max.close()


def run(stage, act, *, backwards: bool, fills: bool, package: Path = PACKAGE) -> None:
    """Run `act` on a session."""

    async def session() -> None:
        heard: list[tuple] = []
        instrument = Instrument(stage)
        server = await OscServer.open(instrument, port=0)
        handle = instrument.handle

        def listen(address, values, reply, sample=0):
            heard.append((address, *values))
            return handle(address, values, reply, sample)

        instrument.handle = listen
        played = Session(Max(package, backwards=backwards, fills=fills), server.port, heard)
        ticking = asyncio.create_task(_tick(server, instrument))
        try:
            await act(played)
        finally:
            ticking.cancel()
            played.close()
            await server.close()

    asyncio.run(session())


async def _tick(server: OscServer, instrument: Instrument) -> None:
    while True:
        await asyncio.sleep(0.01)
        server.tick()
        instrument.tick(0.01)


async def connected(session, *patches):
    """Open a server and patches, and wait until the instrument has answered."""
    server = session.max.open("gan.server", session.port, session.listen)
    opened = [session.max.open(*patch) for patch in patches]
    alive = server.outlets[2].heard
    await session.until(lambda: alive == [[1]])
    await session.step(100)
    await session.step()
    return [server, *opened]
