"""`log-spectrogram`: log magnitude on a warped frequency axis, phase by PGHI; the default for live use.

Conventions
-----------
Those of `spectral`. The lowest bands are one bin each, so that low partials stay apart; above, bands widen with
frequency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.spectra.bands import warped_bins
from gesturegan_live.codecs.spectra.spectral import Spectral

_SIZES: Mapping[str, Mapping[str, Any]] = {
    "live": {},
    "short": {"time_frames": 128, "bands": 128},
    "fine": {"n_fft": 2048, "hop_length": 512, "time_frames": 128, "bands": 256},
    "long": {"n_fft": 2048, "hop_length": 512, "time_frames": 256, "bands": 256},
    "large": {"n_fft": 2048, "hop_length": 384, "time_frames": 256, "bands": 512},
}


@dataclass(frozen=True)
class LogSpectrogram(Spectral):
    """Log-magnitude bands of a clip.

    Attributes
    ----------
    sample_rate : int
        Hz.
    n_fft, hop_length : int
        Window and hop of the transform, samples.
    time_frames, bands : int
        Height and width of the image.
    dynamic_range_db : float
        How far below a full-scale sine the logarithmic range reaches.
    """

    name: ClassVar[str] = "log-spectrogram"
    PRESETS: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        f"{size}-{rate}": {**parameters, "sample_rate": rate}
        for rate in (44100, 48000)
        for size, parameters in _SIZES.items()
    }

    sample_rate: int = 44100
    n_fft: int = 1024
    hop_length: int = 256
    time_frames: int = 256
    bands: int = 128
    dynamic_range_db: float = 80.0

    def __post_init__(self) -> None:
        super().__post_init__()
        self._require_within("bands", 8, self.n_fft // 2 + 1)

    @cached_property
    def _centres(self) -> NDArray[np.float32]:
        return warped_bins(self.bands, self.n_fft)
