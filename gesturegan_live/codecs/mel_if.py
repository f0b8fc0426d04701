"""`mel-if`: GANSynth's mel version of log magnitude and instantaneous frequency.

Conventions
-----------
As `specgram`; both power and running phase are multiplied by the mel matrix of `mel.gansynth_mel` and, to come back, by
its approximate inverse. That loses detail by nature: judge it by spectral convergence, never sample by sample.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Image, Samples
from gesturegan_live.codecs.specgram import FLOOR, Plane, Specgram, instantaneous_frequency
from gesturegan_live.codecs.spectra.filter_bank import FilterBank
from gesturegan_live.codecs.spectra.mel import gansynth_mel, gansynth_mel_inverse


@dataclass(frozen=True)
class MelIf(Specgram):
    """Mel log power and instantaneous frequency, 128 frames x 1024 bands at 16 kHz by default: four seconds."""

    name: ClassVar[str] = "mel-if"

    def planes(self, samples: Samples) -> tuple[Plane, NDArray[np.float64]]:
        """Both channels before they are scaled: log mel power, and mel frequency over pi."""
        log_magnitude, frequency = super().planes(samples)
        phase = (np.cumsum(frequency, axis=1) * np.pi).astype(np.float32)
        power = self._mel(np.exp(2.0 * log_magnitude))
        return np.log(power + np.float32(FLOOR)), instantaneous_frequency(self._mel(phase))

    def _spectrum(self, image: Image) -> tuple[Plane, NDArray[np.float64]]:
        log_power, frequency = self._denormalised(image)
        power = self._linear_again(np.exp(log_power))
        phase = self._linear_again((np.cumsum(frequency, axis=1) * np.pi).astype(np.float32))
        return np.float32(0.5) * np.log(power + np.float32(FLOOR)), phase.astype(np.float64)

    @cached_property
    def _mel(self) -> FilterBank:
        return FilterBank.of(gansynth_mel(self.bins, self.sample_rate))

    @cached_property
    def _linear_again(self) -> FilterBank:
        return FilterBank.of(gansynth_mel_inverse(self.bins, self.sample_rate))
