"""A real instrument for tests: a JACK server without a sound card, the program itself, a JACK client that listens."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import build_msg

RATE = 44100
PATIENCE = 180.0  # seconds until a test gives up, never a measure of speed: a first start compiles


def wait_until(condition: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited {PATIENCE:g} s in vain for {what}"
        time.sleep(0.01)


class Playing:
    """A running ``gesturegan-live play``."""

    def __init__(
        self,
        *arguments: object,
        server: str = "none",
        cwd: Path | None = None,
        python: Sequence[str] = (sys.executable,),
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        ports = ("--port", str(self.port), "--oscquery", "0")
        command = [*python, "-m", "gesturegan_live", "play", *ports, *map(str, arguments)]
        self.process = subprocess.Popen(
            command,
            stderr=subprocess.PIPE,
            text=True,
            cwd=cwd,
            env={**environment, "JACK_DEFAULT_SERVER": server},
            start_new_session=True,
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(PATIENCE)

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.lines.extend(line.rstrip() for line in self.process.stderr)

    def send(self, address: str, *values: object) -> None:
        self.socket.sendto(build_msg(address, list(values)).dgram, ("127.0.0.1", self.port))

    def ask(self, address: str, *values: object) -> list[object]:
        """Send, and return the arguments of the next answer; that an earlier bundle came late is none."""
        self.send(address, *values)
        while (answer := OscMessage(self.socket.recv(65536))).address == "/late":
            pass
        return list(answer.params)

    def hear_back(self, address: str) -> list[Any]:
        """The arguments of the next message with that address."""
        while (message := OscMessage(self.socket.recv(65536))).address != address:
            pass
        return list(message.params)

    def said(self, pattern: str) -> bool:
        return any(re.search(pattern, line) for line in self.lines)

    def wait_for(self, pattern: str) -> None:
        def seen() -> bool:
            assert self.process.poll() is None or self.said(pattern), f"it ended: {self.lines}"
            return self.said(pattern)

        wait_until(seen, f"{pattern!r} in {self.lines}")

    def writer_of(self, name: str) -> int:
        """Number of the child process that has a file open whose name ends so."""
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                if parent == self.process.pid and any(os.readlink(f).endswith(name) for f in (entry / "fd").iterdir()):
                    return int(entry.name)
            except OSError:  # it ended meanwhile
                continue
        raise AssertionError(f"no child has {name} open")

    def end(self, number: int = signal.SIGTERM) -> int:
        """End it as a terminal or a session would, and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        self._reader.join()
        assert self.process.stderr is not None
        self.process.stderr.close()
        self.socket.close()
        return code


@pytest.fixture
def play() -> Iterator[Callable[..., Playing]]:
    """Start instruments; whatever a test does, they are ended."""
    started: list[Playing] = []

    def start(*arguments: object, **options: object) -> Playing:
        started.append(Playing(*arguments, **options))  # type: ignore[arg-type]
        return started[-1]

    yield start
    for playing in started:
        if playing.process.poll() is None:
            os.killpg(playing.process.pid, signal.SIGKILL)
        playing.end()


@contextlib.contextmanager
def jack(
    name: str, *options: str, rate: int = RATE, block: int = 128, playback: int = 2
) -> Iterator[subprocess.Popen[bytes]]:
    """A JACK server with a dummy device, ready to be used; a test that needs it is skipped where there is none."""
    if shutil.which("jackd") is None:
        pytest.skip("JACK is not installed: apt install jackd2")
    device = ["-d", "dummy", "-r", str(rate), "-p", str(block), "-P", str(playback)]
    command = ["jackd", "--no-realtime", *options, "--name", name, *device]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # it talks a lot
    try:
        wait = ["jack_wait", "--server", name, "--wait", "--timeout", "60"]
        subprocess.run(wait, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        yield server
    finally:
        server.terminate()
        server.wait()


@pytest.fixture
def jack_server(request: pytest.FixtureRequest) -> Iterator[str]:
    """The name of a JACK server of this test's own.

    With the parameter ``sync`` it waits for its clients: on a busy machine time stretches, but
    no block is lost (it does not survive the sudden death of a client, which the default does).
    """
    name = f"test-{os.getpid()}"
    patience = ("--sync", "--timeout", "5000") if getattr(request, "param", "") == "sync" else ()
    with jack(name, *patience):
        yield name


class Listener:
    """A JACK client that keeps every sample of the instrument's first outputs, two or more."""

    def __init__(self, server: str, channels: int = 2) -> None:
        import jack

        jack.set_error_function(lambda _: None)
        jack.set_info_function(lambda _: None)
        self._blocks: queue.SimpleQueue[np.ndarray] = queue.SimpleQueue()
        self._client = jack.Client("listener", no_start_server=True, servername=server)
        self._inputs = [self._client.inports.register(f"in_{number + 1}") for number in range(channels)]
        self._client.set_process_callback(self._keep)
        self._client.activate()
        self._kept: list[np.ndarray] = []

    def _keep(self, _: int) -> None:
        self._blocks.put(np.stack([port.get_array() for port in self._inputs], axis=1))

    def connect(self) -> None:
        """Connect to the instrument (again, if it has a new client)."""

        def unconnected() -> list[Any]:
            heard = {port.name for own in self._inputs for port in self._client.get_all_connections(own)}
            ports = self._client.get_ports("^GestureGAN", is_audio=True, is_output=True)
            return [port for port in ports if port.name not in heard]

        count = len(self._inputs)
        wait_until(lambda: len(unconnected()) >= count, "the instrument's JACK ports")
        for port, own in zip(unconnected()[:count], self._inputs, strict=True):
            self._client.connect(port, own)

    def samples(self) -> np.ndarray:
        """Everything heard so far, shape (n, channels)."""
        while not self._blocks.empty():
            self._kept.append(self._blocks.get())
        return np.concatenate(self._kept) if self._kept else np.zeros((0, len(self._inputs)), np.float32)

    def hear(self, seconds: float) -> np.ndarray:
        """The next `seconds` of sound."""
        start = len(self.samples())
        wait_until(lambda: len(self.samples()) >= start + seconds * RATE, "JACK to go on")
        return self.samples()[start:]

    def hear_until(self, condition: Callable[[np.ndarray], object]) -> None:
        """Wait for a tenth of a second of sound of which the condition is true."""
        wait_until(lambda: condition(self.hear(0.1)), "such a sound")

    def close(self) -> None:
        self._client.deactivate()
        self._client.close()


@pytest.fixture
def listener(jack_server: str) -> Iterator[Listener]:
    client = Listener(jack_server)
    yield client
    client.close()
