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


@keras.saving.register_keras_serializable(package="gesturegan")
class Speckle(keras.initializers.Initializer):  # type: ignore[misc]
    """The picture of white noise: logarithms of a Rayleigh distribution, each row much like its neighbours.

    Windows overlap by three quarters, so that rows are smoothed by about what is left of a Hann window then.

    Parameters
    ----------
    side : int
        Pixels of a square that one place holds as its channels.
    """

    def __init__(self, side: int) -> None:
        self.side = side

    def __call__(self, shape: tuple[int, ...], dtype: Any = None) -> Any:
        """Draw noise (height, width, side * side * n), of mean 0 and deviation 1."""
        height, width, channels = shape
        side, depth = self.side, channels // self.side**2
        parts = keras.random.normal((2, height * side + 2, width * side * depth), dtype=dtype)
        smooth = 0.5 * parts[:, :-2] + parts[:, 1:-1] + 0.5 * parts[:, 2:]
        logs = ops.log(ops.sum(ops.square(smooth), axis=0))
        logs = (logs - ops.mean(logs)) / ops.std(logs)
        squares = ops.reshape(logs, (height, side, width, side, depth))
        return ops.reshape(ops.transpose(squares, (0, 2, 1, 3, 4)), shape)

    def get_config(self) -> dict[str, Any]:
        """How to make it again."""
        return {"side": self.side}


@keras.saving.register_keras_serializable(package="gesturegan")
class Cosines(keras.initializers.Initializer):  # type: ignore[misc]
    """The lowest cosines, from the constant on, side by side: courses that are smooth, and unlike each other.

    Parameters
    ----------
    count : int
        How many.
    """

    def __init__(self, count: int) -> None:
        self.count = count

    def __call__(self, shape: tuple[int, ...], dtype: Any = None) -> Any:
        """Sample them at the middles of equal steps: (steps * count,)."""
        steps = shape[0] // self.count
        angle = (ops.arange(steps, dtype="float32") + 0.5)[:, None] * ops.arange(self.count, dtype="float32")
        return ops.cast(ops.reshape(ops.cos(angle * (pi / steps)), shape), dtype or "float32")

    def get_config(self) -> dict[str, Any]:
        """How to make it again."""
        return {"count": self.count}


@keras.saving.register_keras_serializable(package="gesturegan")
class Rough(keras.layers.Layer):  # type: ignore[misc]
    """Roughen images by one picture of noise, everywhere as much as a map says.

    Most sounds are noise of some colour: with its speckle at hand a network has to say only where, and how much. The
    speckle is taught, too, and then stays: a point always sounds the same.

    Parameters
    ----------
    side : int
        Pixels of a square that one place holds as its channels.
    """

    def __init__(self, side: int, **settings: Any) -> None:
        super().__init__(**settings)
        self.side = side

    def build(self, input_shape: Any) -> None:
        """Draw the noise for images of this size."""
        self.noise = self.add_weight(shape=input_shape[0][1:], initializer=Speckle(self.side), name="noise")

    def call(self, inputs: Any) -> Any:
        """Images (B, H, W, C) and amounts (B, H, W, 1) to rough images."""
        images, amount = inputs
        return images + amount * self.noise

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Tell that of the images."""
        return input_shape[0]

    def get_config(self) -> dict[str, Any]:
        """How to make this layer again."""
        return {**super().get_config(), "side": self.side}


@keras.saving.register_keras_serializable(package="gesturegan")
class Smooth(keras.initializers.Initializer):  # type: ignore[misc]
    """Transposed convolutions of kernel 4 and stride 2 that begin as a binomial filter: without a grid or aliases."""

    def __call__(self, shape: tuple[int, ...], dtype: Any = None) -> Any:
        """Draw weights (4, 4, filters, channels)."""
        filters, channels = shape[-2:]
        mixture = keras.random.normal((1, 1, filters, channels), stddev=sqrt(2 / channels), dtype=dtype)
        side = ops.convert_to_tensor([0.25, 0.75, 0.75, 0.25], dtype=mixture.dtype)
        return ops.reshape(side[:, None] * side[None], (4, 4, 1, 1)) * mixture

    def get_config(self) -> dict[str, Any]:
        """Nothing to tell."""
        return {}


@keras.saving.register_keras_serializable(package="gesturegan")
class Alike(keras.initializers.Initializer):  # type: ignore[misc]
    """A convolution that makes many pixels of one, all of them alike at first (Aitken et al. 2017).

    Parameters
    ----------
    pixels : int
        How many; those of one place are `filters` / `pixels` channels apart.
    """

    def __init__(self, pixels: int) -> None:
        self.pixels = pixels

    def __call__(self, shape: tuple[int, ...], dtype: Any = None) -> Any:
        """Draw weights (height, width, channels, filters)."""
        height, width, channels, filters = shape
        one = keras.random.normal(
            (height, width, channels, filters // self.pixels), stddev=sqrt(1 / (height * width * channels)), dtype=dtype
        )
        return ops.tile(one, (1, 1, 1, self.pixels))

    def get_config(self) -> dict[str, Any]:
        """How to make it again."""
        return {"pixels": self.pixels}


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
