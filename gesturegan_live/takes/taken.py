"""A take in memory, for the instrument to play again: what each voice was told, in the order of time.

Conventions
-----------
Frames count from 0 at the take's own rate. Of the state in which a take began, the voices that are played in it have
what they were asked to do, as steps of frame 0, and their points; where in its clip each was is left out. Parameters
are in the numbering of `gesturegan_live.show.parameters`. A take is read in a worker thread, which lets others have
their turn.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.spec import EVENT
from gesturegan_live.audio.interface.take_record import Kind
from gesturegan_live.show import documents
from gesturegan_live.show.documents import DocumentError
from gesturegan_live.show.home import Home
from gesturegan_live.show.loudspeakers import even_ring, in_order, pan_row, ring_row
from gesturegan_live.show.parameters import (
    FORGET,
    LONGEST_RAMP,
    MATRIX,
    MATRIX_HIGH,
    OUT_INDEX,
    OUT_VOICE,
    POINT,
    VOICE_INDEX,
    VOICE_PARAMETERS,
)
from gesturegan_live.takes import file as take
from gesturegan_live.takes.file import SUFFIX, Record, TakeError
from gesturegan_live.takes.told import engine_of, space_of

MOST_BYTES = 1 << 28  # of a take that is played again: a quarter of an hour of four voices that never rest
_MOST_KEPT = 8  # takes that stay in memory, of so many bytes together
STEP = np.dtype([("frame", "<i8"), ("voice", "<i4"), ("parameter", "<i4"), ("value", "<f8"), ("seconds", "<f8")])

_TURN, _PAUSE = 256, 0.001  # records read in a turn; seconds for the others
_CHUNK = 4096  # steps
_GATE, _MODE, _POSITION, _PAN, _AZIMUTH, _DISTANCE = (
    VOICE_INDEX[name] for name in ("gate", "mode", "position", "pan", "azimuth", "distance")
)
_PLACES = (_PAN, _AZIMUTH, _DISTANCE)
_ONCE, _SCRUB = (VOICE_PARAMETERS[_MODE].choices.index(mode) for mode in ("once", "scrub"))
_CLOSING = (OUT_INDEX["panic"], OUT_INDEX["stop"])
_EXACT = 1e-12

SpaceOf = tuple[str, int, tuple[str, ...]]  # a model's name, latent dimension, conditions


@dataclass(frozen=True, eq=False)
class Taken:
    """What was played.

    Attributes
    ----------
    name : str
    sample_rate : int
        Frames a second.
    frames : int
        How long it is.
    voices : tuple of int
        Those that are played in it: something of them changes.
    steps : ndarray of STEP
        What they were told, by frames; `POINT` and the numbers of points among it.
    points : list of (space, point)
        Latent point, condition and growth, with the space of the model that they are of.
    """

    name: str
    sample_rate: int
    frames: int
    voices: tuple[int, ...]
    steps: NDArray[Any]
    points: list[tuple[SpaceOf, NDArray[np.float32]]]


class Shelf:
    """The takes of a home, as they are played again; those that were asked for last stay in memory.

    Parameters
    ----------
    home : Home
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._kept: dict[Path, tuple[tuple[int, int, int], Taken]] = {}  # with what the file was then

    def names(self) -> list[str]:
        """Names of the takes, sorted."""
        return sorted(path.stem for path in self._home.folder("takes").glob("[!.]*" + SUFFIX))

    def read(self, name: str) -> Taken:
        """Read a take; `TakeError` in one line where there is none, or where it is garbled."""
        path = self._home.inside("takes", name, "" if name.endswith(SUFFIX) else SUFFIX, create=False)
        try:
            told = path.stat()
        except OSError:
            raise TakeError(f"no take {name.removesuffix(SUFFIX)!r}") from None
        if told.st_size > MOST_BYTES:
            raise TakeError(f"take {path.stem!r} has {told.st_size} bytes: wanted {MOST_BYTES} at most to be played")
        state = (told.st_ino, told.st_size, told.st_mtime_ns)
        known = self._kept.pop(path, None)
        if known is None or known[0] != state:
            known = state, _Reading(path).taken()
        self._kept[path] = known
        while len(self._kept) > _MOST_KEPT or sum(size for (_, size, _), _ in self._kept.values()) > MOST_BYTES:
            del self._kept[next(iter(self._kept))]
        return known[1]


Step = tuple[int, int, int, float, float]  # as STEP


class _Steps:
    """Steps as they were told, in little memory; those that wait for their frame can be forgotten."""

    def __init__(self) -> None:
        self._chunks: list[NDArray[Any]] = []
        self._due: list[Step] = []
        self._waiting: list[Step] = []

    def add(self, step: Step, now: int) -> None:
        """Add what is told at a frame."""
        if step[0] > now:
            self._waiting.append(step)
            return
        self._due.append(step)
        if len(self._due) >= _CHUNK:
            self._pack()

    def forget(self, voice: int) -> None:
        """Forget what waits, of a voice or of all."""
        self._waiting = [step for step in self._waiting if voice not in (OUT_VOICE, step[1])]

    def settle(self, now: int) -> None:
        """Let what waited until now be due."""
        if self._waiting:
            self._due += [step for step in self._waiting if step[0] <= now]
            self._waiting = [step for step in self._waiting if step[0] > now]

    def array(self) -> NDArray[Any]:
        """Give all of them, by frames."""
        self._due += self._waiting
        self._pack()
        steps = np.concatenate(self._chunks)
        return steps[np.argsort(steps["frame"], kind="stable")]

    def _pack(self) -> None:
        self._chunks.append(np.array(self._due, STEP))
        self._due = []


class _Reading:
    """Reads one take."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._about: dict[str, Any] = {}
        self._numbers: dict[int, int] = {}  # of the take's parameters, as they are here
        self._spaces: dict[int, SpaceOf] = {}
        self._space: SpaceOf = ("", 0, ())
        self._clock = self._end = self._told = 0  # the frames of its ends; parameters that the state tells
        self._now: NDArray[np.float64] = np.zeros((0, 0))  # value of each parameter of each voice
        self._at: dict[int, int] = {}  # number of the point where a voice is
        self._played: set[int] = set()
        self._begun: list[list[Step]] = []  # what the state says, by voice
        self._steps = _Steps()
        self._points: list[tuple[SpaceOf, NDArray[np.float32]]] = []

    def taken(self) -> Taken:
        for number, record in enumerate(take.read(self._path)):
            if number % _TURN == 0:
                time.sleep(_PAUSE)
            self._add(record)
        frames = self._end - self._clock
        if not self._about or frames < 1:
            raise TakeError(f"take {self._path}: nothing is in it, it ended as it began")
        voices = tuple(sorted(self._played))
        steps = self._steps.array()
        steps = steps[np.isin(steps["voice"], voices) & (steps["frame"] < frames)]
        begun = np.array([step for voice in voices for step in self._begun[voice]], STEP)
        return Taken(
            *(self._path.stem, self._about["sample_rate"], frames, voices),
            *(np.concatenate([begun, steps]), self._points),
        )

    def _add(self, record: Record) -> None:
        if record.kind is Kind.MODEL:
            number, space = space_of(self._path, record)
            self._spaces[number] = space
        elif record.kind is Kind.STATE:
            self._state(record)
        if not self._about:
            return
        self._end = max(self._end, record.clock)
        if record.kind is Kind.CONTROLS:
            self._controls(record)
        elif record.kind is Kind.EVENTS:
            self._events(record, np.frombuffer(record.data, EVENT))
        elif record.kind in (Kind.POINT, Kind.IMAGE):
            self._point(record)
        elif record.kind is Kind.SWITCH:
            self._use(int.from_bytes(record.data[:8], "little"))

    def _state(self, record: Record) -> None:
        about = engine_of(self._path, record)
        self._use(about["model"])
        if self._about:
            return  # another process went on: what it was told says where the voices are
        try:
            names = documents.listed(about, "parameters", str)
        except DocumentError as error:
            raise TakeError(f"take {self._path}: {error}") from error
        self._numbers = {number: VOICE_INDEX[name] for number, name in enumerate(names) if name in VOICE_INDEX}
        self._about, self._clock, self._told = about, record.clock, len(names)
        self._now = np.zeros((about["voices"], len(VOICE_PARAMETERS)))
        self._now[:] = [parameter.default for parameter in VOICE_PARAMETERS]
        self._begun = [[] for _ in range(about["voices"])]

    def _use(self, model: int) -> None:
        if model not in self._spaces:
            raise TakeError(f"take {self._path}: does not say what model {model} is")
        self._space, self._at = self._spaces[model], {}

    # What the state says

    def _controls(self, record: Record) -> None:
        if any(self._begun):
            return  # of another state
        voices, channels = self._about["voices"], self._about["channels"]
        told, matrix = 3 * voices * self._told, voices * channels
        waiting = len(record.data) - 8 * (told + matrix)
        if waiting < 0 or waiting % EVENT.itemsize:
            raise TakeError(f"take {self._path}: controls of {len(record.data)} bytes are none of {voices} voices")
        values, ends, seconds = np.frombuffer(record.data, "<f8", told).reshape(3, voices, self._told)
        gains = np.frombuffer(record.data, "<f8", matrix, 8 * told).reshape(voices, channels)
        for number, index in self._numbers.items():
            self._now[:, index] = values[:, number]
        for voice in range(voices):
            ramps: list[Step] = [
                (0, voice, index, float(ends[voice, number]), float(seconds[voice, number]))
                for number, index in self._numbers.items()
                if seconds[voice, number] > 0
            ]
            self._begun[voice] = [step for step in (*self._settings(voice, gains[voice]), *ramps) if _is_sound(step)]
        self._events(record, np.frombuffer(record.data, EVENT, offset=8 * (told + matrix)))

    def _settings(self, voice: int, gains: NDArray[np.float64]) -> Iterator[Step]:
        """Give what a voice is asked to do, its gate last."""
        now = self._now[voice]
        for index in self._numbers.values():
            if index not in (*_PLACES, _GATE) and (index != _POSITION or now[_MODE] == _SCRUB):
                yield 0, voice, index, float(now[index]), 0.0
        yield from self._place(voice, gains)
        yield 0, voice, _GATE, float(now[_GATE]), 0.0

    def _place(self, voice: int, gains: NDArray[np.float64]) -> Iterator[Step]:
        """Give what has put a voice where it is heard: the ring, or `pan`, or gains of its own."""
        pan, azimuth, distance = (float(self._now[voice, index]) for index in _PLACES)
        ring = self._about["ring"] or even_ring(len(gains))
        row = [0.0] * len(gains)
        told = zip((_PAN, _AZIMUTH, _DISTANCE), (pan, azimuth, distance), strict=True)
        if all(_is_sound((0, voice, index, value, 0.0)) for index, value in told):  # or it is damaged
            ring_row(azimuth, distance, *in_order(ring), row)
            on_ring = np.allclose(row, gains, atol=_EXACT)
            pan_row(pan, row)
        else:
            on_ring = False
        if on_ring:
            yield from ((0, voice, index, value, 0.0) for index, value in ((_DISTANCE, distance), (_AZIMUTH, azimuth)))
        elif np.allclose(row, gains, atol=_EXACT):
            yield 0, voice, _PAN, pan, 0.0
        else:
            yield from ((0, voice, MATRIX + channel, float(gain), 0.0) for channel, gain in enumerate(gains))

    # What happened

    def _events(self, record: Record, events: NDArray[Any]) -> None:
        now = self._frame(record)
        self._steps.settle(now)
        for sample, voice, number, value, seconds in events.tolist():
            frame = max(sample - self._clock, now)
            if number == FORGET:
                self._steps.forget(voice)
            elif voice == OUT_VOICE:
                if number in _CLOSING and value >= 0.5:
                    for each in range(len(self._now)):
                        self._steps.add((frame, each, _GATE, 0.0, 0.0), now)
            elif 0 <= voice < len(self._now):
                index = number if number >= MATRIX else self._numbers.get(number, -1)
                step = frame, voice, index, value, seconds
                if _is_sound(step):
                    self._note(voice, index, value)
                    self._steps.add(step, now)

    def _frame(self, record: Record) -> int:
        return max(record.clock - self._clock, 0)

    def _note(self, voice: int, index: int, value: float) -> None:
        """Find out whether something of a voice has changed: it may only have been said again."""
        if index >= MATRIX:
            self._played.add(voice)
            return
        strikes = index == _GATE and value > 0 and self._now[voice, _MODE] == _ONCE
        if strikes or self._now[voice, index] != value:
            self._played.add(voice)
        self._now[voice, index] = value

    def _point(self, record: Record) -> None:
        voice, _, _, point = take.image_of(record.data)
        if len(point) != self._space[1] + len(self._space[2]) + 1 or not 0 <= voice < len(self._now):
            raise TakeError(f"take {self._path}: voice {voice} has a point of {len(point)} numbers")
        before = self._at.get(voice)
        if before is not None and np.array_equal(self._points[before][1], point):
            return  # the whole image after its strip, or the same one again
        if not np.isfinite(point).all():
            raise TakeError(f"take {self._path}: voice {voice} has a point that is none")
        self._at[voice] = len(self._points)
        self._points.append((self._space, point))
        now = self._frame(record)
        step = now, voice, POINT, float(self._at[voice]), 0.0
        if record.kind is Kind.POINT:
            self._begun[voice].insert(0, step)
            return
        self._steps.settle(now)
        self._steps.add(step, now)
        if before is not None:
            self._played.add(voice)


def _is_sound(step: Step) -> bool:
    """Whether an instrument can be asked for that."""
    _, _, index, value, seconds = step
    if index >= MATRIX:
        return 0.0 <= value <= MATRIX_HIGH and seconds == 0.0
    if not 0 <= index < len(VOICE_PARAMETERS):
        return False
    parameter = VOICE_PARAMETERS[index]
    if not (parameter.low <= value <= parameter.high and 0.0 <= seconds <= LONGEST_RAMP):
        return False
    return parameter.osc_type == "f" or value == round(value)
