"""The model of Max and a real OSC server, joined by sockets."""

from __future__ import annotations

import asyncio
import socket

from pythonosc.osc_message import OscMessage

from gesturegan_live.control.messages import wire
from tests.patches.max_model import Max


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
        """What was heard but questions and greetings."""
        return [m for m in self.heard if (len(m) > 1 and m[0] != "/notify") or m[0].endswith(("/panic", "/stop"))]

    def close(self) -> None:
        """End the sockets and Max."""
        self.out.close()
        self.back.close()
        self.max.close()
