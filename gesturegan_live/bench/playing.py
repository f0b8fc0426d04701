"""A running ``gesturegan-live play`` and the UDP socket that plays it: what every measurement from outside begins with.

Conventions
-----------
The process is a fresh one, on a home folder of its own and a port that was free; it ends with the context, and by
itself after some time should the measurement be killed. What it says is kept in a file, never in a pipe that
could fill.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fnmatch
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pythonosc.osc_message import OscMessage

from gesturegan_live.audio.output.device import NULL, NoDevice, list_devices
from gesturegan_live.control.messages import wire
from gesturegan_live.show.config import Show

LONGEST = 1800.0  # seconds that it plays at most, where nothing else is asked for
START_SECONDS = 120.0  # a first start compiles for a while
_END_SECONDS = 20.0
_PATIENCE = 20.0  # seconds for an answer, on a machine that is busy too
_ASK_AGAIN = 0.2  # seconds
_PAUSE = 0.005  # seconds
_READY = re.compile(r" on (?P<device>.+), OSC on ")


@dataclass(frozen=True)
class Status:
    """What ``/status.reply`` says (see `gesturegan_live.control.messages.routes.table`)."""

    voices: int
    open_gates: int
    late_blocks: int
    load: float  # percent, as the next
    load_peak: float
    sample_rate: float  # Hz, as the next
    actual_sample_rate: float
    xruns: int
    peak: float
    updates_per_second: float
    generator_restarts: int
    audio_restarts: int


@dataclass(frozen=True)
class Late:
    """What ``/gan/process/audio/late`` says.

    Attributes
    ----------
    blocks, stolen : int
        Blocks that were late; those of them at which a machine's host had taken the processor away.
    others : sequence of (float, float)
        The last 64 of the others: unix time of its end, seconds that it took.
    """

    blocks: int
    stolen: int
    others: Sequence[tuple[float, float]]


def device() -> str | None:
    """Name the device to measure on: the default one, or the null device where there is none."""
    try:
        return None if list_devices() else NULL
    except NoDevice:
        return NULL


class Playing:
    """The instrument, from outside; made by `play`.

    Attributes
    ----------
    process : Popen
    port : int
        Where it listens.
    device : str
        What it said that it plays on, once `wait_until_ready` has returned.
    """

    def __init__(self, process: subprocess.Popen[bytes], port: int, said: Path) -> None:
        self.process = process
        self.port = port
        self.device = ""
        self._server = ("127.0.0.1", port)
        self._said = said
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(_ASK_AGAIN)

    def send_datagram(self, datagram: bytes) -> None:
        """Send what is written already."""
        self._socket.sendto(datagram, self._server)

    def send(self, address: str, *values: object) -> None:
        """Send one message."""
        self.send_datagram(wire.encode(address, values))

    def ask(self, address: str, reply: str | None = None, patience: float = _PATIENCE) -> list[Any]:
        """Ask until it answers; returns the arguments of the answer.

        Parameters
        ----------
        address : str
        reply : str, optional
            Address of the answer; `address` itself if not given.
        patience : float
            Seconds.
        """
        question, end = wire.encode(address, ()), time.monotonic() + patience
        self._forget_answers()
        while time.monotonic() < end:
            self._check_alive()
            self.send_datagram(question)
            with contextlib.suppress(TimeoutError, ConnectionRefusedError):  # or it does not listen yet
                while (message := OscMessage(self._socket.recv(65536))).address != (reply or address):
                    pass
                return list(message.params)
            time.sleep(_PAUSE)
        raise RuntimeError(f"the instrument did not answer {address} within {patience:g} s")

    def ask_each(self, pattern: str, count: int) -> list[list[Any]]:
        """Ask all addresses that a pattern stands for; returns the arguments of every answer, in order of address."""
        question, end = wire.encode(pattern, ()), time.monotonic() + _PATIENCE
        answers: dict[str, list[Any]] = {}
        self._forget_answers()
        while time.monotonic() < end:
            self._check_alive()
            self.send_datagram(question)
            with contextlib.suppress(TimeoutError, ConnectionRefusedError):
                while len(answers) < count:
                    message = OscMessage(self._socket.recv(65536))
                    if fnmatch.fnmatchcase(message.address, pattern):
                        answers[message.address] = list(message.params)
                return [answers[address] for address in sorted(answers)]
        raise RuntimeError(f"the instrument gave {len(answers)} of {count} answers to {pattern} in {_PATIENCE:g} s")

    def _forget_answers(self) -> None:
        """Drop answers that came too late: they tell of the past."""
        with contextlib.suppress(BlockingIOError, ConnectionRefusedError):
            self._socket.setblocking(False)
            while self._socket.recv(65536):
                pass
        self._socket.settimeout(_ASK_AGAIN)

    def status(self, patience: float = _PATIENCE) -> Status:
        """Ask how it is doing."""
        return Status(*self.ask("/status", "/status.reply", patience)[1:])

    def loads(self) -> NDArray[np.float64]:
        """Ask how many blocks took which share of their time (`gesturegan_live.audio.interface.loads`)."""
        return np.array(self.ask("/gan/process/audio/loads"), np.float64)

    def late(self) -> Late:
        """Ask which blocks came late."""
        blocks, stolen, *answer = self.ask("/gan/process/audio/late")
        threes = zip(*(iter(answer),) * 3, strict=True)
        others = [(wire.unix_time(seconds, fraction), 1e-6 * took) for seconds, fraction, took in threes]
        return Late(blocks, stolen, others)

    def wait_until_ready(self) -> None:
        """Wait until both children are warm and it plays."""
        end = time.monotonic() + START_SECONDS
        while (ready := _READY.search(self.said())) is None or not self.status().sample_rate:  # 0 while it is silent
            self._check_alive()
            if time.monotonic() > end:
                raise RuntimeError(f"the instrument is not ready after {START_SECONDS:g} s: {self.last_line()}")
            time.sleep(0.05)
        self.device = ready["device"]

    def said(self) -> str:
        """Give everything that it has printed."""
        return self._said.read_text(encoding="utf-8", errors="replace")

    def last_line(self) -> str:
        """Give the line that it printed last."""
        lines = self.said().strip().splitlines()
        return lines[-1] if lines else "it said nothing"

    def _check_alive(self) -> None:
        if self.process.poll() is not None:
            raise RuntimeError(f"the instrument ended (exit code {self.process.returncode}): {self.last_line()}")

    def end(self) -> None:
        """End it, with its fade-out."""
        self.process.terminate()
        try:
            self.process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()  # its children notice, and end
            self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self._socket.close()


@contextlib.contextmanager
def play(
    show: Show,
    *,
    seconds: float = LONGEST,
    program: Sequence[str] = ("gesturegan_live", "play", "--show"),
    stdout: int = subprocess.DEVNULL,
) -> Iterator[Playing]:
    """Start the instrument; the port of the show is set to one that is free.

    Parameters
    ----------
    show : Show
    seconds : float
        After which it ends by itself, should the measurement be killed.
    program : sequence of str
        A module and its arguments, to which the file of the show is added.
    stdout : int
        Where its standard output goes, as for `subprocess.Popen`.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="gesturegan-bench-") as home:
        file, said = Path(home) / "bench.toml", Path(home) / "said.txt"
        file.write_text(dataclasses.replace(show, port=port).toml(), encoding="utf-8")
        command = [sys.executable, "-m", *program, str(file), "--home", home, "--seconds", str(seconds)]
        with said.open("wb") as errors:
            process = subprocess.Popen(command, stdout=stdout, stderr=errors)
        playing = Playing(process, port, said)
        try:
            yield playing
        finally:
            playing.end()
