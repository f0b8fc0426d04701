"""Recordings cut into clips of one length.

Conventions
-----------
Samples are float32, mono, at the codec's rate. Offsets are in samples of the resampled recording; a negative one says
that the clip begins before the recording does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from training.corpus.source import Source
from training.dataset.onsets import onsets
from training.dataset.recording import CANCELS, Samples, blocks, channel_of, length_of

CUT = ("grid", "onset", "random")
SHORT = ("pad", "tile")
LEVEL = ("clip", "file", "none")


@dataclass(frozen=True)
class CutConfig:
    """How recordings become clips.

    Attributes
    ----------
    cut : str
        Where clips begin: ``grid``, at even distances; ``onset``, where sounds begin; ``random``, anywhere.
    crops : int
        Random clips of each recording, at each speed.
    seed : int
        Of random clips.
    short : str
        What fills a clip that is longer than its recording: ``pad`` with silence, or ``tile``: the recording again, at
        even distances, so that the clip loops.
    tiles : int
        Most repetitions within one clip.
    overlap : float
        Part of a clip that the next one shares (on a grid) or may share (at onsets), 0 up to 1.
    speeds : tuple of float
        Each recording is cut once at each of these speeds (pitch and length change together).
    channel : int or None
        The channel that is taken, counted from 1; None mixes all of them, or takes the loudest where they cancel out.
    level : str
        ``clip`` brings every clip's peak to `peak`, ``file`` every recording's; ``none`` leaves it.
    peak : float
        In units of full scale.
    silence_db : float
        A clip whose peak is below this is left out, dB of full scale.
    """

    cut: str = "grid"
    crops: int = 8
    seed: int = 0
    short: str = "pad"
    tiles: int = 8
    overlap: float = 0.0
    speeds: tuple[float, ...] = (1.0,)
    channel: int | None = None
    level: str = "clip"
    peak: float = 0.9
    silence_db: float = -60.0

    def __post_init__(self) -> None:
        choices = (("cut", self.cut, CUT), ("short", self.short, SHORT), ("level", self.level, LEVEL))
        for name, value, wanted in choices:
            if value not in wanted:
                raise ValueError(f"{name} is {value!r}, expected one of {', '.join(wanted)}")
        if not 0 <= self.overlap < 1:
            raise ValueError(f"overlap is {self.overlap}, expected 0 up to 1")
        for name, count in (
            ("crops", self.crops),
            ("tiles", self.tiles),
            ("channel", 1 if self.channel is None else self.channel),
        ):
            if count < 1:
                raise ValueError(f"{name} is {count}, expected 1 or more")
        if not self.speeds or not all(0.25 <= speed <= 4 for speed in self.speeds):
            raise ValueError(f"speeds are {self.speeds}, expected numbers from 0.25 to 4")

    def hop(self, length: int) -> int:
        """Distance of clips of this length on the grid."""
        return max(1, round(length * (1 - self.overlap)))

    def draw(self, name: str, part: object = 0) -> np.random.Generator:
        """Random numbers that a recording's name and the seed decide."""
        digest = hashlib.sha256(f"{self.seed}/{part}/{name}".encode()).digest()
        return np.random.default_rng(int.from_bytes(digest[:8], "little"))


@dataclass(frozen=True, eq=False)
class Clip:
    """One clip and where it was cut.

    Attributes
    ----------
    level_db : float
        RMS before the level was changed, dB of full scale.
    """

    samples: Samples
    offset: int
    speed: float
    level_db: float


def cut(
    source: Source,
    sample_rate: int,
    length: int,
    config: CutConfig,
    tell: Callable[[str], object] = lambda _remark: None,
) -> Iterator[Clip]:
    """Cut a recording into clips of `length` samples.

    Parameters
    ----------
    tell : callable
        Given what of the recording is left out, as often as it is.

    Raises
    ------
    OSError, ValueError
        Where the file cannot be read, holds nothing, or holds numbers that are not finite.
    """
    if config.channel is None and (channel := channel_of(source)) is not None:
        config = replace(config, channel=channel)
        tell(CANCELS)
    for speed in config.speeds:
        rate = sample_rate / speed
        loudest = 0.0
        if config.level == "file":
            loudest = max(float(np.max(np.abs(b), initial=0)) for b in blocks(source, rate, config.channel))
        for offset, samples in _places(source, rate, length, config, tell):
            peak = float(np.max(np.abs(samples)))
            if peak < 10 ** (config.silence_db / 20):
                continue
            scale = 1.0 if config.level == "none" else config.peak / (loudest or peak)
            level_db = 10 * np.log10(np.mean(np.square(samples, dtype=np.float64)))
            yield Clip(np.asarray(samples * scale, np.float32), offset, speed, float(level_db))


def _places(
    source: Source, rate: float, length: int, config: CutConfig, tell: Callable[[str], object]
) -> Iterator[tuple[int, Samples]]:
    parts = blocks(source, rate, config.channel, tell)
    if config.cut == "grid":
        return _grid(parts, length, config)
    total = length_of(source, rate)
    if config.cut == "random":
        draw = config.draw(source.name, rate)
        if total < length:
            return _turned(parts, length, config, draw)
        return _at(parts, np.sort(draw.integers(0, total - length, config.crops, endpoint=True)), length, config)
    if total < length:
        return _grid(parts, length, config)
    return _at(parts, _apart(onsets(blocks(source, rate, config.channel)), config.hop(length)), length, config)


def _apart(places: Iterable[int], hop: int) -> list[int]:
    """Leave out places nearer than `hop` to the one before."""
    kept: list[int] = []
    for place in places:
        if not kept or place - kept[-1] >= hop:
            kept.append(place)
    return kept or [0]


def _grid(parts: Iterator[Samples], length: int, config: CutConfig) -> Iterator[tuple[int, Samples]]:
    """Clips at even distances; the last one ends with the recording."""
    hop = config.hop(length)
    kept = np.zeros(0, np.float32)  # the recording from `start` on
    start = at = 0  # `at` is where the next clip begins
    for block in parts:
        kept = np.concatenate([kept, block])
        while at + length <= start + len(kept):
            yield at, kept[at - start : at - start + length]
            at += hop
        drop = max(0, min(at - hop - start, len(kept) - length))
        kept, start = kept[drop:], start + drop
    end = start + len(kept)
    if end == 0:
        raise ValueError("holds no samples")
    if end < length:
        yield 0, _fill(kept, length, config)
    elif end > at - hop + length:
        yield end - length, kept[-length:]


def _at(
    parts: Iterator[Samples], places: Iterable[int] | NDArray[np.int64], length: int, config: CutConfig
) -> Iterator[tuple[int, Samples]]:
    """Clips at ascending places; what reaches beyond the end is filled up."""
    kept = np.zeros(0, np.float32)
    start, ended = 0, False
    for place in map(int, places):
        while not ended and start + len(kept) < place + length:
            block = next(parts, None)
            ended = block is None
            if block is not None:
                drop = min(max(0, place - start), len(kept))
                kept, start = np.concatenate([kept[drop:], block]), start + drop
        clip = kept[place - start : place - start + length]
        if len(clip):
            yield place, clip if len(clip) == length else _fill(clip, length, config)


def _turned(
    parts: Iterator[Samples], length: int, config: CutConfig, draw: np.random.Generator
) -> Iterator[tuple[int, Samples]]:
    """Clips of a recording that is shorter: it lies anywhere in them, or is turned round its loop."""
    whole = np.concatenate(list(parts))
    if len(whole) == 0:
        raise ValueError("holds no samples")
    filled = _fill(whole, length, config)
    room = length if config.short == "tile" else max(0, length - len(whole))
    for shift in np.sort(draw.integers(0, room, config.crops, endpoint=True)):
        yield -int(shift), np.roll(filled, shift)


def _fill(samples: Samples, length: int, config: CutConfig) -> Samples:
    """Make a clip of a recording that is shorter."""
    filled = np.zeros(length, np.float32)
    samples = samples[:length]
    copies = min(config.tiles, length // len(samples)) if config.short == "tile" else 1
    for copy in range(copies):
        start = copy * length // copies
        filled[start : start + len(samples)] = samples
    return filled
