"""How a signal ends the instrument: the first in peace, a second one at once.

Process and thread
------------------
The control process, its main thread.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable

from gesturegan_live.processes import tty

_PATIENCE = 0.25  # seconds: `timeout`, and a session that closes, send a signal twice in one breath
_HANGUP = getattr(signal, "SIGHUP", None)  # comes beside another signal where a terminal is closed: no impatience


def on_signals(loop: asyncio.AbstractEventLoop, end: Callable[[], None]) -> Callable[[], None]:
    """Have the first signal call `end` in the loop; a later one ends the process, even while the loop is busy.

    Returns
    -------
    callable
        Puts things back as they were.
    """
    first = 0.0

    def handle(number: int, _: object) -> None:
        nonlocal first
        if first and number != _HANGUP and time.monotonic() - first > _PATIENCE:
            _end_at_once(number)
        if not first and number != _HANGUP:
            first = time.monotonic()
        loop.call_soon_threadsafe(end)

    numbers = [number for number in (signal.SIGINT, signal.SIGTERM, _HANGUP) if number is not None]
    before = {number: signal.getsignal(number) for number in numbers}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:  # nohup: it is to go on without its terminal
            signal.signal(number, handle)

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)

    return restore


def _end_at_once(number: int) -> None:
    tty.put_back()
    tty.show_cursor()
    if sys.stderr.isatty():
        os.write(sys.stderr.fileno(), b"\r\n")  # past what is drawn
    os._exit(128 + number)
