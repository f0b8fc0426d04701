"""The instrument offline: a score in, the same voices, the same samples every time, faster than real time.

Process and thread
------------------
One process, one thread: the generator, the engine and the control state of the live instrument, with a clock that
only counts samples. Where the live instrument has an image milliseconds after a move, this one has it at once.
"""

from __future__ import annotations

import asyncio
import dataclasses
import heapq
import itertools
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.engine import Engine, make_bank
from gesturegan_live.audio.interface.spec import EVENT
from gesturegan_live.codecs.measures.loudest import loudest
from gesturegan_live.codecs.payload import payloads
from gesturegan_live.control.cues.cues import Message
from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.score import Event
from gesturegan_live.control.stage import Status
from gesturegan_live.finding.model import searchable
from gesturegan_live.finding.search import Found, Search
from gesturegan_live.finding.sound_file import loudest_clip
from gesturegan_live.generator.backends import backend
from gesturegan_live.generator.growth import grown
from gesturegan_live.latent.walk import Walk
from gesturegan_live.models import library
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.recording import kept
from gesturegan_live.recording.sound_file import SoundFile, format_of
from gesturegan_live.show.home import Home
from gesturegan_live.show.loudspeakers import even_ring
from gesturegan_live.takes.taken import Shelf, Taken

BLOCK = 256  # samples between two steps of glides and walks: 6 ms


class Renderer:
    """The `Stage` of an offline performance.

    Parameters
    ----------
    bundle : Bundle
    home : Home
        Where presets and models are found.
    voices, channels : int
    backend_name : str or None
        Inference backend; None chooses.
    walk : Walk or None
        Wanders until the first message.
    ring : sequence of float
        Azimuth of each loudspeaker, degrees; empty for an even ring.

    Attributes
    ----------
    failures : int
        Messages that were answered with ``/fail``.
    """

    def __init__(
        self,
        bundle: Bundle,
        home: Home,
        voices: int,
        channels: int,
        backend_name: str | None = None,
        walk: Walk | None = None,
        ring: Sequence[float] = (),
    ) -> None:
        self.voices, self.home = voices, home
        self.ring = tuple(ring) or even_ring(channels)
        self.sample_rate = bundle.codec.sample_rate
        self.channels = channels
        self._backend_name = backend_name
        self._engine = Engine(voices, channels, self.sample_rate, BLOCK, self.ring)
        self._engine.warm_up()
        self._moved: dict[int, tuple[NDArray[np.float32], NDArray[np.float32], float]] = {}
        self._levels = [0.0] * voices
        self._ended = False
        self._shelf = Shelf(home)
        self._searched: tuple[Bundle, Search, str] | None = None
        self._folder, self.failures = bundle.path.resolve(), 0
        self._use(bundle)
        self._now = 0.0  # seconds
        self._waiting: list[tuple[float, int, str, Event]] = []
        self._order = itertools.count()
        self._say: Callable[[str], None] = lambda _line: None
        self.instrument = Instrument(self, walk)
        self.instrument.clock.now = lambda: self._now
        self.instrument.cues.send = self._cue
        self.instrument.replay()

    def blocks(
        self, score: Sequence[Event], seconds: float, say: Callable[[str], None]
    ) -> Iterator[NDArray[np.float32]]:
        """Play a score, block by block.

        Parameters
        ----------
        score : sequence of Event
            In the order of time; each is applied at its sample, points and models at the block that holds it.
        seconds : float
            When it ends, unless a ``/quit`` ends it before.
        say : callable
            Takes each answer that a message gets, in one line.

        Yields
        ------
        ndarray, shape (frames, channels), float32
            Valid until the next.
        """
        self.instrument.say = self._say = say
        engine, total = self._engine, round(seconds * self.sample_rate)
        out = np.zeros((BLOCK, self.channels), np.float32)
        for event in score:
            self._wait(f"line {event.line}", event)
        while engine.clock < total and not self._ended:
            frames = min(BLOCK, total - engine.clock)
            until = (engine.clock + frames) / self.sample_rate
            self._obey_until(until)
            self._now = engine.clock / self.sample_rate
            self.instrument.tick(frames / self.sample_rate)
            self._generate()
            engine.process(out[:frames])
            yield out[:frames]

    def _wait(self, name: str, event: Event) -> None:
        """Let a message of what is called so wait for its time."""
        heapq.heappush(self._waiting, (event.seconds, next(self._order), name, event))

    def _cue(self, name: str, at: float, messages: Sequence[Message]) -> None:
        for address, values in messages:
            self._wait(f"cue {name}", Event(at or self._now, address, tuple(values), 0))

    def _obey_until(self, until: float) -> None:
        """Obey what is due before a time, and what comes of it."""
        while True:
            first = min([until, *(entry[0] for entry in self._waiting[:1])])
            self.instrument.cues.tick(first)
            if not self._waiting or self._waiting[0][0] >= until:
                return
            _, _, name, event = heapq.heappop(self._waiting)
            plain, due = self.instrument.clock.due(event.address, event.seconds)
            event = dataclasses.replace(event, address=plain, seconds=max(event.seconds, due))
            if due:
                self._wait(name, event)
            else:
                self._obey(name, event)

    def _obey(self, name: str, event: Event) -> None:
        def reply(address: str, *values: object) -> None:
            self.failures += address == "/fail"
            self._say(f"{name}: {' '.join(map(str, (address, *values)))}")

        self._now = event.seconds
        sample = round(event.seconds * self.sample_rate)
        for work in self.instrument.handle(event.address, event.arguments, reply, sample):
            asyncio.run(work)

    def _use(self, bundle: Bundle) -> None:
        generator = backend.load(backend.choose(self._backend_name, bundle.files), bundle, self.voices)
        bank = make_bank(bundle.codec, self.voices, self.sample_rate, BLOCK)
        self.model, self._generator = bundle, generator
        self._moved.clear()
        self._engine.switch(bank)

    def _generate(self) -> None:
        for voice, (z, condition, growth) in self._moved.items():
            image = grown(self._generator(z[None], condition[None]), growth, self.model.codec)
            payload = payloads(self.model.codec, image)[0]
            self._levels[voice] = loudest(self.model.codec, payload)
            self._engine.image(voice, payload)
        self._moved.clear()

    # What the control side asks of the stage.

    def parameter(self, voice: int, index: int, value: float, sample: int = 0, seconds: float = 0.0) -> bool:
        """Set a parameter at an output sample, or in so many seconds from then on; False where the queue is full."""
        if not self._engine.room:
            return False
        self._engine.events(np.array([(sample, voice, index, value, seconds)], EVENT))
        return True

    def point(self, voice: int, z: NDArray[np.float32], condition: NDArray[np.float32], growth: float) -> None:
        """Move a voice."""
        self._moved[voice] = (z, condition, growth)

    def sample_at(self, unix_time: float) -> int:  # noqa: ARG002 - no clock but the score's
        """Unknown: a rendering has no wall clock."""
        return 0

    @property
    def lead(self) -> float:
        """None: a score hands over each event in its block."""
        return 0.0

    @property
    def made(self) -> int:
        """Output sample that is made next."""
        return self._engine.clock

    @property
    def soon(self) -> int:
        """None is missed."""
        return 0

    def levels(self) -> list[float]:
        """Say how loud each voice's image is, linear; 0 where there is none."""
        return self._levels

    def models(self) -> list[str]:
        """Names that `load` takes."""
        return library.names(self.home, self._folder)

    async def load(self, name: str) -> None:
        """Load a model; the sound crosses over to it."""
        self._use(library.named(name, self.home, self._folder))

    async def find(self, name: str, seconds: float | None) -> AsyncGenerator[Found, None]:
        """Look for the sound of a recording, as long as it takes."""
        path = kept.named(self.home, name)
        if self._searched is None or self._searched[0] is not self.model:
            self._searched = self.model, *searchable(self.model, self._backend_name)
        codec, (_, search, lacks) = self.model.codec, self._searched
        if lacks:
            self.instrument.say(lacks)
        for found in search(loudest_clip(path, codec.sample_rate, codec.clip_samples, seconds)):
            yield found

    def record(self, name: str | None, voices: bool = False) -> None:  # noqa: ARG002 - whatever the name
        """Refuse: a rendering is a recording."""
        raise ValueError("a rendering is a recording already")

    async def clip(
        self,
        name: str,  # noqa: ARG002 - whatever the name and the point
        z: NDArray[np.float32],  # noqa: ARG002
        condition: NDArray[np.float32],  # noqa: ARG002
        growth: float,  # noqa: ARG002
    ) -> tuple[Path, int, int]:
        """Refuse: a rendering makes one file."""
        raise ValueError("a rendering makes no other file than its own")

    def take(self, name: str | None) -> None:  # noqa: ARG002 - whatever the name
        """Refuse: the score is there already."""
        raise ValueError("a rendering has its score already")

    def takes(self) -> list[str]:
        """Names that `taken` takes."""
        return self._shelf.names()

    def taken(self, name: str) -> Taken:
        """Read a take, to be played again."""
        return self._shelf.read(name)

    def status(self) -> Status:
        """How it is doing."""
        levels, playheads = np.zeros((2, self.voices))
        self._engine.levels(levels)
        self._engine.playheads(playheads)
        return Status(
            peak=float(self._engine.peaks.max()),
            rms=tuple(levels.tolist()),
            playheads=tuple(playheads.tolist()),
            sample_rate=self.sample_rate,
        )

    def quit(self) -> None:
        """End with this block."""
        self._ended = True


def to_file(blocks: Iterator[NDArray[np.float32]], sample_rate: int, channels: int, path: Path) -> Iterator[float]:
    """Write blocks into a sound file, whole or not at all; yields the seconds done after each block."""
    format_of(path, channels)
    if not path.parent.is_dir():
        raise ValueError(f"{path}: there is no folder {path.parent}")
    partial = path.with_name(f".{path.stem}.part{path.suffix}")
    done = 0
    try:
        with SoundFile(partial, sample_rate, channels) as file:
            for block in blocks:
                file.write(block)
                done += len(block)
                yield done / sample_rate
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
