"""PortAudio, brought in late and quietly.

Conventions
-----------
sounddevice loads the library when it is imported and PortAudio asks every sound system what it has: both only when a
device is wanted. What ALSA and JACK print on the terminal meanwhile is no news for a musician and is kept off it. A
JACK server is used where one runs, never started.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from gesturegan_live.audio.output.jack_client import name_client


class NoDevice(Exception):  # noqa: N818 - it is a state of the machine, not a mistake
    """There is nothing to play on; the message says what would help, in one line."""


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what C libraries print off the terminal for a moment."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def port_audio() -> Any:
    """Return the sounddevice module, with the devices that exist now (not while a stream is open).

    Raises
    ------
    NoDevice
        If the PortAudio library is missing or does not start.
    """
    os.environ["JACK_NO_START_SERVER"] = "1"
    known = "sounddevice" in sys.modules
    try:
        with quiet():
            if not known:
                name_client()
            import sounddevice

            if known:  # PortAudio takes stock once: what was plugged in since is only seen by a new start
                if sounddevice._initialized:
                    sounddevice._terminate()
                sounddevice._initialize()
    except OSError:
        raise NoDevice(
            "no sound: the PortAudio library is missing (Debian, Ubuntu: apt install libportaudio2)"
        ) from None
    except sounddevice.PortAudioError as error:
        raise NoDevice(f"no sound: PortAudio does not start: {error}") from None
    return sounddevice
