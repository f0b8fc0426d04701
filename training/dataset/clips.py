"""Recordings cut into clips of one length.

Conventions
-----------
Samples are float32, mono, at the codec's rate. A file is read, mixed and resampled block by block, so that memory does
not grow with its length. Offsets are in samples of the resampled recording.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.float32]

SHORT = ("pad", "tile")
LEVEL = ("clip", "none")
_BLOCK_SECONDS = 10.0


@dataclass(frozen=True)
class CutConfig:
    """How recordings become clips.

    Attributes
    ----------
    short : str
        What fills a clip that is longer than its recording: ``pad`` with silence, or ``tile``: the recording again, at
        even distances, so that the clip loops.
    tiles : int
        Most repetitions within one clip.
    overlap : float
        Part of a clip that the next one shares, 0 up to 1.
    speeds : tuple of float
        Each recording is cut once at each of these speeds (pitch and length change together).
    level : str
        ``clip`` brings every clip's peak to `peak`; ``none`` leaves it.
    peak : float
        In units of full scale.
    silence_db : float
        A clip whose peak is below this is left out, dB of full scale.
    """

    short: str = "pad"
    tiles: int = 8
    overlap: float = 0.0
    speeds: tuple[float, ...] = (1.0,)
    level: str = "clip"
    peak: float = 0.9
    silence_db: float = -60.0

    def __post_init__(self) -> None:
        for name, value, wanted in (("short", self.short, SHORT), ("level", self.level, LEVEL)):
            if value not in wanted:
                raise ValueError(f"{name} is {value!r}, expected one of {', '.join(wanted)}")
        if not 0 <= self.overlap < 1:
            raise ValueError(f"overlap is {self.overlap}, expected 0 up to 1")
        if self.tiles < 1:
            raise ValueError(f"tiles is {self.tiles}, expected 1 or more")
        if not self.speeds or not all(0.25 <= speed <= 4 for speed in self.speeds):
            raise ValueError(f"speeds are {self.speeds}, expected numbers from 0.25 to 4")


@dataclass(frozen=True, eq=False)
class Clip:
    """One clip and where it was cut."""

    samples: Samples
    offset: int
    speed: float


def cut(path: Path, sample_rate: int, length: int, config: CutConfig) -> Iterator[Clip]:
    """Cut a recording into clips of `length` samples.

    Raises
    ------
    soundfile.LibsndfileError, ValueError
        Where the file cannot be read, holds nothing, or holds numbers that are not finite.
    """
    for speed in config.speeds:
        for offset, samples in _grid(_blocks(path, sample_rate / speed), length, config):
            peak = float(np.max(np.abs(samples)))
            if peak < 10 ** (config.silence_db / 20):
                continue
            scale = config.peak / peak if config.level == "clip" else 1.0
            yield Clip(np.asarray(samples * scale, np.float32), offset, speed)


def _blocks(path: Path, sample_rate: float) -> Iterator[Samples]:
    """Resampled mono blocks of a file."""
    with soundfile.SoundFile(path) as file:
        resampler = None
        if file.samplerate != sample_rate:
            resampler = soxr.ResampleStream(file.samplerate, sample_rate, 1, dtype="float32", quality="HQ")
        size = int(_BLOCK_SECONDS * file.samplerate)
        while True:
            block = file.read(size, dtype="float32", always_2d=True)
            if not np.isfinite(block).all():
                raise ValueError("holds samples that are not finite")
            mono = block.mean(axis=1, dtype=np.float32)
            last = len(block) < size
            yield mono if resampler is None else resampler.resample_chunk(mono, last=last)
            if last:
                return


def _grid(blocks: Iterator[Samples], length: int, config: CutConfig) -> Iterator[tuple[int, Samples]]:
    """Clips at even distances; the last one ends with the recording."""
    hop = max(1, round(length * (1 - config.overlap)))
    kept = np.zeros(0, np.float32)  # the recording from `start` on
    start = at = 0  # `at` is where the next clip begins
    for block in blocks:
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


def _fill(samples: Samples, length: int, config: CutConfig) -> Samples:
    """Make a clip of a recording that is shorter."""
    filled = np.zeros(length, np.float32)
    copies = min(config.tiles, length // len(samples)) if config.short == "tile" else 1
    for copy in range(copies):
        start = copy * length // copies
        filled[start : start + len(samples)] = samples
    return filled
