"""What gestures mean, damaged: mappings to values and to scenes, shapes in time."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from gesturegan_live.control.gestures.choices import RECALL
from gesturegan_live.control.gestures.mapping import Mapping
from gesturegan_live.control.instrument import Instrument
from gesturegan_live.gesture.mapping import teacher
from gesturegan_live.gesture.mapping.examples import FORMAT, LARGEST, Examples
from gesturegan_live.gesture.shapes import shape
from gesturegan_live.show.home import Home
from gesturegan_live.show.shelf import Shelf
from tests.fuzz.mutation import Rounds, damaged, odd_json
from tests.live.control.conftest import Model, Stage


class _Player:
    """An instrument with a hand, in front of files that are damaged; its clock goes by tenths of a second."""

    def __init__(self, home: Home) -> None:
        self.instrument, self.now = Instrument(Stage(home, Model("m", 4), voices=2)), 100.0
        self.instrument.clock.now = lambda: self.now
        self.refused: list[str] = []
        self.instrument.say = self.refused.append
        self.obey("/gan/input/learn", "hand", "/xy")
        self.obey("/xy", 0.1, 0.4)

    def obey(self, address: str, *values: object) -> None:
        def reply(to: str, *said: object) -> None:
            self.refused += map(str, said[1:2] if to == "/fail" else ())

        assert not self.instrument.handle(address, values, reply)

    def move(self, draw: random.Random) -> None:
        for number in range(8):
            self.obey("/xy", number / 8, draw.random())
            self.now += 0.1
            self.instrument.tick(0.1)
        if self.refused:
            raise ValueError(self.refused[0])


def in_maps(folder: Path, draw: random.Random) -> Rounds:
    """Damage a mapping, learn from what is left of it, and let it run."""
    home = Home(folder)
    values = Examples(["hand"], ["/gan/voice/1/z", "/gan/voice/*/pan"])
    scenes = Examples(["hand/energy", "hand/0"], [RECALL], seconds=0.5)
    for number in range(4):
        values.add([number / 4, 0.5], [float(number), 1, 2, 3, 0.5, -0.5], number % 2)
        scenes.add([number / 4, 0.5], [scenes.number(("dusk", "dawn")[number % 2])])
    shelf, whole = Shelf(home, "maps", "map", FORMAT, LARGEST), []
    for each in (values, scenes):
        shelf.write("map", each.content())
        whole.append(shelf.path("map").read_bytes())
    scenery = _Player(home).instrument.scenery
    scenery.scenes.write(scenery.scene("dusk"))

    def read() -> None:
        playing = _Player(home)
        maps = playing.instrument.gestures.maps
        mapping = Mapping("map", maps._from_disk("map"), playing.instrument.gestures.streams.inputs)
        mapping.target.take(mapping.target.lesson()().learned)
        maps.maps["map"], mapping.runs = mapping, True
        playing.move(draw)

    with _learned_here():
        while True:
            content = draw.choice(whole)
            shelf.path("map").write_bytes(odd_json(content, draw) if draw.random() < 0.7 else damaged(content, draw))
            yield read


def in_shapes(folder: Path, draw: random.Random) -> Rounds:
    """Damage a shape in time, and move."""
    home, wave = Home(folder), shape.Shape(["hand"])
    wave.add(np.linspace(0, 1, 30)[:, None].repeat(2, axis=1))
    shelf = Shelf(home, "shapes", "shape", shape.FORMAT, shape.LARGEST)
    shelf.write("wave", wave.content())
    whole = shelf.path("wave").read_bytes()

    def read() -> None:
        playing = _Player(home)
        shapes = playing.instrument.gestures.shapes
        shapes._keep("wave", shapes._from_disk("wave"))
        playing.move(draw)

    while True:
        shelf.path("wave").write_bytes(odd_json(whole, draw) if draw.random() < 0.7 else damaged(whole, draw))
        yield read


@contextmanager
def _learned_here() -> Iterator[None]:
    """Let what is learned be learned in this process, by nothing that would have to be imported."""
    ask, network = teacher.TEACHER.ask, sys.modules.get("sklearn.neural_network")
    teacher.TEACHER.ask = teacher._answer  # type: ignore[method-assign]
    sys.modules["sklearn.neural_network"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        teacher.TEACHER.ask = ask  # type: ignore[method-assign]
        del sys.modules["sklearn.neural_network"]
        if network is not None:
            sys.modules["sklearn.neural_network"] = network
