"""MIDI ports that a test plays."""

from __future__ import annotations

import pytest


class Keyboard:
    """A port: what is put into it comes out of it."""

    def __init__(self) -> None:
        self.waiting: list[list[int]] = []
        self.open = True

    def send(self, *data: int) -> None:
        self.waiting.append(list(data))

    def get_message(self) -> list[int] | None:
        return self.waiting.pop(0) if self.open and self.waiting else None

    def close_port(self) -> None:
        self.open = False


class Cables:
    """Ports that are plugged in and out."""

    def __init__(self, *names: str) -> None:
        self.there = {name: Keyboard() for name in names}
        self.virtual = Keyboard()

    def names(self) -> list[str]:
        return list(self.there)

    def open(self, name: str) -> Keyboard:
        if name not in self.there:
            raise ValueError(f"MIDI: {name} is not there any more")
        return self.there[name]

    def own(self) -> Keyboard:
        return self.virtual


@pytest.fixture
def cables() -> Cables:
    return Cables("Launchkey Mini", "Faders")
