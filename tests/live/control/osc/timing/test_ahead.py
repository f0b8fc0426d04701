"""A client whose clock is ahead."""

from __future__ import annotations

import asyncio

from gesturegan_live.control.messages import wire
from tests.live.control.osc.timing.test_bundles import bundle


def test_it_is_told_and_so_is_the_performer(play):
    said = []

    async def act(server, client):
        for _ in range(40):
            client.send(bundle(1000.0 + 7200, wire.encode("/gan/voice/1/gate", [1])))
        line = f"40 bundles wait; the first is due in 7200 s: is the clock of 127.0.0.1:{client.port} right?"
        assert await client.answer() == ["/notice", line]
        assert said == [line]
        assert server.last == "40 bundles wait; the first is due in 7200 s"
        client.send(wire.encode("/clearSched", []))
        await client.synced()
        assert server.last == ""

    play(act, now=lambda: 1000.0, say=said.append)


def test_what_is_due_soon_is_nobodys_affair(play, monkeypatch):
    monkeypatch.setattr("gesturegan_live.control.osc.timing.ahead._GATHER", 0.0)
    said = []

    async def act(server, client):
        client.send(bundle(1005.0, wire.encode("/gan/voice/1/gate", [1])))
        await client.synced()
        await asyncio.sleep(0.01)
        assert said == []
        assert server.last == ""

    play(act, now=lambda: 1000.0, say=said.append)
