"""Parameters on their way to the audio process: continuous values coalesce, triggers never, and order is kept.

Conventions
-----------
Voice -1 is the output. A value with a sample of its own (from a timed bundle or a score) is never replaced. What the
audio queue has no room for waits here and goes first next time. Owned by the control process.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from gesturegan_live.control.messages.arguments import RefusedError
from gesturegan_live.show.parameters import FORGET, OUT_VOICE

CAPACITY = 8192  # messages that may wait for the audio process: beyond it is dead or hopelessly behind


class Outbox:
    """What waits to be sent.

    Parameters
    ----------
    send : callable (voice, index, value, sample, seconds) -> bool
        False: there is no room now.
    """

    def __init__(self, send: Callable[[int, int, float, int, float], bool]) -> None:
        self._send = send
        self._newest: dict[tuple[int, int], float] = {}
        self._waiting: deque[tuple[int, int, float, int, float]] = deque()

    def put_continuous(self, voice: int, index: int, value: float) -> None:
        """Send at the next `flush`, unless a newer value comes before; in the order of the newest values."""
        self._newest.pop((voice, index), None)
        self._newest[voice, index] = value

    def put(self, voice: int, index: int, value: float, sample: int = 0, seconds: float = 0.0) -> None:
        """Send at once, after everything that came before it; the value is to be reached in so many seconds."""
        if len(self._waiting) >= CAPACITY:
            raise RefusedError(f"audio is not keeping up: {CAPACITY} messages wait for it")
        self._settle()
        self._waiting.append((voice, index, value, sample, seconds))
        self._drain()

    def put_first(self, voice: int, index: int, value: float, sample: int = 0) -> None:
        """Send at once, before everything that waits."""
        event = (voice, index, value, sample, 0.0)
        if event in self._waiting:  # whoever hammers on panic fills no memory
            self._waiting.remove(event)
        self._waiting.appendleft(event)
        self._drain()

    def drop(self, index: int) -> None:
        """Forget what waits for a parameter of the voices."""
        self._waiting = deque(event for event in self._waiting if event[0] < 0 or event[1] != index)

    def forget(self, voice: int = OUT_VOICE) -> None:
        """Forget all (of a voice) that has a sample of its own, here and in the audio process."""
        self._waiting = deque(event for event in self._waiting if event[3] == 0 or voice not in (OUT_VOICE, event[0]))
        self.put_first(voice, FORGET, 0.0)

    def clear(self) -> None:
        """Forget what waits."""
        self._newest.clear()
        self._waiting.clear()

    def flush(self) -> None:
        """Send what there is room for."""
        if self._newest and len(self._waiting) < CAPACITY:
            self._settle()
        self._drain()

    def _settle(self) -> None:
        self._waiting.extend((voice, index, value, 0, 0.0) for (voice, index), value in self._newest.items())
        self._newest.clear()

    def _drain(self) -> None:
        while self._waiting and self._send(*self._waiting[0]):
            self._waiting.popleft()
