"""Recordings as the control process sees them: starting, ending, and going on after a death.

Process and thread
------------------
Lives in the control process's event loop; the writing is the recorder process's (`gesturegan_live.recording.process`).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from gesturegan_live.processes.child import Child, ChildError
from gesturegan_live.processes.ipc import SampleRing
from gesturegan_live.recording import process as recorder
from gesturegan_live.recording import sound_file
from gesturegan_live.recording.process import RecorderSpec, Track
from gesturegan_live.show.home import check_name

_LONGEST_STOP = 10.0  # seconds that the last frames may take to be written
MOST_ENDING = 2  # recordings, each a process, that are still being written while another one begins


def file_name(value: object) -> str | None:
    """Name what is recorded: 1 asks for the time, 0 and an empty name for an end."""
    name = f"{datetime.now():%Y-%m-%d %H.%M.%S}" if value == 1 else str(value or "")
    if name:
        check_name(name)
    return name or None


def check_path(path: Path, channels: int) -> None:
    """Refuse, in one line, a file that so many channels cannot be recorded to."""
    sound_file.format_of(path, channels)
    if not path.parent.is_dir():
        raise ValueError(f"recording {path}: there is no folder {path.parent}")


class Recording:
    """One recording, from now on.

    Parameters
    ----------
    path : Path
        Its suffix says the format; a number is added where the file exists.
    ring : SampleRing
        The output's channels, then each voice.
    channels : int
        Of the output.
    voices : bool
        Record every voice too: a folder named as the file would be, which holds ``master`` and ``voice-01`` … as files
        of one length, so that they line up in whatever opens them.
    sample_rate : int
        Hz.
    say : callable
        Takes a line for the performer.
    start : int, optional
        Frame of the ring from which on, where that is not now.

    Attributes
    ----------
    path : Path
        The file (or folder) that is being written.
    active : bool
        False once it has ended, by itself (a full disk) too.
    """

    def __init__(
        self,
        path: Path,
        ring: SampleRing,
        channels: int,
        sample_rate: int,
        say: Callable[[str], None],
        *,
        voices: bool = False,
        start: int | None = None,
    ) -> None:
        check_path(path, channels)
        self._ring, self._channels, self._rate, self._say, self._voices = ring, channels, sample_rate, say, voices
        self.sample_rate = sample_rate
        self._asked = path
        self._suffix = path.suffix
        self._wanted = path.with_suffix("") if voices else path
        now = ring.begin_reading()
        self._start = now if start is None else start
        self._starts = iter([self._start])  # a second process starts where it finds the ring
        self._until: int | None = None
        self._reading = True
        self.active = True
        self._told = False  # how it ended
        try:
            self.path = reserve(self._wanted, folder=voices)
        except OSError as error:
            self._read_no_more()
            raise ValueError(f"recording {self._wanted}: {error.strerror}") from error
        self._child = Child(
            "recorder",
            recorder.__name__,
            self._spec,
            on_message=self._on_message,
            on_death=self._on_death,
            on_refusal=say,
        )
        try:
            self._child.start()
        except OSError as error:
            self._read_no_more()
            release(self.path)
            raise ValueError(f"recording {self.path.name}: {error}") from error
        self._opening = asyncio.create_task(self._open())

    async def _open(self) -> None:
        try:
            await self._child.ready()
        except ChildError as error:
            self._told = True
            self._over()
            self._say(str(error))

    @property
    def name(self) -> str:
        """What is being written, without a suffix."""
        return self.path.name if self._voices else self.path.stem

    def again(self, sample_rate: int, start: int | None = None) -> Recording:
        """Begin another one, of the same kind and name, at another rate, from a frame of the ring on."""
        return Recording(
            self._asked, self._ring, self._channels, sample_rate, self._say, voices=self._voices, start=start
        )

    def hold(self, until: int | None) -> None:
        """Record no further than to that frame of the ring; None lets it go on."""
        self._until = until
        self._child.send({"until": until})

    def wait(self) -> None:
        """Record nothing yet: `begin_at` says from where on."""
        self.hold(self._start)

    def begin_at(self, frame: int) -> None:
        """Begin with that frame of the ring instead; before its process is up."""
        self._until = None
        self._child.send({"from": frame, "until": None})

    def stop_here(self) -> None:
        """Record nothing that sounds from now on, however long the end takes."""
        if self._until is None:
            self.hold(self._ring.written)

    async def end(self) -> None:
        """Write what has sounded by now and close the file."""
        self.stop_here()
        self.active = False
        await self._child.stop(_LONGEST_STOP, ready_first=True)
        self._read_no_more()
        if not self._told:
            self._say(f"{self.path}: the recorder did not come to its end; what it had written is there")
        release(self.path)

    def hurry(self) -> None:
        """End within seconds where the process is not up: the performer has quit."""
        self._child.hurry()

    def _spec(self) -> RecorderSpec:
        start = next(self._starts, self._ring.written)
        return RecorderSpec(
            str(self.path),
            tuple(self._tracks()),
            self._rate,
            self._ring.channels,
            self._ring.capacity,
            self._ring.name,
            start,
            self._until,
        )

    def _tracks(self) -> Iterator[Track]:
        if not self._voices:
            yield Track(str(self.path), 0, self._channels)
            return
        yield Track(str(self.path / f"master{self._suffix}"), 0, self._channels)
        for voice in range(self._ring.channels - self._channels):
            yield Track(str(self.path / f"voice-{voice + 1:02}{self._suffix}"), self._channels + voice, 1)

    def _on_death(self, exitcode: int | None) -> None:
        left = self.path
        try:
            self.path = reserve(self._wanted, folder=self._voices)
        except OSError as error:
            self._over()
            self._opening = asyncio.create_task(self._child.stop())
            self._say(f"recorder died (exit code {exitcode}); the recording is over ({error.strerror})")
            return
        release(left)
        self._say(f"recorder died (exit code {exitcode}); going on in a new file")

    def _over(self) -> None:
        """Leave the path, unless whoever ends the recording is about to."""
        if self.active:
            self.active = False
            self._read_no_more()
            release(self.path)

    def _read_no_more(self) -> None:
        if self._reading:
            self._reading = False
            self._ring.end_reading()

    def _on_message(self, message: dict[str, Any]) -> None:
        self._told = True
        self._over()
        if "recorded" in message:
            lost = f", {message['lost']} lost to a slow disk" if message["lost"] else ""
            late = f", {message['late']} lost before its process was up" if message["late"] else ""
            self._say(f"recorded {message['recorded']} ({message['frames'] / self._rate:.1f} s{late}{lost})")
        else:
            self._say(str(message["failed"]))


class Recordings:
    """The recording that runs, and those before it that are still being written.

    Parameters
    ----------
    ring, channels, say
        As for `Recording`.
    """

    def __init__(self, ring: SampleRing, channels: int, say: Callable[[str], None]) -> None:
        self._ring, self._channels, self._say = ring, channels, say
        self._newest: Recording | None = None
        self._ending: dict[asyncio.Task[None], Recording] = {}
        self._held: int | None = None  # the frame at which the audio process died, until the next one is ready

    @property
    def running(self) -> Recording | None:
        """The one that runs."""
        return self._newest if self._newest is not None and self._newest.active else None

    @property
    def name(self) -> str:
        """Its name, or empty."""
        return self.running.name if self.running is not None else ""

    def begin(self, path: Path, sample_rate: int, *, voices: bool) -> Path:
        """Begin one; returns where it is written, and raises ValueError where one runs or nothing can be written."""
        if self.running is not None:
            raise ValueError(f"recording {path.name}: {self.running.path.name} is still being recorded")
        if len(self._ending) >= MOST_ENDING:
            raise ValueError(
                f"recording {path.name}: {MOST_ENDING} before it are still being written: try again when they are"
            )
        self._newest = Recording(path, self._ring, self._channels, sample_rate, self._say, voices=voices)
        if self._held is not None:
            self._newest.hold(self._held)
        return self._newest.path

    def end(self) -> Path | None:
        """End the one that runs, while the sound goes on; returns its path, if there is one."""
        running = self.running
        if running is None:
            return None
        running.stop_here()
        self._ending[task := asyncio.create_task(running.end())] = running
        task.add_done_callback(self._ending.pop)
        running.active = False  # from now on, not from when the task has its turn
        return running.path

    def hold(self) -> None:
        """Wait where the audio process has died: what follows in the ring may be of another rate."""
        if self._held is None:
            self._held = self._ring.written
            if self.running is not None:
                self.running.hold(self._held)

    def follow(self, sample_rate: int) -> None:
        """Go on from there, in another file where the device has returned at another rate."""
        held, self._held = self._held, None
        running = self.running
        if running is None:
            return
        if running.sample_rate == sample_rate:
            running.hold(None)
            return
        self.end()
        try:
            self._newest = running.again(sample_rate, held)
            self._say(f"the device has {sample_rate} Hz now: the recording goes on in {self._newest.path.name}")
        except ValueError as error:
            self._say(f"the device has {sample_rate} Hz now: the recording is over ({error})")

    async def close(self) -> None:
        """End all within seconds, once the audio process has ended."""
        self.end()
        for recording in self._ending.values():
            recording.hurry()
        await asyncio.gather(*self._ending)


def reserve(path: Path, *, folder: bool = False) -> Path:
    """Make an empty file or folder of that name, or name-2, name-3 … where it is there, so that nobody else does.

    Raises
    ------
    OSError
        Where nothing can be made.
    """
    stem, suffix = (path.name, "") if folder else (path.stem, path.suffix)
    number, made = 1, path
    while True:
        try:
            if folder:
                made.mkdir()
            else:
                made.touch(exist_ok=False)
        except FileExistsError:
            number += 1
            made = path.with_name(f"{stem}-{number}{suffix}")
        else:
            return made


def release(path: Path) -> None:
    """Take away what was reserved if nothing was written to it."""
    with contextlib.suppress(OSError):  # a folder that holds files, or whatever the performer did to it
        if path.is_dir():
            path.rmdir()
        elif not path.stat().st_size:
            path.unlink()
