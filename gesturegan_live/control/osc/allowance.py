"""How much may be answered beyond this computer: a source address is easily forged.

Conventions
-----------
Bytes, and bytes a second: nobody gets more of them through this instrument than a slow line carries, whatever is asked
in his name; and those who are trusted no more than a subscription of all values. Owned by the control process.
"""

from __future__ import annotations

from collections.abc import Callable

A_HOST, ALL = 4096.0, 16384.0  # bytes a second, and at most at once
A_FRIEND, ALL_FRIENDS = float(1 << 20), float(4 << 20)  # likewise, of those who are trusted
_MOST_HOSTS = 256  # remembered


class Allowance:
    """What may still be answered now.

    Parameters
    ----------
    now : callable
        Seconds, never backwards.
    a_host, everybody : float
        Bytes a second.
    """

    def __init__(self, now: Callable[[], float], a_host: float = A_HOST, everybody: float = ALL) -> None:
        self._now, self._a_host, self._everybody = now, a_host, everybody
        self._all = (everybody, now())
        self._hosts: dict[str, tuple[float, float]] = {}  # left at that time

    def take(self, host: str, size: int) -> bool:
        """Take so many bytes for an answer to a host; False, and nothing taken, where they are not left."""
        now = self._now()
        everybody = _left(self._all, self._everybody, now)
        own = _left(self._hosts.get(host, (self._a_host, now)), self._a_host, now)
        if size > min(everybody, own):
            return False
        self._all = (everybody - size, now)
        if host not in self._hosts and len(self._hosts) >= _MOST_HOSTS:
            del self._hosts[next(iter(self._hosts))]
        self._hosts[host] = (own - size, now)
        return True


def _left(then: tuple[float, float], rate: float, now: float) -> float:
    left, at = then
    return min(left + (now - at) * rate, rate)
