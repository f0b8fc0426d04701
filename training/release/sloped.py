"""Qualities of images as gradients pass them: what `qualities.measure_frames` measures, in TensorFlow.

Conventions
-----------
Images: (B, T, K, 1) in [-1, 1], of a codec whose first channel is the level of frames and which tells no tonality.
What codecs make all sounds louder by is left out: gradients do not hear it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import tensorflow as tf

from gesturegan_live.codecs.codec import FrameLayout
from gesturegan_live.codecs.spectra.bands import expand_bands
from training.release import qualities
from training.release.qualities import FEWEST, HOP, LOUDNESS, RISE_DB, SILENT

LEAST = 1e-12


def sloped(layout: FrameLayout) -> Callable[[tf.Tensor], tf.Tensor]:
    """Give what measures images: (B, T, K, 1) to (B, Q)."""
    bins = layout.n_fft // 2 + 1
    hertz = np.linspace(0, layout.sample_rate / 2, bins, dtype=np.float32)
    low = layout.n_fft / 4 / np.expm1(layout.span)
    overlap = qualities.overlap(layout)[:, None, None, None]  # (F, 1, 1, 1)
    spread = expand_bands(np.eye(len(layout.band_bins), dtype=np.float32), layout.band_bins, bins)
    edges = qualities.edges(bins, float(hertz[-1]), 1)
    octaves = [slice(*pair) for pair in pairwise(edges) if pair[1] - pair[0] >= FEWEST]

    def measure(images: tf.Tensor) -> tf.Tensor:
        magnitude = low * tf.math.expm1((images[..., :1] + 1) * (layout.span / 2))
        heard = tf.nn.conv2d(magnitude**2, overlap, 1, "SAME")[:, :: max(1, HOP // layout.hop_length), :, 0]
        power = tf.exp(tf.math.log(heard + SILENT) @ spread) + SILENT  # (B, T / 2, bins)
        energy = tf.reduce_sum(power, axis=2)
        weights = tf.sqrt(energy)
        weights /= tf.reduce_sum(weights, axis=1, keepdims=True)
        mean = tf.einsum("bt,btk->bk", weights / energy, power)
        level = _db(energy)
        level = tf.maximum(level, tf.reduce_max(level, axis=1, keepdims=True) - RISE_DB)
        rises = tf.reduce_sum(tf.nn.relu(level[:, 2:] - level[:, :-2]) ** 4, axis=1)
        both = tf.reduce_sum(energy, axis=1), tf.reduce_sum(energy**2, axis=1)
        told = {
            "brightness": _log2(tf.linalg.matvec(tf.sqrt(mean), hertz) / tf.reduce_sum(tf.sqrt(mean), axis=1) + 1),
            "noisiness": _noisiness(power, octaves),
            "attack": (rises + LEAST) ** 0.25,
            "loudness": _db(both[1] / both[0]),
            "register": tf.linalg.matvec(mean[:, 1:], np.log2(hertz[1:])) / tf.reduce_sum(mean[:, 1:], axis=1),
            "density": _log2(both[0] ** 2 / both[1] / energy.shape[1]),
        }
        return tf.stack([told[name] for name in qualities.QUALITIES], axis=1)

    return measure


def _noisiness(power: tf.Tensor, octaves: list[slice]) -> tf.Tensor:
    sums = tf.stack([tf.reduce_sum(power[..., octave], axis=2) for octave in octaves])
    strongest = tf.stack([tf.reduce_max(power[..., octave], axis=2) for octave in octaves])
    widths = np.array([octave.stop - octave.start for octave in octaves], np.float32)[:, None, None]
    loudness = sums**LOUDNESS
    return tf.reduce_sum(_db(sums / widths / strongest) * loudness, axis=(0, 2)) / tf.reduce_sum(loudness, axis=(0, 2))


def _db(values: tf.Tensor) -> tf.Tensor:
    return 10 / np.log(10) * tf.math.log(values)


def _log2(values: tf.Tensor) -> tf.Tensor:
    return tf.math.log(values) / np.log(2)
