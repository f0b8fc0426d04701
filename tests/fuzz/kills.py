"""A playing instrument whose children are killed at random moments, while it records, takes and loads.

    python -m tests.fuzz.kills --rounds 100

In each round the audio process, the generator (or the one that is about to take over from it), the recorder and the
take writer are killed, one after the other. Each time the sound must return, and nothing may be left: shared memory,
descriptors and processes are counted before and after.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pythonosc.osc_message import OscMessage

from tests.live.conftest import Playing, wait_until

CHILDREN = ("audio", "generator", "recorder", "take writer")
LATEST = 0.6  # seconds after which a process is killed at the latest: the youngest are hardly up then
SILENCE = 0.01  # below it nothing sounds


@dataclass(frozen=True)
class Held:
    """What an instrument holds."""

    segments: int
    descriptors: int
    children: int


def children(pid: int) -> set[int]:
    """Numbers of the processes that one has started, and that live."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:  # it ended meanwhile
            continue
        if int(parent) == pid and state != "Z":
            found.add(int(stat.parent.name))
    return found


class Target:
    """The instrument, and who asks it.

    Parameters
    ----------
    home : Path
    bundle : str or Path
        What it plays, and loads again and again.
    """

    def __init__(self, home: Path, bundle: str | Path) -> None:
        self.playing = Playing(bundle, "--device", "null", "--home", home, "--no-walk", "--voices", 4)
        self.playing.wait_for("OSC on")
        self.model = str(self.ask("/gan/model/info")[0])
        self.playing.send("/gan/voice/1/gate", 1)
        self.wait_for_sound()

    @property
    def pid(self) -> int:
        """Of the control process."""
        return self.playing.process.pid

    def ask(self, address: str, *values: object) -> list[object]:
        """Send, and return what is answered; the reason, where it is refused."""
        self.playing.send(address, *values)
        while True:
            answer = OscMessage(self.playing.socket.recv(65536))
            if address in (answer.address, *answer.params[:1]):
                return list(answer.params)

    def held(self) -> Held:
        """Count what it holds."""
        return Held(
            len(list(Path("/dev/shm").glob(f"ggan{self.pid:x}.*"))),
            len(list(Path(f"/proc/{self.pid}/fd").iterdir())),
            len(children(self.pid)),
        )

    def started(self, address: str, *values: object) -> int:
        """Ask for what starts a process, and return the number of that; 0 where none is there."""
        before = children(self.pid)
        self.ask(address, *values)
        return max(children(self.pid) - before, default=0)

    def loading(self) -> int:
        """Load the model; return the number of the process that is about to play it."""
        before = children(self.pid)
        self.playing.send("/gan/model/load", self.model)
        wait_until(lambda: children(self.pid) - before, "a generator that is loaded")
        return max(children(self.pid) - before)

    def wait_for_sound(self) -> None:
        """Wait until blocks are made, and are heard."""

        def sounds() -> bool:
            there = self.ask("/gan/voice/1/playhead")
            level = self.ask("/gan/out/level")[0]
            return isinstance(level, float) and level > SILENCE and self.ask("/gan/voice/1/playhead") != there

        wait_until(sounds, f"sound after {self.playing.lines[-3:]}")

    def settled(self, before: Held) -> None:
        """Wait until it holds no more than before."""
        wait_until(lambda: self.held() == before, f"{before}; it holds {self.held()}, said {self.playing.lines[-5:]}")


def kill(target: Target, child: str, turn: int, draw: random.Random) -> str:
    """Kill a child while everything goes on; return what was killed, or nothing where it had ended before."""
    load = draw.random() < 0.5
    pids = {"recorder": target.started("/gan/out/record", f"r{turn}.wav")}
    pids["take writer"] = target.started("/gan/take/record", f"t{turn}")
    if load:
        pids["loading generator"] = target.loading()
    for name in ("audio", "generator"):
        (number,) = target.ask(f"/gan/process/{name}/pid")
        assert isinstance(number, int)
        pids[name] = number
    if child == "generator" and load and draw.random() < 0.5:
        child = "loading generator"
    time.sleep(draw.uniform(0.0, LATEST))
    killed = pids[child] in children(target.pid)
    if killed:
        os.kill(pids[child], signal.SIGKILL)
    target.wait_for_sound()
    for address, value in (("/gan/out/record", 0), ("/gan/take/record", 0)):
        target.ask(address, value)
    return child if killed else ""


def run(rounds: int, seed: int, bundle: str | Path = "textures", say: Callable[[str], object] = print) -> Counter[str]:
    """Kill each child so often; returns how often each was killed."""
    draw = random.Random(seed)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as home:
        target = Target(Path(home), bundle)
        try:
            kill(target, "recorder", 0, draw)  # whatever is opened once
            time.sleep(5.0)
            before = target.held()
            for turn in range(rounds):
                for child in draw.sample(CHILDREN, len(CHILDREN)):
                    counts[kill(target, child, turn, draw) or "ended before"] += 1
                    target.settled(before)
                if turn % 10 == 9:
                    say(f"{turn + 1} rounds: {dict(counts)}, {before}")
        finally:
            code = target.playing.end()
        assert code == 0, f"it ended with {code}"
        assert not list(Path("/dev/shm").glob(f"ggan{target.pid:x}.*"))
        assert not [line for line in target.playing.lines if "Traceback" in line or "leaked" in line]
    say(f"{rounds} rounds: {dict(counts)}; the sound returned each time; held before and after: {before}")
    return counts


def main() -> None:
    """Parse, and kill."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    run(given.rounds, given.seed)


if __name__ == "__main__":
    main()
