"""The sound embedding of images, which gradients pass: what a search by ear goes down.

Conventions
-----------
An image is not decoded: of the levels of its bands the power of the embedding's mel bands is estimated, window by
window, and its network (`metrics.embedding`) runs in TensorFlow. Points are near those of the decoded sounds, not equal
to them: what is found is judged by the sound itself. Only for codecs with one band a column (`FrameLayout`).
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from gesturegan_live.codecs.codec import Codec
from gesturegan_live.codecs.spectra.bands import expand_bands
from training.metrics.embedding import embedding

PIXELS = np.linspace(-1, 1, 129, dtype=np.float32)  # whose levels are tabulated

Array = NDArray[np.float32]


class Ear:
    """Hears the images of one codec."""

    def __init__(self, codec: Codec) -> None:
        if not fits(codec):
            raise ValueError(f"{codec.name}: has no band for each column, expected a codec that an ear can be made for")
        self._codec = codec

    def __call__(self, images: Any) -> Any:
        """Place images (B, H, W, C), as a tensor, among all sounds: (B, 512)."""
        mel = self._mel(images[..., 0])  # (B, T, 96)
        frames = mel.shape[1]
        half = embedding.BLOCK // 2
        count = 1 + max(0, -(-(frames - embedding.BLOCK) // half))
        whole = tf.pad(mel, ((0, 0), (0, (count - 1) * half + embedding.BLOCK - frames), (0, 0)))
        blocks = [whole[:, k * half :][:, : embedding.BLOCK] for k in range(count)]
        return sum(_network(block[..., None]) for block in blocks) / count

    def _mel(self, pixels: Any) -> Any:
        """Log mel bands (B, T, 96) of the levels of bands (B, H, W)."""
        place = (tf.clip_by_value(pixels, -1.0, 1.0) + 1.0) * ((len(PIXELS) - 1) / 2)
        below = tf.minimum(tf.floor(place), len(PIXELS) - 2.0)
        table = tf.constant(self._levels.T)  # (W, pixels)
        columns = tf.broadcast_to(tf.range(table.shape[0]), tf.shape(pixels))
        row = tf.cast(below, tf.int32)
        low, high = (tf.gather_nd(table, tf.stack([columns, row + step], axis=-1)) for step in (0, 1))
        level = low + (place - below) * (high - low)
        power = tf.einsum("th,bhw->btw", tf.constant(self._windows), tf.exp(2 * level))
        spread = tf.matmul(tf.math.log(power + 1e-12), tf.constant(self._bins))  # (B, T, 1025)
        bands = tf.matmul(tf.exp(spread), tf.constant(embedding.filters().astype(np.float32)))
        return tf.math.log(1 + 1e4 * bands) / (np.log(10) * embedding.LOUDEST)

    @cached_property
    def _levels(self) -> Array:
        """Natural log of the magnitude of each of `PIXELS` in each band, (pixels, W)."""
        images = np.zeros((len(PIXELS), *self._codec.image_shape), np.float32)
        images[..., :1] = PIXELS[:, None, None, None]
        return self._codec.frames(images).log_magnitude[:, images.shape[1] // 2]

    @cached_property
    def _windows(self) -> Array:
        """Weights (T, H) by which the codec's frames make the embedding's, in power."""
        layout = self._codec.layout
        assert layout is not None
        scale = embedding.SAMPLE_RATE / layout.sample_rate
        seconds = (np.arange(layout.frames) + 0.5) * layout.hop_length * scale
        frames = 1 + int(layout.frames * layout.hop_length * scale) // embedding.HOP
        off = (np.arange(frames)[:, None] * embedding.HOP - seconds) / embedding.N_FFT
        weights = np.where(np.abs(off) < 0.5, np.cos(np.pi * off) ** 4, 0.0)
        longer = embedding.N_FFT / (layout.n_fft * scale)
        return np.asarray(weights / weights.sum(axis=1).max() * longer, np.float32)

    @cached_property
    def _bins(self) -> Array:
        """Bands to the embedding's bins, linear in the logarithm: (W, 1025)."""
        layout = self._codec.layout
        assert layout is not None
        ratio = embedding.N_FFT / layout.n_fft * layout.sample_rate / embedding.SAMPLE_RATE
        centres = np.asarray(layout.band_bins * ratio, np.float32)
        return expand_bands(np.eye(len(centres), dtype=np.float32), centres, embedding.N_FFT // 2 + 1)


def fits(codec: Codec) -> bool:
    """Tell whether each column of a codec's images is a band."""
    return codec.layout is not None and len(codec.layout.band_bins) == codec.image_shape[1]


def _network(x: Any) -> Any:
    """(B, 100, 96, 1) to (B, 512)."""
    for number, (kernel, bias) in enumerate(_weights()):
        x = tf.nn.relu(tf.nn.conv2d(x, kernel, 1, "SAME") + bias)
        if number in embedding.POOLED:
            x = tf.nn.max_pool2d(x, 2, 2, "VALID")
    return tf.reduce_max(tf.reduce_mean(x, axis=2), axis=1)


@cache
def _weights() -> list[tuple[Array, Array]]:
    """Kernels (3, 3, in, out) and biases of the convolutions."""
    return [(kernel.transpose(2, 3, 1, 0).copy(), bias) for kernel, bias in embedding.convolutions()]
