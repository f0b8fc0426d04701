"""What goes wrong on stage: processes that hang or crawl, a sound server that goes and comes back as another."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.__main__ import main
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.processes.watch import PATIENCE
from gesturegan_live.server import Server
from gesturegan_live.show.config import Show
from gesturegan_live.show.home import Home
from gesturegan_live.takes.file import MAGIC
from tests.conftest import Done, command
from tests.live.conftest import Listener, jack, wait_until

pytestmark = pytest.mark.long

PITCHES = (220, 330, 554, 880)  # of the tiny model's coordinates


def loudest(samples: np.ndarray, rate: int = 44100) -> int:
    """Which of the tiny model's sines a stretch of sound is."""
    seconds, window = np.arange(len(samples)) / rate, np.hanning(len(samples))
    return int(np.argmax([abs(np.sum(samples * window * np.exp(-2j * np.pi * p * seconds))) for p in PITCHES]))


def goes_on(samples: np.ndarray) -> bool:
    """Whether there is sound in every stretch of a fortieth of a second."""
    levels = np.sqrt(np.mean(samples[: len(samples) // 1024 * 1024].reshape(-1, 1024) ** 2, axis=1))
    return bool(levels.min() > 0.5 * np.median(levels) > 0)


@pytest.fixture
def sounding(tiny_bundle: Bundle, play, jack_server, listener):
    """An instrument whose first voice sounds, on the first of its points."""
    instrument = play(tiny_bundle.path, "--no-walk", server=jack_server)
    instrument.wait_for("OSC on")
    listener.connect()
    instrument.send("/gan/voice/1/z", 1.0, 0.0, 0.0, 0.0)
    instrument.send("/gan/voice/1/gate", 1)
    listener.hear_until(lambda samples: np.any(samples) and loudest(samples[:, 0]) == 0)
    return instrument


@pytest.mark.parametrize("child", ["generator", "audio"])
def test_a_process_that_hangs_is_replaced(child, sounding, listener) -> None:
    (pid,) = sounding.ask(f"/gan/process/{child}/pid")
    start = len(listener.samples())
    os.kill(pid, signal.SIGSTOP)
    sounding.send("/gan/voice/1/z", 0.0, 0.0, 0.0, 1.0)
    sounding.wait_for(f"{child} hangs; ending it")
    sounding.wait_for(f"{child} is back")
    if child == "audio":
        listener.connect()
    listener.hear_until(lambda samples: np.any(samples) and loudest(samples[:, 0]) == 3)
    assert child == "audio" or goes_on(listener.samples()[start:, 0])


def test_an_instrument_that_was_held_up_goes_on_with_the_same_processes(tiny_bundle: Bundle, play) -> None:
    """As a laptop whose lid was closed, or a virtual machine whose host was busy."""
    instrument = play(tiny_bundle.path, "--no-walk", "--device", "null")
    instrument.wait_for("OSC on")
    instrument.send("/gan/voice/1/gate", 1)
    children = [instrument.ask(f"/gan/process/{child}/pid")[0] for child in ("generator", "audio")]
    for pid in (*children, instrument.process.pid):  # whoever watches sees for a moment that nothing gets done
        os.kill(pid, signal.SIGSTOP)
        instrument.send("/gan/voice/1/z", 1.0, 0.5, 0.0, 0.0)
        time.sleep(0.1)
    time.sleep(PATIENCE + 0.5)
    for pid in (instrument.process.pid, *children):  # and is the first to look afterwards
        os.kill(pid, signal.SIGCONT)
        time.sleep(0.1)
    time.sleep(1.0)
    assert [instrument.ask(f"/gan/process/{child}/pid")[0] for child in ("generator", "audio")] == children
    assert not instrument.said("hangs|died")


@contextlib.contextmanager
def slowed(pid: int) -> Iterator[None]:
    """A process that runs for a tenth of the time."""
    done = threading.Event()

    def slow() -> None:
        while not done.is_set():
            os.kill(pid, signal.SIGSTOP)
            time.sleep(0.045)
            os.kill(pid, signal.SIGCONT)
            time.sleep(0.005)

    thread = threading.Thread(target=slow)
    thread.start()
    yield
    done.set()
    thread.join()


def test_the_sound_goes_on_while_the_generator_crawls_and_when_it_is_killed(sounding, listener) -> None:
    (pid,) = sounding.ask("/gan/process/generator/pid")
    start = len(listener.samples())
    with slowed(pid):
        for turn in range(100):
            sounding.send("/gan/voice/1/z", 1.0, turn / 100, 0.0, 0.0)
            listener.hear(0.02)
        sounding.send("/gan/voice/1/z", 0.0, 0.0, 1.0, 0.0)
        listener.hear_until(lambda samples: loudest(samples[:, 0]) == 2)
    os.kill(pid, signal.SIGKILL)
    sounding.wait_for("generator is back")
    sounding.send("/gan/voice/1/z", 0.0, 1.0, 0.0, 0.0)
    listener.hear_until(lambda samples: loudest(samples[:, 0]) == 1)
    assert goes_on(listener.samples()[start:, 0])
    assert not sounding.said("audio died")


def test_a_sound_server_that_dies_is_waited_for_and_may_return_as_another(
    tiny_bundle: Bundle, play, tmp_path: Path
) -> None:
    name = f"lost-{os.getpid()}"
    with jack(name) as server:
        instrument = play(tiny_bundle.path, "--no-walk", "--home", tmp_path, "--take", "both", server=name)
        instrument.wait_for("OSC on")
        instrument.send("/gan/voice/1/z", 0.0, 0.0, 1.0, 0.0)
        instrument.send("/gan/voice/1/gate", 1)
        with contextlib.closing(Listener(name)) as listener:
            listener.connect()
            listener.hear_until(lambda samples: np.any(samples) and loudest(samples[:, 0]) == 2)
        assert instrument.ask("/gan/out/record", "both.wav")[1] == "both.wav"
        time.sleep(0.5)
        server.kill()
        instrument.wait_for("audio died")
    instrument.wait_for("audio waits: ")
    wait_until(lambda: instrument.ask("/gan/out/level") == [0.0], "a level that says that there is no sound")
    instrument.send("/gan/voice/1/z", 0.0, 1.0, 0.0, 0.0)  # what is played meanwhile is not lost
    with jack(name, rate=48000, block=256), contextlib.closing(Listener(name)) as listener:
        instrument.wait_for("audio is back")
        listener.connect()
        listener.hear_until(lambda samples: np.any(samples) and loudest(samples[:, 0], 48000) == 1)
        assert instrument.ask("/status")[6] == 48000
        assert len([line for line in instrument.lines if re.match("audio (died|waits)", line)]) == 2
        instrument.wait_for("the recording goes on in both-2.wav")
        instrument.wait_for("the device has 48000 Hz now: the take goes on in both-2.take")
        listener.hear(0.5)
    assert instrument.end() == 0
    for file, rate in (("both.wav", 44100), ("both-2.wav", 48000)):  # each at its own pitch
        samples, found = soundfile.read(tmp_path / "recordings" / file)
        assert found == rate
        assert len(samples) > rate / 4
    takes = tmp_path / "takes"
    for number, pitch, rate in (("both", 2, 44100), ("both-2", 1, 48000)):
        rendered = _rendered(takes / f"{number}.take", tmp_path)
        assert "left out" not in rendered.err
        samples, found = soundfile.read(tmp_path / f"{number}.wav")
        assert found == rate
        assert loudest(samples[-rate // 4 :, 0], rate) == pitch
    once = (takes / "both.take").read_bytes() + (takes / "both-2.take").read_bytes()[len(MAGIC) :]
    (takes / "once.take").write_bytes(once)
    rendered = _rendered(takes / "once.take", tmp_path)
    assert "then the device had 48000 Hz, and one file has one rate: what follows is left out" in rendered.err


def _rendered(take: Path, home: Path) -> Done:
    done = command(main, "render", take, "-o", home / f"{take.stem}.wav", "--home", home)
    assert done.status == 0, done.err
    return done


def test_values_that_are_no_numbers_are_said_now_and_then(tiny_bundle: Bundle, tmp_path: Path) -> None:
    async def count() -> list[str]:
        server = Server(Show(walk=False), tiny_bundle, Home(tmp_path), lines.append)
        try:
            for now, guarded in ((0.0, 0), (1.0, 128), (2.0, 192), (12.0, 200), (13.0, 0), (30.0, 0), (31.0, 5)):
                server.stage.sound.board["guarded"][0] = guarded
                server.stage.watch(now)
        finally:
            await server.stop()
        return lines

    lines: list[str] = []
    counts = [line.split()[0] for line in asyncio.run(count()) if "were no numbers" in line]
    assert counts == ["128", "72", "5"]


def test_what_nobody_has_foreseen_is_told_once_and_ends_nothing(tiny_bundle: Bundle, tmp_path: Path, caplog) -> None:
    async def perform() -> None:
        server = Server(Show(walk=False), tiny_bundle, Home(tmp_path), lines.append)
        server.instrument.tick = lambda _: {}["nothing"]
        server.stage.watch = lambda now: watched.append(now) or (len(watched) == 3 and server.stage.quit())
        try:
            await server._tick_until_quit()
        finally:
            await server.stop()

    lines: list[str] = []
    watched: list[float] = []
    asyncio.run(perform())
    assert len(watched) == 3
    assert [line for line in lines if "internal error" in line] == [
        "internal error: see the log "
        "(test_what_nobody_has_foreseen_is_told_once_and_ends_nothing.<locals>.perform.<locals>.<lambda>: "
        "KeyError('nothing'))"
    ]
    assert len(caplog.records) == 1
