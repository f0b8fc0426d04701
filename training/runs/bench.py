"""How fast each family is taught, beside the plain loop that Keras's own DCGAN example is.

Conventions
-----------
Images a second of a whole step: networks, losses, augmentation, optimisers, running averages; penalties that come every
few steps are in the mean. Every family at its last stage, where images have their full size and all networks are
taught. The contenders take turns, so that a machine whose speed drifts is slow for all of them; the median of the turns
counts. Tracing and the first step are left out; images are noise, already in memory.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

import keras
import tensorflow as tf
from keras import layers

from gesturegan_live import codecs
from gesturegan_live.codecs.codec import Codec
from training.networks import NETWORKS
from training.teaching.precision import made_in

PLAIN = "plain Keras DCGAN"
BATCH = 16
TURNS = 5
REPRESENTATIONS = {"function1d": "points", "slice1d": "slices", "gansynth": "specgram"}  # others: the default one
DEFAULT_REPRESENTATION = "log-spectrogram"

Step = Callable[[], Any]


def bench(
    models: Sequence[str], precision: str, *, seconds: float = 2.0, progress: Callable[[str], None] = lambda _what: None
) -> list[dict[str, Any]]:
    """Measure families, and the plain loop for images of the default representation.

    Parameters
    ----------
    models : sequence of str
        Families, at their default presets.
    precision : str
        Keras's name of the numbers to compute in; the plain loop computes in float32.
    seconds : float
        Of each turn; a step that is begun is ended.

    Returns
    -------
    list of dict
        ``model``, ``representation``, ``image_shape``, ``images_per_s``, ``to_plain`` (None for images of another
        size than the plain loop's), the plain loop first.
    """
    contenders: dict[str, tuple[str, Step]] = {}
    for name in (PLAIN, *models):
        progress(name)
        codec = codecs.from_json({"name": REPRESENTATIONS.get(name, DEFAULT_REPRESENTATION)})
        with made_in("float32" if name == PLAIN else precision):
            step = _plain(codec.image_shape) if name == PLAIN else _taught(name, codec)
        step()
        step()
        contenders[name] = codec.name, step
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(TURNS):
        progress(f"turn {turn + 1} of {TURNS}")
        for name, (_, step) in contenders.items():
            rates[name].append(BATCH * _rate(step, seconds))
    plain = median(rates[PLAIN])
    return [
        {
            "model": name,
            "representation": representation,
            "image_shape": list(codecs.from_json({"name": representation}).image_shape),
            "images_per_s": round(median(rates[name]), 1),
            "to_plain": round(median(rates[name]) / plain, 2) if representation == DEFAULT_REPRESENTATION else None,
        }
        for name, (representation, _) in contenders.items()
    ]


def _rate(step: Step, seconds: float) -> float:
    """Count steps a second, of one or more."""
    began, steps, passed = time.monotonic(), 0, 0.0
    while not steps or passed < seconds:
        step()
        steps += 1
        passed = time.monotonic() - began
    return steps / passed


def _taught(name: str, codec: Codec) -> Step:
    network, image_shape = NETWORKS[name], codec.image_shape
    gan = network.build("default", image_shape, 0, network.recipe.for_codec(codec), 0)
    last = len(gan.schedule.begins) - 1
    gan.step.assign(gan.schedule.begins[last] + gan.schedule.fade)
    gan.enter(last)
    teach = tf.function(gan.train_step, autograph=False)
    images = tf.random.uniform((BATCH, *image_shape), -1.0, 1.0)
    return lambda: {name: float(value) for name, value in teach(images).items()}


def _plain(image_shape: tuple[int, int, int]) -> Step:
    """Make the loop of Keras's example for DCGANs, of the layers of our `dcgan`, at this size."""
    height, width, channels = image_shape
    generator = keras.Sequential(
        [keras.Input((64,)), layers.Dense(height // 32 * width // 32 * 256)]
        + [layers.Reshape((height // 32, width // 32, 256))]
        + [
            layer
            for filters in (128, 64, 32, 16, 16)
            for layer in (
                layers.Conv2DTranspose(filters, 4, strides=2, padding="same"),
                layers.LeakyReLU(negative_slope=0.2),
            )
        ]
        + [layers.Conv2D(channels, 5, padding="same", activation="sigmoid")]
    )
    discriminator = keras.Sequential(
        [keras.Input(image_shape)]
        + [
            layer
            for filters in (32, 64, 128, 256, 256)
            for layer in (layers.Conv2D(filters, 4, strides=2, padding="same"), layers.LeakyReLU(negative_slope=0.2))
        ]
        + [layers.Flatten(), layers.Dropout(0.2), layers.Dense(1, activation="sigmoid")]
    )
    g_optimizer, d_optimizer = keras.optimizers.Adam(1e-4), keras.optimizers.Adam(1e-4)
    g_optimizer.build(generator.trainable_variables)
    d_optimizer.build(discriminator.trainable_variables)
    entropy = keras.losses.BinaryCrossentropy()
    images = tf.random.uniform((BATCH, *image_shape))

    def teach() -> Any:
        fake = generator(tf.random.normal((BATCH, 64)))
        labels = tf.concat([tf.ones((BATCH, 1)), tf.zeros((BATCH, 1))], 0)
        labels += 0.05 * tf.random.uniform(tf.shape(labels))
        with tf.GradientTape() as tape:
            d_loss = entropy(labels, discriminator(tf.concat([fake, images], 0), training=True))
        d_variables = discriminator.trainable_variables
        d_optimizer.apply(tape.gradient(d_loss, d_variables), d_variables)
        with tf.GradientTape() as tape:
            g_loss = entropy(tf.zeros((BATCH, 1)), discriminator(generator(tf.random.normal((BATCH, 64)))))
        g_variables = generator.trainable_variables
        g_optimizer.apply(tape.gradient(g_loss, g_variables), g_variables)
        return d_loss, g_loss

    taught = tf.function(teach, autograph=False)
    return lambda: [float(loss) for loss in taught()]


def lines(told: Sequence[dict[str, Any]]) -> list[str]:
    """Tell the figures to people."""
    return [
        f"{row['model']:20}{' x '.join(map(str, row['image_shape'])):>16}{row['images_per_s']:10.1f} images/s"
        + (f"{row['to_plain']:8.2f} x plain" if row["to_plain"] else "")
        for row in told
    ]
