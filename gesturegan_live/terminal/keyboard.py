"""What the keys of the terminal do: as messages do that this computer sends.

Process and thread
------------------
The control process, in its event loop.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Sequence

from gesturegan_live.control.messages.arguments import Value
from gesturegan_live.server import Server

HELP = (
    "space       panic: every voice is silent at once",
    "1 … 9       open or close that voice",
    "g b         the next cue; the one before",
    "r           record the output, and again: end it",
    "q           quit, if pressed twice",
    "?           these lines",
)
_LOOK = 0.02  # seconds between two looks for a key
_PATIENCE = 5.0  # seconds that it is asked whether to quit
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|[^\[O])")  # an arrow, or the like
_BEGUN = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|O)?\Z")  # one of which the rest has not come


class Keyboard:
    """The keys.

    Parameters
    ----------
    server : Server
    say : callable
        Takes a line for the performer.
    now : callable
        Seconds.

    Attributes
    ----------
    asks : bool
        Whether it is asked whether to quit.
    """

    def __init__(self, server: Server, say: Callable[[str], object], now: Callable[[], float] = time.monotonic) -> None:
        self._server, self._say, self._now = server, say, now
        self._asked = -_PATIENCE
        self._begun = ""

    @property
    def asks(self) -> bool:
        """Whether it is asked whether to quit."""
        return self._now() - self._asked < _PATIENCE

    async def watch(self, pressed: Callable[[], str]) -> None:
        """Obey keys for ever, as they are pressed."""
        while True:
            self.press(pressed())
            await asyncio.sleep(_LOOK)

    def press(self, keys: str) -> None:
        """Obey some keys, and none that are arrows and the like; nothing where none was pressed since the last time."""
        keys = _SEQUENCE.sub("", self._begun + keys if keys else "")
        begun = _BEGUN.search(keys)
        self._begun = begun[0] if begun else ""
        for key in keys.removesuffix(self._begun):
            asked, self._asked = self.asks, -_PATIENCE
            if key in "qQ" and asked:
                self._obey("/quit")
            elif key in "qQ":
                self._asked = self._now()
            elif key == " ":
                self._obey("/gan/out/panic")
            elif key in "rR":
                self._obey("/gan/out/record", *([0] if self._server.stage.status().recording else [1]))
            elif key in "gG":
                self._obey("/gan/cue/go")
            elif key in "bB":
                self._obey("/gan/cue/back")
            elif key in "123456789":
                self._turn(key)
            elif key in "?hH":
                for line in HELP:
                    self._say(line)

    def _turn(self, voice: str) -> None:
        """Open a voice that is closed, close one that is open."""
        if int(voice) > self._server.stage.voices:
            self._say(f"there is no voice {voice}: there are {self._server.stage.voices}")
            return
        gate = f"/gan/voice/{voice}/gate"
        self._obey(gate, 0 if self._server.read(gate)[0] else 1)

    def _obey(self, address: str, *values: Value) -> None:
        messages: Sequence[tuple[str, Sequence[Value]]] = [(address, values)]
        self._server.obey("keys", messages)
