"""How well and how fast each codec gives a sound back, beside librosa's Griffin-Lim on the same magnitudes.

Conventions
-----------
``sc_db`` is the spectral convergence, ``20 log10(‖|S'| - |S|‖ / ‖|S|‖)``, of a sound's STFT magnitudes (1024 / 256,
centred) after the round trip, never below what float32 itself can tell apart; `mel-colour`, which keeps no level, is
judged at the best gain. The rows below the codecs invert those magnitudes themselves. Real-time factors are seconds of
processor time on one core per second of sound, kernels warm. All figures are medians over the sounds. librosa is
imported here alone, so this needs the `train` extra.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from gesturegan_live.bench.hearing import live_codecs
from gesturegan_live.bench.material.sounds import Sound, synthesised
from gesturegan_live.codecs import CODECS
from gesturegan_live.codecs.codec import Codec
from gesturegan_live.codecs.measures.quality import (
    HOP_LENGTH,
    LEVEL_LOST,
    N_FFT,
    Magnitude,
    at_best_gain,
    clips,
    magnitudes,
    spectral_convergence,
)
from gesturegan_live.codecs.phase.griffin_lim import griffin_lim
from gesturegan_live.codecs.phase.heap import pghi
from gesturegan_live.codecs.phase.inversion import invert
from gesturegan_live.codecs.phase.stream import HopStream
from gesturegan_live.codecs.spectra.polar import polar

Inversion = Callable[[Magnitude, int, int, int], NDArray[np.float32]]  # magnitude, n_fft, hop_length, length


class Row(live_codecs.LiveRow):
    """One line of the table; of codecs that voices play frame by frame what is told of their voice, too."""

    codec: str
    sc_db: float
    encode_rtf: float
    decode_rtf: float


def measure(files: Sequence[Path] = (), inversions: Iterable[str] | None = None) -> list[Row]:
    """Measure every codec, then every inversion of plain magnitudes.

    Parameters
    ----------
    files : sequence of Path
        Sounds; those of `sounds.synthesised` where none are given. Silent ones are left out.
    inversions : iterable of str, optional
        Which of `INVERSIONS`; all by default.
    """
    sounds = [load(path) for path in files] if files else synthesised()
    heard = [sound for sound in sounds if np.abs(sound.samples).max(initial=0.0) > 1e-4]
    if not heard:
        raise ValueError(f"bench codecs: {len(sounds)} files are all silent; wanted a sound")
    with threadpool_limits(1):  # BLAS threads that spin for nothing would count as processor time
        rows: list[Row] = []
        for name, codec in _codecs():
            measured = [_round_trip(codec(sample_rate=s.sample_rate), s) for s in heard]
            live = live_codecs.measure(codec, heard) if codec().layout is not None else live_codecs.LiveRow()
            rows.append({**_row(name, measured), **live})
        for name in INVERSIONS if inversions is None else inversions:
            rows.append(_row(name, [inverted(INVERSIONS[name], sound, N_FFT, HOP_LENGTH) for sound in heard]))
    return rows


def load(path: Path) -> Sound:
    """Read a sound file, all channels mixed to one."""
    import soundfile

    try:
        samples, sample_rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, soundfile.SoundFileError) as error:
        raise ValueError(f"bench codecs: {path} cannot be read ({error}); wanted a sound file") from error
    return Sound(path.stem, int(sample_rate), samples.mean(axis=1))


def inverted(inversion: Inversion, sound: Sound, n_fft: int, hop_length: int) -> tuple[float, float, float]:
    """Spectral convergence and both real-time factors of an inversion of one sound's own magnitudes."""
    start = time.process_time()
    wanted = magnitudes(sound.samples, n_fft, hop_length)
    middle = time.process_time()
    again = inversion(wanted, n_fft, hop_length, len(sound.samples))
    end = time.process_time()
    seconds = len(sound.samples) / sound.sample_rate
    found = magnitudes(again, n_fft, hop_length)
    return spectral_convergence(wanted, found), (middle - start) / seconds, (end - middle) / seconds


def _codecs() -> Iterable[tuple[str, Callable[..., Codec]]]:
    return CODECS.items()


def _round_trip(codec: Codec, sound: Sound) -> tuple[float, float, float]:
    batch = clips(sound.samples, codec.clip_samples)
    codec.decode(codec.encode(batch[:1]))  # kernels and filter banks are made once, not per sound
    start = time.process_time()
    image = codec.encode(batch)
    middle = time.process_time()
    again = codec.decode(image)
    end = time.process_time()
    wanted = magnitudes(sound.samples)
    found = magnitudes(again.reshape(-1)[: len(sound.samples)])
    if codec.name in LEVEL_LOST:
        found = at_best_gain(wanted, found)
    seconds = batch.size / sound.sample_rate
    return spectral_convergence(wanted, found), (middle - start) / seconds, (end - middle) / seconds


def _row(name: str, measured: Sequence[tuple[float, float, float]]) -> Row:
    sc_db, encode_rtf, decode_rtf = (float(figure) for figure in np.median(measured, axis=0))
    return Row(codec=name, sc_db=round(sc_db, 2), encode_rtf=round(encode_rtf, 6), decode_rtf=round(decode_rtf, 6))


def _real_time(look_ahead: int) -> Inversion:
    def inversion(magnitude: Magnitude, n_fft: int, hop_length: int, length: int) -> NDArray[np.float32]:
        stream = HopStream(n_fft, hop_length, look_ahead)
        delay = look_ahead * hop_length + n_fft // 2
        silence = np.zeros((-(-delay // hop_length) + 1, magnitude.shape[1]), np.float32)
        log_magnitude = np.log(np.maximum(np.concatenate([magnitude, silence]), np.float32(1e-7)))
        return stream.run(log_magnitude)[delay : delay + length]

    return inversion


def _offline(magnitude: Magnitude, n_fft: int, hop_length: int, length: int) -> NDArray[np.float32]:
    log_magnitude = np.log(np.maximum(magnitude, np.float32(1e-7)))
    spectrum = polar(log_magnitude, pghi(log_magnitude, hop_length, n_fft))
    return griffin_lim(magnitude, spectrum, hop_length, length, n_fft // 2, 0)


def _rendering(magnitude: Magnitude, n_fft: int, hop_length: int, length: int) -> NDArray[np.float32]:
    log_magnitude = np.log(np.maximum(magnitude, np.float32(1e-7)))
    again: NDArray[np.float32] = invert(log_magnitude[None], hop_length, length, n_fft // 2)[0]
    return again


def _librosa(iterations: int) -> Inversion:
    def inversion(magnitude: Magnitude, n_fft: int, hop_length: int, length: int) -> NDArray[np.float32]:
        import librosa

        again: NDArray[np.float32] = librosa.griffinlim(
            magnitude.T, n_iter=iterations, hop_length=hop_length, n_fft=n_fft, length=length, random_state=0
        )
        return again

    return inversion


INVERSIONS: dict[str, Inversion] = {
    "rtpghi": _real_time(0),
    "rtpghi-ahead": _real_time(1),
    "pghi": _offline,
    "inversion": _rendering,
    "griffinlim32": _librosa(32),
    "griffinlim100": _librosa(100),
}
