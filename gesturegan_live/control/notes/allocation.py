"""Which voice plays a note, and which notes the voices hold.

Conventions
-----------
Voices count from 0. `stamp` counts what happens, so that what is older can be told. Owned by the control process, one
thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

NEARLY = 1e-3  # keys within it are one: what a fader's arithmetic leaves


@dataclass(slots=True)
class Note:
    """What a voice plays.

    Attributes
    ----------
    key : float
        MIDI number, not tuned.
    id : int or None
    velocity : float
    down : bool
        Whether the key is down; else the pedal alone holds it.
    """

    key: float
    id: int | None
    velocity: float
    down: bool = True

    def matches(self, key: float | None, number: int | None) -> bool:
        """Whether it is that of a key, and of an id; None is any."""
        return (key is None or abs(self.key - key) < NEARLY) and number in (None, self.id)


class Allocation:
    """The notes of all voices.

    Parameters
    ----------
    voices : int
    is_open : callable
        Whether a voice's gate is open, whoever has opened it.
    is_busy : callable
        Whether something of a voice still waits for its sample.

    Attributes
    ----------
    first, last : int
        The voices that play notes.
    """

    def __init__(self, voices: int, is_open: Callable[[int], bool], is_busy: Callable[[int], bool]) -> None:
        self.first, self.last = 0, voices - 1
        self._is_open, self._is_busy = is_open, is_busy
        self._held: dict[int, Note] = {}
        self._played: list[Note | None] = [None] * voices  # the last one of each, over or not
        self._stamps = [0] * voices
        self._stamp = 0

    def __getitem__(self, voice: int) -> Note | None:
        """Give the note that a voice holds."""
        return self._held.get(voice)

    def __iter__(self) -> Iterator[tuple[int, Note]]:
        """Give each voice that holds a note, and its note."""
        return iter(list(self._held.items()))

    def choose(self, key: float, number: int | None) -> int:
        """Choose the voice for a note: its own, one that was let go, one that is held, one that a hand has opened."""
        voices = range(self.first, self.last + 1)
        for voice in voices:
            played = self._played[voice]
            if played is not None and played.matches(key, None) and played.id == number and self._is_of_notes(voice):
                return voice
        return min(voices, key=self._rank)

    def hold(self, voice: int, note: Note) -> None:
        """Let a voice hold a note."""
        self._held[voice] = self._played[voice] = note
        self._note(voice)

    def lift(self, voice: int) -> None:
        """Let the pedal alone hold a voice's note."""
        self._held[voice].down = False
        self._note(voice)

    def release(self, voice: int) -> None:
        """Let a voice hold no note any more."""
        if self._held.pop(voice, None) is not None:
            self._note(voice)

    def forget(self, voice: int) -> None:
        """Leave a voice to a hand."""
        self.release(voice)
        self._played[voice] = None

    def _is_of_notes(self, voice: int) -> bool:
        return voice in self._held or not self._is_open(voice)

    def _rank(self, voice: int) -> tuple[int, int]:
        note = self._held.get(voice)
        if note is not None:
            kind = 3 if note.down else 2
        elif self._is_open(voice):
            kind = 4
        else:
            kind = 1 if self._is_busy(voice) else 0
        return kind, self._stamps[voice]

    def _note(self, voice: int) -> None:
        self._stamp += 1
        self._stamps[voice] = self._stamp
