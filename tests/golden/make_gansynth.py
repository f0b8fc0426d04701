"""Make gansynth.npz: GANSynth's arithmetic, step by step, in TensorFlow; what `specgram` and `mel-if` must agree with.

The order of operations is that of the released `spectral_ops.py` and `specgrams_helper.py` (J. Engel et al., 2019), as
they run on checkpoints; all in float32. Run it again only if the sound or the choice of frames changes:

    python tests/golden/make_gansynth.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RATE, LENGTH = 16000, 64000
SIZES = {"128x1024": (128, 1024), "256x512": (256, 512)}
FRAMES = (0, 7, 60, 127)


def sound() -> np.ndarray:
    """Two partials, one gliding, and a little noise that starts late."""
    time = np.arange(LENGTH) / RATE
    noise = np.random.default_rng(3).standard_normal(LENGTH) * (time > 1.7)
    tones = 0.4 * np.sin(2 * np.pi * 440 * time) + 0.2 * np.sin(2 * np.pi * (700 * time + 300 * time**2))
    return (tones + 0.05 * noise).astype(np.float32)


def mel_matrix(bands: int) -> np.ndarray:
    """The matrix as the released code builds it, one band after the other."""
    nyquist = RATE / 2.0
    edges = np.linspace(0.0, 1127.0 * np.log(1.0 + nyquist / 700.0), bands + 2)
    resolution = nyquist / bands
    for i in range(bands):
        low, centre, high = (700.0 * (np.exp(edges[i + j] / 1127.0) - 1.0) for j in range(3))
        if high - low < 1.5 * resolution:
            width = 1127.0 * np.arcsinh(0.75 * resolution / (centre + 700.0))
            edges[i] = edges[i + 1] - width
            edges[i + 2] = edges[i + 1] + width
    bins = np.linspace(0.0, nyquist, bands)
    matrix = np.zeros((bands, bands))
    for i in range(bands):
        low, centre, high = (700.0 * (np.exp(edges[i + j] / 1127.0) - 1.0) for j in range(3))
        matrix[:, i] = np.maximum(0.0, np.minimum((bins - low) / (centre - low), (high - bins) / (high - centre)))
    matrix[0] = 0.0
    return matrix


def main() -> None:
    """Write the arrays beside this file."""
    import tensorflow as tf

    def unwrap(phase):
        step = phase[:, 1:] - phase[:, :-1]
        turned = tf.math.floormod(step + np.pi, 2.0 * np.pi) - np.pi
        turned = tf.where(tf.logical_and(tf.equal(turned, -np.pi), tf.greater(step, 0.0)), np.pi, turned)
        correction = tf.cumsum(turned - step, axis=1)
        return phase + tf.concat([tf.zeros_like(phase[:, :1]), correction], axis=1)

    def instantaneous_frequency(phase):
        unwrapped = unwrap(phase)
        return tf.concat([unwrapped[:, :1], unwrapped[:, 1:] - unwrapped[:, :-1]], axis=1) / np.pi

    arrays = {"sound": sound()}
    for name, (frames, bins) in SIZES.items():
        n_fft, hop = 2 * bins, bins // 2
        padding = (frames - 1) * hop + n_fft - LENGTH
        wave = tf.pad(tf.constant(arrays["sound"])[None], [[0, 0], [padding, 0]])
        spectrum = tf.signal.stft(wave, n_fft, hop, n_fft, pad_end=False)[:, :, 1:]
        log_magnitude = tf.math.log(tf.abs(spectrum) + 1e-6)
        frequency = instantaneous_frequency(tf.math.angle(spectrum))
        matrix = tf.constant(mel_matrix(bins), tf.float32)
        power = tf.tensordot(tf.exp(2.0 * log_magnitude), matrix, 1)
        mel_magnitude = tf.math.log(power + 1e-6)
        mel_phase = tf.tensordot(tf.cumsum(frequency * np.pi, axis=1), matrix, 1)
        mel_frequency = instantaneous_frequency(mel_phase)
        rows = list(FRAMES)
        arrays[f"specgram-{name}"] = np.stack([log_magnitude.numpy()[0, rows], frequency.numpy()[0, rows]], axis=-1)
        arrays[f"mel-if-{name}"] = np.stack([mel_magnitude.numpy()[0, rows], mel_frequency.numpy()[0, rows]], axis=-1)
        phase = tf.cumsum(frequency * np.pi, axis=1)
        again = tf.cast(tf.exp(log_magnitude), tf.complex64) * tf.exp(
            tf.complex(0.0, 1.0) * tf.cast(phase, tf.complex64)
        )
        again = tf.pad(again, [[0, 0], [0, 0], [1, 0]])
        window = tf.signal.inverse_stft_window_fn(hop)
        decoded = tf.signal.inverse_stft(again, n_fft, hop, n_fft, window_fn=window)[0, padding:]
        arrays[f"decoded-{name}"] = decoded.numpy()[::16]
    np.savez_compressed(Path(__file__).with_name("gansynth.npz"), **arrays)


if __name__ == "__main__":
    main()
