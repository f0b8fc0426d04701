"""A recording read block by block: one channel, one rate, the part that is meant.

Conventions
-----------
Samples are float32, mono. A file is read, mixed and resampled block by block, so that memory does not grow with its
length.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from training.corpus.source import Source

Samples = NDArray[np.float32]

_BLOCK_SECONDS = 10.0
_SLACK_SECONDS = 0.1  # by which a file may end before the part that is meant


def blocks(source: Source, sample_rate: float, channel: int | None = None) -> Iterator[Samples]:
    """Resampled blocks of a recording; `channel` counts from 1, None mixes all of them.

    Raises
    ------
    soundfile.LibsndfileError, ValueError
        Where the file cannot be read, lacks the channel, or holds numbers that are not finite.
    """
    with soundfile.SoundFile(source.path) as file:
        if channel is not None and channel > file.channels:
            raise ValueError(f"has {file.channels} channels, channel {channel} was asked for")
        resampler = None
        if file.samplerate != sample_rate:
            resampler = soxr.ResampleStream(file.samplerate, sample_rate, 1, dtype="float32", quality="HQ")
        first, stop = _part(file, source)
        if first:
            file.seek(first)
        left = np.inf if stop is None else stop - first
        while True:
            size = int(min(_BLOCK_SECONDS * file.samplerate, left))
            block = file.read(size, dtype="float32", always_2d=True)
            if not np.isfinite(block).all():
                raise ValueError("holds samples that are not finite")
            left -= len(block)
            mono = block.mean(axis=1, dtype=np.float32) if channel is None else block[:, channel - 1].copy()
            last = len(block) < size or left == 0
            yield mono if resampler is None else resampler.resample_chunk(mono, last=last)
            if last:
                return


def length_of(source: Source, sample_rate: float) -> int:
    """Count the samples that `blocks` gives, to within a few."""
    with soundfile.SoundFile(source.path) as file:
        first, stop = _part(file, source)
        last: int = file.frames if stop is None else stop
        samples: float = (last - first) * sample_rate / file.samplerate
        return round(samples)


def _part(file: soundfile.SoundFile, source: Source) -> tuple[int, int | None]:
    """First frame and the one after the last, None for the end of the file."""
    if source.end is None or file.frames < (source.end - _SLACK_SECONDS) * file.samplerate:
        return 0, None
    return round(source.start * file.samplerate), min(round(source.end * file.samplerate), file.frames)
