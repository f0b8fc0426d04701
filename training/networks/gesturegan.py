"""The project's own family: it begins from the principal components of its dataset, and a network mends what they miss.

A linear map of a few numbers to an image, made of the dataset's principal components in seconds, is nearer to
recordings than what a network learns in its first hour. So that is where this generator begins, exactly: a point is
mapped to a *code* (couplings, which begin as the identity and are taught to draw codes as recordings have them), the
code to a *draft* (weights of spectral components, a row a frame), the draft to the levels of all bands; over these lies
speckle, as the codec makes it of noise. What a network adds, bands as channels and convolutions along time
alone, is zero at first. The encoder is the same map backwards. Of all that only the network is taught by images.

Conventions
-----------
Images: (B, H, W, C) float32 in [-1, 1], channels last, time along H, any sides of 16 or more; of several channels the
first is the level. Latent points and codes: (B, latent_dim), standard normal and of deviation one. The layers named
`CODE`, `FEATURES` (the draft), `FRAMES` and `FINISH` are where `training.networks.beginning` puts what it found, and
where teaching takes a generator apart.
Channels are multiples of eight, a register of the slowest CPU that is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log2
from typing import Any

import keras
from keras import layers, ops

from gesturegan_live.generator.drawing import Coupling, Doubling, Finish, quarters
from training.networks.dcgan import modulate
from training.networks.head import judged, minibatch_deviation, verdict
from training.networks.start import FEATURES
from training.teaching.schedule import Schedule

CODE, DRAFT, STYLE, FRAMES, FINISH, GUESS = "code", "draft", "style", "frames", "finish", "guess"
SMALLEST = 16  # pixels of an image's side
SOFT_ONE = 0.5413248546129181  # softplus of it is 1

Shape = tuple[int, int, int]


@dataclass(frozen=True)
class GestureganConfig:
    """How wide the layers are, and how long each stage is.

    Attributes
    ----------
    latent_dim : int
        Numbers in a latent point, and in a code.
    components : int
        Of spectra, that a row of the draft weighs; fewer where an image has fewer bands.
    couplings, coupling_width : int
        Steps of the map from points to codes, and the width of their hidden layers.
    channels : tuple of int
        Of what mends the draft, at a quarter of its rows, at half and at all of them.
    blocks : int
        Residual blocks at a quarter of the rows; further on there is one.
    style_dim, style_layers : int
        Width and number of the dense layers that make, of a code, what all others are modulated by.
    discriminator_channels : tuple of int
        Of the discriminator's layers, the largest image first; what is smaller has the last of them.
    deviation_group : int
        Images over which the discriminator takes the minibatch standard deviation.
    code_steps : int
        Steps that teach the map from points to codes, before all others.
    alone_steps : int
        Steps before the discriminator comes in.
    """

    latent_dim: int = 128
    components: int = 48
    couplings: int = 8
    coupling_width: int = 64
    channels: tuple[int, ...] = (128, 96, 64)
    blocks: int = 2
    style_dim: int = 96
    style_layers: int = 2
    discriminator_channels: tuple[int, ...] = (24, 64, 128, 192)
    deviation_group: int = 4
    code_steps: int = 6000
    alone_steps: int = 300

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            values = value if isinstance(value, tuple) else (value,)
            if not values or min(values) < 1:
                raise ValueError(f"gesturegan: {name} is {value}, expected 1 or more")
        if len(self.channels) != 3:
            raise ValueError(f"gesturegan: channels are {self.channels}, expected three numbers")


PRESETS = {
    "default": GestureganConfig(),
    "tiny": GestureganConfig(
        latent_dim=8,
        components=8,
        couplings=2,
        coupling_width=8,
        channels=(16, 8, 8),
        blocks=1,
        style_dim=8,
        discriminator_channels=(8, 16),
        code_steps=4,
        alone_steps=2,
    ),
}


def schedule(config: GestureganConfig, image_shape: Shape) -> Schedule:  # noqa: ARG001 - one signature for all families
    """Tell when the discriminator comes in."""
    return Schedule((0, config.alone_steps))


def generator(config: GestureganConfig, image_shape: Shape, conditions: int = 0) -> keras.Model:
    """(B, latent_dim) to images."""
    height, width, channels = _checked(image_shape)
    rows = quarters(height)
    z = keras.Input((config.latent_dim,), name="z")
    asked = [keras.Input((conditions,), name="condition")] if conditions else []
    code = z
    for turn in range(config.couplings):
        coupling = Coupling(turn, config.coupling_width, dtype="float32", trainable=False, name=f"coupling_{turn}")
        code = coupling([code, *asked] if asked else code)
    code = layers.Activation("linear", dtype="float32", name=CODE)(code)
    style = layers.Concatenate()([code, *asked]) if asked else code
    for turn in range(config.style_layers):
        name = None if turn else STYLE
        style = layers.Dense(config.style_dim, kernel_initializer="he_normal", name=name)(style)
        style = layers.LeakyReLU(negative_slope=0.2)(style)

    components = _components(config, image_shape)
    # In half precision it takes half the room, which is most of a bundle.
    draft = layers.Dense(4 * rows * components, dtype="float16", trainable=False, name=DRAFT)(code)
    draft = layers.Reshape((4 * rows, 1, components), dtype="float32", name=FEATURES)(draft)  # (B, 256, 1, 64)
    x = layers.Conv2D(config.channels[0], (8, 1), strides=(4, 1), padding="same", kernel_initializer="he_normal")(draft)
    for _ in range(config.blocks):
        x = _mended(x, style)  # (B, 64, 1, 128)
    for filters in config.channels[1:]:
        x = _mended(Doubling(filters)(x), style)  # (B, 128, 1, 96), (B, 256, 1, 64)
    x = layers.LeakyReLU(negative_slope=0.2)(x)
    smooth, amounts = [], []
    for channel in range(channels):
        drawn = layers.Conv2D(width, 1, dtype="float32", trainable=False, name=f"{FRAMES}_{channel}")(draft)
        moved = layers.Conv2D(width, 1, kernel_initializer="zeros")(x)
        smooth.append(layers.Add(dtype="float32")([drawn, moved]))
        amount = layers.Conv2D(width, 1, kernel_initializer="zeros", bias_initializer=_constant(SOFT_ONE))(x)
        amounts.append(layers.Activation("softplus", dtype="float32")(amount))
    image = Finish(height, dtype="float32", name=FINISH)([*smooth, *amounts])
    return keras.Model([z, *asked] if asked else z, image, name="generator")


def encoder(config: GestureganConfig, image_shape: Shape, conditions: int = 0) -> keras.Model:
    """(B, H, W, C) to latent points; with conditions it guesses the image's own."""
    height, width, channels = _checked(image_shape)
    rows, components = quarters(height), _components(config, image_shape)
    image = keras.Input(image_shape, name="image")
    x = layers.Reshape((height, 1, width * channels), dtype="float32")(image)
    if 4 * rows > height:
        x = ops.concatenate([x, *[x[:, -1:]] * (4 * rows - height)], axis=1)
    x = layers.Conv2D(components, (4, 1), strides=(4, 1), dtype="float32", trainable=False, name=FRAMES)(x)
    code = layers.Dense(config.latent_dim, dtype="float32", trainable=False, name=CODE)(layers.Flatten()(x))
    guess = []
    if conditions:
        guessed = layers.Dense(conditions, dtype="float32", trainable=False, name=GUESS)(code)
        guess = [ops.clip(guessed, 0.0, 1.0)]
    z = code
    for turn in reversed(range(config.couplings)):
        coupling = Coupling(turn, config.coupling_width, dtype="float32", trainable=False, name=f"coupling_{turn}")
        z = coupling([z, *guess] if guess else z, back=True)
    return keras.Model(image, z, name="encoder")


def discriminator(config: GestureganConfig, image_shape: Shape, conditions: int = 0) -> keras.Model:
    """(B, H, W, C) to one logit an image."""
    inputs, image, condition = judged(image_shape, conditions)
    x = separate(image, 2)
    for step in range(int(log2(min(image_shape[:2]) / 4)) - 1):
        filters = config.discriminator_channels[min(step, len(config.discriminator_channels) - 1)]
        x = layers.Conv2D(filters, 4, strides=2, padding="same", kernel_initializer="he_normal")(x)
        x = layers.LeakyReLU(negative_slope=0.2)(x)  # (B, 64, 32, 24), (B, 32, 16, 64), ...
    x = minibatch_deviation(x, config.deviation_group)
    x = layers.Conv2D(config.discriminator_channels[-1], 3, padding="same", kernel_initializer="he_normal")(x)
    return keras.Model(inputs, verdict(layers.LeakyReLU(negative_slope=0.2)(x), condition), name="discriminator")


def separate(x: Any, factor: int) -> Any:
    """Take every pixel of a square as a channel of one; sides that do not divide get an edge of zeros."""
    _, height, width, channels = x.shape
    rows, columns = ceil(height / factor), ceil(width / factor)
    x = ops.pad(x, ((0, 0), (0, rows * factor - height), (0, columns * factor - width), (0, 0)))
    x = ops.reshape(x, (-1, rows, factor, columns, factor, channels))
    return ops.reshape(ops.transpose(x, (0, 1, 3, 2, 4, 5)), (-1, rows, columns, factor * factor * channels))


def _mended(x: Any, style: Any) -> Any:
    """Add what two convolutions along time make of it, which is nothing at first."""
    channels = x.shape[-1]
    rest = layers.LeakyReLU(negative_slope=0.2)(x)
    rest = layers.Conv2D(channels, (3, 1), padding="same", use_bias=False, kernel_initializer="he_normal")(rest)
    rest = layers.LeakyReLU(negative_slope=0.2)(modulate(rest, style))
    rest = layers.Conv2D(channels, (3, 1), padding="same", kernel_initializer="zeros")(rest)
    return layers.Add()([x, rest])


def _components(config: GestureganConfig, image_shape: Shape) -> int:
    return min(config.components, image_shape[1] * image_shape[2])


def _checked(image_shape: Shape) -> Shape:
    height, width, _ = image_shape
    if min(height, width) < SMALLEST:
        raise ValueError(f"gesturegan: image {height} x {width}, expected both sides to be {SMALLEST} or more")
    return image_shape


def _constant(value: float) -> Any:
    return keras.initializers.Constant(value)
