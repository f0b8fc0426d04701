"""Whether moves click: a drone whose point is moved at random moments, made offline.

Conventions
-----------
The instrument's own parts, without the processes around them: points go through the generator's `Turns` (first the
strip that is about to be heard, after `WHOLE_AFTER` seconds the whole image), what comes out of them into the `Engine`.
A *ratio* is the largest value of a measure of `gesturegan_live.bench.hearing.clicks` around a move, divided by the
largest that the sound before the move or the sound after it has at rest, played through (or held) as long as `REST`
says; a *click* is a move of which any ratio passes `FACTOR`. A true change from one sound to another has flux of its
own, so the same moves are judged when they are made of the two resting sounds: cut, and crossed over.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.engine import Engine, make_bank
from gesturegan_live.audio.interface.spec import EVENT
from gesturegan_live.audio.spectral.voice import TAKEOVER_SECONDS
from gesturegan_live.bench.hearing.clicks import WINDOW, largest
from gesturegan_live.bench.material.recast import recast
from gesturegan_live.generator.backends import backend
from gesturegan_live.generator.backends.backend import Array, Generator
from gesturegan_live.generator.spec import board_fields, image_mailbox, point_mailbox, strip_mailbox
from gesturegan_live.generator.turns import Turns
from gesturegan_live.models import library
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.processes.ipc import Board
from gesturegan_live.show.home import Home
from gesturegan_live.show.parameters import VOICE_INDEX

FACTOR = 3.0  # nearly 10 dB
STATES = {"playing": {"rate": 1.0, "position": 0.0}, "frozen": {"freeze": 1.0, "position": 0.4}}
CROSSFADES = {"cut": 0.0, **{f"crossfade {1000 * span:g} ms": span for span in (TAKEOVER_SECONDS, 0.020)}}  # seconds
REST = 2.0  # seconds
NEAR = (0.05, 0.15, 0.3)  # deviations of the points around a sound, that small moves go to
FAR = 8  # sounds that large moves go to, as steady as they come
_DRAWN = 8  # as many are drawn for each that is taken
_LEVEL = 1024  # samples of which a level is taken
WHOLE_AFTER = (0.002, 0.020)  # seconds from a strip to its whole image
SPACING = (0.06, 0.25)  # seconds from one move to the next
_BLOCK = 128
_SETTLE = 0.2  # seconds until a voice has opened
_AROUND = 0.030  # seconds after a move that belong to it


@dataclass(frozen=True)
class Row:
    """One way to get from sound to sound; what the names mean is in the command's ``--help``."""

    state: str
    made_by: str
    moves: int
    clicks: int
    flux_p50: float
    flux_p99: float
    flux_max: float
    high_flux_p50: float
    high_flux_p99: float
    high_flux_max: float
    difference_p50: float
    difference_p99: float
    difference_max: float


@dataclass(frozen=True, eq=False)
class Heard:
    """A performance: its samples, where each move begins in them, and the ratios of each way to make the moves."""

    sample_rate: int
    samples: NDArray[np.float32]
    moves: Sequence[int]
    ratios: dict[str, NDArray[np.float64]]  # each (moves, 3)


class _Voice:
    """One voice, and the generator that feeds it."""

    def __init__(self, bundle: Bundle, generator: Generator, memory: contextlib.ExitStack, state: str) -> None:
        codec = bundle.codec
        self.sample_rate = codec.sample_rate
        self._engine = Engine(1, 1, codec.sample_rate, _BLOCK)
        self._engine.warm_up()
        self._engine.switch(make_bank(codec, 1, codec.sample_rate, _BLOCK))
        self._wanted = {"gate": 1.0, "gain": 0.5, **STATES[state]}
        self._rest = np.append(_condition(bundle), np.float32(1.0))  # of a point: its condition, its growth
        self._points, self._images, self._strips = (
            memory.enter_context(contextlib.closing(make(bundle, 1)))
            for make in (point_mailbox, image_mailbox, strip_mailbox)
        )
        board = memory.enter_context(contextlib.closing(Board(*board_fields(1))))
        self._playheads = np.zeros(1)
        self._turns = Turns(bundle, generator, self._points, self._images, self._strips, board, self._playheads)

    @property
    def delay(self) -> int:
        """Samples until what is made is heard."""
        return self._engine.delay

    def begin(self, z: Array) -> None:
        """Go to a point and to where the state begins, and let the sound come to rest."""
        now = self._engine.clock
        self._engine.events(
            np.array([(now, 0, VOICE_INDEX[name], value, 0.0) for name, value in self._wanted.items()], EVENT)
        )
        self.point(z)
        self.go_on()
        self.play(round(_SETTLE * self.sample_rate))

    def point(self, z: Array) -> None:
        """Move; what comes first of it is heard from the next sample on."""
        self._points.publish(0, np.concatenate([z, self._rest]))
        self.go_on()

    def go_on(self) -> None:
        """Take what comes next of the last point, if anything does."""
        self._turns.take()
        for mailbox, play in ((self._images, self._engine.image), (self._strips, self._engine.strip)):
            payload = mailbox.take(0)
            if payload is not None:
                play(0, payload)

    def play(self, samples: int) -> NDArray[np.float32]:
        """Make sound."""
        out = np.zeros((samples, 1), np.float32)
        self._engine.process(out)
        self._engine.playheads(self._playheads)
        return out[:, 0]


def measure(
    moves: int,
    bundle: str,
    backend_name: str | None,
    preset: str | None = None,
    far: int = FAR,
    codec: str | None = None,
) -> tuple[list[Row], dict[str, Heard]]:
    """Perform so many moves in each of `STATES`; returns a row for each way to make them, and what was heard."""
    with recast(library.find(bundle, Home(None)), codec) as model:
        generator = backend.load(backend.choose(backend_name, model.files), model, 1)
    points = _points(model, generator, preset, far)
    heard = {state: _judge(model, generator, points, state, moves) for state in STATES}
    rows = [
        _row(state, made_by, ratios) for state, played in heard.items() for made_by, ratios in played.ratios.items()
    ]
    return rows, heard


def _points(model: Bundle, generator: Generator, preset: str | None, far: int) -> list[Array]:
    """Choose the drone and steady sounds far from it, each followed by some that are near to it."""
    random = np.random.default_rng(0)
    name = preset or next((name for name in model.presets if "drone" in name), next(iter(model.presets), None))
    if name is not None and name not in model.presets:
        raise ValueError(f"preset {name!r}: wanted one of {', '.join(model.presets)}")
    drone = random.standard_normal(model.latent_dim) if name is None else np.array(model.presets[name])
    drawn = random.standard_normal((_DRAWN * far, model.latent_dim))
    steady = np.argsort([-_steadiness(model, generator, z.astype(np.float32)) for z in drawn], kind="stable")
    centres = [drone, *drawn[steady[:far]]]
    steps = [random.standard_normal((len(centres), model.latent_dim)) * near for near in (0.0, *NEAR)]
    return [(centre + step[row]).astype(np.float32) for row, centre in enumerate(centres) for step in steps]


def _steadiness(model: Bundle, generator: Generator, z: Array) -> float:
    """How loud a clip's quietest stretch is beside its loudest."""
    clip = model.codec.decode(generator(z[None], _condition(model)[None])[0])[0]
    levels = np.sqrt(np.mean(clip[: len(clip) // _LEVEL * _LEVEL].reshape(-1, _LEVEL) ** 2, axis=1))
    return float(levels.min() / max(levels.max(), 1e-9))


def _condition(model: Bundle) -> Array:
    """Take the first of the conditions, where there are any."""
    first: Array = np.eye(1, len(model.conditions), dtype=np.float32)[0]
    return first


def _judge(model: Bundle, generator: Generator, points: Sequence[Array], state: str, moves: int) -> Heard:
    random = np.random.default_rng(1)
    rests = _rests(model, generator, points, state)
    rate = model.codec.sample_rate
    half, around = len(rests[0]) // 2, round(_AROUND * rate)
    limits = np.array([largest(rest[:half], rate) for rest in rests])
    samples, marks = _perform(model, generator, points, state, moves, random)
    ratios: dict[str, list[NDArray[np.float64]]] = {"instrument": [], "nothing": [], **{way: [] for way in CROSSFADES}}
    for at, old, new in marks:
        limit = np.maximum(limits[old], limits[new])
        ratios["instrument"].append(largest(samples[at - WINDOW : at + around], rate) / limit)
        # what was not looked at for the limits, at one place of both clips; a held sound has no place
        begin, other = random.integers(half, 2 * half - WINDOW - around, 2)
        before, after = (
            rests[sound][start : start + WINDOW + around]
            for sound, start in ((old, begin), (new, other if state == "frozen" else begin))
        )
        ratios["nothing"].append(largest(before, rate) / limits[old])
        for way, seconds in CROSSFADES.items():
            ratios[way].append(largest(_crossed(before, after, round(seconds * rate)), rate) / limit)
    return Heard(rate, samples, [at for at, _, _ in marks], {way: np.array(found) for way, found in ratios.items()})


def _crossed(before: NDArray[np.float32], after: NDArray[np.float32], samples: int) -> NDArray[np.float32]:
    """Cross over from sound to sound, beginning `WINDOW` samples on: a smooth step."""
    done = np.clip(np.arange(1 - WINDOW, len(before) + 1 - WINDOW) / max(samples, 1), 0.0, 1.0)
    come = (done**3 * (10.0 - done * (15.0 - 6.0 * done))).astype(np.float32)
    crossed: NDArray[np.float32] = before + come * (after - before)
    return crossed


def _rests(model: Bundle, generator: Generator, points: Sequence[Array], state: str) -> list[NDArray[np.float32]]:
    """Make the sound of each point while it stays, twice `REST` long."""
    with contextlib.ExitStack() as memory:
        voice = _Voice(model, generator, memory, state)
        rests = []
        for point in points:
            voice.begin(point)
            rests.append(voice.play(round(2.0 * REST * voice.sample_rate)))
        return rests


def _perform(
    model: Bundle, generator: Generator, points: Sequence[Array], state: str, moves: int, random: np.random.Generator
) -> tuple[NDArray[np.float32], list[tuple[int, int, int]]]:
    """Play the drone and move it; returns samples, and of each move: where it is heard, from which sound, to which."""
    with contextlib.ExitStack() as memory:
        voice = _Voice(model, generator, memory, state)
        voice.begin(points[0])
        rate, at = voice.sample_rate, 0
        played, marks = [voice.play(rate)], []
        clock = rate
        for new in _way(len(points), moves, random):
            marks.append((clock + voice.delay, at, new))
            at = new
            voice.point(points[at])
            wait, length = (round(random.uniform(*span) * rate) for span in (WHOLE_AFTER, SPACING))
            played.append(voice.play(wait))
            voice.go_on()
            played.append(voice.play(length - wait))
            clock += length
        played.append(voice.play(rate))
    return np.concatenate(played), marks


def _way(points: int, moves: int, random: np.random.Generator) -> Iterator[int]:
    """Go from point to point: as often to one that is near as to any other."""
    family, at = 1 + len(NEAR), 0
    for _ in range(moves):
        first, count = (at - at % family, family) if random.random() < 0.5 else (0, points)
        at = first + (at - first + int(random.integers(1, count))) % count
        yield at


def _row(state: str, made_by: str, ratios: NDArray[np.float64]) -> Row:
    clicks = int((ratios > FACTOR).any(axis=1).sum())
    figures = np.percentile(ratios, (50, 99, 100), axis=0).T.reshape(-1)  # three of each measure
    return Row(state, made_by, len(ratios), clicks, *(round(float(figure), 2) for figure in figures))
