"""A stand-in for tests of what lies around a network: smooth, different for different points, and instant."""

from __future__ import annotations

import numpy as np

from gesturegan_live.generator.backends.backend import Array
from gesturegan_live.models.bundle import Bundle


def load(bundle: Bundle, batch: int) -> FakeGenerator:
    """Make images of stripes whose period and phase follow the first two coordinates."""
    return FakeGenerator(bundle.codec.image_shape, batch)


class FakeGenerator:
    """Stripes."""

    strip = None

    def __init__(self, image_shape: tuple[int, int, int], batch: int) -> None:
        height, width, self._channels = image_shape
        self.batch = batch
        self._rows = np.arange(height, dtype=np.float32)[:, None, None]
        self._columns = np.arange(width, dtype=np.float32)[None, :, None]

    def __call__(self, z: Array, condition: Array) -> list[Array]:  # noqa: ARG002 - no network, no condition
        """Images of points."""
        images = [np.sin(self._columns * (0.2 + 0.05 * point[0]) + self._rows * 0.02 + point[-1]) for point in z]
        return [np.repeat(np.stack(images).astype(np.float32) * 0.5, self._channels, axis=3)]
