"""A take offline: the engine in the state in which the take began, told the same things at the same samples.

Process and thread
------------------
One process, one thread. Given the same program, the same model and the same kind of processor, the samples are those
that were heard. Images that come out otherwise than in the performance are counted: then they are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.engine import Engine, make_bank
from gesturegan_live.audio.interface.spec import EVENT
from gesturegan_live.audio.interface.take_record import WHOLE, Kind
from gesturegan_live.audio.snapshot import Snapshot
from gesturegan_live.codecs.payload import STRIP_GRID, STRIP_ROWS, payloads, strip_payload
from gesturegan_live.generator.backends import backend
from gesturegan_live.generator.backends.backend import Generator
from gesturegan_live.generator.growth import grown
from gesturegan_live.models import bundle as bundles
from gesturegan_live.models import library
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.processes.mailbox import checksum_of
from gesturegan_live.show.config import LONGEST_RENDERING
from gesturegan_live.show.documents import shown
from gesturegan_live.show.home import Home
from gesturegan_live.takes import file as take
from gesturegan_live.takes.file import Record, TakeError
from gesturegan_live.takes.told import engine_of, model_of

_TOLD = frozenset({Kind.EVENTS, Kind.IMAGE, Kind.SWITCH, Kind.FADE, Kind.CLOCK})  # what happened


class TakeRenderer:
    """What plays a take.

    Parameters
    ----------
    path : Path
    home : Home
        Where its models are looked for by name; then where they were in the performance.
    backend_name : str, optional
        Inference backend; None takes the one of the performance.

    Attributes
    ----------
    sample_rate, channels : int
    seconds : float
        How long it is.
    next_rate : int
        Hz, at which the performance went on where that is in the same file and is not played; 0 where it is not so.
    images, others : int
        Images made so far, and those of them that came out otherwise than in the performance.

    Raises
    ------
    TakeError
        One line, here and while playing: what is missing or garbled.
    """

    def __init__(self, path: Path, home: Home, backend_name: str | None = None) -> None:
        self._path, self._home, self._backend_name = path, home, backend_name
        self._descriptions: dict[int, dict[str, Any]] = {}  # by their numbers
        self._models: dict[int, tuple[Bundle, Generator]] = {}
        self._engine: Engine | None = None
        self._snapshot: Snapshot | None = None
        self._restored = 0  # bytes of the state
        self._start = 0  # the sample that it is of
        self._model = 0
        self._block = 1
        self.images = self.others = self.next_rate = 0
        clock, length, missing, self.sample_rate, self.channels = 0, 0, 0, 0, 0
        for record in take.read(path):
            if self.sample_rate:
                length, clock = length + max(record.clock - clock, 0), max(record.clock, clock)
            if record.kind is Kind.MODEL:
                description = model_of(path, record)
                self._descriptions[description["number"]] = description
            elif record.kind is Kind.STATE and self._goes_on_otherwise(record):
                self.next_rate = engine_of(path, record)["sample_rate"]
                break
            elif record.kind is Kind.STATE:
                clock = record.clock
                if not self.sample_rate:
                    about = engine_of(self._path, record)
                    self.sample_rate, self.channels, missing = about["sample_rate"], about["channels"], about["bytes"]
            elif record.kind is Kind.PIECE:
                missing -= len(record.data)
        if not length or missing > 0:
            raise TakeError(f"take {path}: nothing is in it, it ended as it began")
        self.seconds = length / self.sample_rate
        if self.seconds > LONGEST_RENDERING:
            raise TakeError(
                f"take {path}: {self.seconds:.0f} s long, or garbled; wanted at most {LONGEST_RENDERING:.0f}"
            )

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """Play it.

        Yields
        ------
        ndarray, shape (frames, channels), float32
            Valid until the next.
        """
        try:
            yield from self._blocks()
        except TakeError:
            raise
        except ValueError as error:  # what a codec, an engine or a model says of what the take told it
            raise TakeError(f"take {self._path}: {error}") from error

    def _blocks(self) -> Iterator[NDArray[np.float32]]:
        waiting: list[Record] = []  # what happened while the state was being written
        for record in take.read(self._path):
            if record.kind is Kind.STATE:
                yield from self._play_until(record.clock)  # where another went on after a death
                if self._goes_on_otherwise(record):
                    return
                self._begin(record)
                waiting.clear()
            elif record.kind is Kind.PIECE:
                self._restore(record.data)
            elif record.kind in _TOLD:
                waiting.append(record)
            if self._engine is not None:
                for one in waiting:
                    yield from self._play_until(one.clock)
                    self._obey(self._engine, one)
                waiting.clear()

    def _play_until(self, clock: int) -> Iterator[NDArray[np.float32]]:
        engine = self._engine
        if engine is None:
            return
        out = np.zeros((self._block, self.channels), np.float32)
        while engine.clock < clock:
            frames = min(self._block, clock - engine.clock)
            engine.process(out[:frames])
            yield out[:frames]

    def _obey(self, engine: Engine, record: Record) -> None:
        if record.kind is Kind.EVENTS:
            if len(record.data) % EVENT.itemsize:
                raise TakeError(f"take {self._path}: events of {len(record.data)} bytes, wanted {EVENT.itemsize} each")
            events = np.frombuffer(record.data, EVENT).copy()
            if len(events) > engine.room:
                raise TakeError(f"take {self._path}: {len(events)} events at once, wanted at most {engine.room}")
            engine.events(events)
        elif record.kind is Kind.IMAGE:
            self._image(engine, record)
        elif record.kind is Kind.SWITCH:
            if len(record.data) != 8:
                raise TakeError(f"take {self._path}: a switch of {len(record.data)} bytes, wanted 8")
            self._model = int.from_bytes(record.data, "little")
            codec = self._loaded(self._model)[0].codec
            engine.switch(make_bank(codec, engine.voices, self.sample_rate, self._block))
        elif record.kind is Kind.FADE:
            engine.fade_out()

    def _image(self, engine: Engine, record: Record) -> None:
        bundle, generator = self._loaded(self._model)
        voice, first, checksum, point = take.image_of(record.data)
        wanted = bundle.latent_dim + len(bundle.conditions) + 1
        if len(point) != wanted or not 0 <= voice < engine.voices:
            raise TakeError(f"take {self._path}: voice {voice} has a point of {len(point)} numbers, wanted {wanted}")
        last = bundle.codec.image_shape[0] - STRIP_ROWS
        if first != WHOLE and (first % STRIP_GRID or not 0 <= first <= last):
            raise TakeError(f"take {self._path}: a strip begins with row {first}, there are none from there on")
        z, condition = point[None, : bundle.latent_dim], point[None, bundle.latent_dim : -1]
        if first == WHOLE:
            image = grown(generator(z, condition), float(point[-1]), bundle.codec)
            payload, play = payloads(bundle.codec, image)[0], engine.image
        elif generator.strip is not None:
            rows = generator.strip(z, condition, first)
            payload, play = strip_payload(bundle.codec, rows, first), engine.strip
        else:
            self.images, self.others = self.images + 1, self.others + 1
            return  # this backend makes those rows with the whole image only, which follows
        self.images += 1
        self.others += checksum_of(payload) != checksum
        play(voice, payload)

    def _goes_on_otherwise(self, record: Record) -> bool:
        """Whether the device came back with another rate in the same file, as takes were written once."""
        about = engine_of(self._path, record)
        return self.sample_rate > 0 and (about["sample_rate"], about["channels"]) != (self.sample_rate, self.channels)

    def _begin(self, record: Record) -> None:
        about = engine_of(self._path, record)
        self._block, self._model = about["block_size"], about["model"]
        engine = Engine(about["voices"], self.channels, self.sample_rate, self._block, tuple(about["ring"]))
        engine.warm_up()
        codec = self._loaded(self._model)[0].codec
        engine.switch(make_bank(codec, about["voices"], self.sample_rate, self._block))
        snapshot = Snapshot(engine)
        if snapshot.layout != about["layout"] or len(snapshot.octets) != about["bytes"]:
            raise TakeError(f"take {self._path}: was made by another version of this program, whose engine was another")
        self._beginning, self._snapshot, self._restored, self._engine = engine, snapshot, 0, None
        self._start = record.clock

    def _restore(self, piece: bytes) -> None:
        snapshot, end = self._snapshot, self._restored + len(piece)
        if snapshot is None or end > len(snapshot.octets):
            raise TakeError(f"take {self._path}: garbled state")
        snapshot.octets[self._restored : end] = np.frombuffer(piece, np.uint8)
        self._restored = end
        if end == len(snapshot.octets):
            try:
                snapshot.restore()
            except ValueError as error:
                raise TakeError(f"take {self._path}: {error}") from error
            if self._beginning.clock != self._start:
                raise TakeError(f"take {self._path}: clock is {self._beginning.clock}, wanted {self._start}")
            self._engine, self._snapshot = self._beginning, None  # no piece may follow

    def _loaded(self, number: int) -> tuple[Bundle, Generator]:
        if number not in self._models:
            if number not in self._descriptions:
                raise TakeError(f"take {self._path}: does not say what model {number} is")
            description = self._descriptions[number]
            bundle = self._found(description)
            name = backend.choose(self._backend_name or description["backend"], bundle.files)
            self._models[number] = bundle, backend.load(name, bundle, 1)
        return self._models[number]

    def _found(self, description: dict[str, Any]) -> Bundle:
        name = description["name"]
        finders: tuple[Callable[[], Bundle], ...] = (
            partial(library.named, name, self._home),
            partial(bundles.read, description["path"]),
        )
        for find in finders:
            try:
                bundle = find()
            except (ValueError, OSError):  # or a path that no system takes
                continue
            if bundles.digest(bundle) == description["digest"]:
                return bundle
        raise TakeError(
            f"take {self._path}: the model {shown(name)} that it was played with is not here (or has changed)"
        )
