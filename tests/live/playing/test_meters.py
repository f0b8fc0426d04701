"""What the meters tell while no sound is made."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from gesturegan_live.models.bundle import Bundle
from gesturegan_live.server import Server
from gesturegan_live.show.config import Show
from gesturegan_live.show.home import Home
from gesturegan_live.terminal.panel import status_line


def _with_a_server(bundle: Bundle, home: Path, act: Callable[[Server], None]) -> list[str]:
    lines: list[str] = []

    async def run() -> None:
        server = Server(Show(walk=False), bundle, Home(home), lines.append)
        try:
            act(server)
        finally:
            await server.stop()

    asyncio.run(run())
    return lines


def test_while_no_blocks_are_made_levels_load_and_rate_are_nothing(tiny_bundle: Bundle, tmp_path: Path) -> None:
    def act(server: Server) -> None:
        stage, board = server.stage, server.stage.sound.board
        stage.playing = True
        board["load"][0], board["load_peak"][0], board["peak"][:], board["rms"][:] = 0.25, 0.5, 0.75, 0.125
        board["sample_rate"][0] = 44100
        for turn in range(200):  # 2 seconds, of which it plays one
            board["blocks"][0] = min(turn, 100) + 1
            stage.watch(turn / 100)
            status = stage.status()
            measured.append((status.load, status.load_peak, status.peak, status.rms[0], status.sample_rate))
            shown.append("no sound" in status_line(server).plain)

    measured: list[tuple[float, ...]] = []
    shown: list[bool] = []
    _with_a_server(tiny_bundle, tmp_path, act)
    assert set(measured[:100]) == {(0.25, 0.5, 0.75, 0.125, 44100.0)}
    assert set(measured[160:]) == {(0.0, 0.0, 0.0, 0.0, 0.0)}
    assert not any(shown[:100])
    assert all(shown[160:])


def test_a_device_that_is_waited_for_is_one_line(tiny_bundle: Bundle, tmp_path: Path) -> None:
    def act(server: Server) -> None:
        sound = server.stage.sound
        for _ in range(2):
            sound._on_message({"lost": "device null has stopped"})
            sound._died(1)
            for reason in ("no sound card",) * 20 + ("no device 'USB'",) * 20:
                sound._on_message({"failed": reason, "no_device": True})
                sound._died(1)
            sound._returned()

    once = [
        "audio: device null has stopped",
        "audio died (exit code 1); starting it again",
        "audio waits: no sound card",
        "audio waits: no device 'USB'",
        "audio is back (process 0)",
    ]
    assert _with_a_server(tiny_bundle, tmp_path, act) == [*once, *once]
