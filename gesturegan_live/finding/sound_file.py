"""The clip of a sound file that is to be found.

Conventions
-----------
Samples are float32, mono, at the codec's rate, as `training` cuts them: the loudest clip of the file, its peak brought
to `PEAK`; a shorter file is followed by silence. Files are read block by block, whatever length their headers tell of.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.boundary import SAMPLE_RATES
from gesturegan_live.show.documents import one_line

PEAK = 0.9  # of full scale
SILENT = 1e-3  # peak below which there is nothing to look for
LOUDEST = 1e6  # sample that is taken, full scale being 1
LONGEST = 600.0  # seconds that are listened to, the last ones
_STEPS = 8  # places where a clip may begin, in each clip's length
_BLOCK_VALUES = 1 << 22  # read at once, of all channels

Samples = NDArray[np.float32]


def loudest_clip(path: Path, sample_rate: int, length: int, seconds: float | None = None) -> Samples:
    """Read the loudest clip of a sound file, (length,) at a rate.

    Parameters
    ----------
    seconds : float, optional
        How much of its end is listened to.

    Raises
    ------
    ValueError
        One line: it cannot be read, or holds nothing but silence.
    """
    import soundfile

    try:
        with soundfile.SoundFile(path) as file:
            if not SAMPLE_RATES[0] <= file.samplerate <= SAMPLE_RATES[1]:
                raise ValueError(f"{path.name}: {file.samplerate} Hz, wanted {SAMPLE_RATES[0]} to {SAMPLE_RATES[1]}")
            first = max(0, file.frames - round(min(seconds or LONGEST, LONGEST) * file.samplerate))
            wanted = max(1, round(length * file.samplerate / sample_rate))
            place = _loudest(file, first, wanted)
            file.seek(place)
            samples = np.concatenate([*_blocks(file, wanted), np.zeros(0, np.float32)])
            rate = int(file.samplerate)
    except (OSError, RuntimeError) as error:  # soundfile's are RuntimeErrors
        raise ValueError(f"{path.name}: cannot be read ({one_line(str(error))})") from error
    clip = np.zeros(length, np.float32)
    heard = resampled(samples, rate, sample_rate)[:length]
    clip[: len(heard)] = heard
    peak = float(np.max(np.abs(clip)))
    if peak < SILENT:
        raise ValueError(f"{path.name}: holds nothing but silence")
    return clip * np.float32(PEAK / peak)


def resampled(samples: Samples, rate: int, wanted: int) -> Samples:
    """Bring samples (n,) to another rate, by their spectrum."""
    if rate == wanted or not len(samples):
        return samples
    padding = min(len(samples), 1024)  # what is at one end must not be heard at the other
    padded = np.pad(samples, (padding, padding), mode="reflect" if len(samples) > padding else "constant")
    length = round(len(padded) * wanted / rate)
    spectrum = np.fft.rfft(padded)[: length // 2 + 1]
    whole = np.fft.irfft(spectrum, length) * (length / len(padded))
    first = round(padding * wanted / rate)
    return np.asarray(whole[first : first + max(1, round(len(samples) * wanted / rate))], np.float32)


def _loudest(file: Any, first: int, wanted: int) -> int:
    """Find where the loudest clip of so many frames begins."""
    step = max(1, wanted // _STEPS)
    file.seek(first)
    left, energies = np.zeros(0, np.float32), [0.0]
    for block in _blocks(file, file.frames - first):
        left = np.concatenate([left, block])
        whole = len(left) // step * step
        energies += np.square(left[:whole], dtype=np.float64).reshape(-1, step).sum(axis=1).tolist()
        left = left[whole:]
    heard = np.cumsum([*energies, np.square(left, dtype=np.float64).sum()])
    reach = min(_STEPS, len(heard) - 1)
    at = int(np.argmax(heard[reach:] - heard[: len(heard) - reach]))
    return int(min(first + at * step, max(first, file.frames - wanted)))


def _blocks(file: Any, frames: int) -> Iterator[Samples]:
    """Read so many frames from where a file is, mixed; fewer where it ends, which its header need not know."""
    most = max(1, _BLOCK_VALUES // file.channels)
    while frames > 0:
        block = file.read(min(frames, most), dtype="float32", always_2d=True)
        if not len(block):
            return
        if not (np.abs(block) <= LOUDEST).all():
            raise ValueError(f"{Path(file.name).name}: holds samples that are no numbers, or beyond {LOUDEST:g}")
        yield block.mean(axis=1)
        frames -= len(block)
