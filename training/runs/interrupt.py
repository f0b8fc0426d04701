"""The wish to stop: SIGINT, SIGTERM or SIGHUP once ends the step and saves, twice ends at once.

Conventions
-----------
What is ignored already stays so: ``nohup`` means that the run goes on when its terminal is closed. Where that ends it,
nothing more is written to what is no longer there: a line that fails would keep it from saving.
"""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_HANGUP = getattr(signal, "SIGHUP", None)  # not on Windows
_POLITE = tuple(filter(None, (signal.SIGINT, signal.SIGTERM, _HANGUP, getattr(signal, "SIGBREAK", None))))


@contextmanager
def noted(tell: Callable[[str], None]) -> Iterator[list[int]]:
    """Give a list that is empty until a signal comes; `tell` gets a line then."""
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)
        for again in before:
            signal.signal(again, signal.default_int_handler)
        if number == _HANGUP:
            _leave_terminal()
        tell("stopping after this step, to save; the same signal again ends at once")

    handlers = {number: signal.getsignal(number) for number in _POLITE}
    before = {number: handler for number, handler in handlers.items() if handler is not signal.SIG_IGN}
    for number in before:
        signal.signal(number, note)
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave_terminal() -> None:
    """Let what is written to a terminal go nowhere from now on; to a file or a pipe it still goes."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (1, 2):
        if stat.S_ISCHR(os.fstat(descriptor).st_mode):  # one that has hung up says that it is no terminal
            os.dup2(nowhere, descriptor)
    os.close(nowhere)
