"""The GAN of contiguous slices: one-dimensional convolutions over the waveform that the slices share.

WaveGAN's lessons (Donahue, McAuley and Puckette, 2019): long kernels, strides of four, no batch normalisation, and
phase shuffle, so that the discriminator cannot tell generated sound by the phase of its artefacts. Against WaveGAN,
kernels (24) are multiples of the stride, so that each sample is reached by equally many taps.

Conventions
-----------
Images: (B, slices, 1, length) of the codec `slices`: half-overlapping, under a sine window. The generator makes one
waveform and cuts it, so its slices always meet; the discriminator adds the slices up again and hears the waveform.
Latent points: (B, latent_dim), standard normal.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, pi
from typing import Any

import keras
from keras import layers, ops

from gesturegan_live.generator.layers import Slices
from training.networks.head import judged, minibatch_deviation, verdict
from training.networks.start import FEATURES, point

STRIDE, KERNEL = 4, 24
SHORTEST = 8  # samples that the dense layer makes, at least


@dataclass(frozen=True)
class Slice1dConfig:
    """How wide the layers are.

    Attributes
    ----------
    latent_dim : int
        Numbers in a latent point.
    channels : int
        Of the shortest, widest layer on both sides; every lengthening halves them.
    floor_channels : int
        What halving stops at.
    shuffle : int
        Samples by which a layer of the discriminator is shifted at most.
    deviation_group : int
        Clips over which the discriminator takes the minibatch standard deviation.
    """

    latent_dim: int = 64
    channels: int = 256
    floor_channels: int = 16
    shuffle: int = 2
    deviation_group: int = 4

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if value < (0 if name == "shuffle" else 1):
                raise ValueError(f"slice1d: {name} is {value}, expected {0 if name == 'shuffle' else 1} or more")


PRESETS = {
    "default": Slice1dConfig(),
    "tiny": Slice1dConfig(latent_dim=8, channels=16, floor_channels=4),
}


def generator(config: Slice1dConfig, image_shape: tuple[int, int, int], conditions: int = 0) -> keras.Model:
    """(B, latent_dim) to (B, slices, 1, length)."""
    samples, steps = _samples(image_shape)
    inputs, x = point(config.latent_dim, conditions)
    base = ceil(samples / STRIDE**steps)
    x = layers.Dense(base * config.channels, kernel_initializer="he_normal")(x)
    x = layers.LeakyReLU(negative_slope=0.2, name=FEATURES)(layers.Reshape((base, 1, config.channels))(x))
    for step in range(1, steps + 1):
        filters = max(config.floor_channels, config.channels >> step) if step < steps else 1
        x = layers.Conv2DTranspose(
            filters, (KERNEL, 1), strides=(STRIDE, 1), padding="same", kernel_initializer="glorot_normal"
        )(x)  # (B, 260, 1, 128), (B, 1040, 1, 64), ...
        x = layers.LeakyReLU(negative_slope=0.2)(x) if step < steps else x
    spare = base * STRIDE**steps - samples
    x = layers.Cropping2D(((spare // 2, spare - spare // 2), (0, 0)))(x) if spare else x
    x = layers.Activation("tanh", dtype="float32")(layers.Reshape((samples,))(x))
    return keras.Model(inputs, Slices(image_shape[2], name="image", dtype="float32")(x), name="generator")


def discriminator(config: Slice1dConfig, image_shape: tuple[int, int, int], conditions: int = 0) -> keras.Model:
    """(B, slices, 1, length) to one logit a clip."""
    _, steps = _samples(image_shape)
    inputs, image, condition = judged(image_shape, conditions)
    x = joined(image)
    for step in reversed(range(steps)):
        filters = max(config.floor_channels, config.channels >> step)
        x = layers.Conv2D(filters, (KERNEL, 1), strides=(STRIDE, 1), padding="same", kernel_initializer="he_normal")(x)
        x = layers.LeakyReLU(negative_slope=0.2)(x)  # (B, 16448, 1, 16), (B, 4112, 1, 32), ...
        x = PhaseShuffle(config.shuffle)(x) if step and config.shuffle else x
    x = minibatch_deviation(x, config.deviation_group)
    x = layers.LeakyReLU(negative_slope=0.2)(layers.Conv2D(config.channels, 1, kernel_initializer="he_normal")(x))
    return keras.Model(inputs, verdict(x, condition), name="discriminator")


def joined(slices: Any) -> Any:
    """Add slices (B, slices, 1, length) up to their waveform (B, samples, 1, 1), the first and last half faded."""
    _, count, _, length = slices.shape
    window = ops.sin((ops.arange(length, dtype="float32") + 0.5) * (pi / length))
    x = ops.reshape(slices * ops.cast(window, slices.dtype), (-1, count, length))
    half = length // 2
    halves = ops.pad(x[:, :, half:], ((0, 0), (1, 0), (0, 0))) + ops.pad(x[:, :, :half], ((0, 0), (0, 1), (0, 0)))
    return ops.reshape(halves, (-1, (count + 1) * half, 1, 1))


class PhaseShuffle(layers.Layer):  # type: ignore[misc]  # Keras has no types
    """Shift each sequence by up to `reach` samples, the edge mirrored; checkpoints keep its chance, a variable."""

    def __init__(self, reach: int, **settings: Any) -> None:
        super().__init__(**settings)
        self.reach = reach
        self.chance = keras.random.SeedGenerator(reach)

    def call(self, x: Any, training: bool = False) -> Any:
        """Shift (B, n, 1, C) along n, while training only."""
        if not training:
            return x
        length = x.shape[1]
        shift = keras.random.randint((ops.shape(x)[0], 1), -self.reach, self.reach + 1, seed=self.chance)
        place = ops.abs(ops.expand_dims(ops.arange(length), 0) + shift)
        place = (length - 1) - ops.abs((length - 1) - place)
        return ops.take_along_axis(x, place[:, :, None, None], axis=1)


def _samples(image_shape: tuple[int, int, int]) -> tuple[int, int]:
    """Count the samples of the waveform, and how often the shortest sequence is lengthened to it."""
    height, width, length = image_shape
    if width != 1 or length % 2 or height < 2 or (height + 1) * length // 2 < SHORTEST * STRIDE:
        raise ValueError(
            f"slice1d: image {height} x {width} x {length}, expected slices x 1 x an even length (codec slices)"
        )
    samples = (height + 1) * length // 2
    steps = 1
    while samples > 2 * SHORTEST * STRIDE * STRIDE**steps:
        steps += 1
    return samples, steps
