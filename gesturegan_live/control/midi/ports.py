"""The MIDI ports of this computer, by RtMidi (rtmidi2): ALSA's sequencer, CoreMIDI, Windows' multimedia.

Process and thread
------------------
Imported by the control process where MIDI is wanted. RtMidi's own threads put what comes into queues of theirs; it is
looked for there, a thousand times a second, since a callback of theirs that waits for Python could not be ended.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

NAME = "GestureGAN"
_SEQUENCER = Path("/dev/snd/seq")  # without which ALSA's library complains on its own
_THROUGH = "midi through"  # of ALSA: what others send there comes back


class Port(Protocol):
    """One input."""

    def get_message(self) -> Sequence[int] | None:
        """Take the oldest message, None where there is none."""

    def close_port(self) -> None:
        """Hear nothing any more."""


class Ports(Protocol):
    """The inputs that there are."""

    def names(self) -> list[str]:
        """Name them, in their order."""

    def open(self, name: str) -> Port:
        """Open the input of a name; ValueError, in one line, where it is not there any more."""

    def own(self) -> Port | None:
        """Offer an input to other programs; None where a system has none of that kind."""


class RtMidi:
    """The inputs of this computer.

    Raises
    ------
    ValueError
        One line, where there is no MIDI.
    """

    def __init__(self) -> None:
        try:
            import rtmidi2
        except ImportError:
            raise ValueError("no MIDI without rtmidi2: pip install 'gesturegan[midi]'") from None
        if sys.platform == "linux" and not _SEQUENCER.exists():
            raise ValueError(f"no MIDI: there is no ALSA sequencer here ({_SEQUENCER})")
        self._make = rtmidi2.MidiIn
        self._own = self._port()  # by which the others are looked for too

    def names(self) -> list[str]:
        """Name the inputs; of those of one name the second is called so."""
        return list(self._numbers())

    def open(self, name: str) -> Port:
        """Open an input."""
        number = self._numbers().get(name)
        if number is None:
            raise ValueError(f"MIDI: {name} is not there any more")
        port = self._port()
        port.open_port(number)
        return port  # type: ignore[no-any-return]

    def own(self) -> Port | None:
        """Offer an input to other programs."""
        if sys.platform == "win32":
            return None
        self._own.open_virtual_port("in")
        return self._own  # type: ignore[no-any-return]

    def _numbers(self) -> dict[str, int]:
        numbers: dict[str, int] = {}
        for number, name in enumerate(self._own.ports):
            if _THROUGH not in name.lower():
                alike = sum(other.partition(" #")[0] == name for other in numbers)
                numbers[f"{name} #{alike + 1}" if alike else name] = number
        return numbers

    def _port(self) -> Any:
        try:
            port = self._make(NAME)
        except RuntimeError as error:
            raise ValueError(f"no MIDI: {error}") from None
        port.ignore_types(midi_sysex=True, midi_time=True, midi_sense=True)
        return port
