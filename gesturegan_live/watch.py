"""Notices a process that lives and gets nothing done.

Process and thread
------------------
Lives in the control process. A process that ends is noticed by itself (`gesturegan_live.child`); one that hangs is
noticed here, by a count that it posts in shared memory and that no longer rises.
"""

from __future__ import annotations

PATIENCE = 3.0  # seconds without progress: the slowest generator that can be played makes ten images in them


class Watch:
    """Watches one count.

    Parameters
    ----------
    patience : float
        Seconds.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self.reset()

    def reset(self) -> None:
        """Begin anew: the process has ended, or is only starting."""
        self._done: float | None = None
        self._working = False  # whether it has got anything done since
        self._waits_since: float | None = None

    def hangs(self, done: float, wanted: bool, now: float) -> bool:
        """Say whether the process has got nothing done for too long although it was asked to.

        Parameters
        ----------
        done : float
            What it has got done so far, a count.
        wanted : bool
            Whether there has been something to do since the last progress.
        now : float
            Seconds, of a clock that never jumps.
        """
        if done != self._done:
            self._working |= self._done is not None
            self._done, self._waits_since = done, None
        elif wanted and self._working and self._waits_since is None:
            self._waits_since = now
        return self._waits_since is not None and now - self._waits_since > self._patience
