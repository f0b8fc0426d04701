"""Layers of our own that a saved generator may hold; training and the TensorFlow backend import them.

Conventions
-----------
Registered with Keras under the package ``gesturegan``, so that a bundle's Keras file loads in safe mode. Importing this
module imports Keras: only the generator process and training do.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

FEW_CHANNELS = 8


@keras.saving.register_keras_serializable(package="gesturegan")
class Grain(keras.layers.Layer):  # type: ignore[misc]  # Keras has no types
    """Add images of fixed noise, each channel its own mixture of them.

    Noise is what most of a sound's picture is made of, and what convolutions alone can only weave into a lattice
    (Karras et al. 2019, section 3.2, draw it anew for each image). Here it is drawn once and stays: a point always
    sounds the same, and the grain holds still while the point moves.

    Parameters
    ----------
    images : int
        How many noise images are mixed.
    """

    def __init__(self, images: int = 4, **settings: Any) -> None:
        super().__init__(**settings)
        self.images = images

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Draw the noise for images of this size."""
        _, height, width, channels = input_shape
        noise = keras.initializers.RandomNormal(stddev=1.0)
        mixture = keras.initializers.RandomNormal(stddev=0.05)
        self.noise = self.add_weight(
            shape=(height, width, self.images), initializer=noise, trainable=False, name="noise"
        )
        self.mixture = self.add_weight(shape=(self.images, channels), initializer=mixture, name="mixture")

    def call(self, x: Any) -> Any:
        """Images (B, H, W, C) with grain."""
        grain = ops.matmul(self.noise, self.mixture)
        height, width, channels = grain.shape
        if channels >= FEW_CHANNELS:
            return x + grain
        # OpenVINO adds along the channels: so few of them would take it half as long as all the rest of a generator.
        row = (1, 1, height * width * channels)
        return ops.reshape(ops.reshape(x, (-1, *row)) + ops.reshape(grain, row), (-1, height, width, channels))

    def get_config(self) -> dict[str, Any]:
        """How to make this layer again."""
        return {**super().get_config(), "images": self.images}
