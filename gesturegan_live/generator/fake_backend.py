"""A stand-in for tests of what lies around a network: smooth, different for different points, and instant."""

from __future__ import annotations

import numpy as np

from gesturegan_live.bundle import Bundle
from gesturegan_live.generator.backend import Array, Generate


def load(bundle: Bundle, batch: int) -> Generate:  # noqa: ARG001 - any batch is the same to it
    """Make images of stripes whose period and phase follow the first two coordinates."""
    height, width, channels = bundle.codec.image_shape
    rows = np.arange(height, dtype=np.float32)[:, None, None]
    columns = np.arange(width, dtype=np.float32)[None, :, None]

    def generate(z: Array, condition: Array) -> Array:  # noqa: ARG001 - no network, no condition
        images = [np.sin(columns * (0.2 + 0.05 * point[0]) + rows * 0.02 + point[-1]) for point in z]
        return np.repeat(np.stack(images).astype(np.float32) * 0.5, channels, axis=3)

    return generate
