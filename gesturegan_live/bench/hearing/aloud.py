"""The instrument on the null device, thinking aloud: what nobody hears is copied to standard output.

Process and thread
------------------
A program of its own, started as ``play`` is and made of the same three processes; the control process alone has one
more task, which copies its own output ring to a pipe twenty times a second. Nothing outside may attach to that ring.
A thread writes to the pipe: while nobody reads, or not fast enough, it is full, and messages are obeyed all the same.

Conventions
-----------
A chunk is a `HEADER` (frame number of its first sample, frames, channels, frames a second, unix time at which frame 0
was given to the device), then float32 samples, frame by frame. A frame is given to the device at the beginning of its
block plus its place in it: what a card would add comes on top.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import contextlib
import os
import struct
import sys

from gesturegan_live.models import library
from gesturegan_live.server import Server
from gesturegan_live.show.config import Show
from gesturegan_live.show.home import Home

HEADER = struct.Struct("<qiiid")
_INTERVAL = 0.05  # seconds
_EPOCHS = 200  # looks at the clock that are remembered: ten seconds
_STDOUT = 1


class Aloud(Server):
    """A server that copies what it plays."""

    async def copy(self) -> None:
        """Write what was played since the last time, until cancelled."""
        sound = self.stage.sound
        position, epochs = sound.output.begin_reading(), collections.deque[float](maxlen=_EPOCHS)
        while True:
            await asyncio.sleep(_INTERVAL)
            epoch = float(sound.board["epoch"][0])
            if not (epoch and sound.sample_rate):
                continue
            epochs.append(epoch)  # the earliest is that of the block that began soonest after its time
            frames, lost = sound.output.read(position)
            position += lost
            header = HEADER.pack(position, *frames.shape, sound.sample_rate, min(epochs))
            await asyncio.to_thread(_write, header + frames.tobytes())
            position += len(frames)


def main() -> None:
    """Play a show on the null device until told to end."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("show")
    parser.add_argument("--home", required=True)
    parser.add_argument("--seconds", type=float, required=True)
    arguments = parser.parse_args()
    asyncio.run(_play(Show.read(arguments.show), Home(arguments.home), arguments.seconds))


async def _play(show: Show, home: Home, seconds: float) -> None:
    server = Aloud(show, library.find(show.bundle, home), home, _say)
    copying = asyncio.create_task(server.copy())
    await server.run(seconds=seconds)
    copying.cancel()
    with contextlib.suppress(asyncio.CancelledError, BrokenPipeError):
        await copying


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(_STDOUT, data) :]


if __name__ == "__main__":
    main()
