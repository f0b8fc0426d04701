"""Progressive growing (Karras et al. 2018): from images of a few pixels to full size, a level at a time.

Conventions
-----------
Images: (B, H, W, C) float32 in [-1, 1], channels last, square or not; each level has twice the sides of the one before,
so that 4 x 4 grows to 1024 x 1024, or 2 x 16 to 128 x 1024. Latent points: (B, latent_dim), standard normal.
A generator gives the images of all levels, full size first. Where a level has not been taught yet, its image is the
last taught one enlarged: `Fade` holds how far each level has come.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

import keras
from keras import layers, ops

from gesturegan_live.generator.layers import EqualisedConv2D, EqualisedDense, Fade, PixelNorm
from training.networks.head import minibatch_deviation
from training.networks.start import FEATURES, point
from training.teaching.schedule import Schedule, even

FEWEST_PIXELS, MOST_PIXELS = 16, 64  # of the smallest level

Shape = tuple[int, int, int]


@dataclass(frozen=True)
class ProganConfig:
    """How wide the layers are, and how long a level is taught.

    Attributes
    ----------
    latent_dim : int
        Numbers in a latent point.
    channels : int
        Of the smallest level; each further one halves them.
    channels_limit, floor_channels : int
        Widest and narrowest layer.
    kernel : (int, int)
        Of every convolution, along time and along frequency.
    fade_steps, steady_steps : int
        Steps over which a level fades in, and stays before the next.
    reset_optimizers : bool
        Whether the optimisers forget their moments with each level; kept, they would let new layers leap at first.
    deviation_group : int
        Images over which the discriminator takes the minibatch standard deviation.
    """

    latent_dim: int = 64
    channels: int = 256
    channels_limit: int = 128
    floor_channels: int = 8
    kernel: tuple[int, int] = (3, 3)
    fade_steps: int = 300
    steady_steps: int = 300
    reset_optimizers: bool = True
    deviation_group: int = 4

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            sides = value if name == "kernel" else (value,)
            if name != "reset_optimizers" and min(sides) < 1:
                raise ValueError(f"progressive: {name} is {value}, expected 1 or more")
        if not all(side % 2 for side in self.kernel):
            raise ValueError(f"progressive: kernel is {self.kernel}, expected odd sides")

    def filters(self, level: int) -> int:
        """Count the channels of a level's layers."""
        return max(self.floor_channels, min(self.channels_limit, self.channels >> level))


PRESETS = {
    "default": ProganConfig(),
    "tiny": ProganConfig(latent_dim=8, channels=16, channels_limit=16, floor_channels=4, fade_steps=2, steady_steps=1),
}


def sizes(image_shape: Shape) -> list[tuple[int, int]]:
    """Height and width of every level, the smallest first."""
    height, width, _ = image_shape
    found = [(height, width)]
    while height % 2 == width % 2 == 0 and height * width // 4 >= FEWEST_PIXELS:
        height, width = height // 2, width // 2
        found.insert(0, (height, width))
    if len(found) < 2 or height * width > MOST_PIXELS or min(height, width) < 2:
        raise ValueError(
            f"progressive: image {image_shape[0]} x {image_shape[1]}, expected sides that halve together down to "
            f"{FEWEST_PIXELS} to {MOST_PIXELS} pixels, such as powers of two"
        )
    return found


def schedule(config: ProganConfig, image_shape: Shape) -> Schedule:
    """Tell when each level begins."""
    levels = len(sizes(image_shape))
    return even(levels, config.fade_steps, config.steady_steps, reset=config.reset_optimizers)


def generator(config: ProganConfig, image_shape: Shape, conditions: int = 0) -> keras.Model:
    """(B, latent_dim) to the images of every level, full size first."""
    channels = image_shape[2]
    inputs, x = point(config.latent_dim, conditions)
    images: list[Any] = []
    for level, (height, width) in enumerate(sizes(image_shape)):
        filters = config.filters(level)
        if level == 0:
            x = EqualisedDense(height * width * filters, gain=sqrt(2) / 4)(PixelNorm()(x))
            x = _normal(layers.Reshape((height, width, filters))(x))  # (B, 8, 4, 128) for a 256 x 128 image
        else:
            x = _normal(EqualisedConv2D(filters, config.kernel)(layers.UpSampling2D()(x)))
        x = PixelNorm(name=FEATURES if level == 0 else None)(
            layers.LeakyReLU(negative_slope=0.2)(EqualisedConv2D(filters, config.kernel)(x))
        )
        image = EqualisedConv2D(channels, (1, 1), gain=1.0)(x)
        image = layers.Activation("tanh", dtype="float32", name=f"image_{level}")(image)
        if level:
            image = Fade(dtype="float32", name=f"fade_{level}")(
                [layers.UpSampling2D(dtype="float32")(images[0]), image]
            )
        images.insert(0, image)
    return keras.Model(inputs, images, name="generator")


def _normal(x: Any) -> Any:
    return PixelNorm()(layers.LeakyReLU(negative_slope=0.2)(x))


class Discriminator(keras.Model):  # type: ignore[misc]  # Keras has no types
    """Images of one level at a time to one logit each, with a condition by projection.

    Attributes
    ----------
    level : int
        Of the images that come; at first the highest.

    Parameters
    ----------
    classifies : bool
        Whether it names the condition of each image, ``(logit, classes (B, n))``, instead of being told it.
    """

    def __init__(self, config: ProganConfig, image_shape: Shape, conditions: int, *, classifies: bool = False) -> None:
        super().__init__(name="discriminator")
        self.sizes = sizes(image_shape)
        self.level = len(self.sizes) - 1
        self.group = config.deviation_group
        self.told = conditions > 0 and not classifies
        self.from_image, self.blocks, self.fades = [], [], []
        for level, (height, width) in enumerate(self.sizes):
            filters, fewer = config.filters(level), config.filters(max(0, level - 1))
            self.from_image.append(_built(EqualisedConv2D(filters, (1, 1)), height, width, image_shape[2]))
            extra = 0 if level else 1  # the minibatch deviation
            first = _built(EqualisedConv2D(filters, config.kernel), height, width, filters + extra)
            self.blocks.append([first, _built(EqualisedConv2D(fewer, config.kernel), height, width, filters)])
            self.fades.append(Fade(name=f"fade_{level}"))
            self.fades[-1].build(None)
        height, width = self.sizes[0]
        features = height * width * config.filters(0)
        self.logit = EqualisedDense(1, gain=1.0, dtype="float32", name="logit")
        self.logit.build((None, features))
        self.naming = EqualisedDense(conditions, gain=1.0, dtype="float32") if conditions else None
        if self.naming is not None:
            self.naming.build((None, features))
        self.built = True

    def call(self, inputs: Any, training: bool = False) -> Any:  # noqa: ARG002 - Keras's signature
        """Judge images of the size of `level`."""
        image, condition = inputs if self.told else (inputs, None)
        x = ops.leaky_relu(self.from_image[self.level](image), 0.2)
        for level in range(self.level, 0, -1):
            for layer in self.blocks[level]:
                x = ops.leaky_relu(layer(x), 0.2)
            x = halved(x)
            if level == self.level:
                x = self.fades[level]([ops.leaky_relu(self.from_image[level - 1](halved(image)), 0.2), x])
        x = minibatch_deviation(x, self.group)
        for layer in self.blocks[0]:
            x = ops.leaky_relu(layer(x), 0.2)
        height, width, channels = x.shape[1:]
        features = ops.reshape(x, (-1, height * width * channels))
        logit = self.logit(features)
        if self.naming is None:
            return logit
        classes = self.naming(features)
        if condition is None:
            return logit, classes
        weights = ops.cast(condition, classes.dtype)  # what comes in has the networks' own precision
        return logit + ops.sum(classes * weights, axis=1, keepdims=True)


def _built(layer: Any, height: int, width: int, channels: int) -> Any:
    layer.build((None, height, width, channels))
    return layer


def halved(images: Any) -> Any:
    """Mean of every two by two pixels."""
    return ops.average_pool(images, 2, strides=2, padding="valid", data_format="channels_last")


def discriminator(config: ProganConfig, image_shape: Shape, conditions: int = 0) -> keras.Model:
    """Images of any one level to one logit each."""
    return Discriminator(config, image_shape, conditions)
