"""Recordings as the control process sees them: starting, ending, and going on after a death.

Process and thread
------------------
Lives in the control process's event loop; the writing is the recorder process's (`gesturegan_live.recorder`).
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gesturegan_live import recorder
from gesturegan_live.child import Child, ChildError
from gesturegan_live.ipc import SampleRing
from gesturegan_live.recorder import RecorderSpec

_LONGEST_STOP = 10.0  # seconds that the last frames may take to be written


def check_path(path: Path) -> None:
    """Refuse, in one line, a file that cannot be recorded to."""
    recorder.format_of(path)
    if not path.parent.is_dir():
        raise ValueError(f"recording {path}: there is no folder {path.parent}")


class Recording:
    """One recording, from now on.

    Parameters
    ----------
    path : Path
        Its suffix says the format; a number is added where the file exists.
    ring : SampleRing
        The output.
    sample_rate : int
        Hz.
    say : callable
        Takes a line for the performer.

    Attributes
    ----------
    path : Path
        The file that is being written.
    active : bool
        False once it has ended, by itself (a full disk) too.
    """

    def __init__(self, path: Path, ring: SampleRing, sample_rate: int, say: Callable[[str], None]) -> None:
        check_path(path)
        self._wanted, self._ring, self._rate, self._say = path, ring, sample_rate, say
        self._starts = iter([ring.written])  # a second process, after a death, starts where it finds the ring
        self.active = True
        self.path = _unused(path)
        self._child = Child(
            "recorder",
            recorder.__name__,
            self._spec,
            on_message=self._on_message,
            on_death=lambda exitcode: say(f"recorder died (exit code {exitcode}); going on in a new file"),
        )
        self._child.start()
        self._opening = asyncio.create_task(self._open())

    async def _open(self) -> None:
        try:
            await self._child.ready()
        except ChildError as error:
            self.active = False
            self._say(str(error))

    async def end(self) -> None:
        """Write what is left and close the file."""
        self.active = False
        await self._child.stop(_LONGEST_STOP)

    def _spec(self) -> RecorderSpec:
        self.path = _unused(self._wanted)
        start = next(self._starts, self._ring.written)
        return RecorderSpec(
            str(self.path), self._rate, self._ring.channels, self._ring.capacity, self._ring.name, start
        )

    def _on_message(self, message: dict[str, Any]) -> None:
        self.active = False
        if "recorded" in message:
            lost = f", {message['lost']} lost to a slow disk" if message["lost"] else ""
            self._say(f"recorded {message['recorded']} ({message['frames'] / self._rate:.1f} s{lost})")
        else:
            self._say(str(message["failed"]))


def _unused(path: Path) -> Path:
    """Give the path, or the first of name-2, name-3 … where something is there already."""
    paths = (path if number == 1 else path.with_stem(f"{path.stem}-{number}") for number in itertools.count(1))
    return next(candidate for candidate in paths if not candidate.exists())
