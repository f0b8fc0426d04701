"""GANSynth (Engel et al. 2019): the progressive network, with conditions beside the point and named by the critic.

Conventions
-----------
As in `progan`; made for the codecs `specgram` and `mel-if` (2 x 16 grows to 128 x 1024), and good for any whose sides
halve so. The condition is concatenated to the latent point and normalised with it; the discriminator is not told it but
names it, which teaches the generator to be recognised (Odena, Olah and Shlens 2017). Each level ends in a tanh.
"""

from __future__ import annotations

from dataclasses import dataclass

import keras

from training.networks import progan
from training.networks.progan import Discriminator, ProganConfig, Shape


@dataclass(frozen=True)
class GansynthConfig(ProganConfig):
    """As `ProganConfig`; wide points, for most of the timbre is in them."""

    latent_dim: int = 128


PRESETS = {
    "default": GansynthConfig(),
    "tiny": GansynthConfig(
        latent_dim=8, channels=16, channels_limit=16, floor_channels=4, fade_steps=2, steady_steps=1
    ),
}

generator = progan.generator
schedule = progan.schedule


def discriminator(config: GansynthConfig, image_shape: Shape, conditions: int = 0) -> keras.Model:
    """Images of any one level to one logit each, and with conditions to ``(logit, classes (B, n))``."""
    return Discriminator(config, image_shape, conditions, classifies=True)
