"""`stft`: the log-magnitude STFT, linear or compressed to mel bands, inverted by Griffin-Lim.

After the spectrogram inversion of T. Sainburg's and K. Kastner's published notebooks, with two differences: levels are
absolute instead of relative to each clip's maximum, and Griffin-Lim is the fast one, from PGHI instead of random
phases.

Conventions
-----------
Those of `spectral`. Linear images have bins 0 up to the one below Nyquist, so that widths are powers of two. Mel bands
are HTK mel, evenly spaced from 0 Hz to Nyquist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.phase.momentum import MOMENTUM
from gesturegan_live.codecs.spectra.mel import HTK_BREAK
from gesturegan_live.codecs.spectra.spectral import Spectral


@dataclass(frozen=True)
class Stft(Spectral):
    """Log magnitude of every bin, or of mel bands.

    Attributes
    ----------
    sample_rate : int
        Hz.
    n_fft, hop_length : int
        Window and hop of the transform, samples.
    time_frames : int
        Height of the image.
    mel_bands : int
        Width of the image; 0 for all ``n_fft / 2`` bins.
    dynamic_range_db : float
        How far below a full-scale sine the logarithmic range reaches.
    iterations : int
        Of Griffin-Lim, when decoding.
    """

    name: ClassVar[str] = "stft"
    PRESETS: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "256x256": {},
        "128x512": {"n_fft": 1024, "hop_length": 256, "time_frames": 128},
        "mel-256x128": {"n_fft": 1024, "hop_length": 256, "mel_bands": 128},
        "mel-128x128": {"n_fft": 2048, "hop_length": 512, "time_frames": 128, "mel_bands": 128},
    }

    sample_rate: int = 44100
    n_fft: int = 512
    hop_length: int = 128
    time_frames: int = 256
    mel_bands: int = 0
    dynamic_range_db: float = 100.0
    iterations: int = 32

    def __post_init__(self) -> None:
        super().__post_init__()
        self._require(
            self.mel_bands == 0 or 8 <= self.mel_bands <= self.n_fft // 2,
            "mel_bands",
            f"0 or 8 to n_fft / 2 = {self.n_fft // 2}",
        )
        self._require_within("iterations", 0, 1000)

    @property
    def _polish(self) -> tuple[int, float]:
        return self.iterations, MOMENTUM

    @cached_property
    def _centres(self) -> NDArray[np.float32]:
        if self.mel_bands == 0:
            return np.arange(self.n_fft // 2, dtype=np.float32)
        span = np.log1p(self.sample_rate / 2.0 / HTK_BREAK)
        hertz = HTK_BREAK * np.expm1(np.linspace(0.0, span, self.mel_bands))
        return np.minimum(hertz * self.n_fft / self.sample_rate, self.n_fft // 2).astype(np.float32)
