"""A stage that plays nothing, for patches that play the real instrument."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import soundfile

from gesturegan_live.control.stage import Status
from gesturegan_live.show.home import Home
from gesturegan_live.show.parameters import OUT_VOICE


class Stage:
    """Plays nothing; notes the points and the messages to audio."""

    def __init__(self, home: Path) -> None:
        self.home = Home(home)
        self.voices = 8
        self.ring = (90.0, -90.0)
        codec = SimpleNamespace(name="log-spectrogram", sample_rate=44100, clip_samples=65536)
        self.model = SimpleNamespace(
            name="textures", latent_dim=16, conditions=(), presets={}, preset_conditions={}, codec=codec
        )
        self.model.axes, self.model.axis_names = lambda: ([[0.0] * 16], [1.0]), ("brightness",)
        self.model.couplings = lambda: None
        self.model.axis_effects = ()
        self.points = {}
        self.panics = 0
        self.recording = self.taking = ""

    def parameter(self, voice, index, _value, _sample=0, _seconds=0.0):
        self.panics += voice == OUT_VOICE and index > 0
        return True

    def point(self, voice, z, _condition, _growth):
        self.points[voice] = z.tolist()

    lead = 0.1

    def sample_at(self, _):
        return 0

    def models(self):
        return ["gestures", "textures"]

    async def load(self, name):
        self.loaded = name

    def take(self, name):
        self.taking = name or ""
        return self.home.inside("takes", name, ".take") if name else None

    def record(self, name, voices=False):
        self.recording = name or ""
        return self.home.inside("recordings", name, "" if voices else ".flac") if name else None

    async def clip(self, name, z, condition, growth):
        path = self.home.inside("recordings", name, ".wav")
        soundfile.write(path, np.full(1000, 0.25), 44100)
        return path, 1000, 44100

    def status(self):
        return Status(
            load=0.25, peak=0.5, rms=(0.125,) * 8, playheads=(0.5,) * 8, late_blocks=3, recording=self.recording
        )
