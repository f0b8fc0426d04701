"""Lines in the terminal, as things happen.

Process and thread
------------------
The control process; a thread of its own writes them.
"""

from __future__ import annotations

import contextlib
import queue
import threading

from rich.console import Console

_LONGEST = 500  # characters of a line
_MOST_LINES = 500  # that wait for the terminal
_PATIENCE = 1.0  # seconds for them at the end


class Lines:
    """Lines for the performer, written by a thread: a terminal that does not read must not stop the music."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._waiting: queue.Queue[str | None] = queue.Queue(_MOST_LINES)
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def say(self, line: object) -> None:
        """Write a line, soon, with all its spaces: it may be of a drawing. It is dropped where hundreds wait."""
        shown = "".join(letter if letter.isprintable() else " " for letter in str(line)[:_LONGEST])
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait(shown)

    def close(self) -> None:
        """Wait a moment for what is not written yet."""
        with contextlib.suppress(queue.Full):
            self._waiting.put_nowait(None)
        self._thread.join(_PATIENCE)

    def _write(self) -> None:
        while (line := self._waiting.get()) is not None:
            self._console.print(line)


def console() -> Console:
    """Give the terminal, or what is in its place."""
    # No markup: what is printed may come from a message, a file or a bundle.
    return Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)
