"""What was refused, told to the performer: a few lines a second, then how many more.

Conventions
-----------
Owned by the control process, on its asyncio loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from gesturegan_live.show.documents import one_line

MOST = 3  # lines in a window
WINDOW = 1.0  # seconds


class Complaints:
    """Lines that may come in floods.

    Parameters
    ----------
    show : callable
        Takes one line.
    """

    def __init__(self, show: Callable[[str], object]) -> None:
        self._show = show
        self._shown = self._more = 0
        self._timer: asyncio.TimerHandle | None = None

    def __call__(self, *words: object) -> None:
        """Show a line made of these words, or count it."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(WINDOW, self._close)
        if self._shown < MOST:
            self._shown += 1
            self._show(one_line(" ".join(map(str, words))))
        else:
            self._more += 1

    def _close(self) -> None:
        self._timer = None
        more, self._shown, self._more = self._more, 0, 0
        if more:
            self._show(f"… and {more} more refused")
