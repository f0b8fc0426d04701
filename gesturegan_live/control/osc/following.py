"""Values that are followed: told as they change, so often at most, for as long as somebody asks.

Conventions
-----------
Times are seconds that never go backwards. Owned by the control process, on its asyncio loop: whoever is told must not
wait.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from gesturegan_live.control.messages.arguments import RefusedError, Value
from gesturegan_live.control.messages.places import Place

MOST = 1024  # addresses and patterns that are followed, by all together
MOST_AT_ONCE = 1024  # values that one of them stands for
MOST_A_SECOND = 16384  # values that are looked at a second, for all together
logger = logging.getLogger(__name__)

Told = Sequence[tuple[str, Sequence[Value]]]  # addresses, and what they hold


@dataclass
class _Followed:
    """What one follows by one address or pattern."""

    address: str
    rate: float
    tell: Callable[[Told], None]
    until: float
    due: float
    cost: float  # values a second
    last: dict[str, tuple[Value, ...]] = field(default_factory=dict)


class Following:
    """All that is followed.

    Parameters
    ----------
    places : callable
        Gives what an address or a pattern stands for; nothing where it fails.
    read : callable
        Gives the values of a place.
    now : callable
    """

    def __init__(
        self,
        places: Callable[[str], Sequence[Place]],
        read: Callable[[Place], Sequence[Value]],
        now: Callable[[], float],
    ) -> None:
        self._places, self._read, self._now = places, read, now
        self._followed: dict[tuple[object, str], _Followed] = {}

    def __len__(self) -> int:
        return len(self._followed)

    def follow(
        self, who: object, address: str, rate: float, tell: Callable[[Told], None], seconds: float = math.inf
    ) -> None:
        """Tell somebody the values of an address or a pattern: all of them at the next `tick`, then what changes.

        Whoever follows it already is told all of them again, and has `seconds` from now on.

        Parameters
        ----------
        who : hashable
        address : str
        rate : float
            How often a second at most.
        tell : callable
            Takes what has changed, one or more.
        seconds : float
            After which it ends.

        Raises
        ------
        RefusedError
            Where there is nothing to read, or too much.
        """
        key, now = (who, address), self._now()
        self._forget(key_ for key_, each in self._followed.items() if each.until <= now)
        count = len(self._readable(address))
        if not count:
            raise RefusedError(f"{address}: there is nothing that can be read")
        if count > MOST_AT_ONCE:
            raise RefusedError(f"{address} stands for {count} values: wanted {MOST_AT_ONCE} at most")
        others = [each for key_, each in self._followed.items() if key_ != key]
        if len(others) >= MOST:
            raise RefusedError(f"{MOST} addresses are followed already: unsubscribe from some, or wait until they end")
        cost = count * rate
        left = MOST_A_SECOND - sum(each.cost for each in others)
        if cost > left:
            raise RefusedError(f"{count} values {rate:g} times a second: {max(left, 0):.0f} values a second are left")
        self._followed[key] = _Followed(address, rate, tell, now + seconds, now, cost)

    def leave(self, who: object, address: str | None = None) -> None:
        """Tell somebody no more of an address or a pattern, or of any."""
        self._forget(key for key in self._followed if key[0] == who and address in (None, key[1]))

    def tick(self) -> None:
        """Tell what has changed to whom it is due."""
        if not self._followed:
            return
        now = self._now()
        for key, each in list(self._followed.items()):
            if each.until <= now:
                del self._followed[key]
            elif each.due <= now:
                each.due = max(each.due + 1 / each.rate, now)
                try:
                    self._tell(each)
                except Exception:  # who plays must not hear of it
                    logger.exception("%s is followed no more", each.address)
                    self._followed.pop(key, None)

    def _tell(self, each: _Followed) -> None:
        changed = []
        for place in self._readable(each.address):
            values = tuple(self._read(place))
            if values and values != each.last.get(place.address):  # none is no answer: it would be a question again
                each.last[place.address] = values
                changed.append((place.address, values))
        if changed:
            each.tell(changed)

    def _readable(self, address: str) -> list[Place]:
        return [place for place in self._places(address) if place.route.readable]

    def _forget(self, keys: Iterable[tuple[object, str]]) -> None:
        for key in list(keys):
            del self._followed[key]
