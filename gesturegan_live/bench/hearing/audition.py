"""An instrument and an ear on what leaves it: through JACK where its server runs, else on the null device."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

from gesturegan_live.audio.output.device import NULL
from gesturegan_live.bench.hearing.ear import Ear, NoEar, jack_ear
from gesturegan_live.bench.hearing.null_ear import ALOUD, NullEar
from gesturegan_live.bench.playing import LONGEST, Playing, play
from gesturegan_live.show.config import Show


@contextlib.contextmanager
def audition(show: Show, channel: int = 0, *, seconds: float = LONGEST) -> Iterator[tuple[Playing, Ear]]:
    """Start the instrument, wait until it is ready, and hear one of its outputs (counted from 0).

    Where the ear cannot be had, a line on stderr says why and the null device is taken.
    """
    with contextlib.ExitStack() as stack:
        try:
            ear: Ear = stack.enter_context(jack_ear())
        except NoEar as reason:
            print(f"bench: {reason}; measured on the null device", file=sys.stderr)  # noqa: T201 - stdout has the result
            quiet = replace(show, device=NULL)
            playing = stack.enter_context(play(quiet, seconds=seconds, program=ALOUD, stdout=subprocess.PIPE))
            assert playing.process.stdout is not None
            ear = NullEar(playing.process.stdout)
            playing.wait_until_ready()
        else:
            playing = stack.enter_context(play(replace(show, device="JACK"), seconds=seconds))
            playing.wait_until_ready()
        ear.listen(channel)
        yield playing, ear
