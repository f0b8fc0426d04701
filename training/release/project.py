"""The latent point whose sound is nearest to a recording.

Conventions
-----------
It is looked for as the instrument looks for it while it plays (`gesturegan_live.finding.search`), by what sounds are
like to an ear. What is found is judged otherwise: by the distance of both sounds, as the codec decodes them, in the
sound embedding, beside `CHANCE` random points that had no part in the search: whoever listens to so many and keeps the
best has done as well without it. Of a recording longer than a clip the loudest clip is sought, cut and brought to level
as for training.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec
from gesturegan_live.finding import search
from gesturegan_live.finding.search import CHANCE, Search, own_sounds
from training.corpus.source import Source
from training.dataset.clips import CutConfig, cut
from training.metrics.embedding.embedding import embed
from training.metrics.model import Model

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Projection:
    """What was found for one recording.

    Attributes
    ----------
    z, condition : ndarray, shapes (latent_dim,), (n,)
        The point.
    target, found : ndarray, shape (H, W, C)
        Images of the recording and of the point.
    heard : float
        Distance of both sounds, as the codec decodes them, in the sound embedding.
    chance, random : float
        The same of the best of `CHANCE` random points, and of the median one.
    seconds : float
        That the search took.
    """

    z: Array
    condition: Array
    target: Array
    found: Array
    heard: float
    chance: float
    random: float
    seconds: float


def read(path: Path, codec: Codec, short: str, tell: Callable[[str], object] = lambda _remark: None) -> Array:
    """Cut the loudest clip of a recording, (clip_samples,).

    Parameters
    ----------
    short : str
        What fills a clip that is longer than the recording, as in `CutConfig`.
    tell : callable
        Given what of the recording is left out, or not taken as it is.
    """
    if not path.is_file():
        raise ValueError(f"{path}: no such file")
    try:
        clips = list(cut(Source(path, path.name), codec.sample_rate, codec.clip_samples, CutConfig(short=short), tell))
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error
    if not clips:
        raise ValueError(f"{path}: holds nothing but silence")
    return max(clips, key=lambda clip: clip.level_db).samples


class Projector:
    """Finds points of one model.

    Parameters
    ----------
    model : Model
    seed : int
        Of the random points that every search begins with.
    """

    def __init__(self, model: Model, seed: int = 0) -> None:
        self.model = model
        own = own_sounds(model.images, model.codec, model.latent_dim, model.conditions, seed)
        encode = None if model.encoder is None else self._encoded
        self._search = Search(model.images, model.codec, model.latent_dim, own, encode)
        few = slice(0, CHANCE)
        self._chance = self._embedded(model.images(own.points(model.latent_dim)[few], own.conditions[few]))

    def __call__(self, sound: Array, progress: Callable[[int, int], None] = lambda _done, _all: None) -> Projection:
        """Find the point of a sound (clip_samples,); `progress` is told steps done and steps in all."""
        began = time.monotonic()
        target = self.model.codec.encode(sound[None])
        wanted = self._embedded(target)
        for step, found in enumerate(self._search(sound)):  # noqa: B007 - the last one counts
            progress(step, search.GENERATIONS)
        image = self.model.images(found.z[None], found.condition[None])
        chance = np.linalg.norm(self._chance - wanted, axis=1)
        return Projection(
            z=found.z,
            condition=found.condition,
            target=target[0],
            found=image[0],
            heard=float(np.linalg.norm(self._embedded(image) - wanted)),
            chance=float(chance.min()),
            random=float(np.median(chance)),
            seconds=time.monotonic() - began,
        )

    def _encoded(self, image: Array) -> Array:
        return np.asarray(self.model.encoder(image, training=False), np.float32)

    def _embedded(self, images: Array) -> Array:
        codec = self.model.codec
        return np.concatenate([embed(codec.decode(image[None]), codec.sample_rate) for image in images])
