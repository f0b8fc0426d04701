"""The wish to stop: SIGINT or SIGTERM once ends the step and saves, twice ends at once."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def noted(tell: Callable[[str], None]) -> Iterator[list[int]]:
    """Give a list that is empty until a signal comes; `tell` gets a line then."""
    received: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        received.append(number)
        for again in before:
            signal.signal(again, signal.default_int_handler)
        tell("stopping after this step, to save; the same signal again ends at once")

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, note)
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
