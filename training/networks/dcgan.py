"""DCGAN (Radford, Metz and Chintala, 2016) for the images of any codec, rectangular ones too.

Conventions
-----------
Images: (B, H, W, C) float32 in [-1, 1], channels last. Latent points: (B, latent_dim), standard normal.
Every doubling but the last is a transposed convolution whose kernel (4) is a multiple of its stride (2), so that each
output pixel is reached by equally many taps and no grid shows (Odena, Dumoulin and Olah, "Deconvolution and
Checkerboard Artifacts", Distill 2016); the last one interleaves four images. Sizes that are no multiple of the last
stride are grown past and cropped at their edges.
Of our own layers only `Grain` is in a saved generator, which loads in safe mode.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log2
from typing import Any

import keras
from keras import layers, ops

from gesturegan_live.generator.layers import Grain
from training.networks.head import judged, minibatch_deviation, verdict
from training.networks.start import FEATURES, point


@dataclass(frozen=True)
class DcganConfig:
    """How wide a DCGAN is.

    Attributes
    ----------
    latent_dim : int
        Numbers in a latent point.
    channels : int
        Of the generator's smallest image; every doubling halves them.
    floor_channels : int
        What halving stops at.
    style_dim, style_layers : int
        Width and number of the dense layers that make, of a latent point, what all others are modulated by.
    grain : int
        Noise images that each layer mixes.
    discriminator_channels : int
        Of the discriminator's largest layer; every halving of the image doubles them, up to `channels_limit`.
    channels_limit : int
        Widest layer of the discriminator.
    deviation_group : int
        Images over which the discriminator takes the minibatch standard deviation.
    """

    latent_dim: int = 64
    channels: int = 256
    floor_channels: int = 16
    style_dim: int = 96
    style_layers: int = 2
    grain: int = 2
    discriminator_channels: int = 32
    channels_limit: int = 256
    deviation_group: int = 4

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if value < 1:
                raise ValueError(f"dcgan: {name} is {value}, expected 1 or more")


PRESETS = {
    "default": DcganConfig(),
    "tiny": DcganConfig(
        latent_dim=8, channels=16, floor_channels=4, style_dim=8, discriminator_channels=4, channels_limit=16
    ),
}


def doublings(image_shape: tuple[int, int, int]) -> int:
    """How often the smallest image is doubled: until its short side came from 4 to 7 pixels."""
    height, width, _ = image_shape
    if min(height, width) < 8:
        raise ValueError(f"dcgan: image {height} x {width}, expected both sides to be 8 or more")
    return int(log2(min(height, width) / 4))


def generator(config: DcganConfig, image_shape: tuple[int, int, int], conditions: int = 0) -> keras.Model:
    """(B, latent_dim) to (B, H, W, C)."""
    height, width, channels = image_shape
    steps = doublings(image_shape)
    base_height, base_width = ceil(height / 2**steps), ceil(width / 2**steps)
    start = keras.initializers.RandomNormal(stddev=0.02)

    inputs, style = point(config.latent_dim, conditions)
    for _ in range(config.style_layers):
        style = layers.Dense(config.style_dim, kernel_initializer="he_normal")(style)
        style = layers.LeakyReLU(negative_slope=0.2)(style)
    x = layers.Dense(config.latent_dim, use_bias=False)(style)  # narrow, or the next layer would outweigh all others
    x = layers.Dense(base_height * base_width * config.channels, use_bias=False, kernel_initializer=start)(x)
    x = layers.Reshape((base_height, base_width, config.channels))(x)  # (B, 8, 4, 256) for a 256 x 128 image
    x = layers.ReLU()(layers.BatchNormalization()(x))
    for step in range(1, steps):
        filters = max(config.floor_channels, config.channels >> step)
        x = layers.Conv2DTranspose(filters, 4, strides=2, padding="same", use_bias=False, kernel_initializer=start)(
            x
        )  # (B, 16, 8, 128), (B, 32, 16, 64), ...
        x = modulate(layers.BatchNormalization(center=False, scale=False)(Grain(config.grain)(x)), style)
        x = layers.ReLU(name=FEATURES if step == 1 else None)(x)
    x = layers.Conv2D(4 * channels, 3, padding="same", kernel_initializer=start)(x)
    x = Grain(config.grain)(interleave(x, channels))
    top, left = (base_height << steps) - height, (base_width << steps) - width
    if top or left:
        x = layers.Cropping2D(((top // 2, top - top // 2), (left // 2, left - left // 2)))(x)
    image = layers.Activation("tanh", dtype="float32", name="image")(x)
    return keras.Model(inputs, image, name="generator")


def modulate(x: Any, style: Any) -> Any:
    """Scale and shift each channel as the latent point says (Chen et al. 2019, "On Self Modulation", section 3)."""
    channels = x.shape[-1]
    scale = layers.Reshape((1, 1, channels))(layers.Dense(channels, bias_initializer="ones")(style))
    shift = layers.Reshape((1, 1, channels))(layers.Dense(channels)(style))
    return layers.Add()([layers.Multiply()([x, scale]), shift])


def interleave(x: Any, channels: int) -> Any:
    """Make one image of four a quarter its size (Shi et al. 2016): on CPUs a third faster than transposing."""
    _, height, width, _ = x.shape
    x = ops.reshape(x, (-1, height, width, 2, 2, channels))
    x = ops.transpose(x, (0, 1, 3, 2, 4, 5))
    return ops.reshape(x, (-1, 2 * height, 2 * width, channels))


def separate(x: Any) -> Any:
    """Undo `interleave`, which saves the discriminator its dearest layer; odd sizes get an edge of zeros."""
    _, height, width, channels = x.shape
    x = ops.pad(x, ((0, 0), (0, height % 2), (0, width % 2), (0, 0)))
    x = ops.reshape(x, (-1, ceil(height / 2), 2, ceil(width / 2), 2, channels))
    x = ops.transpose(x, (0, 1, 3, 2, 4, 5))
    return ops.reshape(x, (-1, ceil(height / 2), ceil(width / 2), 4 * channels))


def discriminator(config: DcganConfig, image_shape: tuple[int, int, int], conditions: int = 0) -> keras.Model:
    """(B, H, W, C) to one logit an image: positive where it takes it for a recording."""
    inputs, image, condition = judged(image_shape, conditions)
    x = separate(image)
    for step in range(doublings(image_shape) - 1):
        filters = min(config.channels_limit, config.discriminator_channels << step)
        x = layers.Conv2D(filters, 4, strides=2, padding="same", kernel_initializer="he_normal")(x)
        x = layers.LeakyReLU(negative_slope=0.2)(x)  # (B, 64, 32, 32), (B, 32, 16, 64), ...
    x = minibatch_deviation(x, config.deviation_group)
    x = layers.Conv2D(config.channels_limit, 3, padding="same", kernel_initializer="he_normal")(x)
    x = layers.LeakyReLU(negative_slope=0.2)(x)
    return keras.Model(inputs, verdict(x, condition), name="discriminator")
