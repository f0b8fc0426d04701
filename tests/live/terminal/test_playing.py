"""The instrument at a terminal, a real one: its keys, what is drawn, and that the terminal is as it was afterwards."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gesturegan_live.models.bundle import Bundle
from tests.live.conftest import PATIENCE, Playing, wait_until

termios = pytest.importorskip("termios")
fcntl, pty = pytest.importorskip("fcntl"), pytest.importorskip("pty")
pytestmark = pytest.mark.long

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class AtTerminal(Playing):
    """A running ``gesturegan-live play`` with somebody at its terminal."""

    def __init__(self, *arguments: object, term: str = "xterm-256color", typing: bool = True) -> None:
        self.screen, self._terminal = pty.openpty()
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, b"\x18\x00\x78\x00" + bytes(4))  # 24 lines of 120
        self.before = self.modes()
        self.text = ""
        self.lines: list[str] = []
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        ports = ("--port", str(self.port), "--oscquery", "0")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gesturegan_live", "play", *ports, *map(str, arguments)],
            stdin=self._terminal if typing else subprocess.DEVNULL,
            stdout=self._terminal,
            stderr=self._terminal,
            env={**os.environ, "JACK_DEFAULT_SERVER": "none", "TERM": term},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(1, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - no other way before 3.12
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(PATIENCE)

    def _read(self) -> None:
        while True:
            try:
                self.text += os.read(self.screen, 65536).decode(errors="replace")
            except OSError:  # nobody has it open any more
                return

    def modes(self) -> list[Any]:
        """How the terminal is set."""
        return termios.tcgetattr(self._terminal)

    @property
    def is_raw(self) -> bool:
        """Whether keys are given one by one, and not shown."""
        return not self.modes()[3] & (termios.ICANON | termios.ECHO)

    def type(self, keys: str) -> None:
        os.write(self.screen, keys.encode())

    def said(self, pattern: str) -> bool:
        return re.search(pattern, ESCAPES.sub("", self.text)) is not None

    def read_until(self, address: str, *values: object) -> None:
        wait_until(lambda: self.ask(address) == list(values), f"{address} to be {values}")

    def end(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        self.after = self.modes()
        os.close(self._terminal)
        self._reader.join()
        os.close(self.screen)
        self.socket.close()
        return code


@pytest.fixture
def sit(tiny_bundle: Bundle, tmp_path: Path) -> Iterator[Any]:
    """Start instruments at terminals of their own."""
    started: list[AtTerminal] = []

    def start(*arguments: object, **options: Any) -> AtTerminal:
        instrument = AtTerminal(
            *(tiny_bundle.path, "--device", "null", "--home", tmp_path, "--no-walk", "--voices", 4),
            *arguments,
            **options,
        )
        started.append(instrument)
        instrument.wait_for("OSC on")
        return instrument

    yield start
    for instrument in started:
        if instrument.process.poll() is None:
            os.killpg(instrument.process.pid, signal.SIGKILL)
            instrument.end()


def test_keys_play_record_help_and_quit(sit, tmp_path: Path) -> None:
    instrument = sit()
    wait_until(lambda: instrument.is_raw, "keys to be given as they are pressed")
    instrument.type("1")
    instrument.read_until("/gan/voice/1/gate", 1)
    instrument.type("24")
    instrument.read_until("/gan/voice/4/gate", 1)
    instrument.type("2")
    instrument.read_until("/gan/voice/2/gate", 0)
    instrument.type("\x1b[A")  # an arrow
    instrument.type(" ")
    instrument.read_until("/gan/voice/1/gate", 0)
    assert instrument.ask("/gan/voice/4/gate") == [0]
    instrument.type("9")
    instrument.wait_for("there is no voice 9: there are 4")
    instrument.type("r")
    wait_until(lambda: instrument.ask("/gan/out/record") != [""], "it to record")
    instrument.wait_for("●")
    time.sleep(0.5)
    instrument.type("R")
    instrument.wait_for(r"recorded .*\.flac")
    assert len(list((tmp_path / "recordings").glob("*.flac"))) == 1
    instrument.type("?")
    instrument.wait_for("space +panic: every voice is silent at once")
    instrument.type("q")
    instrument.wait_for(r"quit\? q again")
    instrument.type("xq1")  # no; once more; no
    instrument.read_until("/gan/voice/1/gate", 1)
    assert instrument.process.poll() is None
    instrument.type("qq")
    assert instrument.process.wait(60) == 0
    assert instrument.end() == 0
    assert instrument.after == instrument.before
    assert instrument.text.rindex("\x1b[?25h") > instrument.text.rindex("\x1b[?25l")  # the cursor is there


def test_meters_and_senders_are_drawn(sit) -> None:
    instrument = sit()
    instrument.wait_for("nobody is heard")
    instrument.send("/gan/voice/2/z", 1.0, 0.0, 0.0, 0.0)
    instrument.send("/gan/voice/2/gate", 1)
    instrument.wait_for(r"1   2[▄▅▆▇█]  3   4 ")
    instrument.wait_for(rf"heard from 127\.0\.0\.1:{instrument.socket.getsockname()[1]}  \? shows the keys")
    assert instrument.end() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_as_it_was(sit, number: int) -> None:
    instrument = sit()
    wait_until(lambda: instrument.is_raw, "keys to be given as they are pressed")
    assert instrument.end(number) == 0
    assert instrument.after == instrument.before


def test_ctrl_c_twice_leaves_the_terminal_as_it_was(sit) -> None:
    instrument = sit()
    wait_until(lambda: instrument.is_raw, "keys to be given as they are pressed")
    os.kill(instrument.ask("/gan/process/audio/pid")[0], signal.SIGSTOP)  # its fade-out does not end
    instrument.type("\x03")
    time.sleep(0.5)
    instrument.type("\x03")
    assert instrument.process.wait(60) == 128 + signal.SIGINT
    os.killpg(instrument.process.pid, signal.SIGKILL)  # what was stopped, and has the terminal open
    instrument.end()
    assert instrument.after == instrument.before


def test_a_program_that_breaks_leaves_the_terminal_as_it_was(sit, monkeypatch, tmp_path: Path) -> None:
    broken = "import asyncio\nfrom gesturegan_live.server import Server\n"
    broken += "async def play(self):\n    await asyncio.sleep(2)\n    1 / 0\n"
    broken += "Server._tick_until_quit = play\n"
    (tmp_path / "sitecustomize.py").write_text(broken, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.delenv("PYTHONSAFEPATH")
    instrument = sit()
    wait_until(lambda: instrument.is_raw, "keys to be given as they are pressed")
    assert instrument.process.wait(60) == 1
    assert instrument.said("ZeroDivisionError")
    instrument.end()
    assert instrument.after == instrument.before


def test_stopped_it_puts_the_terminal_back_and_going_on_it_takes_it_again(sit) -> None:
    instrument = sit()
    wait_until(lambda: instrument.is_raw, "keys to be given as they are pressed")
    instrument.type("\x1a")

    def stopped() -> bool:
        return (Path("/proc") / str(instrument.process.pid) / "stat").read_bytes().rpartition(b") ")[2][:1] == b"T"

    wait_until(stopped, "it to stop")
    assert instrument.modes() == instrument.before
    wait_until(lambda: instrument.text.endswith("\x1b[?25h"), "the cursor to be shown")
    instrument.process.send_signal(signal.SIGCONT)
    wait_until(lambda: instrument.is_raw, "keys to be given again")
    instrument.type("3")
    instrument.read_until("/gan/voice/3/gate", 1)
    assert instrument.end() == 0
    assert instrument.after == instrument.before


@pytest.mark.parametrize("options", [{"term": "dumb"}, {"typing": False}])
def test_a_terminal_that_only_prints_or_has_no_keys_has_none_of_it(sit, options) -> None:
    instrument = sit(**options)
    instrument.type("1")
    instrument.send("/gan/voice/2/gate", 1)
    time.sleep(1.0)
    assert instrument.modes() == instrument.before
    assert instrument.ask("/gan/voice/1/gate") == [0]
    assert not instrument.said("heard from")
    if options.get("term") == "dumb":
        assert "\x1b" not in instrument.text
    assert instrument.end() == 0
    assert instrument.after == instrument.before
