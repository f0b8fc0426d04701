"""Who is answered where no client asked: a line of a score, or a cue; the performer is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gesturegan_live.control.messages.arguments import Value


@dataclass
class Line:
    """Where a message is written.

    Attributes
    ----------
    name : str
        What the performer is told before each answer.
    say : callable
        Takes a line for the performer.
    refused : int
        How many of its messages were.
    trusted : bool
        What the performer has written is.
    """

    name: str
    say: Callable[[str], object]
    refused: int = 0
    trusted: bool = True

    def __call__(self, address: str, *values: Value) -> None:
        """Tell the performer."""
        self.refused += address == "/fail"
        if address != "/late":  # the machine stood still: nobody has sent it late
            self.say(" ".join(map(str, (self.name, address, *values))))

    def __str__(self) -> str:
        return self.name
