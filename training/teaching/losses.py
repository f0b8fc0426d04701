"""What a GAN is taught by: losses of both sides, and what keeps the discriminator smooth.

Conventions
-----------
Logits: (B, 1), positive for what is taken for a recording. A loss gives (d_loss, g_loss); a penalty is a scalar of the
discriminator's slope, taken as the mean over the batch. The names are those of `recipe.LOSS_NAMES`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from training.teaching import replicas

DRIFT = 0.001  # keeps a critic's logits near zero (Karras et al. 2018, appendix A.1)


def _non_saturating(real: Any, fake: Any) -> tuple[Any, Any]:
    """Goodfellow et al. 2014: the generator maximises log D."""
    d_loss = tf.reduce_mean(tf.nn.softplus(fake)) + tf.reduce_mean(tf.nn.softplus(-real))
    return d_loss, tf.reduce_mean(tf.nn.softplus(-fake))


def _hinge(real: Any, fake: Any) -> tuple[Any, Any]:
    """Lim and Ye 2017."""
    d_loss = tf.reduce_mean(tf.nn.relu(1.0 - real)) + tf.reduce_mean(tf.nn.relu(1.0 + fake))
    return d_loss, -tf.reduce_mean(fake)


def _wasserstein(real: Any, fake: Any) -> tuple[Any, Any]:
    """Gulrajani et al. 2017, with the drift of Karras et al. 2018."""
    d_loss = tf.reduce_mean(fake) - tf.reduce_mean(real) + DRIFT * tf.reduce_mean(tf.square(real))
    return d_loss, -tf.reduce_mean(fake)


def _relativistic(real: Any, fake: Any) -> tuple[Any, Any]:
    """Jolicoeur-Martineau 2019, in the form of Huang et al. 2024: each recording against one generated image."""
    return tf.reduce_mean(tf.nn.softplus(fake - real)), tf.reduce_mean(tf.nn.softplus(real - fake))


def _squared_slope(judge: Callable[[Any], Any], real: Any, fake: Any, seed: Any) -> Any:  # noqa: ARG001 - one signature
    """R1: the squared gradient at recordings (Mescheder et al. 2018)."""
    return tf.reduce_mean(tf.reduce_sum(tf.square(_slope(judge, real)), axis=(1, 2, 3)))


def _squared_slopes(judge: Callable[[Any], Any], real: Any, fake: Any, seed: Any) -> Any:
    """R1 and R2: the squared gradient at recordings and at generated images (Huang et al. 2024, section 2.2)."""
    at_real = _squared_slope(judge, real, fake, seed)
    return at_real + _squared_slope(judge, tf.stop_gradient(fake), real, seed)


def _slope_of_one(judge: Callable[[Any], Any], real: Any, fake: Any, seed: Any) -> Any:
    """Square the distance of the gradient's length from 1, between recordings and generated images."""
    share = replicas.uniform((tf.shape(real)[0], 1, 1, 1), seed)
    between = real + share * (tf.stop_gradient(fake) - real)
    length = tf.sqrt(tf.reduce_sum(tf.square(_slope(judge, between)), axis=(1, 2, 3)) + 1e-12)
    return 2.0 * tf.reduce_mean(tf.square(length - 1.0))  # weighted by a half, as R1 is


def _slope(judge: Callable[[Any], Any], images: Any) -> Any:
    with tf.GradientTape() as tape:
        tape.watch(images)
        total = tf.reduce_sum(judge(images))
    return tape.gradient(total, images)


LOSSES: dict[str, Callable[[Any, Any], tuple[Any, Any]]] = {
    "non-saturating": _non_saturating,
    "hinge": _hinge,
    "wgan-gp": _wasserstein,
    "rpgan": _relativistic,
}
RELATIVE = frozenset({"rpgan"})  # whose logits have no zero of their own
PENALTIES: dict[str, Callable[[Callable[[Any], Any], Any, Any, Any], Any]] = {
    "non-saturating": _squared_slope,
    "hinge": _squared_slope,
    "wgan-gp": _slope_of_one,
    "rpgan": _squared_slopes,
}
