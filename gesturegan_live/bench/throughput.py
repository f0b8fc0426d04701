"""What one image and one voice cost, without the processes around them.

Conventions
-----------
``image_ms``: wall-clock milliseconds from points to decoded sound, divided by the points of the batch; ``strip_ms``:
of the part of one image that is about to be heard, which is what a moving voice waits for. ``rtf``, the real-time
factor of one voice: seconds of processor time, of all threads, for a second of sound, with a whole new image for each
clip; the voice is rendered block by block, paced by the clock as in a performance. ``worst_block``: the longest block
of it, as a share of its time.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from gesturegan_live.audio.engine import Engine, make_bank
from gesturegan_live.audio.interface.spec import EVENT
from gesturegan_live.codecs.payload import STRIP_GRID, payloads, strip_payload
from gesturegan_live.generator.backends import backend
from gesturegan_live.generator.backends.backend import Array, Generator
from gesturegan_live.models import library
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.show.home import Home
from gesturegan_live.show.parameters import VOICE_INDEX

BATCHES = (1, 8, 32)
_FILES = {"openvino": "generator.xml", "tensorflow": "generator.keras"}
_WARM_UP = 3  # calls that are not counted


@dataclass(frozen=True)
class Row:
    """One backend at one batch size."""

    backend: str
    batch: int
    image_ms_p50: float
    image_ms_p99: float
    strip_ms_p50: float | None
    rtf: float
    worst_block: float
    block_size: int


def backends(bundle: Bundle) -> list[str]:
    """Names of the backends that are installed and for which the bundle holds a generator."""
    return [
        name for name, file in _FILES.items() if file in bundle.files and importlib.util.find_spec(name) is not None
    ]


def measure(
    name: str, images: int, seconds: float, block_size: int, only: str | None, batches: Sequence[int] = BATCHES
) -> list[Row]:
    """Measure every backend (or one) at every batch size.

    Parameters
    ----------
    name : str
        Folder of a bundle, or the name of one.
    images : int
        How many are timed at each batch size, at least.
    seconds : float
        Of sound, for the real-time factor.
    block_size : int
    only : str or None
        The one backend to measure.
    batches : sequence of int
    """
    bundle = library.find(name, Home(None))
    chosen = [backend.choose(only, bundle.files)] if only else backends(bundle)
    return [
        _row(bundle, which, backend.load(which, bundle, batch), batch, images, seconds, block_size)
        for which in chosen
        for batch in batches
    ]


def _row(
    bundle: Bundle, name: str, generator: Generator, batch: int, images: int, seconds: float, block_size: int
) -> Row:
    points = _points(bundle, batch)
    for _ in range(_WARM_UP):
        payloads(bundle.codec, generator(*next(points))[0])
    times, processor = [], time.process_time()
    for _ in range(-(-images // batch)):
        began = time.perf_counter()
        payloads(bundle.codec, generator(*next(points))[0])
        times.append(1000.0 * (time.perf_counter() - began) / batch)
    image_seconds = (time.process_time() - processor) / (len(times) * batch)
    p50, p99 = np.percentile(times, (50, 99))
    strip = _strip_milliseconds(bundle, generator, images)
    voice_seconds, worst = _voice(bundle, generator, batch, seconds, block_size)
    clip_seconds = bundle.codec.clip_samples / bundle.codec.sample_rate
    rtf = voice_seconds + image_seconds / clip_seconds
    return Row(name, batch, round(p50, 3), round(p99, 3), strip, round(rtf, 5), round(worst, 4), block_size)


def _strip_milliseconds(bundle: Bundle, generator: Generator, strips: int) -> float | None:
    """Median time from a point to the sound of a strip of its image, None where the generator makes none."""
    if generator.strip is None:
        return None
    points, times = _points(bundle, 1), []
    for number in range(strips + _WARM_UP):
        began = time.perf_counter()
        strip_payload(bundle.codec, generator.strip(*next(points), number % 2 * STRIP_GRID), 0)
        times.append(1000.0 * (time.perf_counter() - began))
    return round(float(np.median(times[_WARM_UP:])), 3)


def _voice(bundle: Bundle, generator: Generator, batch: int, seconds: float, block_size: int) -> tuple[float, float]:
    """Processor seconds of one voice for a second of sound, paced, and its worst block as a share of its time."""
    codec = bundle.codec
    engine = Engine(1, 2, codec.sample_rate, block_size)
    engine.warm_up()
    engine.switch(make_bank(codec, 1, codec.sample_rate, block_size))
    gate = np.zeros(1, EVENT)
    gate["parameter"], gate["value"] = VOICE_INDEX["gate"], 1.0
    engine.events(gate)
    sounds = payloads(codec, generator(*next(_points(bundle, batch)))[0])
    out = np.zeros((block_size, 2), np.float32)
    period, used, worst = block_size / codec.sample_rate, 0.0, 0.0
    blocks, clip = max(round(seconds / period), 1), -1
    origin = time.perf_counter()
    for block in range(blocks):
        time.sleep(max(origin + block * period - time.perf_counter(), 0.0))
        began, processor = time.perf_counter(), time.process_time()
        if block * block_size // codec.clip_samples != clip:
            clip = block * block_size // codec.clip_samples
            engine.image(0, sounds[clip % batch])
        engine.process(out)
        used += time.process_time() - processor
        worst = max(worst, (time.perf_counter() - began) / period)
    return used / (blocks * period), worst


def _points(bundle: Bundle, batch: int) -> Iterator[tuple[Array, Array]]:
    random = np.random.default_rng(0)
    condition = np.zeros((batch, len(bundle.conditions)), np.float32)
    condition[:, :1] = 1.0
    while True:
        yield random.standard_normal((batch, bundle.latent_dim)).astype(np.float32), condition
