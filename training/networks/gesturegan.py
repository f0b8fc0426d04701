"""The project's own family: an autoencoder that a discriminator teaches to be sharp, cheap enough for a CPU to play.

What is dear on a small machine is spared: most of the work is done on small images, and the last two doublings are one
convolution that makes sixteen pixels of each. What pictures of sounds are full of, and convolutions learn last, is
given: speckle, as much as a map says (`Rough`), and lines along time and frequency (partials, attacks), each a course
times a profile as where spectrograms are factorised (Smaragdis and Brown 2003). The encoder gives every recording a
point; it is taught with the generator, first alone, then against the discriminator (Larsen et al. 2016, "Autoencoding
beyond pixels"; in the order of RAVE, Caillon and Esling 2021).

Conventions
-----------
Images: (B, H, W, C) float32 in [-1, 1], channels last, any sides of 16 or more. Latent points: (B, latent_dim),
standard normal. A generator gives the image, and beside it smaller ones that it makes on its way; the
encoder gives the mean and the logarithm of the variance of an image's point, (B, 2 * latent_dim) while it is taught.
Kernels (4) are multiples of their stride, up and down, and those that go up begin as binomial filters, so that no grid
shows and little is aliased.
Channels are multiples of eight, a register of the slowest CPU that is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log2
from typing import Any

import keras
from keras import layers, ops

from gesturegan_live.generator.layers import Alike, Cosines, Grain, Rough, Smooth
from training.networks.dcgan import modulate
from training.networks.head import judged, minibatch_deviation, verdict
from training.networks.start import FEATURES, point
from training.teaching.schedule import Schedule

LAST = 4  # pixels that the last layer makes of one, along each side

Shape = tuple[int, int, int]


@dataclass(frozen=True)
class GestureganConfig:
    """How wide the layers are, and how long the autoencoder is taught alone.

    Attributes
    ----------
    latent_dim : int
        Numbers in a latent point.
    channels : tuple of int
        Of the generator's images, the smallest first; what is larger has the last of them.
    style_dim, style_layers : int
        Width and number of the dense layers that make, of a latent point, what all others are modulated by.
    grain : int
        Noise images that each layer mixes.
    lines : int
        Lines along time, or along frequency, that the last image is overlaid with.
    discriminator_channels : tuple of int
        Of the discriminator's layers, the largest image first; what is smaller has the last of them.
    encoder_channels : tuple of int
        Likewise of the encoder's.
    deviation_group : int
        Images over which the discriminator takes the minibatch standard deviation.
    alone_steps : int
        Steps before the discriminator comes in.
    """

    latent_dim: int = 64
    channels: tuple[int, ...] = (192, 80, 32, 16)
    style_dim: int = 96
    style_layers: int = 2
    grain: int = 2
    lines: int = 8
    discriminator_channels: tuple[int, ...] = (24, 64, 128, 192)
    encoder_channels: tuple[int, ...] = (32, 64, 128)
    deviation_group: int = 4
    alone_steps: int = 150

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            values = value if isinstance(value, tuple) else (value,)
            if not values or min(values) < 1:
                raise ValueError(f"gesturegan: {name} is {value}, expected 1 or more")


PRESETS = {
    "default": GestureganConfig(),
    "tiny": GestureganConfig(
        latent_dim=8,
        channels=(16, 8),
        style_dim=8,
        discriminator_channels=(8, 16),
        encoder_channels=(8, 16),
        alone_steps=2,
    ),
}


def schedule(config: GestureganConfig, image_shape: Shape) -> Schedule:  # noqa: ARG001 - one signature for all families
    """Tell when the discriminator comes in."""
    return Schedule((0, config.alone_steps))


def doublings(image_shape: Shape) -> int:
    """How often the smallest image is doubled: until its short side came from 4 to 7 pixels."""
    height, width, _ = image_shape
    if min(height, width) < 4 * LAST:
        raise ValueError(f"gesturegan: image {height} x {width}, expected both sides to be {4 * LAST} or more")
    return int(log2(min(height, width) / 4))


def generator(config: GestureganConfig, image_shape: Shape, conditions: int = 0) -> keras.Model:
    """(B, latent_dim) to the images of every level, full size first."""
    height, width, channels = image_shape
    steps = doublings(image_shape)
    base_height, base_width = ceil(height / 2**steps), ceil(width / 2**steps)
    inputs, style = point(config.latent_dim, conditions)
    for _ in range(config.style_layers):
        style = layers.Dense(config.style_dim, kernel_initializer="he_normal")(style)
        style = layers.LeakyReLU(negative_slope=0.2)(style)
    x = layers.Dense(base_height * base_width * config.channels[0], use_bias=False)(style)
    x = layers.Reshape((base_height, base_width, config.channels[0]))(x)  # (B, 8, 4, 192) for a 256 x 128 image
    x = layers.ReLU(name=FEATURES)(layers.BatchNormalization()(x))
    levels = [_seen(x, channels)]
    for step in range(1, steps - 1):
        filters = config.channels[min(step, len(config.channels) - 1)]
        x = layers.Conv2DTranspose(filters, 4, strides=2, padding="same", use_bias=False, kernel_initializer=Smooth())(
            x
        )
        x = modulate(layers.BatchNormalization(center=False, scale=False)(Grain(config.grain)(x)), style)
        x = layers.ReLU()(x)  # (B, 16, 8, 80), (B, 32, 16, 32), (B, 64, 32, 16)
        if step < steps - 2:  # the largest would cost a tenth of the whole
            levels.insert(0, _seen(x, channels))
    amount = layers.Conv2D(1, 3, padding="same", activation="softplus", bias_initializer=_constant(-2.0))(x)
    opening = interleave(opened(x, style), 1)
    x = layers.Conv2D(LAST * LAST * channels, 3, padding="same", kernel_initializer=Alike(LAST * LAST))(x)
    x = interleave(Rough(LAST)([x, amount]), channels)
    x = layers.Activation("tanh", dtype="float32")(layers.Add()([x, lines(style, config.lines, x.shape[1:])]))
    x = (x + 1.0) * opening - 1.0
    top, left = (base_height << steps) - height, (base_width << steps) - width
    if top or left:
        x = layers.Cropping2D(((top // 2, top - top // 2), (left // 2, left - left // 2)), dtype="float32")(x)
    image = layers.Activation("linear", dtype="float32", name="image")(x)
    return keras.Model(inputs, [image, *levels], name="generator")


def opened(x: Any, style: Any) -> Any:
    """Tell how far each pixel is open, 0 to 1, sixteen a place: closed is -1, silence in pictures of levels."""
    height = x.shape[1]
    course = layers.Dense(height * LAST, kernel_initializer=_faint())(style)
    course = ops.repeat(layers.Reshape((height, 1, LAST))(course), LAST, axis=-1)
    place = layers.Conv2D(1, 3, padding="same", bias_initializer=_constant(2.0))(x)
    return layers.Activation("sigmoid", dtype="float32")(place + course)


def _faint() -> Any:
    return keras.initializers.RandomNormal(stddev=0.01)


def _constant(value: float) -> Any:
    return keras.initializers.Constant(value)


def lines(style: Any, count: int, image_shape: Any) -> Any:
    """Draw lines along time and along frequency: courses of levels, each times a profile of frequencies."""
    height, width, channels = image_shape
    course = layers.Dense(height * count, kernel_initializer=_faint(), bias_initializer=Cosines(count))(style)
    profile = layers.Dense(count * width * channels, kernel_initializer=_faint())(style)
    course = layers.Reshape((height, count))(course)
    profile = layers.Reshape((count, width * channels))(profile)
    return layers.Reshape((height, width, channels))(ops.matmul(course, profile))


def _seen(x: Any, channels: int) -> Any:
    """Finish the image at this level."""
    return layers.Activation("tanh", dtype="float32")(layers.Conv2D(channels, 1)(x))


def interleave(x: Any, channels: int) -> Any:
    """Make one image of sixteen with a quarter of its sides (Shi et al. 2016)."""
    _, height, width, _ = x.shape
    x = ops.reshape(x, (-1, height, width, LAST, LAST, channels))
    x = ops.transpose(x, (0, 1, 3, 2, 4, 5))
    return ops.reshape(x, (-1, LAST * height, LAST * width, channels))


def separate(x: Any, factor: int) -> Any:
    """Take every pixel of a square as a channel of one; sides that do not divide get an edge of zeros."""
    _, height, width, channels = x.shape
    rows, columns = ceil(height / factor), ceil(width / factor)
    x = ops.pad(x, ((0, 0), (0, rows * factor - height), (0, columns * factor - width), (0, 0)))
    x = ops.reshape(x, (-1, rows, factor, columns, factor, channels))
    return ops.reshape(ops.transpose(x, (0, 1, 3, 2, 4, 5)), (-1, rows, columns, factor * factor * channels))


def discriminator(config: GestureganConfig, image_shape: Shape, conditions: int = 0) -> keras.Model:
    """(B, H, W, C) to one logit an image."""
    inputs, image, condition = judged(image_shape, conditions)
    x = _shrunk(separate(image, 2), config.discriminator_channels, doublings(image_shape) - 1)
    x = minibatch_deviation(x, config.deviation_group)
    x = layers.Conv2D(config.discriminator_channels[-1], 3, padding="same", kernel_initializer="he_normal")(x)
    return keras.Model(inputs, verdict(layers.LeakyReLU(negative_slope=0.2)(x), condition), name="discriminator")


def encoder(config: GestureganConfig, image_shape: Shape, conditions: int = 0) -> keras.Model:  # noqa: ARG001
    """(B, H, W, C) to mean and log variance of its point, (B, 2 * latent_dim)."""
    image = keras.Input(image_shape, name="image")
    x = _shrunk(separate(image, LAST), config.encoder_channels, doublings(image_shape) - 2)
    told = layers.Dense(2 * config.latent_dim, dtype="float32", name="moments")(layers.Flatten()(x))
    return keras.Model(image, told, name="encoder")


def _shrunk(x: Any, channels: tuple[int, ...], times: int) -> Any:
    for step in range(times):
        filters = channels[min(step, len(channels) - 1)]
        x = layers.Conv2D(filters, 4, strides=2, padding="same", kernel_initializer="he_normal")(x)
        x = layers.LeakyReLU(negative_slope=0.2)(x)  # (B, 64, 32, 24), (B, 32, 16, 64), ...
    return x
