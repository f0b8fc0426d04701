"""How loud what is made of an image is: RMS of its loudest stretch.

A hit is as loud as a drone that is as loud as it at its loudest, whatever silence follows.

Conventions
-----------
Payloads are those of `gesturegan_live.codecs.payload`, of one image. Linear; 1 is the RMS of a full-scale square.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec, FrameLayout

SECONDS = 0.4  # ITU-R BS.1770's momentary loudness
_STEP = 64  # samples that are taken together, where there are no frames


def loudest(codec: Codec, payload: NDArray[np.float32]) -> float:
    """Give the RMS of the loudest `SECONDS` of a payload; of all of it, where it is shorter."""
    layout = codec.layout
    if layout is None:
        whole = len(payload) - len(payload) % _STEP
        power = np.square(payload[:whole]).reshape(-1, _STEP).mean(axis=1)
        rate = codec.sample_rate / _STEP
    else:
        power = np.exp(2 * payload[0]) @ _weights(layout)
        rate = layout.sample_rate / layout.hop_length
    count = min(max(1, round(SECONDS * rate)), len(power))
    sums = np.cumsum(np.concatenate([[0.0], power]))
    return float(np.sqrt(np.maximum((sums[count:] - sums[:-count]).max() / count, 0.0)))


@lru_cache(maxsize=8)
def _weights(layout: FrameLayout) -> NDArray[np.float32]:
    """Give what the square of each band's magnitude adds to the mean square of the samples."""
    if layout.has_tonality:  # the magnitude is that of one sinusoid
        return np.full(len(layout.band_bins), 8 / layout.n_fft**2, np.float32)
    # Of a Hann window of n samples the squares sum to 3 n / 8; half of the spectrum is left out.
    widths = np.maximum(np.gradient(layout.band_bins.astype(np.float64)), 1.0)
    return np.asarray(widths * 16 / (3 * layout.n_fft**2), np.float32)
