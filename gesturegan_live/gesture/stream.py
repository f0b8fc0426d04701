"""A stream: what comes to an address, brought to 0 to 1, smoothed, bent; and what it was, played again.

Conventions
-----------
Seconds by the caller's clock. What comes goes through the range, the one-euro filter, the dead zone and the curve, in
this order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from gesturegan_live.gesture.features import FEATURES, Features
from gesturegan_live.gesture.one_euro import OneEuro
from gesturegan_live.gesture.phrase import Phrase
from gesturegan_live.show.documents import shown
from gesturegan_live.show.gestures import WIDEST, Input

SLOWEST, FASTEST = -8.0, 8.0  # speed of a loop
_PAUSE = 0.1  # seconds without a message from which on a stream rests


class Stream:
    """A named stream.

    Parameters
    ----------
    name : str
    settings : Input

    Attributes
    ----------
    values : list of float
        As they are now, 0 to 1; empty until something comes.
    speed : float
        Of the loop.
    parts : sequence of str
        Names of its values, where they have some.
    """

    def __init__(self, name: str, settings: Input) -> None:
        self.name = name
        self.values: list[float] = []
        self.speed = 1.0
        self.parts: Sequence[str] = ()
        self._raw: Sequence[float] = ()  # as it came
        self._low: list[float] = []
        self._high: list[float] = []
        self._features: Features | None = None
        self._recording: Phrase | None = None
        self._phrase: Phrase | None = None
        self._at: float | None = None  # seconds of the phrase, while it loops
        self._waiting: list[float] | None = None  # what came too soon after what was taken
        self._then = float("-inf")
        self.use(settings)

    def use(self, settings: Input) -> None:
        """Go on with other settings."""
        self.settings = settings
        self._euro = OneEuro(*settings.smooth) if settings.smooth else None
        self._held: list[float] = []

    def change(self, **values: Any) -> None:
        """Set some settings; ValueError where one does not fit."""
        settings = replace(self.settings, **values)
        if len(settings.range) > 2 and self._low and len(settings.range) != 2 * len(self._low):
            raise ValueError(f"a range of {len(settings.range)} numbers: {self.name} has {len(self._low)} values")
        self.use(settings)
        if values.get("range") == ():
            self._low, self._high = list(self._raw), list(self._raw)

    @property
    def range(self) -> list[float]:
        """What is 0 and what is 1, of each value, as given or as learned; empty while some value has never moved."""
        learned = list(zip(self._low, self._high, strict=True))
        if not self.settings.range and any(low == high for low, high in learned):
            return []
        return list(self.settings.range) or [end for ends in learned for end in ends]

    @property
    def told(self) -> Input:
        """Its settings, and the range that it has learned."""
        return replace(self.settings, range=tuple(self.range))

    @property
    def is_recording(self) -> bool:
        """Whether it is recorded."""
        return self._recording is not None

    @property
    def is_looping(self) -> bool:
        """Whether it plays what was recorded."""
        return self._at is not None

    def feature(self, name: str) -> list[float]:
        """Give a feature: one of `FEATURES`. It is derived from the first time on that somebody asks."""
        if name not in FEATURES:
            raise ValueError(f"no feature {shown(name)}: wanted one of {', '.join(FEATURES)}")
        if self._features is None:
            self._features = Features()
            if self.values:
                self._features.feed(self.values, self._then)
        values: list[float] = getattr(self._features, name)
        return values

    def feed(self, values: Sequence[object], now: float) -> bool:
        """Take what came at a time; returns whether the stream moves by it, ValueError where it does not fit."""
        numbers = self._numbers(values)
        if self._recording is not None and not self._recording.add(numbers, now):
            self.record(on=False, now=now)
        if self.is_looping:
            return False
        if self.settings.rate and 0 <= now - self._then < 1.0 / self.settings.rate:
            self._waiting = numbers
            return False
        self._take(numbers, now)
        return True

    def tick(self, now: float, dt: float) -> bool:
        """Let `dt` seconds pass until now; returns whether anything of it has moved."""
        if self._at is not None:
            assert self._phrase is not None
            self._at = (self._at + dt * self.speed) % self._phrase.length
            self._take(self._phrase.at(self._at), now)
            return True
        if self._waiting is not None and now - self._then >= 1.0 / (self.settings.rate or 1.0):
            self._take(self._waiting, now)
            return True
        if self._features is not None and self.values and now - self._then > _PAUSE:
            self._features.feed(self.values, now)  # many sensors send nothing while nothing moves
            return True
        return False

    def record(self, *, on: bool, now: float) -> None:
        """Begin to record, or end it."""
        if on:
            self._recording = Phrase(now)
            if self._at is None and self._raw:
                self._recording.add(self._raw, now)
        elif self._recording is not None:
            self._recording.end(now)
            if self._recording:  # where nothing has come, what was recorded before stays
                self._phrase = self._recording
            self._recording = None

    def loop(self, now: float) -> None:
        """Play what was recorded, from its beginning, again and again; ends the recording."""
        self.record(on=False, now=now)
        if not self._phrase:
            raise ValueError(f"nothing of {self.name} has been recorded: wanted /gan/input/{self.name}/record 1 first")
        self._at, self._waiting = 0.0, None

    def stop(self, now: float) -> None:
        """Record and loop no longer: what comes counts again."""
        self.record(on=False, now=now)
        self._at = None

    def _numbers(self, values: Sequence[object]) -> list[float]:
        numbers = [float(value) for value in values if isinstance(value, int | float)]
        if len(numbers) != len(values) or not numbers:
            raise ValueError(f"input {self.name}: wanted numbers, and nothing else")
        if not all(-1e30 < number < 1e30 for number in numbers):
            raise ValueError(f"input {self.name}: wanted finite numbers")
        wanted = len(self._low) or len(self.settings.range) // 2
        if len(numbers) > WIDEST or (wanted > 1 and len(numbers) != wanted) or (self._low and len(numbers) != wanted):
            raise ValueError(f"input {self.name}: {len(numbers)} values, wanted {wanted or f'{WIDEST} at most'}")
        return numbers

    def _take(self, numbers: Sequence[float], now: float) -> None:
        self._raw, self._waiting = numbers, None
        values = self._ranged(numbers)
        if self._euro is not None:
            values = self._euro(values, now - self._then)
        if zone := self.settings.dead_zone:
            held = self._held or values
            self._held = [min(max(h, v - zone), v + zone) for h, v in zip(held, values, strict=True)]
            values = [min(max((h - zone) / (1.0 - 2.0 * zone), 0.0), 1.0) for h in self._held]
        if (curve := self.settings.curve) != 1.0:
            values = [value**curve for value in values]
        self.values, self._then = values, now
        if self._features is not None:
            self._features.feed(values, now)

    def _ranged(self, numbers: Sequence[float]) -> list[float]:
        """Bring numbers to 0 to 1: by the range that is given, or by the least and the most that came."""
        if not self._low:
            self._low, self._high = list(numbers), list(numbers)
        given = self.settings.range
        if given:
            each = given if len(given) > 2 else given * len(numbers)
            lows, highs = each[::2], each[1::2]
            pairs = zip(numbers, lows, highs, strict=True)
            return [min(max((value - low) / (high - low), 0.0), 1.0) for value, low, high in pairs]
        values = []
        for index, number in enumerate(numbers):
            low, high = min(self._low[index], number), max(self._high[index], number)
            self._low[index], self._high[index] = low, high
            values.append((number - low) / (high - low) if high > low else 0.0)
        return values
