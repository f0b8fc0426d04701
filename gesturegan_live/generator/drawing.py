"""Layers of a generator that begins from the principal components of its dataset; training and TensorFlow import them.

Conventions
-----------
Time runs along axis 1. What is drawn has the shape (B, T, 1, W), bands as channels: every band has weights of its own,
so that no pattern repeats along frequency, and along time images grow by interpolation alone, which makes all rows of a
constant alike. Registered with Keras as `layers` are.
"""

from __future__ import annotations

from math import ceil
from typing import Any

import keras
import numpy as np
from keras import ops

OPEN = 0.3  # above silence, from where on speckle is whole
LEAK = 0.05  # slope outside [-1, 1] while a network is taught


@keras.saving.register_keras_serializable(package="gesturegan")
class Coupling(keras.layers.Layer):  # type: ignore[misc]  # Keras has no types
    """One step of a map of points that can be undone: half of the numbers say how the others are scaled and moved.

    The affine coupling of Dinh, Sohl-Dickstein and Bengio (2017, "Density estimation using Real NVP"), the scale
    between 1/e and e. It begins as the identity.

    Parameters
    ----------
    turn : int
        Place among its sisters: which half says, an even and the next odd one complementing each other.
    width : int
        Of the hidden layer.
    """

    def __init__(self, turn: int, width: int = 96, **settings: Any) -> None:
        super().__init__(**settings)
        self.turn = turn
        self.width = width

    def build(self, input_shape: Any) -> None:
        """Choose the halves and make the weights; shapes of the points, or of points and conditions."""
        shapes = input_shape if isinstance(input_shape[0], list | tuple) else [input_shape]
        size = int(shapes[0][-1])
        half = np.zeros(size, np.float32)
        half[np.random.default_rng(self.turn // 2).permutation(size)[: size // 2]] = 1
        told = half if self.turn % 2 == 0 else 1 - half
        self.told = self.add_weight(shape=(size,), initializer=lambda *_, **__: told, trainable=False, name="told")
        inputs = sum(int(shape[-1]) for shape in shapes)
        self.first = self.add_weight(shape=(inputs, self.width), initializer="he_normal", name="first")
        self.first_bias = self.add_weight(shape=(self.width,), initializer="zeros", name="first_bias")
        self.second = self.add_weight(shape=(self.width, 2 * size), initializer="zeros", name="second")
        self.second_bias = self.add_weight(shape=(2 * size,), initializer="zeros", name="second_bias")

    def call(self, inputs: Any, back: bool = False) -> Any:
        """Map points (B, n), or points and conditions (B, c), to points; `back` undoes it."""
        x, scale, shift = self._told(inputs)
        return (x - shift) * ops.exp(-scale) if back else x * ops.exp(scale) + shift

    def spread(self, inputs: Any) -> Any:
        """Tell the logarithm of how much the map spreads points, (B,); the same at both of its ends."""
        return ops.sum(self._told(inputs)[1], axis=-1)

    def _told(self, inputs: Any) -> tuple[Any, Any, Any]:
        x, *rest = inputs if isinstance(inputs, list | tuple) else [inputs]
        moved = 1.0 - self.told
        hidden = ops.matmul(ops.concatenate([x * self.told, *rest], axis=-1), self.first) + self.first_bias
        both = ops.matmul(ops.leaky_relu(hidden, 0.2), self.second) + self.second_bias
        scale, shift = ops.split(both, 2, axis=-1)
        return x, ops.tanh(scale) * moved, shift * moved

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Tell that of the points."""
        return input_shape[0] if isinstance(input_shape[0], list | tuple) else input_shape

    def get_config(self) -> dict[str, Any]:
        """How to make this layer again."""
        return {**super().get_config(), "turn": self.turn, "width": self.width}


@keras.saving.register_keras_serializable(package="gesturegan")
class Doubling(keras.layers.Layer):  # type: ignore[misc]
    """(B, T, 1, C) to (B, 2 T, 1, filters): channels are mixed, rows interpolated, in one transposed convolution.

    Parameters
    ----------
    filters : int
        Channels that come out.
    """

    def __init__(self, filters: int, **settings: Any) -> None:
        super().__init__(**settings)
        self.filters = filters

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make the weights, which both rows share."""
        self.mixture = self.add_weight(
            shape=(self.filters, int(input_shape[-1] or 0)), initializer="he_normal", name="mixture"
        )

    def call(self, x: Any) -> Any:
        """Mix and interpolate."""
        side = ops.cast(np.array([0.25, 0.75, 0.75, 0.25], np.float32), self.mixture.dtype)
        kernel = ops.reshape(side, (4, 1, 1, 1)) * self.mixture
        return ops.conv_transpose(x, kernel, strides=(2, 1), padding="same", data_format="channels_last")

    def get_config(self) -> dict[str, Any]:
        """How to make this layer again."""
        return {**super().get_config(), "filters": self.filters}


@keras.saving.register_keras_serializable(package="gesturegan")
class Finish(keras.layers.Layer):  # type: ignore[misc]
    """Lay speckle over what was drawn, and make an image of it.

    Speckle is what a codec makes of white noise. A network that has it at hand needs to say only how much of it there
    is; in silence there is none. A point always sounds the same: one picture of speckle lies in the layer. While a
    network is taught, pictures are given, for a discriminator would know a single one by heart.

    Parameters
    ----------
    height : int
        Rows of the image; further ones are left out.
    """

    def __init__(self, height: int, **settings: Any) -> None:
        super().__init__(**settings)
        self.height = height

    def build(self, input_shape: Any) -> None:
        """Hold a picture for each channel, empty at first."""
        channels = len(input_shape) // 2
        _, rows, _, width = input_shape[0]
        self.speckle = [
            self.add_weight(shape=(rows, 1, width), initializer="zeros", trainable=False, name=f"speckle_{channel}")
            for channel in range(channels)
        ]

    def call(self, inputs: Any, speckle: Any = None, training: bool = False) -> Any:
        """Make images (B, H, W, C).

        Parameters
        ----------
        inputs : list of tensors, shape (B, T, 1, W)
            Of each channel what was drawn, levels first, and then of each channel the amount of its speckle.
        speckle : tensor, shape (B, T, W, C), optional
            Pictures that are laid over these images instead of the layer's own.
        """
        channels = len(inputs) // 2
        smooth, amounts = inputs[:channels], inputs[channels:]
        opened = ops.clip((smooth[0] + 1.0) * (1.0 / OPEN), 0.0, 1.0)
        rough = []
        for channel, (drawn, amount) in enumerate(zip(smooth, amounts, strict=True)):
            _, rows, _, width = drawn.shape
            own = self.speckle[channel] if speckle is None else ops.reshape(speckle[..., channel], (-1, rows, 1, width))
            rough.append(drawn + amount * opened * own)
        return self.image(rough, training=training)

    def image(self, parts: Any, *, training: bool = False) -> Any:
        """Put channels (B, T, 1, W) together, within [-1, 1]."""
        made = []
        for part in parts:
            _, rows, _, width = part.shape
            bounded = ops.clip(part, -1.0, 1.0)
            bounded = bounded + LEAK * (part - bounded) if training else bounded
            made.append(ops.reshape(bounded, (-1, rows, width, 1)))
        whole = made[0] if len(made) == 1 else ops.concatenate(made, axis=-1)
        return whole if whole.shape[1] == self.height else whole[:, : self.height]

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Tell that of the images."""
        return (input_shape[0][0], self.height, input_shape[0][3], len(input_shape) // 2)

    def get_config(self) -> dict[str, Any]:
        """How to make this layer again."""
        return {**super().get_config(), "height": self.height}


def quarters(height: int) -> int:
    """Tell how many quarters of four rows an image has."""
    return ceil(height / 4)
