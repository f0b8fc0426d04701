"""How a GAN is taught: the numbers that a run is begun with and keeps.

Conventions
-----------
Frozen, checked when made, round-trips through JSON (``run.json``). No ML framework is imported here.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from gesturegan_live.codecs.codec import Codec
from gesturegan_live.codecs.mel_colour import MelColour
from training.teaching.settings import keys

LOSS_NAMES = ("non-saturating", "hinge", "wgan-gp", "rpgan")
OWN = "family"  # for an initializer: each layer's own
INITIALIZER_NAMES = (OWN, "normal", "he_normal", "glorot_uniform", "orthogonal")


@dataclass(frozen=True)
class AugmentationConfig:
    """What may happen to an image before the discriminator sees it.

    Attributes
    ----------
    probability : float
        Of each change, image by image; below 1 so that the generator cannot take a change for the truth
        (Karras et al. 2020, "Training GANs with Limited Data", section 2.2).
    shift : float
        Greatest turn of time, in lengths of the clip.
    bend : float
        Greatest shift of frequency, in heights of the image; what comes in is the edge.
    gain : float
        Greatest change of the distance from silence, as a part of it.
    mask : float
        Greatest part of time, and of frequency, that is silenced.
    adapt_images : float
        Images over which the probability moves from 0 to 1 while the discriminator is too sure of its recordings, or
        back; 0 holds it still (Karras et al. 2020, section 3).
    time_axis : int
        Of a batch of images (B, H, W, C) the axis that time runs along, 1 or 2; frequency runs along the other.
    """

    probability: float = 0.6
    shift: float = 0.5
    bend: float = 0.04
    gain: float = 0.15
    mask: float = 0.2
    adapt_images: float = 0.0
    time_axis: int = 1

    def __post_init__(self) -> None:
        for name in ("probability", "shift", "bend", "gain", "mask"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"augmentation: {name} is {getattr(self, name)}, expected 0 to 1")
        if not self.adapt_images >= 0:
            raise ValueError(f"augmentation: adapt_images is {self.adapt_images}, expected 0 or more")
        if self.time_axis not in (1, 2):
            raise ValueError(f"augmentation: time_axis is {self.time_axis}, expected 1 or 2")


@dataclass(frozen=True)
class Recipe:
    """Losses, rates and regularisers.

    Attributes
    ----------
    loss : str
        A name in `LOSS_NAMES`.
    generator_rate, discriminator_rate : float
        Learning rates of Adam (beta 0.0 and 0.99).
    penalty : float
        Weight of R1, the squared gradient at recordings (Mescheder et al. 2018), or for ``wgan-gp`` of the gradient's
        distance from 1 between recordings and generated images (Gulrajani et al. 2017), for ``rpgan`` of R1 and R2, the
        squared gradient at generated images too (Huang et al. 2024); 0 leaves it out.
    penalty_every : int
        Steps from one penalty to the next, weighted up to match (Karras et al. 2020, "lazy regularisation").
    average_images : float
        Half-life of the generator's running average, in images.
    augmentation : AugmentationConfig
        What the discriminator sees.
    initializer : str
        What convolutions begin with (in `function1d` the dense layers), a name in `INITIALIZER_NAMES`.
    """

    loss: str = "non-saturating"
    generator_rate: float = 4e-4
    discriminator_rate: float = 4e-4
    penalty: float = 1.0
    penalty_every: int = 8
    average_images: float = 5000.0
    augmentation: AugmentationConfig = field(default_factory=AugmentationConfig)
    initializer: str = OWN

    def __post_init__(self) -> None:
        if self.initializer not in INITIALIZER_NAMES:
            raise ValueError(f"initializer is {self.initializer!r}, expected one of {', '.join(INITIALIZER_NAMES)}")
        if self.loss not in LOSS_NAMES:
            raise ValueError(f"loss is {self.loss!r}, expected one of {', '.join(LOSS_NAMES)}")
        for name in ("generator_rate", "discriminator_rate", "average_images", "penalty_every"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} is {getattr(self, name)}, expected more than 0")
        if not self.penalty >= 0:
            raise ValueError(f"penalty is {self.penalty}, expected 0 or more")

    def with_loss(self, loss: str) -> Recipe:
        """Teach by another loss, with the penalty that its authors give it."""
        if loss == self.loss:
            return self
        if loss == "wgan-gp":
            return replace(self, loss=loss, penalty=10.0, penalty_every=1)
        if self.loss == "wgan-gp":
            return replace(self, loss=loss, penalty=1.0, penalty_every=8)
        return replace(self, loss=loss)

    def for_codec(self, codec: Codec) -> Recipe:
        """Augment as a codec's images bear it.

        Of waveforms, rows may turn; a band or a level of the picture means nothing. A frequency has no silence at -1
        either; a tonality has, but is no level. Time runs along the width of `mel-colour`, whose clips have no level in
        common.
        """
        change: dict[str, Any] = {}
        if isinstance(codec, MelColour):
            change = {"time_axis": 2, "gain": 0.0}
        elif codec.layout is None:
            change = {"bend": 0.0, "gain": 0.0, "mask": 0.0}
        elif codec.layout.has_tonality:
            change = ({}, {"gain": 0.0}, {"gain": 0.0, "mask": 0.0})[codec.image_shape[2] - 1]
        elif codec.layout.has_frequency:
            change = {"gain": 0.0, "mask": 0.0}
        return replace(self, augmentation=replace(self.augmentation, **change))

    def to_json(self) -> dict[str, Any]:
        """Every number, for `from_json`."""
        return asdict(self)

    @staticmethod
    def from_json(told: object) -> Recipe:
        """Make the recipe that `to_json` described, in this version or another."""
        settings = keys(Recipe, told)
        augmentation = AugmentationConfig(**keys(AugmentationConfig, settings.get("augmentation", {})))
        return Recipe(**{**settings, "augmentation": augmentation})
