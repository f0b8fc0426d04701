"""The GAN of a one-dimensional function: a waveform as points (time, amplitude), dense layers on both sides.

Conventions
-----------
Images: (B, N, 1, 2) of the codec `points`, float32 in [-1, 1]. Latent points: (B, latent_dim), standard normal.
Times are the running sum of positive steps, so that they go forward from -1 to 1 whatever the weights; an untaught
generator passes nearly evenly.
"""

from __future__ import annotations

from dataclasses import dataclass

import keras
from keras import layers

from gesturegan_live.generator.layers import Passing
from training.networks.head import judged, minibatch_deviation, verdict
from training.networks.start import FEATURES, point


@dataclass(frozen=True)
class Function1dConfig:
    """How wide the dense layers are.

    Attributes
    ----------
    latent_dim : int
        Numbers in a latent point.
    widths : tuple of int
        Of the generator's hidden layers.
    pace : int
        Width of what the steps of time are made of: a narrow layer, for they are nearly even.
    discriminator_widths : tuple of int
        Of the discriminator's hidden layers.
    deviation_group : int
        Clips over which the discriminator takes the minibatch standard deviation.
    """

    latent_dim: int = 32
    widths: tuple[int, ...] = (128, 256, 256)
    pace: int = 16
    discriminator_widths: tuple[int, ...] = (256, 128)
    deviation_group: int = 4

    def __post_init__(self) -> None:
        for name in ("latent_dim", "pace", "deviation_group"):
            if getattr(self, name) < 1:
                raise ValueError(f"function1d: {name} is {getattr(self, name)}, expected 1 or more")
        for name in ("widths", "discriminator_widths"):
            if not getattr(self, name) or min(getattr(self, name)) < 1:
                raise ValueError(f"function1d: {name} are {getattr(self, name)}, expected one or more, each 1 or more")


PRESETS = {
    "default": Function1dConfig(),
    "tiny": Function1dConfig(latent_dim=8, widths=(16, 32), pace=4, discriminator_widths=(16, 8)),
}


def generator(config: Function1dConfig, image_shape: tuple[int, int, int], conditions: int = 0) -> keras.Model:
    """(B, latent_dim) to (B, N, 1, 2)."""
    points = _points(image_shape)
    inputs, x = point(config.latent_dim, conditions)
    for place, width in enumerate(config.widths):
        x = layers.Dense(width, kernel_initializer="he_normal")(x)
        x = layers.LeakyReLU(negative_slope=0.2, name=FEATURES if place == 0 else None)(x)
    amplitude = layers.Dense(points, activation="tanh", dtype="float32")(x)
    steps = layers.Dense(points, kernel_initializer=keras.initializers.RandomNormal(stddev=0.01))(
        layers.Dense(config.pace)(x)
    )
    columns = [layers.Reshape((points, 1, 1))(column) for column in (Passing(dtype="float32")(steps), amplitude)]
    image = layers.Concatenate(name="image", dtype="float32")(columns)  # (B, 16384, 1, 2)
    return keras.Model(inputs, image, name="generator")


def discriminator(config: Function1dConfig, image_shape: tuple[int, int, int], conditions: int = 0) -> keras.Model:
    """(B, N, 1, 2) to one logit a clip."""
    _points(image_shape)
    inputs, image, condition = judged(image_shape, conditions)
    x = layers.Flatten()(image)
    for width in config.discriminator_widths:
        x = layers.LeakyReLU(negative_slope=0.2)(layers.Dense(width, kernel_initializer="he_normal")(x))
    x = minibatch_deviation(layers.Reshape((1, 1, x.shape[-1]))(x), config.deviation_group)
    x = layers.Conv2D(config.discriminator_widths[-1], 1, kernel_initializer="he_normal")(x)
    return keras.Model(inputs, verdict(layers.LeakyReLU(negative_slope=0.2)(x), condition), name="discriminator")


def _points(image_shape: tuple[int, int, int]) -> int:
    height, width, channels = image_shape
    if (width, channels) != (1, 2):
        raise ValueError(f"function1d: image {height} x {width} x {channels}, expected points x 1 x 2 (codec points)")
    return height
