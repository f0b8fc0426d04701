"""Notices what lives and gets nothing done.

Process and thread
------------------
A process that ends is noticed by itself (`gesturegan_live.processes.child`); one that hangs is noticed by the control
process, by a count that it posts in shared memory and that no longer rises. So is a sound card that has stopped, by the
audio process. Where the whole machine stood still, or whoever watches, nobody hangs: time counts only as far as it was
looked at.
"""

from __future__ import annotations

PATIENCE = 3.0  # seconds without progress: the slowest generator that can be played makes ten images in them
_LONGEST_LOOK = (
    0.25  # seconds from one look to the next that count: more have passed only where the watcher was held up
)


class Watch:
    """Watches one count.

    Parameters
    ----------
    patience : float
        Seconds.
    begun : bool
        Whether it is at work already; otherwise it is only watched once the count has begun to rise.
    """

    def __init__(self, patience: float = PATIENCE, *, begun: bool = False) -> None:
        self._patience, self._begun = patience, begun
        self.reset()

    def reset(self, done: float | None = None) -> None:
        """Begin anew: the process has ended, or is only starting; if known, with what has been done before that."""
        self._done = done
        self._working = self._begun  # whether it has got anything done since
        self._waited = 0.0  # seconds since the last progress, as far as something was to be done
        self._looked: float | None = None

    def hangs(self, done: float, wanted: bool, now: float) -> bool:
        """Say whether the process has got nothing done for too long although it was asked to; call it often.

        Parameters
        ----------
        done : float
            What it has got done so far, a count.
        wanted : bool
            Whether there has been something to do since the last progress.
        now : float
            Seconds, of a clock that never jumps.
        """
        passed = 0.0 if self._looked is None else min(now - self._looked, _LONGEST_LOOK)
        self._looked = now
        if done != self._done:
            self._working |= self._done is not None
            self._done, self._waited = done, 0.0
        elif wanted and self._working:
            self._waited += passed
        return self._waited > self._patience
