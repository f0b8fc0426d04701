"""The latent point whose sound is nearest to a recording.

Conventions
-----------
Nearness is measured on images, which of spectral codecs are log magnitudes: mean absolute difference at several
resolutions, so that what is nearly in place counts as nearly right. Where frequency has a channel of its own it is left
out. (Images of waveforms are compared sample by sample, which finds little but copies.) Of a recording longer than a
clip the loudest clip is sought, cut and brought to level as for training.

The search begins at random points, at the origin and, where the model has one, at its encoder's point; the best go on
by gradient (Adam), fewer and fewer for longer and longer. A weak Gaussian prior keeps points where the model was
taught. Conditions are sought as mixtures.
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
from training.metrics.embedding import embed
from training.metrics.model import Model

CANDIDATES = 256
ROUNDS = ((12, 30), (4, 60), (1, 160))  # (points, steps): the best of each round go on
STEPS = sum(steps for _, steps in ROUNDS)
RATE = 0.08  # of Adam; falls to a twentieth within a round
PRIOR = 1e-3  # weight of a point's mean square; the other term is 0.1 or more unless a sound is nearly met
SCALES = (1, 2, 4, 8)  # pixels, averaged

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
    difference : float
        Mean absolute difference of both, in the image's units (its range is 2).
    chance : float
        Median of the same over random points.
    heard : float
        Distance of both sounds, as the codec decodes them, in the sound embedding.
    seconds : float
        That the search took.
    """

    z: Array
    condition: Array
    target: Array
    found: Array
    difference: float
    chance: float
    heard: float
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
        self._condition = _one_of(draw.integers(0, max(1, len(model.conditions)), CANDIDATES), len(model.conditions))
        self._images = model.images(self._z, self._condition)
        layout = model.codec.layout
        self._channels = 1 if layout is not None and layout.has_frequency else model.codec.image_shape[2]
        image = tf.TensorSpec((None, *model.codec.image_shape), tf.float32)
        point, weights = (tf.TensorSpec((None, size), tf.float32) for size in (model.latent_dim, len(model.conditions)))
        self._score = tf.function(self._differences, input_signature=[image, image])
        self._slope = tf.function(self._gradients, input_signature=[point, weights, image])

    def __call__(self, sound: Array, progress: Callable[[int, int], None] = lambda _done, _all: None) -> Projection:
        """Find the point of a sound (clip_samples,); `progress` is told steps done and steps in all."""
        began = time.monotonic()
        target = self.model.codec.encode(sound[None])
        z, logits, scores = self._start(target)
        chance = float(np.median(_mean_difference(self._images, target, self._channels)))
        done = 0
        for count, steps in ROUNDS:
            best = np.argsort(scores)[:count]
            point, mixture = tf.Variable(z[best]), tf.Variable(logits[best])
            adam = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(RATE, steps, alpha=0.05), beta_2=0.99)
            for _ in range(steps):
                adam.apply(self._slope(point, mixture, target), [point, mixture])
                done += 1
                progress(done, STEPS)
            z, logits = point.numpy(), mixture.numpy()
            images = self.model.images(z, _mixed(logits))
            scores = self._score(images, target).numpy()
        nearest = int(np.argmin(scores))
        heard = embed(self.model.codec.decode(np.stack([target[0], images[nearest]])), self.model.codec.sample_rate)
        return Projection(
            z=z[nearest],
            condition=_mixed(logits)[nearest],
            target=target[0],
            found=images[nearest],
            difference=float(_mean_difference(images[nearest : nearest + 1], target, self._channels)[0]),
            chance=chance,
            heard=float(np.linalg.norm(heard[0] - heard[1])),
            seconds=time.monotonic() - began,
        )

    def _start(self, target: Array) -> tuple[Array, Array, Array]:
        """Points, logits of their conditions, and how far from the target they are."""
        z, condition, images = self._z, self._condition, self._images
        if self.model.encoder is not None:
            classes = max(1, len(self.model.conditions))
            guess = np.asarray(self.model.encoder(target, training=False), np.float32).repeat(classes, axis=0)
            each = _one_of(np.arange(classes), len(self.model.conditions))
            z, condition = np.concatenate([guess, z]), np.concatenate([each, condition])
            images = np.concatenate([self.model.images(guess, each), images])
        parts = np.array_split(images, -(-len(images) // 16))
        scores = np.concatenate([self._score(part, target).numpy() for part in parts])
        return z, np.log(condition + np.float32(0.02)), scores

    def _differences(self, images: Any, target: Any) -> Any:
        """How far images (B, H, W, C) are from the target (1, H, W, C): (B,)."""
        off = images[..., : self._channels] - target[..., : self._channels]
        _, height, width, _ = off.shape
        total = 0.0
        for scale in SCALES:
            size = (min(scale, height), min(scale, width))
            total += tf.reduce_mean(tf.abs(tf.nn.avg_pool2d(off, size, size, "SAME")), axis=(1, 2, 3))
        return total / len(SCALES)

    def _gradients(self, z: Any, logits: Any, target: Any) -> list[Any]:
        with tf.GradientTape() as tape:
            tape.watch([z, logits])
            off = self._differences(self.model.tensor(z, tf.nn.softmax(logits)), target)
            loss = tf.reduce_sum(off + PRIOR * tf.reduce_mean(tf.square(z), axis=1))
        slopes: list[Any] = tape.gradient(loss, [z, logits], unconnected_gradients="zero")
        return slopes


def _mean_difference(images: Array, target: Array, channels: int) -> Array:
    differences: Array = np.abs(images[..., :channels] - target[..., :channels]).mean(axis=(1, 2, 3))
    return differences


def _one_of(numbers: NDArray[np.intp], count: int) -> Array:
    return np.eye(max(1, count), count, dtype=np.float32)[numbers]


def _mixed(logits: Array) -> Array:
    weights = np.exp(logits - logits.max(axis=1, keepdims=True)) if logits.shape[1] else logits
    return weights / weights.sum(axis=1, keepdims=True) if logits.shape[1] else weights
