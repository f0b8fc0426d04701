"""The audio process as control sees it: the memory that it shares, its life, what it says, and whether it hangs.

Process and thread
------------------
Lives in the control process's event loop. Parameters go to the audio process through a ring, what it plays comes back
through another, and what it posts is read from its board.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from gesturegan_live.audio.interface.spec import EVENT, EVENT_CAPACITY, AudioSpec, board_fields, output_capacity
from gesturegan_live.processes.child import Child
from gesturegan_live.processes.ipc import Board, Ring, SampleRing
from gesturegan_live.processes.watch import Watch
from gesturegan_live.show.config import Show

_LEAD = 0.1  # seconds
_SILENT = 0.5  # seconds without a block, or four blocks' worth: there is no sound
_QUIET = 10.0  # seconds between two lines about values that are no numbers

About = dict[str, Any]


class Sound:
    """The process that makes sound, started again whenever it dies.

    Parameters
    ----------
    show : Show
        Settings.
    about : callable
        Tells what a process that is started is to play (`LoadedModel.audio_message`), and the name of the log of a
        take that is being recorded.
    say : callable
        Takes one line for the performer.
    heard : mapping of str to callable
        What is to be done with each kind of message from it, by its key; others are said.
    on_death, on_return : callables
        Called once it has died unasked; once another is in its place.

    Attributes
    ----------
    output : SampleRing
        The output's channels, then each voice.
    board : Board
        What it posts.
    sounding : bool
        Whether blocks are made: otherwise what stands on the board is what was.
    """

    def __init__(
        self,
        show: Show,
        about: Callable[[], tuple[About, str | None]],
        say: Callable[[str], None],
        *,
        heard: Mapping[str, Callable[[About], None]],
        on_death: Callable[[], None],
        on_return: Callable[[], None],
    ) -> None:
        self._show, self._about, self._say, self._heard = show, about, say, heard
        self._on_death, self._on_return = on_death, on_return
        self._events = Ring(EVENT, EVENT_CAPACITY)
        columns = show.channels + show.voices
        self.output = SampleRing(columns, output_capacity(columns))
        self.board = Board(*board_fields(show.voices, show.channels))
        self.child = Child(
            "audio",
            "gesturegan_live.audio.process",
            self._spec,
            on_message=self._on_message,
            on_death=self._died,
            on_return=self._returned,
            on_refusal=say,
        )
        self.sounding = False
        self._blocks, self._blocks_rose = 0.0, -math.inf
        self._up = True  # it has been at work since it was last said that it died
        self._reason = ""  # why another cannot begin, as it was last said
        self._watch = Watch()
        self._guarded, self._guarded_told = 0.0, -_QUIET

    def parameter(self, voice: int, index: int, value: float, sample: int, seconds: float) -> bool:
        """Set a parameter at an output sample, or in so many seconds from then on; False where the queue is full."""
        return self._events.push((sample, voice, index, value, seconds))

    def sample_at(self, unix_time: float) -> int:
        """Output sample at which an event is heard at that time; 0 if unknown."""
        epoch, rate, delay = (float(self.board[field][0]) for field in ("epoch", "sample_rate", "delay"))
        return max(round((unix_time - epoch) * rate - delay), 0) if epoch else 0

    @property
    def lead(self) -> float:
        """Seconds ahead of its time at which audio wants an event: two blocks, the device's latency and some more."""
        rate = self.sample_rate
        return _LEAD + self.delay + (2 * self._show.block_size / rate if rate else 0.0)

    @property
    def delay(self) -> float:
        """The device's latency, seconds; 0 while it is not known."""
        return float(self.board["latency"][0])

    @property
    def made(self) -> int | None:
        """Output sample that is made next; None while none is."""
        return int(self.board["clock"][0]) if self.board["epoch"][0] else None

    @property
    def soon(self) -> int:
        """Samples after that one which an event may miss that is sent now: two blocks."""
        return 2 * self._show.block_size

    @property
    def sample_rate(self) -> int:
        """Of the device, Hz; 0 while it is not known."""
        return int(self.board["sample_rate"][0])

    def watch(self, now: float) -> None:
        """Look after it, at a time (seconds): end it where it hangs, tell of values that were no numbers."""
        blocks, block = float(self.board["blocks"][0]), self._show.block_size / (self.sample_rate or math.inf)
        if blocks != self._blocks:
            self._blocks, self._blocks_rose = blocks, now
        self.sounding = now - self._blocks_rose < max(_SILENT, 4 * block)
        if self._watch.hangs(blocks, True, now):
            self._say("audio hangs; ending it")
            self._watch.reset()
            self.child.kill()
        guarded = float(self.board["guarded"][0])
        self._guarded = min(self._guarded, guarded)  # another process counts anew
        if guarded > self._guarded and now > self._guarded_told + _QUIET:
            self._say(f"{guarded - self._guarded:.0f} values of images or sound were no numbers: silence instead")
            self._guarded, self._guarded_told = guarded, now

    def close(self) -> None:
        """Give the memory back, once the process has ended."""
        for memory in (self._events, self.output, self.board):
            memory.close()

    def _spec(self) -> AudioSpec:
        self._events.clear()  # nobody reads now, and what was sent is part of the state that is replayed
        show, (message, log) = self._show, self._about()
        return AudioSpec(
            message["codec"],
            message["images"],
            message["strips"],
            self._events.name,
            self.output.name,
            self.board.name,
            show.voices,
            show.channels,
            show.block_size,
            show.device,
            int(self.board["clock"][0]),
            show.azimuths,
            message["model"],
            message["row"],
            log,
            show.connect,
            show.direct,
        )

    def _on_message(self, message: About) -> None:
        for key, act in self._heard.items():
            if key in message:
                act(message)
                return
        line = str(next(iter(message.values())))
        if "failed" not in message:
            self._say(f"audio: {line}")
        elif line != self._reason:  # a device may be waited for all night
            self._reason = line
            self._say(f"audio waits: {line}")

    def _died(self, exitcode: int | None) -> None:
        self._watch.reset()
        if self._up:
            self._say(f"audio died (exit code {exitcode}); starting it again")
        self._up = False
        self.board["epoch"][0] = 0.0  # its clock has stopped: what is timed now keeps its time, not its sample
        self._on_death()

    def _returned(self) -> None:
        self._up, self._reason = True, ""
        self._say(f"audio is back (process {self.child.pid})")
        self._on_return()
