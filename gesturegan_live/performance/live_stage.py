"""What control asks of a live performance: `gesturegan_live.control.stage.Stage`, by the processes that play.

Process and thread
------------------
Lives in the control process's event loop. It never touches samples: points go to the generator through a mailbox,
parameters to the audio process through a ring, and what it tells comes from their boards.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.spec import lates
from gesturegan_live.codecs.codec import Codec
from gesturegan_live.control.stage import Status
from gesturegan_live.finding import process as finding
from gesturegan_live.finding.search import Found
from gesturegan_live.generator.loaded import LoadedModel
from gesturegan_live.models import library
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.performance import clips
from gesturegan_live.performance.model_change import ModelChange, UnlessQuit
from gesturegan_live.performance.sound import About, Sound
from gesturegan_live.performance.together import Together
from gesturegan_live.processes.starting import Starting
from gesturegan_live.recording import kept
from gesturegan_live.recording.kept import LAST
from gesturegan_live.recording.recordings import Recordings
from gesturegan_live.recording.sound_file import FLAC_CHANNELS, SUFFIXES
from gesturegan_live.show.config import Show
from gesturegan_live.show.home import Home
from gesturegan_live.takes.taken import Shelf, Taken
from gesturegan_live.takes.taking import Takes


class LiveStage:
    """The sound, the model that it is made of, and what is kept of both.

    Parameters
    ----------
    show : Show
        Settings.
    bundle : Bundle
        The model to begin with.
    home : Home
        Where presets, recordings and models are.
    say : callable
        Takes one line for the performer.
    end : callable
        Ends the program.
    unless_quit : UnlessQuit
    on_return : callable
        Called once another audio process is in the place of one that died.

    Attributes
    ----------
    playing : bool
        Whether both processes are up.
    starting : Starting
        How far they are, until then.
    """

    def __init__(
        self,
        show: Show,
        bundle: Bundle,
        home: Home,
        say: Callable[[str], None],
        *,
        end: Callable[[], None],
        unless_quit: UnlessQuit,
        on_return: Callable[[], None],
    ) -> None:
        self.show, self.home, self._say, self._end, self._on_return = show, home, say, end, on_return
        self.voices = show.voices
        self.ring = show.azimuths
        self.playing = False
        self.starting = Starting(say)
        heard: dict[str, Callable[[About], None]] = {
            "switched": lambda _: self.model_change.switched(),
            "compiling": lambda message: self.starting.compiling(*message["compiling"]),
            "begun": self._on_take_begun,
            "took": lambda message: self.taking.took(message["took"], full=message["full"]),
        }
        self.sound = Sound(
            show, self._about, say, heard=heard, on_death=self._on_death, on_return=self._on_audio_return
        )
        self._folder = bundle.path.resolve()  # of the model that it began with
        self.model_change = ModelChange(bundle, self._loaded, self._switch, unless_quit, say)
        self.recordings = Recordings(self.sound.output, show.channels, say)
        self.together = Together(self.sound.output, self.recordings)
        self.taking = Takes(self.sound.child.send, say)
        self._shelf = Shelf(home)
        self._loading = asyncio.Lock()
        self._rates = self._updates_then = np.zeros(show.voices)
        self._rate_since = time.monotonic()

    @property
    def model(self) -> Bundle:
        """The model that is played."""
        return self.model_change.played.bundle

    def parameter(self, voice: int, index: int, value: float, sample: int = 0, seconds: float = 0.0) -> bool:
        """Set a parameter at an output sample, or in so many seconds from then on; False where the queue is full."""
        return self.sound.parameter(voice, index, value, sample, seconds)

    def point(self, voice: int, z: NDArray[np.float32], condition: NDArray[np.float32], growth: float) -> None:
        """Move a voice; the newest point wins."""
        self.model_change.played.point(voice, z, condition, growth)

    def sample_at(self, unix_time: float) -> int:
        """Output sample at which an event is heard at that time; 0 if unknown."""
        return self.sound.sample_at(unix_time)

    @property
    def lead(self) -> float:
        """Seconds ahead of its time at which audio wants an event."""
        return self.sound.lead

    @property
    def made(self) -> int | None:
        """Output sample that is made next; None while none is."""
        return self.sound.made

    @property
    def soon(self) -> int:
        """Samples after that one which an event may miss that is sent now."""
        return self.sound.soon

    @property
    def sample_rate(self) -> int:
        """Of the device, Hz; 0 while it is not known."""
        return self.sound.sample_rate

    def levels(self) -> list[float]:
        """Say how loud each voice's newest whole image is, linear; 0 where there is none."""
        levels: list[float] = self.model_change.played.board["level"].tolist()
        return levels

    def look(
        self, voice: int, since: int, read: Callable[[Codec, NDArray[np.float32]], bytes]
    ) -> tuple[int, bytes] | None:
        """Let `read` make something of the whole image that a voice plays, newer than number `since`."""
        heard = self.model_change.heard
        return heard.look(voice, since, partial(read, heard.bundle.codec))

    @property
    def delay(self) -> float:
        """Seconds from a block that is made to its sound, as the device says."""
        return self.sound.delay

    def model_folder(self, name: str) -> Path:
        """Folder of the model of that name; ValueError where there is none."""
        return library.folder(name, self.home, self._folder)

    def models(self) -> list[str]:
        """Names that `load` takes."""
        return library.names(self.home, self._folder)

    async def load(self, name: str) -> None:
        """Load a model while the old one plays; the sound crosses over once every voice has its first image."""
        async with self._loading:
            bundle = await asyncio.to_thread(library.named, name, self.home, self._folder)
            self.taking.model((await self.model_change.take_over(name, bundle)).description())

    async def find(self, name: str, seconds: float | None) -> AsyncGenerator[Found, None]:
        """Look for the sound of a recording of that name, or the last one, in a process of its own."""
        running = self.recordings.running if name == LAST else None
        path = kept.file_of(running.path) if running is not None else kept.named(self.home, name)
        if path is None:
            raise ValueError("nothing has been recorded yet")
        search = finding.found(self.model.path, path, seconds, self.show.backend)
        lacked = ""
        while (step := await asyncio.to_thread(next, search, None)) is not None:
            found, lacks = step
            if lacks != lacked:
                self._say(lacks)
                lacked = lacks
            yield found

    def record(self, name: str | None, voices: bool = False) -> Path | None:
        """Start a recording in the home's folder, of every voice too if wanted, or end it (None)."""
        if name is None:
            return self.recordings.end()
        suffix = ".flac" if self.show.channels <= FLAC_CHANNELS else ".wav"
        if Path(name).suffix.lower() in SUFFIXES:
            suffix = ""
        return self.record_to(self.home.inside("recordings", name, suffix), voices)

    def record_to(self, path: Path, voices: bool) -> Path:
        """Start a recording in a file of the performer's choice."""
        if not self.playing:
            raise ValueError(f"recording {path.name}: there is no sound yet")
        begun = self.recordings.begin(path, self.sound.sample_rate, voices=voices)
        self.together.recording_begun()
        return begun

    async def clip(
        self, name: str, z: NDArray[np.float32], condition: NDArray[np.float32], growth: float
    ) -> tuple[Path, int, int]:
        """Write the clip of a point as a recording of that name; returns the file, its samples and its sample rate."""
        path = self.home.inside("recordings", name, ".wav")
        return await asyncio.to_thread(clips.write, self.model, self.show.backend, path, z, condition, growth)

    def take(self, name: str | None) -> Path | None:
        """Start a take in the home's folder, or end it (None)."""
        if name is None:
            self.together.leave()
            return self.taking.end()
        models = {id(model): model.description() for model in (self.model_change.heard, self.model_change.played)}
        if self.taking.running is None:
            self.together.take_asked_for()
        try:
            return self.taking.begin(name, self.home, models.values())
        except ValueError:
            if self.taking.running is None:
                self.together.leave()
            raise

    def takes(self) -> list[str]:
        """Names that `taken` takes; looks at the disk."""
        return self._shelf.names()

    def taken(self, name: str) -> Taken:
        """Read a take, to be played again; for a worker thread."""
        return self._shelf.read(name)

    def status(self) -> Status:
        """How it is doing."""
        board, played, now = self.sound.board, self.model_change.played, time.monotonic()
        updates = played.board["updates"].copy()
        if now - self._rate_since > 1.0:
            self._rates = np.maximum(updates - self._updates_then, 0.0) / (now - self._rate_since)
            self._rate_since, self._updates_then = now, updates
        sounding = float(self.sound.sounding)  # nothing is heard of what stands on the board otherwise
        late = lates(board)  # first: what is remembered is counted
        stolen = int(board["stolen"][0])
        return Status(
            load=sounding * float(board["load"][0]),
            load_peak=sounding * float(board["load_peak"][0]),
            loads=tuple(int(count) for count in board["loads"]),
            late_blocks=int(board["late"][0]) + stolen,
            stolen_blocks=stolen,
            late=late,
            xruns=int(board["xruns"][0]),
            import_seconds=float(board["imported"][0]),
            compile_seconds=float(board["compiled"][0]),
            peak=sounding * float(board["peak"].max()),
            rms=tuple((sounding * board["rms"]).tolist()),
            playheads=tuple(board["playhead"].tolist()),
            sample_rate=sounding * float(board["sample_rate"][0]),
            updates_per_second=tuple((sounding * self._rates).tolist()),
            generator_pid=played.generator.pid,
            audio_pid=self.sound.child.pid,
            generator_restarts=played.generator.restarts,
            audio_restarts=self.sound.child.restarts,
            recording=self.recordings.name,
            take=self.taking.name,
        )

    def quit(self) -> None:
        """Fade out and end."""
        self._end()

    def watch(self, now: float) -> None:
        """Look after the processes, at a time (seconds)."""
        self.model_change.played.watch(now)
        self.sound.watch(now)

    async def close(self) -> None:
        """Finish what is being written, and end the processes that are left."""
        self.together.leave()
        await asyncio.gather(self.recordings.close(), self.taking.close())
        await self.model_change.close()
        self.sound.close()

    def _loaded(self, bundle: Bundle) -> LoadedModel:
        show = self.show
        return LoadedModel(bundle, show.voices, show.channels, show.backend, self.sound.board.name, self._say)

    def _switch(self, message: dict[str, Any]) -> None:
        self.sound.child.send({"switch": message})

    def _about(self) -> tuple[About, str | None]:
        return self.model_change.heard.audio_message(), self.taking.log

    def _on_take_begun(self, message: About) -> None:
        if message["begun"] == self.taking.log:
            self.together.take_begun(message["frame"])

    def _on_death(self) -> None:
        self.recordings.hold()
        self.model_change.switched()  # the next process begins with the model that is to be played

    def _on_audio_return(self) -> None:
        self._on_return()
        self.recordings.follow(self.sound.sample_rate)
