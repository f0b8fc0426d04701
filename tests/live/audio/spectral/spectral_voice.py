"""One spectral voice, and what it is given to play, for the tests of its parts."""

from __future__ import annotations

import numpy as np

from gesturegan_live import codecs
from gesturegan_live.audio.interface.controls import HEARD, LOOP, Controls
from gesturegan_live.audio.spectral.voice import SpectralBank
from gesturegan_live.codecs.codec import Codec, FrameLayout
from gesturegan_live.codecs.payload import STRIP_ROWS, payloads

RATE = 44100
CODEC = codecs.from_json({"name": "log-spectrogram", "time_frames": 128})
SINES = codecs.from_json({"name": "sines-noise", "time_frames": 128, "channels": 3})
LAYOUT = CODEC.layout
assert LAYOUT is not None
SAMPLES = CODEC.clip_samples


def payload_of(samples: np.ndarray, codec: Codec = CODEC) -> np.ndarray:
    clip = np.zeros((1, SAMPLES), np.float32)
    clip[0, : len(samples)] = samples[:SAMPLES]
    return payloads(codec, codec.encode(clip))[0]


def drum() -> np.ndarray:
    """Noise that strikes at once and dies away."""
    noise = np.random.default_rng(5).standard_normal(SAMPLES)
    return (0.3 * noise * np.exp(-np.arange(SAMPLES) / 4000)).astype(np.float32)


class Voice:
    """One voice of a bank, played without mixer or limiter."""

    def __init__(self, layout: FrameLayout = LAYOUT, *, mode: int = LOOP, output_rate: int = RATE) -> None:
        self.bank = SpectralBank(1, layout, output_rate, 256)
        self.controls = Controls(1, 1).voices
        self.controls["mode"] = mode

    def set(self, **values: float) -> None:
        for name, value in values.items():
            self.controls[name] = value
            if name == "position":
                self.controls["jumps"] += 1

    def play(self, samples: int, image: np.ndarray | None = None, heard: int = HEARD, block: int = 128) -> np.ndarray:
        """Play on; an image comes anew before every block."""
        out, parts = np.zeros((1, 256), np.float32), []
        for start in range(0, samples, block):
            if image is not None:
                self.bank.image(0, image)
            frames = min(block, samples - start)
            self.bank.render(out, frames, self.controls, np.array([heard if start == 0 else HEARD]))
            parts.append(out[0, :frames].copy())
        return np.concatenate(parts)

    @property
    def playhead(self) -> float:
        where = np.zeros(1)
        self.bank.playheads(where)
        return float(where[0])


def strip_of(image: np.ndarray, first: int) -> np.ndarray:
    return np.concatenate([[np.float32(first)], image[:, first : first + STRIP_ROWS].reshape(-1)])


def bursts(sound: np.ndarray, every: int = 8000) -> np.ndarray:
    """A sound struck again and again."""
    clip = np.zeros(SAMPLES, np.float32)
    for start in range(3000, SAMPLES - len(sound), every):
        clip[start : start + len(sound)] += sound
    return clip
