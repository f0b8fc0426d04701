"""The latent point whose sound is nearest to a recording.

Conventions
-----------
Nearness is by ear: the distance of both sounds, as the codec decodes them, in the sound embedding. The search goes down
an estimate of it that gradients pass (`ear`), where the codec allows one, and the difference of images besides, which
alone knows when things happen: mean absolute difference at several resolutions, so that what is nearly in place counts
as nearly right (where frequency has a channel of its own it is left out). Of a recording longer than a clip the loudest
clip is sought, cut and brought to level as for training.

The search begins at random points, at the origin and, where the model has one, at its encoder's point; the best go on
by gradient (Adam), fewer and fewer for longer. A weak Gaussian prior keeps points where the model was taught.
Conditions are sought as mixtures. Of all that was found the sounds decide, and they stand beside `CHANCE` random points
that had no part in the search: whoever listens to so many and keeps the best has done as well without it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec
from training.corpus.source import Source
from training.dataset.clips import CutConfig, cut
from training.metrics.embedding.embedding import embed
from training.metrics.model import Model
from training.release.ear import Ear, fits

CANDIDATES = 256
CHANCE = 32  # random points, of which the best is what a search must beat
ROUNDS = ((10, 30), (4, 60))  # (points, steps): the best of each round go on
RATE = 0.08  # of Adam; falls to a twentieth within a round
PRIOR = 0.005  # weight of a point's mean square; ear and images count 1 each where they are as far as random points
SEEN = 0.5  # weight of the images' difference beside the ear's
SCALES = (1, 2, 4, 8)  # pixels, averaged
AT_ONCE = 16

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
    difference : float
        Mean absolute difference of both images (their range is 2).
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
    difference: float
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
        draw = np.random.default_rng(seed)
        self._z = draw.standard_normal((CANDIDATES, model.latent_dim)).astype(np.float32)
        self._z[0] = 0
        classes = len(model.conditions)
        self._condition = _one_of(draw.integers(0, max(1, classes), CANDIDATES), classes)
        self._images = model.images(self._z, self._condition)
        z = draw.standard_normal((CHANCE, model.latent_dim)).astype(np.float32)
        self._chance = self._embedded(model.images(z, _one_of(draw.integers(0, max(1, classes), CHANCE), classes)))
        layout = model.codec.layout
        self._channels = 1 if layout is not None and layout.has_frequency else model.codec.image_shape[2]
        self._ear = Ear(model.codec) if fits(model.codec) else None
        image = tf.TensorSpec((None, *model.codec.image_shape), tf.float32)
        point, weights = (tf.TensorSpec((None, size), tf.float32) for size in (model.latent_dim, classes))
        heard, scales = tf.TensorSpec((1, None), tf.float32), tf.TensorSpec((2,), tf.float32)
        wanted = (image, heard)
        self._apart = tf.function(self._distances, input_signature=[image, wanted], autograph=False)
        self._slope = tf.function(self._gradients, input_signature=[point, weights, wanted, scales], autograph=False)

    def __call__(self, sound: Array, progress: Callable[[int, int], None] = lambda _done, _all: None) -> Projection:
        """Find the point of a sound (clip_samples,); `progress` is told steps done and steps in all."""
        began = time.monotonic()
        target = self.model.codec.encode(sound[None])
        wanted = self._embedded(target)
        aim = tf.constant(target), tf.zeros((1, 0)) if self._ear is None else self._ear(target)
        z, logits, apart = self._start(aim)
        scales = np.maximum(np.median(apart, axis=1), 1e-6).astype(np.float32)  # as far as random points are
        kept = [(z[:1], logits[:1])]  # the encoder's point, where there is one
        done, whole = 0, sum(steps for _, steps in ROUNDS)
        for count, steps in ROUNDS:
            best = np.argsort(_score(apart, scales))[:count]
            point, mixture = tf.Variable(z[best]), tf.Variable(logits[best])
            kept.append((z[best[:1]], logits[best[:1]]))
            adam = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(RATE, steps, alpha=0.05), beta_2=0.99)
            for _ in range(steps):
                adam.apply(self._slope(point, mixture, aim, scales), [point, mixture])
                done += 1
                progress(done, whole)
            z, logits = point.numpy(), mixture.numpy()
            apart = self._far(self.model.images(z, _mixed(logits)), aim)
        z, logits = (
            np.concatenate([*parts, last]) for parts, last in zip(zip(*kept, strict=True), (z, logits), strict=True)
        )
        images = self.model.images(z, _mixed(logits))
        heard = np.linalg.norm(self._embedded(images) - wanted, axis=1)
        nearest = int(np.argmin(heard))
        chance = np.linalg.norm(self._chance - wanted, axis=1)
        return Projection(
            z=z[nearest],
            condition=_mixed(logits)[nearest],
            target=target[0],
            found=images[nearest],
            heard=float(heard[nearest]),
            chance=float(chance.min()),
            random=float(np.median(chance)),
            difference=float(_mean_difference(images[nearest : nearest + 1], target, self._channels)[0]),
            seconds=time.monotonic() - began,
        )

    def _start(self, aim: Any) -> tuple[Array, Array, Array]:
        """Points, logits of their conditions, and how far from the target they are (2, B)."""
        z, condition, images = self._z, self._condition, self._images
        if self.model.encoder is not None:
            classes = max(1, len(self.model.conditions))
            guess = np.asarray(self.model.encoder(aim[0], training=False), np.float32).repeat(classes, axis=0)
            each = _one_of(np.arange(classes), len(self.model.conditions))
            z, condition = np.concatenate([guess, z]), np.concatenate([each, condition])
            images = np.concatenate([self.model.images(guess, each), images])
        return z, np.log(condition + np.float32(0.02)), self._far(images, aim)

    def _embedded(self, images: Array) -> Array:
        codec = self.model.codec
        parts = (images[first : first + AT_ONCE] for first in range(0, len(images), AT_ONCE))
        return np.concatenate([embed(codec.decode(part), codec.sample_rate) for part in parts])

    def _far(self, images: Array, aim: Any) -> Array:
        """How far images are from the target, to the ear and to the eye: (2, B)."""
        parts = (images[first : first + AT_ONCE] for first in range(0, len(images), AT_ONCE))
        return np.concatenate([self._apart(part, aim).numpy() for part in parts], axis=1)

    def _distances(self, images: Any, aim: Any) -> Any:
        """Estimate of the ear's distance, and difference of images, (2, B), to the target as it is seen and heard."""
        target, point = aim
        seen = self._differences(images, target)
        if self._ear is None:
            return tf.stack([seen, seen])
        heard = tf.sqrt(tf.reduce_sum(tf.square(self._ear(images) - point), axis=1) + 1e-6)
        return tf.stack([heard, seen])

    def _differences(self, images: Any, target: Any) -> Any:
        """How far images (B, H, W, C) are from the target (1, H, W, C): (B,)."""
        off = images[..., : self._channels] - target[..., : self._channels]
        _, height, width, _ = off.shape
        total = 0.0
        for scale in SCALES:
            size = (min(scale, height), min(scale, width))
            total += tf.reduce_mean(tf.abs(tf.nn.avg_pool2d(off, size, size, "SAME")), axis=(1, 2, 3))
        return total / len(SCALES)

    def _gradients(self, z: Any, logits: Any, aim: Any, scales: Any) -> list[Any]:
        with tf.GradientTape() as tape:
            tape.watch([z, logits])
            heard, seen = tf.unstack(
                self._distances(self.model.tensor(z, tf.nn.softmax(logits)), aim) / scales[:, None]
            )
            loss = tf.reduce_sum(heard + SEEN * seen + PRIOR * tf.reduce_mean(tf.square(z), axis=1))
        slopes: list[Any] = tape.gradient(loss, [z, logits], unconnected_gradients="zero")
        return slopes


def _score(apart: Array, scales: Array) -> Array:
    heard, seen = apart / scales[:, None]
    score: Array = heard + SEEN * seen
    return score


def _mean_difference(images: Array, target: Array, channels: int) -> Array:
    differences: Array = np.abs(images[..., :channels] - target[..., :channels]).mean(axis=(1, 2, 3))
    return differences


def _one_of(numbers: NDArray[np.intp], count: int) -> Array:
    return np.eye(max(1, count), count, dtype=np.float32)[numbers]


def _mixed(logits: Array) -> Array:
    weights = np.exp(logits - logits.max(axis=1, keepdims=True)) if logits.shape[1] else logits
    return weights / weights.sum(axis=1, keepdims=True) if logits.shape[1] else weights
