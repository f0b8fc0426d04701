"""Layers of our own that a saved generator may hold; training and the TensorFlow backend import them.

Conventions
-----------
Registered with Keras under the package ``gesturegan``, so that a bundle's Keras file loads in safe mode. Importing this
module imports Keras: only the generator process and training do.
"""

from __future__ import annotations

from math import pi, prod, sqrt
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


class _Equalised(keras.layers.Layer):  # type: ignore[misc]
    """Weights of a standard normal, scaled where they are used by what He's initialiser would have drawn.

    Adam moves every weight alike; scaled so, all layers learn at the same pace (Karras et al. 2018, section 4.1).
    """

    def __init__(self, filters: int, gain: float = sqrt(2), **settings: Any) -> None:
        super().__init__(**settings)
        self.filters = filters
        self.gain = gain

    def _weigh(self, shape: tuple[int, ...]) -> None:
        self.kernel = self.add_weight(
            shape=shape, initializer=keras.initializers.RandomNormal(stddev=1.0), name="kernel"
        )
        self.bias = self.add_weight(shape=(self.filters,), initializer="zeros", name="bias")
        self.scale = self.gain / sqrt(prod(shape[:-1]))

    def get_config(self) -> dict[str, Any]:
        """How to make this layer again."""
        return {**super().get_config(), "filters": self.filters, "gain": self.gain}


@keras.saving.register_keras_serializable(package="gesturegan")
class EqualisedDense(_Equalised):
    """(B, n) to (B, filters)."""

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Draw the weights."""
        self._weigh((int(input_shape[-1] or 0), self.filters))

    def call(self, x: Any) -> Any:
        """Weigh and add."""
        return ops.matmul(x, self.kernel * self.scale) + self.bias


@keras.saving.register_keras_serializable(package="gesturegan")
class EqualisedConv2D(_Equalised):
    """(B, H, W, C) to (B, H, W, filters), edges filled with zeros.

    Parameters
    ----------
    kernel_size : (int, int)
        Along time and along frequency.
    """

    def __init__(self, filters: int, kernel_size: tuple[int, int], **settings: Any) -> None:
        super().__init__(filters, **settings)
        self.kernel_size = tuple(kernel_size)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Draw the weights."""
        self._weigh((*self.kernel_size, int(input_shape[-1] or 0), self.filters))

    def call(self, x: Any) -> Any:
        """Convolve and add."""
        return ops.conv(x, self.kernel * self.scale, padding="same", data_format="channels_last") + self.bias

    def get_config(self) -> dict[str, Any]:
        """How to make this layer again."""
        return {**super().get_config(), "kernel_size": self.kernel_size}


@keras.saving.register_keras_serializable(package="gesturegan")
class PixelNorm(keras.layers.Layer):  # type: ignore[misc]
    """Bring the channels of every pixel to a mean square of one (Karras et al. 2018, section 4.2)."""

    def call(self, x: Any) -> Any:
        """Normalise along the last axis."""
        return x * ops.rsqrt(ops.mean(ops.square(x), axis=-1, keepdims=True) + 1e-8)


@keras.saving.register_keras_serializable(package="gesturegan")
class Fade(keras.layers.Layer):  # type: ignore[misc]
    """Go from one image to another of its size; how far is a weight that training moves and a bundle keeps."""

    def build(self, input_shape: Any) -> None:  # noqa: ARG002 - one number, whatever the images
        """Begin at the first image."""
        self.share = self.add_weight(shape=(), initializer="zeros", trainable=False, name="share")

    def call(self, images: Any) -> Any:
        """Mix the pair of images."""
        old, new = images
        return old + self.share * (new - old)


@keras.saving.register_keras_serializable(package="gesturegan")
class Passing(keras.layers.Layer):  # type: ignore[misc]
    """Times that only go forward, from -1 to 1: the running sum of positive steps (B, N) that come to 2."""

    def call(self, steps: Any) -> Any:
        """Sum the softmax of the steps; zeros pass evenly."""
        shares = ops.softmax(ops.cast(steps, "float32")[:, 1:], axis=-1)  # the first point has no step before it
        return 2.0 * ops.cumsum(ops.pad(shares, ((0, 0), (1, 0))), axis=-1) - 1.0


@keras.saving.register_keras_serializable(package="gesturegan")
class Slices(keras.layers.Layer):  # type: ignore[misc]
    """A waveform (B, n) as half-overlapping slices under a sine window, (B, slices, 1, length).

    Parameters
    ----------
    length : int
        Of a slice, samples; n is a multiple of half of it.
    """

    def __init__(self, length: int, **settings: Any) -> None:
        super().__init__(**settings)
        self.length = length

    def call(self, samples: Any) -> Any:
        """Cut and window."""
        half = self.length // 2
        halves = ops.reshape(samples, (-1, samples.shape[1] // half, half))
        slices = ops.concatenate([halves[:, :-1], halves[:, 1:]], axis=-1)
        window = ops.sin((ops.arange(self.length, dtype="float32") + 0.5) * (pi / self.length))
        return ops.expand_dims(slices * ops.cast(window, slices.dtype), 2)

    def get_config(self) -> dict[str, Any]:
        """How to make this layer again."""
        return {**super().get_config(), "length": self.length}
