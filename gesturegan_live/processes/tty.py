"""A terminal that gives each key as it is pressed, and is as it was once it has been put back, at whatever exit.

Process and thread
------------------
The control process, its main thread; on Linux and macOS.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any

try:
    import termios
    import tty
except ImportError:  # Windows
    termios = tty = None  # type: ignore[assignment]

_SHOW_CURSOR = b"\x1b[?25h"
_MOST = 64  # bytes of keys at once
_before: tuple[int, list[Any]] | None = None  # the terminal's descriptor and modes, while they are others


def is_one() -> bool:
    """Whether somebody sits at a terminal that can do more than print lines."""
    if termios is None or os.environ.get("TERM", "") in {"", "dumb", "unknown"}:
        return False
    return sys.stdin.isatty() and sys.stderr.isatty()


@contextlib.contextmanager
def keys() -> Iterator[Callable[[], str]]:
    """Have each key given as it is pressed, and shown by nobody.

    Yields
    ------
    callable
        Gives the keys that were pressed; to be called often. Ctrl-C and Ctrl-Z stay what they are: whenever the program
        is stopped the terminal is put back, and taken again once it is in the foreground again.
    """
    file = sys.stdin.fileno()
    atexit.register(put_back)
    stopped = signal.signal(signal.SIGTSTP, _stop)
    try:
        yield lambda: _pressed(file)
    finally:
        put_back()
        signal.signal(signal.SIGTSTP, stopped)
        atexit.unregister(put_back)


def put_back() -> None:
    """Leave the terminal as it was; again and again, if need be."""
    global _before
    before, _before = _before, None
    if before is not None:
        with contextlib.suppress(termios.error):  # it is closed
            termios.tcsetattr(before[0], termios.TCSANOW, before[1])


def show_cursor() -> None:
    """Show the cursor, which what is drawn may have hidden."""
    if sys.stderr.isatty():
        with contextlib.suppress(OSError):
            os.write(sys.stderr.fileno(), _SHOW_CURSOR)


def _stop(_number: int, _frame: object) -> None:
    put_back()
    show_cursor()
    os.kill(os.getpid(), signal.SIGSTOP)


def _pressed(file: int) -> str:
    """Give what was typed, unless that is for a program in the foreground: to read it would be to be stopped."""
    global _before  # noqa: PLW0603 - a process has one terminal
    with contextlib.suppress(OSError, termios.error):  # it is closed
        if os.tcgetpgrp(file) == os.getpgrp():
            if _before is None:
                modes = termios.tcgetattr(file)
                _before = file, modes
                tty.setcbreak(file, termios.TCSANOW)
            if select.select([file], [], [], 0)[0]:
                return os.read(file, _MOST).decode(errors="ignore")
    return ""
