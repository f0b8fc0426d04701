"""How well the voice that plays a spectral codec gives sounds back: tones, noise, a click, and sounds as they come.

Conventions
-----------
A clip is encoded, decoded as for playing, and played once by a voice of its own, without mixer or limiter. Sines, noise
and clicks are at `RATE`; amplitudes are of a full scale of 1. Levels of a click are root mean squares over `WINDOW`
samples; it is played at `PLACES` places within a hop, of which the worst counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.audio.engine import make_bank
from gesturegan_live.audio.interface.controls import HEARD, ONCE, OPENING, Controls
from gesturegan_live.bench.material.sounds import Sound
from gesturegan_live.codecs.codec import Codec
from gesturegan_live.codecs.measures.quality import clips, log_spectral_distance, magnitudes
from gesturegan_live.codecs.payload import payloads

RATE = 44100
PITCHES = (200.0, 1000.0, 3000.0, 7000.0)  # Hz
NEAR_HERTZ = 20.0  # from a sine, that belongs to it
WINDOW = 32  # samples
PLACES = 4
EARLY_SECONDS = 0.002  # before a click, and earlier: what sounds there is an echo
_BLOCK = 256
_EDGE = 0.125  # of a clip at either end, that is not looked at

Samples = NDArray[np.float32]


class LiveRow(TypedDict, total=False):
    """What is told of a live voice; what the names mean is in the command's ``--help``."""

    live_lsd_db: float
    sine_outside_db: list[float]
    sine_cents: list[float]
    noise_pulse_db: float
    click_rise_ms: float
    click_pre_db: float


def measure(codec: Callable[..., Codec], sounds: Sequence[Sound]) -> LiveRow:
    """Play sounds, then sines, noise and clicks, by a codec of each rate."""
    distances = [_distance(Voice(codec(sample_rate=sound.sample_rate)), sound.samples) for sound in sounds]
    voice = Voice(codec(sample_rate=RATE))
    time = np.arange(voice.codec.clip_samples) / RATE
    sines = [voice((0.5 * np.sin(2.0 * np.pi * hertz * time)).astype(np.float32)) for hertz in PITCHES]
    noise = 0.1 * np.random.default_rng(1).standard_normal(len(time))
    clicks = np.array([_click(voice, place) for place in range(PLACES)])
    return LiveRow(
        live_lsd_db=round(float(np.median(distances)), 2),
        sine_outside_db=[round(_outside(_middle(s), hertz), 1) for s, hertz in zip(sines, PITCHES, strict=True)],
        sine_cents=[round(_cents(_middle(s), hertz), 2) for s, hertz in zip(sines, PITCHES, strict=True)],
        noise_pulse_db=round(pulse(_middle(voice(noise.astype(np.float32))), RATE / voice.hop_length), 1),
        click_rise_ms=round(float(clicks[:, 0].max()), 2),
        click_pre_db=round(float(clicks[:, 1].max()), 1),
    )


class Voice:
    """A voice that plays clips of one codec, each by itself."""

    def __init__(self, codec: Codec) -> None:
        self.codec = codec
        assert codec.layout is not None
        self.hop_length = codec.layout.hop_length

    def __call__(self, clip: Samples) -> Samples:
        """Play a clip (clip_samples,) once."""
        bank = make_bank(self.codec, 1, self.codec.sample_rate, _BLOCK)
        controls = Controls(1, 1).voices
        controls["mode"], controls["starts"] = ONCE, 1
        bank.image(0, payloads(self.codec, self.codec.encode(clip[None]))[0])
        out = np.zeros((1, len(clip) + _BLOCK), np.float32)
        for start in range(0, len(clip), _BLOCK):
            block = np.zeros((1, _BLOCK), np.float32)
            bank.render(block, _BLOCK, controls, np.array([HEARD if start else OPENING]))
            out[:, start : start + _BLOCK] = block
        return out[0, : len(clip)]


def _distance(voice: Voice, samples: Samples) -> float:
    heard = np.concatenate([voice(clip) for clip in clips(samples, voice.codec.clip_samples)])[: len(samples)]
    return log_spectral_distance(magnitudes(samples), magnitudes(heard))


def _middle(samples: Samples) -> Samples:
    edge = int(_EDGE * len(samples))
    return samples[edge : len(samples) - edge]


def _outside(heard: Samples, hertz: float) -> float:
    """Energy that is not near a frequency, dB of all."""
    power = np.abs(np.fft.rfft(heard * np.blackman(len(heard)))) ** 2
    near = np.abs(np.fft.rfftfreq(len(heard), 1.0 / RATE) - hertz) < NEAR_HERTZ
    return 10.0 * float(np.log10(max(power[~near].sum(), 1e-20) / max(power.sum(), 1e-20)))


def _cents(heard: Samples, hertz: float) -> float:
    """How far the strongest frequency is from the one that is wanted, either way."""
    log = np.log(np.abs(np.fft.rfft(heard * np.hanning(len(heard)))) + 1e-12)
    k = min(max(int(log.argmax()), 1), len(log) - 2)
    below, here, above = log[k - 1 : k + 2]
    found = (k + 0.5 * (below - above) / (below - 2.0 * here + above)) * RATE / len(heard)
    return abs(1200.0 * float(np.log2(found / hertz)))


def pulse(heard: Samples, rate: float) -> float:
    """How far the envelope's line at a rate, Hz, stands out of what is around it, dB: of white noise about 5."""
    fast = np.convolve(np.convolve(heard, (1.0, -2.0, 1.0), "same") ** 2, np.hanning(64), "same")
    power = np.abs(np.fft.rfft((fast / max(fast.mean(), 1e-20) - 1.0) * np.hanning(len(fast)))) ** 2
    away = np.abs(np.fft.rfftfreq(len(fast), 1.0 / RATE) - rate)
    return 10.0 * float(np.log10(power[away < 3.0].max() / np.median(power[away < rate / 2.0])))


def _click(voice: Voice, place: int) -> tuple[float, float]:
    """Milliseconds from a tenth of the highest level of a click to 71 % of it; what is before the click, dB of that."""
    at = voice.codec.clip_samples // 2 + place * voice.hop_length // PLACES
    clip = np.zeros(voice.codec.clip_samples, np.float32)
    clip[at] = 0.9
    levels = np.sqrt(np.convolve(voice(clip).astype(np.float64) ** 2, np.full(WINDOW, 1.0 / WINDOW), "same"))
    top = max(float(levels.max()), 1e-12)
    rise = int(np.argmax(levels >= 0.71 * top)) - int(np.argmax(levels >= 0.1 * top))
    before = levels[: at - int(EARLY_SECONDS * RATE)].max()
    return 1000.0 * rise / RATE, 20.0 * float(np.log10(max(before / top, 1e-6)))
