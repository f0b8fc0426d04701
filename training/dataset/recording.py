"""A recording read block by block: one channel, one rate, the part that is meant.

Conventions
-----------
Samples are float32, mono. A file is read, mixed and resampled block by block, so that memory does not grow with its
length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import soxr
from numpy.typing import NDArray

from training.corpus.files.sound import Sound, opened
from training.corpus.source import Source

Samples = NDArray[np.float32]

CANCELS = "hold channels that cancel each other when they are mixed; the loudest one is taken"
FORMAT = 3  # of reading; shards of files read in another way are made anew
_BLOCK_SECONDS = 10.0
_BLOCK_VALUES = 1 << 24  # at most, of all channels, whatever rate a header tells of
_SLACK_SECONDS = 0.1  # by which a file may end before the part that is meant
_CANCELLED = 0.01  # of the channels' mean energy: what the mix of a block holds less than this of is lost in it


def blocks(
    source: Source,
    sample_rate: float,
    channel: int | None = None,
    tell: Callable[[str], object] = lambda _remark: None,
) -> Iterator[Samples]:
    """Resampled blocks of a recording; `channel` counts from 1, None mixes all of them.

    Parameters
    ----------
    tell : callable
        Given, at the end, what of the recording is left out.

    Raises
    ------
    OSError, ValueError
        Where the file cannot be read, lacks the channel, or holds numbers that are not finite.
    """
    with opened(source.path) as sound:
        if channel is not None and channel > sound.channels:
            raise ValueError(f"has {sound.channels} channels, channel {channel} was asked for")
        resampler = None
        if sound.sample_rate != sample_rate:
            resampler = soxr.ResampleStream(sound.sample_rate, sample_rate, 1, dtype="float32", quality="HQ")
        for block, last in _parts(sound, source):
            mono = block.mean(axis=1, dtype=np.float32) if channel is None else block[:, channel - 1].copy()
            yield mono if resampler is None else resampler.resample_chunk(mono, last=last)
        if sound.remark:
            tell(sound.remark)


def channel_of(source: Source) -> int | None:
    """Tell which channel is to be taken, counted from 1, lest a sound be lost in the mix; None where none is."""
    with opened(source.path) as sound:
        if sound.channels == 1:
            return None
        energy, lost = np.zeros(sound.channels), False
        for block, _ in _parts(sound, source):
            lost |= cancels(block)
            energy += np.square(block, dtype=np.float64).sum(axis=0)
    return int(energy.argmax()) + 1 if lost else None


def cancels(block: Samples) -> bool:
    """Whether the channels of (frames, channels) cancel each other out when they are mixed."""
    each = np.square(block, dtype=np.float64).sum(axis=0)
    mixed = np.square(block.mean(axis=1, dtype=np.float64)).sum()
    return bool(mixed < _CANCELLED * each.mean())


def length_of(source: Source, sample_rate: float) -> int:
    """Count the samples that `blocks` gives, to within a few."""
    with opened(source.path) as sound:
        first, stop = _meant(sound, source)
        last = sound.frames() if stop is None else stop
        samples: float = (last - first) * sample_rate / sound.sample_rate
        return round(samples)


def _parts(sound: Sound, source: Source) -> Iterator[tuple[Samples, bool]]:
    """Blocks of the part that is meant, all channels, and whether each is the last."""
    first, stop = _meant(sound, source)
    if first:
        sound.seek(first)
    left = np.inf if stop is None else stop - first
    last = False
    while not last:
        size = int(min(_BLOCK_SECONDS * sound.sample_rate, max(1, _BLOCK_VALUES // sound.channels), left))
        block = sound.read(size)
        if not np.isfinite(block).all():
            raise ValueError("holds samples that are not finite")
        left -= len(block)
        last = len(block) < size or left == 0
        yield block, last


def _meant(sound: Sound, source: Source) -> tuple[int, int | None]:
    """First frame and the one after the last, None for the end of the file."""
    if source.end is None:
        return 0, None
    frames = sound.frames()
    if frames < (source.end - _SLACK_SECONDS) * sound.sample_rate:
        return 0, None
    return round(source.start * sound.sample_rate), min(round(source.end * sound.sample_rate), frames)
