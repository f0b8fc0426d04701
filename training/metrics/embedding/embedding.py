"""What sounds are like, as points: sounds that people would file together lie together.

The network of Ma and Lerch 2022 ("Representation Learning for the Automatic Indexing of Sound Effects Libraries",
ISMIR), taught on labelled libraries of sound effects: eight convolutions on 96 mel bands of two seconds. Its weights
are CC BY 4.0 (``aisfx-LICENSE.txt``); ``aisfx.npz`` holds them in eight bits, batch normalisation folded in, which
moves a point by 4 % of the spread of sounds. It runs in OpenVINO, always in float32, on every machine alike.

Conventions
-----------
``samples``: (B, n) float32 at any rate, brought to 44.1 kHz; their level counts. Points: (B, 512) float32, 0 or more.
Sounds longer than a block of 100 frames (2.3 s) are the mean of blocks that overlap by half.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

from gesturegan_live.generator.backends.engine import openvino, opset13

SAMPLE_RATE = 44100
N_FFT, HOP, BANDS, BLOCK = 2048, 1024, 96, 100
DIMENSION = 512
WEIGHTS = Path(__file__).with_name("aisfx.npz")
LOUDEST = 9.457798957824707  # log mel value that the network knows as 1
POOLED = (1, 3, 5)  # the convolutions after which the picture is halved
_BATCH = 8

Array = NDArray[np.float32]


def embed(samples: Array, sample_rate: int) -> Array:
    """Place sounds (B, n) among all sounds: (B, 512)."""
    points = np.zeros((len(samples), DIMENSION), np.float32)
    for first in range(0, len(samples), _BATCH):
        blocks = [_blocks(_mel(sound, sample_rate)) for sound in samples[first : first + _BATCH]]
        places = np.repeat(np.arange(len(blocks)), [len(b) for b in blocks])
        found = _network()(np.concatenate(blocks)[:, None])[0]
        for place in range(len(blocks)):
            points[first + place] = found[places == place].mean(axis=0)
    return points


def _mel(sound: Array, sample_rate: int) -> Array:
    """Log mel bands (T, 96), the frames centred on multiples of the hop."""
    if sample_rate != SAMPLE_RATE:
        sound = soxr.resample(sound, sample_rate, SAMPLE_RATE)
    padded = np.pad(sound, N_FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, N_FFT)[::HOP] * np.hanning(N_FFT)
    power = np.abs(np.fft.rfft(frames, axis=1)) ** 2
    return np.asarray(np.log10(1 + 1e4 * (power @ filters())) / LOUDEST, np.float32)


def _blocks(mel: Array) -> Array:
    """Blocks (K, 100, 96), silence where the sound has ended."""
    count = 1 + max(0, -(-(len(mel) - BLOCK) // (BLOCK // 2)))
    whole = np.pad(mel, ((0, (count - 1) * (BLOCK // 2) + BLOCK - len(mel)), (0, 0)))
    return np.stack([whole[k * (BLOCK // 2) :][:BLOCK] for k in range(count)])


@cache
def filters() -> NDArray[np.float64]:
    """Triangles on the HTK mel scale, each of sum one: (1025, 96)."""
    bins = 1127 * np.log1p(np.arange(N_FFT // 2 + 1) * SAMPLE_RATE / N_FFT / 700)
    edges = np.linspace(0, bins[-1], BANDS + 2)
    step = edges[1]
    triangles = np.maximum(0, 1 - np.abs(bins[:, None] - edges[1:-1]) / step)
    filters: NDArray[np.float64] = triangles / triangles.sum(axis=0)
    return filters


def convolutions() -> list[tuple[Array, Array]]:
    """Kernels (out, in, 3, 3) and biases (out,) of the network, the first layer first."""
    with np.load(WEIGHTS, allow_pickle=False) as weights:
        return [
            (weights[f"kernel{n}"] * weights[f"scale{n}"][:, None, None, None], weights[f"bias{n}"]) for n in range(8)
        ]


@cache
def _network() -> Any:
    """Compile (B, 1, 100, 96) -> (B, 512)."""
    given = opset13.parameter([-1, 1, BLOCK, BANDS], np.float32)
    x: Any = given
    for number, (kernel, bias) in enumerate(convolutions()):
        x = opset13.convolution(x, opset13.constant(kernel), [1, 1], [1, 1], [1, 1], [1, 1])
        x = opset13.relu(opset13.add(x, opset13.constant(bias.reshape(1, -1, 1, 1))))
        if number in POOLED:
            x = opset13.max_pool(x, [2, 2], [1, 1], [0, 0], [0, 0], [2, 2], "floor", "explicit").output(0)
    x = opset13.reduce_mean(x, opset13.constant([3]))  # over frequency
    x = opset13.reduce_max(x, opset13.constant([2]))  # over time
    return openvino.Core().compile_model(openvino.Model([x], [given]), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
