"""The model families, by name: how each makes its networks for a codec's images, and who teaches them.

Conventions
-----------
A generator takes ``z`` (B, latent_dim), and with conditions the list ``[z, condition]``, condition (B, n). It gives the
image (B, H, W, C), or, where the family has levels, the list of all its images, full size first. A discriminator takes
the image, and with conditions ``[image, condition]``; an encoder takes the image and gives ``z``.
The layer named `FEATURES` of a generator is where principal axes are looked for. Importing this package imports Keras.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import keras
from keras import layers

from training.networks import beginning, dcgan, function1d, gansynth, gesturegan, progan, slice1d
from training.networks.initializers import CONVOLUTIONS, draw
from training.networks.start import FEATURES
from training.teaching.encoding import EncodedGan
from training.teaching.gan import AT_ONCE, Gan
from training.teaching.progressive import ClassifyingGan, ProgressiveGan
from training.teaching.recipe import OWN, AugmentationConfig, Recipe
from training.teaching.schedule import Schedule

__all__ = ["FEATURES", "NETWORKS", "Network"]

Shape = tuple[int, int, int]
Make = Callable[[Any, Shape, int], keras.Model]
DEFAULT = Recipe()
AS_IT_IS = Recipe(augmentation=AugmentationConfig(probability=0.0))  # points lie in order: nothing may be moved
MENDING = Recipe(
    loss="rpgan",
    generator_rate=2e-4,
    discriminator_rate=4e-4,
    augmentation=AugmentationConfig(probability=0.2, adapt_images=20_000),
)


@dataclass(frozen=True)
class Network:
    """One family.

    Attributes
    ----------
    config : type
        Its frozen dataclass.
    presets : mapping of str to config
        At least ``default`` and ``tiny`` (for tests).
    generator, discriminator : callable
        ``(config, image_shape, conditions) -> keras.Model``, conditions being their number, 0 for none.
    kind : type
        The `keras.Model` that teaches them.
    encoder : callable or None
        ``(config, image_shape, conditions) -> keras.Model`` from image to the moments of its point, where the family
        has one.
    schedule : callable or None
        ``(config, image_shape) -> Schedule``, where the family is taught in stages.
    recipe : Recipe
        How it is taught unless told otherwise, or a codec's images bear less.
    drawn : tuple of type
        The layers whose kernels begin as a recipe says.
    begin : callable or None
        ``(config, gan, images, conditions, codec, earlier=, names=)`` puts what is found in taught images into
        untaught networks, and what they may have of an earlier model (`continuing.Earlier`), where the family begins
        so.
    """

    config: type[Any]
    presets: Mapping[str, Any]
    generator: Make
    discriminator: Make
    kind: type[Gan] = Gan
    encoder: Make | None = None
    schedule: Callable[[Any, Shape], Schedule] | None = None
    recipe: Recipe = DEFAULT
    drawn: tuple[type[Any], ...] = CONVOLUTIONS
    begin: Callable[..., None] | None = None

    def build(self, preset: str, image_shape: Shape, conditions: int, recipe: Recipe, seed: int) -> Gan:
        """Make the networks of a preset, untaught, and who teaches them."""
        config = self.presets[preset]
        keras.utils.set_random_seed(seed)
        networks = {"generator": self.generator, "discriminator": self.discriminator}
        if self.encoder is not None:
            networks["encoder"] = self.encoder
        made = {name: make(config, image_shape, conditions) for name, make in networks.items()}
        if recipe.initializer != OWN:
            for network in made.values():
                draw(network, recipe.initializer, self.drawn)
        schedule = self.schedule(config, image_shape) if self.schedule is not None else AT_ONCE
        return self.kind(**made, recipe=recipe, seed=seed, schedule=schedule)


NETWORKS: dict[str, Network] = {
    "function1d": Network(
        function1d.Function1dConfig,
        function1d.PRESETS,
        function1d.generator,
        function1d.discriminator,
        recipe=AS_IT_IS,
        drawn=(*CONVOLUTIONS, layers.Dense),
    ),
    "slice1d": Network(slice1d.Slice1dConfig, slice1d.PRESETS, slice1d.generator, slice1d.discriminator),
    "dcgan": Network(dcgan.DcganConfig, dcgan.PRESETS, dcgan.generator, dcgan.discriminator),
    "progan": Network(
        progan.ProganConfig,
        progan.PRESETS,
        progan.generator,
        progan.discriminator,
        kind=ProgressiveGan,
        schedule=progan.schedule,
    ),
    "gansynth": Network(
        gansynth.GansynthConfig,
        gansynth.PRESETS,
        gansynth.generator,
        gansynth.discriminator,
        kind=ClassifyingGan,
        schedule=gansynth.schedule,
    ),
    "gesturegan": Network(
        gesturegan.GestureganConfig,
        gesturegan.PRESETS,
        gesturegan.generator,
        gesturegan.discriminator,
        kind=EncodedGan,
        encoder=gesturegan.encoder,
        schedule=gesturegan.schedule,
        recipe=MENDING,
        begin=beginning.begin,
    ),
}
