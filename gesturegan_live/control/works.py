"""What cannot be done at once (a disk, a model), and who waits until it is done.

Conventions
-----------
Everything started has a number; whoever waits does so for the numbers before. Owned by the control process, on its
asyncio loop.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from gesturegan_live.control.messages.arguments import RefusedError
from gesturegan_live.control.messages.dispatcher import Work

MOST_SYNCS = 1024  # that may wait


class Works:
    """Tasks, and what is called once those before it are done."""

    def __init__(self) -> None:
        self._tasks: dict[int, asyncio.Task[None]] = {}  # oldest first
        self._started = 0
        self._syncs: deque[tuple[int, Callable[[], None]]] = deque()

    def start(self, work: Work) -> None:
        """Begin a work."""
        number = self._started
        self._started += 1
        task = self._tasks[number] = asyncio.get_running_loop().create_task(work)
        task.add_done_callback(lambda _: self._done(number))

    def sync(self, act: Callable[[], None]) -> None:
        """Call `act` once everything that was started before is done; RefusedError where too many wait."""
        if len(self._syncs) >= MOST_SYNCS:
            raise RefusedError(f"{MOST_SYNCS} wait already")
        self._syncs.append((self._started, act))
        self._settle()

    async def close(self, deadline: float) -> int:
        """Wait so many seconds for what is under way, then cancel it; returns how many works were left undone."""
        pending = set(self._tasks.values())
        if pending:
            _, pending = await asyncio.wait(pending, timeout=deadline)
        for task in pending:
            task.cancel()
        return len(pending)

    def _done(self, number: int) -> None:
        del self._tasks[number]
        self._settle()

    def _settle(self) -> None:
        oldest = next(iter(self._tasks), self._started)
        while self._syncs and self._syncs[0][0] <= oldest:
            self._syncs.popleft()[1]()
