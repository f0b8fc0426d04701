"""Whether a held point repeats itself: each preset as a loop, and endless.

Conventions
-----------
Made offline by the instrument's own engine, from whole images. What is alike is measured on the levels of bands of a
spectrogram, each less its mean: what does not move at all is alike in any case. Clicks as in
`gesturegan_live.bench.morph`, by the same measures: the largest of the endless voice over the largest of the loop.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.engine import Engine, make_bank
from gesturegan_live.audio.interface.spec import EVENT
from gesturegan_live.bench.hearing.clicks import largest
from gesturegan_live.bench.material.recast import recast
from gesturegan_live.codecs.payload import payloads
from gesturegan_live.generator.backends import backend
from gesturegan_live.generator.growth import grown
from gesturegan_live.models import library
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.show.home import Home
from gesturegan_live.show.parameters import MODES, VOICE_INDEX

_BLOCK = 128
_SETTLE = 0.2  # seconds until a voice has opened
_WINDOW, _HOP, _BANDS = 2048, 512, 64
_RANGE_DB = 70.0  # below the loudest, all is alike


@dataclass(frozen=True)
class Row:
    """One preset; what the names mean is in the command's ``--help``."""

    preset: str
    loop_alike: float
    endless_alike: float
    level_db: float
    flux: float
    high_flux: float
    difference: float


def measure(seconds: float, chaos: float, bundle: str, backend_name: str | None, codec: str | None = None) -> list[Row]:
    """Play each preset for so many seconds, twice; returns a row for each."""
    with recast(library.find(bundle, Home(None)), codec) as model:
        generator = backend.load(backend.choose(backend_name, model.files), model, 1)
    first = np.eye(1, len(model.conditions), dtype=np.float32)
    rows = []
    for name, point in model.presets.items():
        image = payloads(model.codec, grown(generator(np.array([point], np.float32), first), 1.0, model.codec))[0]
        loop, endless = (_play(model, image, mode, chaos, seconds) for mode in ("loop", "endless"))
        rate, clip = model.codec.sample_rate, model.codec.clip_samples
        level = 10.0 * np.log10(float((endless**2).mean() / max((loop**2).mean(), 1e-12)))
        ratios = largest(endless, rate) / np.maximum(largest(loop, rate), 1e-9)
        figures = (alike(loop, clip), alike(endless, clip), level, *ratios.tolist())
        rows.append(Row(name, *(round(float(figure), 2) for figure in figures)))
    return rows


def alike(samples: NDArray[np.float32], later: int) -> float:
    """Correlate the moving levels of a sound with themselves, so many samples later; -1 to 1."""
    windows = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[::_HOP]
    power = np.abs(np.fft.rfft(windows * np.hanning(_WINDOW), axis=1)) ** 2
    edges = np.unique(np.geomspace(2, power.shape[1] - 1, _BANDS + 1).astype(int))
    bands = np.add.reduceat(power, edges[:-1], axis=1) / np.diff(edges)
    levels = 10.0 * np.log10(bands + 10.0 ** (-_RANGE_DB / 10.0) * max(float(bands.max()), 1e-12))
    levels -= levels.mean(axis=0)
    lag = round(later / _HOP)
    before, after = levels[:-lag].ravel(), levels[lag:].ravel()
    return float(np.corrcoef(before, after)[0, 1]) if before.std() > 0 and after.std() > 0 else 1.0


def _play(model: Bundle, image: NDArray[np.float32], mode: str, chaos: float, seconds: float) -> NDArray[np.float32]:
    rate = model.codec.sample_rate
    engine = Engine(1, 1, rate, _BLOCK)
    engine.warm_up()
    engine.switch(make_bank(model.codec, 1, rate, _BLOCK))
    engine.image(0, image)
    wanted = {"gate": 1.0, "gain": 0.5, "mode": float(MODES.index(mode)), "chaos": chaos}
    engine.events(np.array([(0, 0, VOICE_INDEX[name], value, 0.0) for name, value in wanted.items()], EVENT))
    out = np.zeros((round((seconds + _SETTLE) * rate), 1), np.float32)
    engine.process(out)
    return out[round(_SETTLE * rate) :, 0]
