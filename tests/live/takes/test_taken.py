"""A take as it is read to be played again: what its voices were told, from what an engine was told."""

from __future__ import annotations

import json
import math
import struct

import numpy as np
import pytest

from gesturegan_live.audio.clip import ClipBank
from gesturegan_live.audio.engine import Engine
from gesturegan_live.audio.interface.spec import EVENT, TAKE_CAPACITY, AudioSpec
from gesturegan_live.audio.interface.take_record import WHOLE, Kind
from gesturegan_live.audio.take_log import TakeLog
from gesturegan_live.processes.ipc import Log
from gesturegan_live.processes.mailbox import Mailbox
from gesturegan_live.show.home import Home
from gesturegan_live.show.loudspeakers import even_ring
from gesturegan_live.show.parameters import FORGET, MATRIX, OUT_INDEX, OUT_VOICE, POINT, VOICE_INDEX
from gesturegan_live.takes import file as take
from gesturegan_live.takes.file import TakeError
from gesturegan_live.takes.taken import Shelf, Taken

RATE, BLOCK, SAMPLES = 44100, 128, 22500
MODEL = {"number": 0, "name": "tiny", "path": "/nowhere", "digest": "", "backend": None}
SPACE = ("tiny", 2, ())


class Performance:
    """An engine that is told things, and a take of it from `begin` on."""

    def __init__(self, voices: int = 3, channels: int = 2) -> None:
        self.engine = Engine(voices, channels, RATE, BLOCK)
        self.engine.switch(ClipBank(voices, SAMPLES, RATE, RATE))
        self.images = Mailbox(voices, (4,), label=3)
        self._spec = AudioSpec(
            *({}, "", "", "", "", "", voices, channels, BLOCK, None, 0, even_ring(channels), 0, 3),
        )
        self._log: TakeLog | None = None
        self._memory = Log(TAKE_CAPACITY)
        self.go(0.1)

    def go(self, seconds: float) -> None:
        out = np.zeros((BLOCK, 2), np.float32)
        for _ in range(max(round(seconds * RATE / BLOCK), 1)):
            if self._log is not None:
                self._log.begin_block()
            self.engine.process(out)

    def tell(self, *events: tuple[int, int | str, float] | tuple[int, int | str, float, float], at: int = 0) -> None:
        """Hand over events (voice, parameter, value, seconds) for a sample after this one; 0: at once."""
        told = np.zeros(len(events), EVENT)
        for row, (voice, parameter, value, *seconds) in enumerate(events):
            number = VOICE_INDEX[parameter] if isinstance(parameter, str) else parameter
            told[row] = (at and self.engine.clock + at, voice, number, value, *(seconds or [0.0]))
        self.engine.events(told)
        if self._log is not None:
            self._log.events(told)

    def move(self, voice: int, *point: float) -> None:
        self.images.publish(voice, np.zeros(4, np.float32), np.array(point, np.float32))
        self.images.take(voice)
        if self._log is not None:
            self._log.image(voice, WHOLE, 1, self.images.label)

    def begin(self) -> None:
        self._log = TakeLog(self._memory.name, self.engine, 0, self._spec, self.images)
        self._log.gather()

    def end(self, home: Home, space: tuple[str, int, tuple[str, ...]] = SPACE) -> Taken:
        assert self._log is not None
        self._log.ending = True
        while not self._log.ended:
            self.go(0)
        name, latent_dim, conditions = space
        told = MODEL | {"model": name, "latent_dim": latent_dim, "conditions": list(conditions)}
        path = home.inside("takes", "one", ".take")
        model = take.record(Kind.MODEL, 0, json.dumps(told).encode())
        path.write_bytes(take.MAGIC + model + self._memory.pop())
        for memory in (self._log, self._memory, self.images):
            memory.close()
        return Shelf(home).read("one")


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def performance() -> Performance:
    return Performance()


def steps(taken: Taken, *names: str, voice: int = 0) -> list[tuple[float, ...]]:
    """Frame, value and seconds of the steps of a voice that set some parameters; after the state's."""
    wanted = [VOICE_INDEX[name] for name in names]
    return [(f, x, s) for f, v, p, x, s in taken.steps.tolist() if v == voice and p in wanted and (f or s)]


def begun(taken: Taken, name: str | int, voice: int = 0) -> list[float]:
    """The values that a voice begins with."""
    number = VOICE_INDEX[name] if isinstance(name, str) else name
    return [x for f, v, p, x, s in taken.steps.tolist() if (f, v, p, s) == (0, voice, number, 0.0)]


def test_what_is_told_has_the_frame_at_which_it_was_heard(performance, home) -> None:
    performance.begin()
    performance.go(0.5)
    frame = performance.engine.clock
    start = frame - round(0.5 * RATE / BLOCK) * BLOCK
    performance.tell((0, "gain", 0.25))
    performance.tell((0, "gain", 0.5), at=1000)
    performance.go(0.5)
    performance.tell((0, "gain", 0.75, 0.1))
    last = performance.engine.clock
    performance.go(0.1)
    taken = performance.end(home)
    assert taken.sample_rate == RATE
    assert taken.voices == (0,)
    now = frame - start
    assert steps(taken, "gain") == [(now, 0.25, 0.0), (now + 1000, 0.5, 0.0), (last - start, 0.75, 0.1)]
    assert last - start < taken.frames <= performance.engine.clock - start


def test_the_state_in_which_it_began_comes_first(performance, home) -> None:
    performance.tell((0, "gain", 0.5), (0, "mode", 1), (0, "mute", 1), (0, "pan", -0.5), (1, "azimuth", 30.0))
    performance.tell((1, "mode", 2), (1, "position", 0.25), (2, MATRIX, 0.5), (2, MATRIX + 1, 0.125), (0, "gate", 1))
    performance.tell((0, "rate", 2.0, 1.0), (1, "tones", 0.0, 0.5))
    performance.go(0.25)
    performance.begin()
    performance.go(0.1)
    for voice in range(3):
        performance.tell((voice, "transpose", 3.0))
    taken = performance.end(home)
    assert taken.voices == (0, 1, 2)
    assert {name: begun(taken, name) for name in ("gain", "mode", "mute", "pan", "gate")} == {
        "gain": [0.5],
        "mode": [1.0],
        "mute": [1.0],
        "pan": [-0.5],
        "gate": [1.0],
    }
    assert begun(taken, "azimuth") == begun(taken, "position") == []
    assert (begun(taken, "azimuth", 1), begun(taken, "position", 1), begun(taken, "pan", 1)) == ([30.0], [0.25], [])
    assert [begun(taken, MATRIX + channel, 2) for channel in (0, 1)] == [[0.5], [0.125]]
    order = [p for f, v, p, _, _ in taken.steps.tolist() if (f, v) == (0, 0)]
    assert order[-2:] == [VOICE_INDEX["gate"], VOICE_INDEX["rate"]]  # and then it goes on its way
    [(_, value, seconds)] = steps(taken, "rate")
    assert (value, seconds) == (2.0, pytest.approx(0.75, abs=0.01))
    assert 1.0 < begun(taken, "rate")[0] < 2.0
    assert [step[1:] for step in steps(taken, "tones", voice=1)] == [(0.0, pytest.approx(0.25, abs=0.01))]


def test_what_waits_as_it_begins_comes_with_its_frame_and_what_is_forgotten_does_not(performance, home) -> None:
    performance.tell((0, "gain", 0.5), (1, "gain", 0.5), at=4410)
    performance.begin()
    start = performance.engine.clock
    performance.go(0.05)
    performance.tell((1, FORGET, 0.0))
    performance.tell((0, "gain", 0.75), (1, "gain", 0.75), at=4410)
    performance.tell((0, "pan", 0.5), at=100)
    frame = performance.engine.clock - start
    performance.go(0.01)
    performance.tell((OUT_VOICE, FORGET, 0.0))
    performance.go(0.2)
    taken = performance.end(home)
    assert steps(taken, "gain") == []  # all was forgotten before it was heard, but the pan
    assert steps(taken, "pan") == [(frame + 100, 0.5, 0.0)]
    assert steps(taken, "gain", voice=1) == []


def test_voices_of_which_nothing_changes_are_not_played(performance, home) -> None:
    performance.tell((0, "gate", 1), (1, "gate", 1), (2, "gate", 1), (2, "mode", 1), (0, "gain", 0.5))
    performance.move(0, 1, 2, 1)
    performance.move(1, 1, 2, 1)
    performance.begin()
    performance.go(0.1)
    performance.tell((0, "gain", 0.5), (0, "gate", 1), (OUT_VOICE, OUT_INDEX["gain"], 0.5))  # as they are
    performance.move(0, 1, 2, 1)
    performance.move(1, 1, 2.5, 1)
    performance.tell((2, "gate", 1))  # a `once` begins anew
    performance.go(0.1)
    performance.tell((OUT_VOICE, OUT_INDEX["stop"], 1.0))
    performance.go(0.1)
    taken = performance.end(home)
    assert taken.voices == (1, 2)
    gates = [(v, x) for f, v, p, x, _ in taken.steps.tolist() if p == VOICE_INDEX["gate"] and f]
    assert gates == [(2, 1.0), (1, 0.0), (2, 0.0)]


def test_points_are_those_that_images_were_made_of_each_once(performance, home) -> None:
    performance.move(0, 0.5, 0, 1)
    performance.begin()
    start = performance.engine.clock
    performance.go(0.1)
    for point in ((0.5, 0, 1), (1, 2, 1), (1, 2, 1), (1, 2, 0.5)):
        performance.move(0, *point)
        performance.go(0.1)
    performance.move(1, 3, 3, 1)  # the first that is known of it: where it was
    frame = performance.engine.clock - start
    performance.go(0.1)
    taken = performance.end(home)
    assert taken.voices == (0,)
    points = [(f, *taken.points[int(x)]) for f, v, p, x, _ in taken.steps.tolist() if (v, p) == (0, POINT)]
    assert [(space, point.tolist()) for _, space, point in points] == [
        (SPACE, [0.5, 0, 1]),
        (SPACE, [1, 2, 1]),
        (SPACE, [1, 2, 0.5]),
    ]
    assert points[0][0] == 0
    assert 0 < points[1][0] < points[2][0] < frame


def test_takes_are_listed_and_those_that_were_read_are_known(performance, home) -> None:
    performance.begin()
    performance.go(0.1)
    performance.tell((0, "gate", 1))
    performance.end(home)
    (home.root / "takes" / ".hidden.take").touch()
    shelf = Shelf(home)
    assert shelf.names() == ["one"]
    first = shelf.read("one")
    assert shelf.read("one.take") is first
    path = home.root / "takes" / "one.take"
    path.write_bytes(path.read_bytes()[:-8])  # as a power cut leaves it
    cut = shelf.read("one")
    assert cut is not first
    assert cut.voices == (0,)
    with pytest.raises(TakeError, match="no take 'two'"):
        shelf.read("two")


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"parameters": None}, "parameters is None, wanted a list"),
        ({"model": 7}, "does not say what model 7 is"),
        ({"parameters": ["gain"]}, "controls of .* bytes are none of 3 voices"),
    ],
)
def test_a_take_that_is_garbled_is_refused_in_a_line(performance, home, fields, line) -> None:
    performance.begin()
    performance.go(0.1)
    performance.end(home)
    path = home.root / "takes" / "one.take"
    garbled = [
        (r.kind, r.clock, json.dumps(json.loads(r.data) | fields).encode() if r.kind is Kind.STATE else r.data)
        for r in take.read(path)
    ]
    path.write_bytes(take.MAGIC + b"".join(take.record(*record) for record in garbled))
    with pytest.raises(TakeError, match=line):
        Shelf(home).read("one")


def test_a_point_of_another_length_than_its_model_has_is_refused(performance, home) -> None:
    performance.move(0, 1, 2, 1)
    performance.begin()
    performance.go(0.1)
    with pytest.raises(TakeError, match="voice 0 has a point of 3 numbers"):
        performance.end(home, ("tiny", 3, ()))


@pytest.mark.parametrize("value", [-1e21, math.nan, math.inf, -1.0])
@pytest.mark.parametrize("name", ["distance", "azimuth", "mode"])
def test_a_voice_that_stands_where_none_can_is_heard_by_its_gains(performance, home, name, value) -> None:
    odd = {"distance": 0.4375, "azimuth": 33.4375, "mode": 2.0}[name]
    performance.tell((0, name, odd))
    performance.begin()
    performance.tell((0, "gate", 1))
    performance.go(0.1)
    performance.end(home)
    path = home.inside("takes", "one", ".take")
    content = path.read_bytes()
    assert content.count(struct.pack("<d", odd)) >= 1
    path.write_bytes(content.replace(struct.pack("<d", odd), struct.pack("<d", value)))
    taken = Shelf(home).read("one")
    assert all(math.isfinite(x) for _, _, _, x, _ in taken.steps.tolist())
    if (name, value) != ("azimuth", -1.0):
        assert begun(taken, name) == []
