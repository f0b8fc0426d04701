"""The live instrument: starts, wires, supervises and stops the processes.

Process and thread
------------------
The control process (the parent), in one asyncio loop. It never touches samples: points go to the generator through a
mailbox, parameters to the audio process through a ring, and what it shows comes from their boards.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.interface.spec import EVENT, EVENT_CAPACITY, AudioSpec, board_fields, lates, output_capacity
from gesturegan_live.control.instrument import Instrument
from gesturegan_live.control.osc.server import OscServer
from gesturegan_live.control.stage import Status
from gesturegan_live.generator.loaded import LoadedModel
from gesturegan_live.latent.walk import Walk
from gesturegan_live.models import library
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.processes.child import Child, ChildError
from gesturegan_live.processes.interrupt import on_signals
from gesturegan_live.processes.ipc import Board, Ring, SampleRing, sweep
from gesturegan_live.processes.starting import Starting
from gesturegan_live.processes.watch import Watch
from gesturegan_live.recording.recordings import Recordings, check_path
from gesturegan_live.recording.sound_file import FLAC_CHANNELS, SUFFIXES
from gesturegan_live.show.config import Show
from gesturegan_live.show.home import Home
from gesturegan_live.takes.taking import Takes

T = TypeVar("T")

_TICK = 0.008  # seconds between two steps of glides and walks
_OPEN = "whoever reaches this computer may play; to store, record, load and quit takes --trust ADDRESS"
_LONGEST_LOAD = 120.0  # seconds until a model that does not get ready is given up
_LEAD = 0.1  # seconds
_QUIET = 10.0  # seconds between two lines about values that are no numbers
_SWITCH = 5.0  # seconds that the audio process may take to cross over to another model


class Server:
    """Everything behind the OSC addresses: the `Stage` of a live performance.

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
    """

    def __init__(self, show: Show, bundle: Bundle, home: Home, say: Callable[[str], None]) -> None:
        self.show, self.home, self._print = show, home, say
        self.voices = show.voices
        self.ring = show.azimuths
        self.playing = False
        self.starting = Starting(self._say)
        self._osc: OscServer | None = None
        self._quit = asyncio.Event()
        sweep()
        self._events = Ring(EVENT, EVENT_CAPACITY)
        columns = show.channels + show.voices
        self._output = SampleRing(columns, output_capacity(columns))
        self._board = Board(*board_fields(show.voices, show.channels))
        self._folder = bundle.path.resolve()  # of the model that it began with
        self._model = self._loaded(bundle)
        self._heard = self._model  # what the audio process plays, or will once it has crossed over
        self._loading = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._recordings = Recordings(self._output, show.channels, self._say)
        self._rates = self._updates_then = np.zeros(show.voices)
        self._rate_since = time.monotonic()
        self._crossing = asyncio.Lock()
        self._switched = asyncio.Event()
        self._audio = Child(
            "audio",
            "gesturegan_live.audio.process",
            self._audio_spec,
            on_message=self._on_audio_message,
            on_death=self._on_audio_death,
            on_return=self._on_audio_return,
            on_refusal=self._say,
        )
        self._audio_watch = Watch()
        self._guarded, self._guarded_told = 0.0, -_QUIET
        self._takes = Takes(self._audio.send, self._say)
        walk = (
            Walk(bundle.latent_dim, [np.array(point, np.float32) for point in bundle.presets.values()])
            if show.walk
            else None
        )
        self.instrument = Instrument(self, walk)

    @property
    def model(self) -> Bundle:
        """The model that is played."""
        return self._model.bundle

    @property
    def last_message(self) -> str:
        """The last OSC message, for people."""
        return self._osc.last if self._osc is not None else ""

    async def run(
        self,
        *,
        record: Path | None = None,
        record_voices: bool = False,
        take: str | None = None,
        seconds: float | None = None,
    ) -> None:
        """Play until told to quit, or for `seconds`; raises `ChildError` or ValueError where it cannot begin.

        Parameters
        ----------
        record : Path, optional
            Record the output to that file from the beginning on.
        record_voices : bool
            And each voice.
        take : str, optional
            Record a take of that name from the first sample on.
        seconds : float, optional
        """
        loop = asyncio.get_running_loop()
        restore = on_signals(loop, self.quit)
        try:
            if record is not None:
                check_path(record, self.show.channels)
            if take is not None:
                self.take(take)
            self._osc = await OscServer.open(
                self.instrument,
                self.show.host,
                self.show.port,
                show=self._print,
                say=self._say,
                trust=self.show.trust,
            )
            self._audio.start()
            self._model.generator.start()
            self.instrument.replay()
            if not await self._warm():
                return
            if record is not None:
                self._record_to(record, record_voices)
            if seconds is not None:
                loop.call_later(seconds, self.quit)
            await self._tick_until_quit()
        finally:
            await self._stop()
            restore()

    async def _warm(self) -> bool:
        """Wait for both children; False where the performer did not."""
        if not await self._unless_quit(self._model.generator.ready()):
            return False
        if not (said := await self._unless_quit(self._audio.ready())):
            return False
        self.playing = True
        self._say(f"{self.model.name} on {said['device']}, OSC on {self._osc.where if self._osc else 'nowhere'}")
        if self._osc is not None and self._osc.is_open:
            self._say(_OPEN)
        return True

    async def _unless_quit(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Wait for what `work` gives; None, and it is cancelled, where the performer quits first."""
        task, quitting = asyncio.ensure_future(work), asyncio.ensure_future(self._quit.wait())
        await asyncio.wait((task, quitting), return_when=asyncio.FIRST_COMPLETED)
        quitting.cancel()
        if task.done():
            return task.result()
        task.cancel()
        return None

    # What the control side asks of the stage.

    def parameter(self, voice: int, index: int, value: float, sample: int = 0) -> bool:
        """Set a parameter at an output sample; False where the queue is full."""
        return self._events.push((sample, voice, index, value))

    def point(self, voice: int, z: NDArray[np.float32], condition: NDArray[np.float32], growth: float) -> None:
        """Move a voice; the newest point wins."""
        self._model.point(voice, z, condition, growth)

    def sample_at(self, unix_time: float) -> int:
        """Output sample at which an event is heard at that time; 0 if unknown."""
        epoch, rate, delay = (float(self._board[field][0]) for field in ("epoch", "sample_rate", "delay"))
        return max(round((unix_time - epoch) * rate - delay), 0) if epoch else 0

    @property
    def lead(self) -> float:
        """Seconds ahead of its time at which audio wants an event: two blocks, the device's latency and some more."""
        latency, rate = float(self._board["latency"][0]), float(self._board["sample_rate"][0])
        return _LEAD + latency + (2 * self.show.block_size / rate if rate else 0.0)

    def models(self) -> list[str]:
        """Names that `load` takes."""
        return library.names(self.home, self._folder)

    async def load(self, name: str) -> None:
        """Load a model while the old one plays; the sound crosses over once every voice has its first image."""
        async with self._loading:
            bundle = await asyncio.to_thread(library.named, name, self.home, self._folder)
            try:
                model = self._loaded(bundle)
            except OSError as error:
                raise ValueError(f"model {name}: {error}") from error
            failure = await self._failure(model)
            if failure:
                await model.close()
                raise ValueError(f"model {name}: {failure}")
            old, self._model = self._model, model
            self._takes.model(model.description())
        self._run(self._cross_over(old, model))

    async def _failure(self, model: LoadedModel) -> str:
        """Start a model's generator; returns why it cannot be played, or nothing."""
        try:
            model.generator.start()
            ready = await self._unless_quit(asyncio.wait_for(model.generator.ready(), _LONGEST_LOAD))
        except TimeoutError:
            return f"it is not ready after {_LONGEST_LOAD:g} s"
        except (ChildError, OSError) as error:
            return str(error)
        return "" if ready else "the instrument is about to end"

    def record(self, name: str | None, voices: bool = False) -> Path | None:
        """Start a recording in the home's folder, of every voice too if wanted, or end it (None)."""
        if name is None:
            return self._recordings.end()
        suffix = ".flac" if self.show.channels <= FLAC_CHANNELS else ".wav"
        if Path(name).suffix.lower() in SUFFIXES:
            suffix = ""
        return self._record_to(self.home.inside("recordings", name, suffix), voices)

    def take(self, name: str | None) -> Path | None:
        """Start a take in the home's folder, or end it (None)."""
        if name is None:
            return self._takes.end()
        models = {id(model): model.description() for model in (self._heard, self._model)}
        return self._takes.begin(name, self.home, models.values())

    def status(self) -> Status:
        """How it is doing."""
        board, now = self._board, time.monotonic()
        updates = self._model.board["updates"].copy()
        if now - self._rate_since > 1.0:
            self._rates = np.maximum(updates - self._updates_then, 0.0) / (now - self._rate_since)
            self._rate_since, self._updates_then = now, updates
        late = lates(board)  # first: what is remembered is counted
        stolen = int(board["stolen"][0])
        return Status(
            load=float(board["load"][0]),
            load_peak=float(board["load_peak"][0]),
            loads=tuple(int(count) for count in board["loads"]),
            late_blocks=int(board["late"][0]) + stolen,
            stolen_blocks=stolen,
            late=late,
            xruns=int(board["xruns"][0]),
            import_seconds=float(board["imported"][0]),
            compile_seconds=float(board["compiled"][0]),
            peak=float(board["peak"].max()),
            rms=tuple(board["rms"].tolist()),
            playheads=tuple(board["playhead"].tolist()),
            sample_rate=float(board["sample_rate"][0]),
            updates_per_second=tuple(self._rates.tolist()),
            generator_pid=self._model.generator.pid,
            audio_pid=self._audio.pid,
            generator_restarts=self._model.generator.restarts,
            audio_restarts=self._audio.restarts,
            recording=self._recordings.name,
            take=self._takes.name,
        )

    def quit(self) -> None:
        """Fade out and end."""
        self._quit.set()

    # Inside.

    def _loaded(self, bundle: Bundle) -> LoadedModel:
        show = self.show
        return LoadedModel(bundle, show.voices, show.channels, show.backend, self._board.name, self._say)

    def _say(self, line: str) -> None:
        """Tell the performer, in the terminal and wherever a client asked to be notified."""
        self._print(line)
        if self._osc is not None:
            self._osc.broadcast("/notice", line)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.add(task := asyncio.create_task(work))
        task.add_done_callback(self._tasks.discard)

    async def _tick_until_quit(self) -> None:
        then = time.monotonic()
        while not self._quit.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._quit.wait(), _TICK)
            now = time.monotonic()
            self.instrument.tick(now - then)
            self._watch_over(now)
            then = now

    def _watch_over(self, now: float) -> None:
        self._model.watch(now)
        if self._audio_watch.hangs(float(self._board["blocks"][0]), True, now):
            self._say("audio hangs; ending it")
            self._audio_watch.reset()
            self._audio.kill()
        guarded = float(self._board["guarded"][0])
        self._guarded = min(self._guarded, guarded)  # another audio process counts anew
        if guarded > self._guarded and now > self._guarded_told + _QUIET:
            self._say(f"{guarded - self._guarded:.0f} values of images or sound were no numbers: silence instead")
            self._guarded, self._guarded_told = guarded, now

    async def _cross_over(self, old: LoadedModel, new: LoadedModel) -> None:
        async with self._crossing:  # one after the other, in the order of loading
            await self._unless_quit(new.first_images())
            self._switched.clear()
            self._heard = new
            self._audio.send({"switch": new.audio_message()})
            try:
                await self._unless_quit(asyncio.wait_for(self._switched.wait(), _SWITCH))
            except TimeoutError:
                self._say(f"the audio process took over {_SWITCH:.0f} s to cross over to {new.bundle.name}")
            await old.close()

    def _audio_spec(self) -> AudioSpec:
        self._events.clear()  # nobody reads now, and what was sent is part of the state that is replayed
        message = self._heard.audio_message()
        return AudioSpec(
            message["codec"],
            message["images"],
            message["strips"],
            self._events.name,
            self._output.name,
            self._board.name,
            self.voices,
            self.show.channels,
            self.show.block_size,
            self.show.device,
            int(self._board["clock"][0]),
            self.show.ring,
            message["model"],
            message["row"],
            self._takes.log,
        )

    def _on_audio_message(self, message: dict[str, Any]) -> None:
        if "switched" in message:
            self._switched.set()
        elif "compiling" in message:
            self.starting.compiling(*message["compiling"])
        elif "took" in message:
            self._takes.took(message["took"], full=message["full"])
        else:
            self._say(f"audio: {next(iter(message.values()))}")

    def _on_audio_death(self, exitcode: int | None) -> None:
        self._audio_watch.reset()
        self._recordings.hold()
        self._say(f"audio died (exit code {exitcode}); starting it again")
        self._board["epoch"][0] = 0.0  # its clock has stopped: what is timed now keeps its time, not its sample
        self._switched.set()  # the next one begins with the model that is to be played

    def _on_audio_return(self) -> None:
        self.instrument.replay()
        self._say(f"audio is back (process {self._audio.pid})")
        self._recordings.follow(int(self._board["sample_rate"][0]))

    def _record_to(self, path: Path, voices: bool) -> Path:
        if not self.playing:
            raise ValueError(f"recording {path.name}: there is no sound yet")
        return self._recordings.begin(path, int(self._board["sample_rate"][0]), voices=voices)

    async def _stop(self) -> None:
        self.playing = False
        self._quit.set()
        await self._audio.stop()
        if self._osc is not None:
            await self._osc.close()
        await asyncio.gather(self._recordings.close(), self._takes.close())
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._model.close()
        for memory in (self._events, self._output, self._board):
            memory.close()
