"""What a terminal sends, and which messages come of it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from gesturegan_live.control.stage import Status
from gesturegan_live.terminal.keyboard import HELP, Keyboard


class Server:
    """Not the live server: it remembers what it is to obey."""

    def __init__(self) -> None:
        self.sent: list[tuple[object, ...]] = []
        self.gates = {"/gan/voice/1/gate": 0, "/gan/voice/2/gate": 1}
        self.recording = ""
        self.stage = SimpleNamespace(voices=2, status=lambda: Status(recording=self.recording))

    def read(self, address):
        return (self.gates[address],)

    def obey(self, who, messages):
        assert who == "keys"
        self.sent += [(address, *values) for address, values in messages]


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def clock() -> SimpleNamespace:
    return SimpleNamespace(now=100.0)


@pytest.fixture
def keyboard(server, said, clock) -> Keyboard:
    return Keyboard(server, said.append, lambda: clock.now)


def test_each_key_is_a_message(keyboard, server, said) -> None:
    keyboard.press("1 2r")
    server.recording = "evening"
    keyboard.press("rgb")
    assert server.sent == [
        ("/gan/voice/1/gate", 1),
        ("/gan/out/panic",),
        ("/gan/voice/2/gate", 0),
        ("/gan/out/record", 1),
        ("/gan/out/record", 0),
        ("/gan/cue/go",),
        ("/gan/cue/back",),
    ]
    keyboard.press("3?")
    assert said == ["there is no voice 3: there are 2", *HELP]


def test_it_quits_when_asked_twice_within_seconds(keyboard, server, clock) -> None:
    for keys, seconds in (("q", 6), ("q", 1), ("z", 0), ("q", 6)):
        keyboard.press(keys)
        clock.now += seconds
    assert server.sent == []
    keyboard.press("Q")
    assert keyboard.asks
    clock.now += 1
    keyboard.press("q")
    assert not keyboard.asks
    assert server.sent == [("/quit",)]


@pytest.mark.parametrize(
    "reads",
    [
        ["\x1b[A", ""],  # an arrow
        ["\x1b[1;5C"],
        ["\x1bOP"],  # F1
        ["\x1b[15~"],
        ["\x1b", "[1", "5~"],
        ["\x1b[2", "0~"],
        ["\x1b1"],  # with Alt
        ["\x1b", ""],
        ["é\x00\x7f\tx"],
    ],
)
def test_other_keys_do_nothing_and_those_after_them_what_they_do(keyboard, server, reads) -> None:
    for keys in reads:
        keyboard.press(keys)
    assert server.sent == []
    keyboard.press("1")
    assert server.sent == [("/gan/voice/1/gate", 1)]
