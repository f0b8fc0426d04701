"""What the instrument does before it plays, for people.

Process and thread
------------------
The control process, in its event loop: it is told by the audio process (`gesturegan_live.audio.compiling`).
"""

from __future__ import annotations

import time
from collections.abc import Callable

_APART = 4.0  # seconds between two lines


class Starting:
    """Keeps a line that is true while it does not play, and says it now and then, for whoever sees lines only.

    Attributes
    ----------
    line : str
        For a terminal.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self.line = "starting …"
        self._say = say
        self._said = -_APART

    def compiling(self, done: int, kernels: int) -> None:
        """Take how many sound kernels are compiled, and of how many."""
        self.line = f"compiling sound kernels {done} of {kernels}"
        now = time.monotonic()
        if now > self._said + _APART:
            self._say(self.line)
            self._said = now
