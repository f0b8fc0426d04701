"""Every codec on the user's own sounds, on one page to choose from by ear and by eye.

Conventions
-----------
A page holds all it needs: pictures are PNG and sounds FLAC, as data URIs. Sounds are mixed to mono (of channels that
cancel out the loudest is taken) and cut to `SECONDS`. Each codec works at the sound's own rate, clip after clip. Speeds
are seconds of sound per second of processor time.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs import CODECS
from gesturegan_live.codecs.codec import Codec
from gesturegan_live.codecs.measures.quality import (
    FLOOR_DB,
    LEVEL_LOST,
    at_best_gain,
    clips,
    log_spectral_distance,
    magnitudes,
    spectral_convergence,
)
from training.corpus.files.sound import opened
from training.corpus.files.walk import text
from training.corpus.left_out import Remarks
from training.dataset.recording import CANCELS, cancels
from training.pages import media
from training.pages.codecs_pictures import codec_image, spectrogram
from training.pages.template import page
from training.runs import disk

SECONDS = 4.0
_LARGEST = 1 << 26  # numbers read at most, whatever rate a header tells of
_LOUDEST = 1e9  # of which squares can still be added
EXACT_DB = FLOOR_DB + 1.0  # of spectral convergence: below, only rounding is left


@dataclass(frozen=True, eq=False)
class Recording:
    """What one codec is tried on."""

    name: str
    sample_rate: int
    samples: NDArray[np.float32]


@dataclass(frozen=True)
class Trial:
    """One codec on one recording: figures, and pictures and sound as data URIs."""

    codec: str
    image_shape: tuple[int, int, int]
    clip_seconds: float
    sc_db: float
    lsd_db: float
    encode_speed: float
    decode_speed: float
    image: str
    spectrogram: str
    sound: str

    @property
    def is_exact(self) -> bool:
        """Whether it came back as it was, but for rounding."""
        return self.sc_db < EXACT_DB


def write(files: Sequence[Path], output: Path, report: Callable[[str], None] = lambda _: None) -> list[str]:
    """Try every codec on every file and write the page; return lines of what was not taken as it is.

    Parameters
    ----------
    files : sequence of Path
        Sound files.
    output : Path
        The HTML file to write.
    report : callable
        Told the name of each file before it is tried.
    """
    if not files:
        raise ValueError("codecs: no files given; wanted one sound file or more")
    sections, tried, remarks = [], list[Trial](), Remarks()
    for path in files:
        report(path.name)
        recording = read(path, remarks.of(text(path.name)))
        try:
            trials = [trial(codec, recording) for codec in CODECS]
        except ValueError as error:  # such as a sample rate that none is made for
            raise ValueError(f"codecs: {path}: {error}") from error
        sections.append({"name": recording.name, "trials": trials, **_original(recording)})
        tried += trials
    disk.replace(output, page("codecs.html", sounds=sections, medians=_medians(tried), remarks=remarks.lines()))
    return remarks.lines()


def read(path: Path, tell: Callable[[str], object] = lambda _remark: None) -> Recording:
    """Read a sound file, mixed to mono, its first `SECONDS`."""
    try:
        with opened(path) as sound:
            channels = sound.read(min(int(SECONDS * sound.sample_rate), _LARGEST // sound.channels))
    except OSError as error:
        raise ValueError(f"codecs: {path} cannot be read ({error.strerror}); wanted a sound file") from error
    except ValueError as error:
        raise ValueError(f"codecs: {path} {error}; wanted a sound file") from error
    if not np.isfinite(channels).all():
        raise ValueError(f"codecs: {path} holds samples that are not finite; wanted numbers")
    if np.abs(channels).max(initial=0.0) > _LOUDEST:
        raise ValueError(f"codecs: {path} holds samples beyond {_LOUDEST:g}; wanted full scale to be 1")
    cancelled = cancels(channels)
    mono = channels[:, np.square(channels).sum(axis=0).argmax()] if cancelled else channels.mean(axis=1)
    if np.abs(mono).max(initial=0.0) < 1e-4:
        raise ValueError(f"codecs: {path} is silent in its first {SECONDS:g} s; wanted a sound")
    for remark in (CANCELS if cancelled else "", sound.remark):
        if remark:
            tell(remark)
    return Recording(path.stem, sound.sample_rate, mono)


def trial(name: str, recording: Recording) -> Trial:
    """Take a recording to images and back."""
    codec: Codec = CODECS[name](sample_rate=recording.sample_rate)  # type: ignore[call-arg]
    batch = clips(recording.samples, codec.clip_samples)
    codec.decode(codec.encode(batch[:1]))  # kernels and filter banks are made once, not per sound
    start = time.process_time()
    image = codec.encode(batch)
    middle = time.process_time()
    again = codec.decode(image)
    end = time.process_time()
    samples = again.reshape(-1)[: len(recording.samples)]
    wanted, found = magnitudes(recording.samples), magnitudes(samples)
    if name in LEVEL_LOST:
        samples = samples * np.float32(np.sum(at_best_gain(wanted, found)) / max(float(np.sum(found)), 1e-12))
        found = magnitudes(samples)
    seconds = batch.size / recording.sample_rate
    return Trial(
        codec=name,
        image_shape=codec.image_shape,
        clip_seconds=codec.clip_samples / codec.sample_rate,
        sc_db=spectral_convergence(wanted, found),
        lsd_db=log_spectral_distance(wanted, found),
        encode_speed=seconds / max(middle - start, 1e-6),
        decode_speed=seconds / max(end - middle, 1e-6),
        image=media.png(codec_image(codec, image[0])),
        spectrogram=media.png(spectrogram(samples, recording.sample_rate, _reference(recording))),
        sound=media.flac(samples, recording.sample_rate),
    )


def _original(recording: Recording) -> dict[str, str]:
    """Caption, spectrogram and sound of a recording."""
    seconds = len(recording.samples) / recording.sample_rate
    return {
        "caption": f"{seconds:.2f} s at {recording.sample_rate / 1000:g} kHz",
        "picture": media.png(spectrogram(recording.samples, recording.sample_rate, _reference(recording))),
        "sound": media.flac(recording.samples, recording.sample_rate),
    }


def _reference(recording: Recording) -> float:
    return float(magnitudes(recording.samples, 2048, 512).max())


def _medians(trials: Sequence[Trial]) -> list[dict[str, str]]:
    """One row of text for each codec."""
    rows = []
    for name in CODECS:
        tried = [trial for trial in trials if trial.codec == name]
        sc_db = statistics.median(trial.sc_db for trial in tried)
        rows.append(
            {
                "codec": name,
                "meaning": (CODECS[name].__doc__ or "").partition("\n")[0],
                "image": "x".join(str(side) for side in tried[0].image_shape),
                "seconds": f"{tried[0].clip_seconds:.2f}",
                "sc": "exact" if sc_db <= EXACT_DB else f"{sc_db:.1f}",
                "lsd": f"{statistics.median(trial.lsd_db for trial in tried):.1f}",
                "encode": f"{statistics.median(trial.encode_speed for trial in tried):,.0f}",
                "decode": f"{statistics.median(trial.decode_speed for trial in tried):,.0f}",
                "percent": f"{min(max(-sc_db, 0.0) / 40.0, 1.0):.0%}".removesuffix("%"),
            }
        )
    return rows
