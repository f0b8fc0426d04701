"""What the wanted MIDI ports say, brought to the instrument; ports that come and go are taken up and let go.

Process and thread
------------------
The control process: a thread looks for what has come, a thousand times a second, and hands it to the event loop, which
does all the rest.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence

from gesturegan_live.control.midi.channels import Message
from gesturegan_live.control.midi.midi import Midi
from gesturegan_live.control.midi.ports import NAME, Port, Ports

ALL = "all"
_EVERY = 0.001  # seconds between two looks
_WATCH = 2.0  # seconds between two looks at which ports there are


class Inputs:
    """The inputs that are played by.

    Parameters
    ----------
    ports : Ports
    wanted : str
        Part of a port's name, or `ALL`.
    midi : Midi
        What reads them.
    obey : callable
        Takes the name of a port, and messages of it.
    say : callable
        Takes a line for the performer.
    """

    def __init__(
        self,
        ports: Ports,
        wanted: str,
        midi: Midi,
        obey: Callable[[str, list[Message]], None],
        say: Callable[[str], object],
    ) -> None:
        self._ports, self._wanted, self._midi, self._obey, self._say = ports, wanted, midi, obey, say
        self._loop = asyncio.get_running_loop()
        self._open: dict[int, tuple[str, Port]] = {}
        self._numbers: dict[str, int] = {}  # a port that comes back has its number, and its notes their ids
        self._refused: set[str] = set()
        self._next = 0.0
        self._saving: asyncio.Task[None] | None = None
        midi.begin()
        if (own := ports.own()) is not None:
            self._begin(NAME, own)
        self._find()
        if not any(name != NAME for name, _ in self._open.values()):
            others = ", ".join(ports.names()) or "none"
            name = "" if wanted == ALL else f" {wanted!r}"
            self._say(f"MIDI: there is no input{name} yet (there are: {others}); what comes is taken up")
        self._running = True
        self._thread = threading.Thread(target=self._listen, name="midi", daemon=True)
        self._thread.start()

    @property
    def names(self) -> list[str]:
        """The ports that are open, but for the one that is offered to others."""
        return [name for name, _ in list(self._open.values()) if name != NAME]

    def watch(self, now: float) -> None:
        """Look which ports there are, and save what was learned, if it is time, at a clock's seconds."""
        if now < self._next:
            return
        self._next = now + _WATCH
        self._find()
        if self._midi.changed and (self._saving is None or self._saving.done()):
            self._saving = asyncio.create_task(asyncio.to_thread(self._save))

    async def close(self) -> None:
        """Hear nothing any more, and save for the last time."""
        self._running = False
        self._thread.join()
        for _, port in self._open.values():
            port.close_port()
        if self._saving is not None:
            await self._saving
        if self._midi.changed:
            self._save()

    def _save(self) -> None:
        try:
            self._midi.save()
        except ValueError as error:
            self._loop.call_soon_threadsafe(self._say, str(error))

    def _find(self) -> None:
        """Open what is wanted and has come, close what has gone."""
        names = [name for name in self._ports.names() if self._wanted == ALL or self._wanted.lower() in name.lower()]
        there = {name for name, _ in self._open.values()}
        for number, (name, port) in list(self._open.items()):
            if name not in names and name != NAME:
                del self._open[number]
                port.close_port()
                self._say(f"MIDI: {name} is gone")
                self._obey(name, self._midi.closed(number))
        self._refused.intersection_update(names)
        for name in names:
            if name not in there and name not in self._refused:
                try:
                    self._begin(name, self._ports.open(name))
                except ValueError as error:
                    self._refused.add(name)
                    self._say(str(error))

    def _begin(self, name: str, port: Port) -> None:
        number = self._numbers.setdefault(name, len(self._numbers))
        self._midi.opened(number)
        self._open[number] = name, port
        self._say(f"MIDI: {name}")

    def _listen(self) -> None:
        """Hand on what has come, in its order."""
        while self._running:
            for number, (_, port) in list(self._open.items()):
                while (data := port.get_message()) is not None:
                    self._loop.call_soon_threadsafe(self._take, number, data)
            time.sleep(_EVERY)

    def _take(self, number: int, data: Sequence[int]) -> None:
        if number in self._open and (messages := self._midi.read(number, data)):
            self._obey(self._open[number][0], messages)
