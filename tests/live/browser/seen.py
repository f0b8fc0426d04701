"""An instrument with its page, and a page that is open in a browser: what is done with them, and what goes wrong."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

from pythonosc.osc_message import OscMessage

from gesturegan_live.models.bundle import Bundle
from tests.live.conftest import Playing

SIZES = {"desk": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}


class Instrument:
    """An instrument that may end and begin again, at the same port of the page."""

    def __init__(self, bundle: Bundle, home: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/"
        self.home = home
        self._bundle = bundle
        self.begin()

    def begin(self) -> None:
        options = ("--device", "null", "--no-walk", "--home", self.home, "--oscquery", self.port, "--voices", 4)
        self.playing = Playing(self._bundle.path, *options)
        self.playing.wait_for("OSC on")

    def value(self, address: str) -> list[Any]:
        """What an address holds now; nothing where it cannot be read yet."""
        self.playing.send(address)
        self.playing.send("/sync", 1)
        held: list[Any] = []
        while (message := OscMessage(self.playing.socket.recv(65536))).address != "/synced":
            held = list(message.params) if message.address == address else held
        return held

    def send(self, address: str, *values: object) -> None:
        """Send a message, and wait until it is obeyed."""
        self.playing.send(address, *values)
        self.playing.send("/sync", 1)
        self.playing.hear_back("/synced")


class Seen:
    """A page that is open, and whatever goes wrong with it."""

    def __init__(self, page, url: str) -> None:
        self.page, self.url = page, url
        self.wrong: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", lambda request: self._asked_for(request.url))
        page.goto(url)
        page.wait_for_selector(".state.on")

    def _hear(self, message) -> None:
        if message.type != "log" and "willReadFrequently" not in message.text:  # it is tests that read pictures back
            self.wrong.append(message.text)

    def _asked_for(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:")):
            self.wrong.append(f"asked for {url}")

    def show(self, view: str):
        self.page.click(f'.tab[data-view="{view}"]')
        self.page.wait_for_selector(f'.tab[data-view="{view}"][aria-current]')
        return self.page


def quiet(instrument: Instrument) -> None:
    """No voice sounds, and all stand where nothing does."""
    for address, values in (
        ("gate", (0,)),
        ("z", (0.0,) * 4),
        ("axes", (0.0, 0.0)),
        ("glide", (0.0,)),
        ("gain", (1.0,)),
    ):
        instrument.send(f"/gan/voice/*/{address}", *values)
