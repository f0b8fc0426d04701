"""How long a performer waits for the first sound."""

from __future__ import annotations

import time

from gesturegan_live.audio.output.device import NULL
from gesturegan_live.bench.playing import START_SECONDS, device, play
from gesturegan_live.show.config import Show

_AUDIBLE = 1e-3  # of full scale: -60 dB
_PAUSE = 0.005  # seconds between two looks


def measure() -> dict[str, float | str]:
    """Start the instrument, wait for its first sound, end it.

    Returns
    -------
    dict
        ``first_sound_s``: seconds from starting the process; ``import_s``, ``compile_s``: processor seconds that its
        audio process took to start and import, and to compile its kernels or load them; ``device``: ``default``, or
        ``null`` without a sound card.
    """
    where = device()
    began = time.perf_counter()
    with play(Show(device=where)) as playing:
        while playing.status(START_SECONDS).peak <= _AUDIBLE:
            if time.perf_counter() - began > START_SECONDS:
                raise RuntimeError(f"no sound within {START_SECONDS:g} s: {playing.last_line()}")
            time.sleep(_PAUSE)  # asked without a pause, it would have a processor less to start on
        seconds = time.perf_counter() - began
        imported, compiled = playing.ask("/gan/process/audio/start")
    return {
        "first_sound_s": round(seconds, 3),
        "import_s": round(imported, 3),
        "compile_s": round(compiled, 3),
        "device": NULL if where == NULL else "default",
    }
