"""Bundles for a distant time: most often their sender's clock is wrong, and nobody would know why nothing happens.

Conventions
-----------
Times are Unix times in seconds. Owned by the control process, on its asyncio loop.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence

from gesturegan_live.control.osc.clients import Client
from gesturegan_live.control.osc.timing.scheduler import Scheduler

DISTANT = 10.0  # seconds
_GATHER, _QUIET = 0.5, 10.0  # seconds until it is told; and until it is told again
_MOST = 16  # clients told at once


class Ahead:
    """Tells of bundles that are due long from now.

    Parameters
    ----------
    scheduler : Scheduler
        Where they wait.
    now : callable
        Unix time.
    tell : callable
        Takes the clients that sent some, and a line.
    """

    def __init__(
        self, scheduler: Scheduler, now: Callable[[], float], tell: Callable[[Sequence[Client], str], None]
    ) -> None:
        self._scheduler, self._now, self._tell = scheduler, now, tell
        self._clients: dict[Client, None] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._pause = _GATHER

    @property
    def line(self) -> str:
        """How many wait for a distant time, and for how long; empty where none does."""
        now = self._now()
        count, first = self._scheduler.beyond(now + DISTANT)
        return f"{count} bundles wait; the first is due in {math.ceil(first - now)} s" if count else ""

    def note(self, time: float, client: Client) -> None:
        """Note that a client sent a bundle for a time."""
        if time - self._now() < DISTANT:
            return
        if len(self._clients) < _MOST:
            self._clients[client] = None
        self._arm()

    def close(self) -> None:
        """Tell nothing more."""
        if self._timer is not None:
            self._timer.cancel()

    def _arm(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._pause, self._due)

    def _due(self) -> None:
        self._timer = None
        clients, self._clients = list(self._clients), {}
        self._pause = _GATHER
        if clients and (line := self.line):
            self._tell(clients, f"{line}: is the clock of {', '.join(map(str, clients))} right?")
            self._pause = _QUIET
            self._arm()
