"""Whether a run still learns: what goes wrong in a GAN, measured.

Conventions
-----------
What is wrong is one line, without the step. Distances are between images seen from afar (means over blocks, at most
16 x 16), root mean square over their pixels.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from training.runs.table import Columns

ALIVE, COLLAPSED = 0.3, 0.1  # of the recordings' spread: once the first was reached, the second is a collapse
LONG = 500  # steps for which a discriminator that is always right is borne
VANISHED = 1e-3  # of the generator's first gradients
FILLED = 0.4  # of the range: what images fill less than is said
NARROW = 0.5  # of the range that recordings fill: generated images that fill less of it are told
COLOURS = 3  # channels that are looked at one by one

Images = NDArray[np.float32]
ACCURACIES = ("real_accuracy", "fake_accuracy")
GRADIENT = "g_gradient"
NARROWLY = "generated ones fill only"  # by which a run's notes are known to tell it


class Watch:
    """Notices what a run does not recover from.

    Parameters
    ----------
    recordings : ndarray, shape (n, H, W, C)
        Some, to compare with.
    log, health : mapping of str to ndarray
        What earlier calls noted, up to the step that the run goes on from.
    """

    def __init__(self, recordings: Images, log: Columns, health: Columns) -> None:
        self._varied = max(_mean_distance(coarse(recordings)), 1e-3)
        self._ranges = _ranges(recordings)
        names = (*ACCURACIES, GRADIENT)
        known = log.keys() >= {*names}  # there may have been no discriminator yet
        judged = np.stack([log[name] for name in names], axis=1) if known else np.empty((0, len(names)))
        judged = judged[np.isfinite(judged).all(axis=1)]
        self._first = list(judged[:LONG, 2])
        self._accuracies = deque(map(tuple, judged[-LONG:, :2]), LONG)
        self._gradients = deque(judged[-LONG:, 2], LONG)
        self._widest = float(max(health.get("spread", np.empty(0)), default=0.0))

    def step(self, report: Mapping[str, float]) -> str | None:
        """Tell what is wrong after a step, if anything is."""
        broken = [name for name, value in report.items() if not np.isfinite(value)]
        if broken:
            return f"{broken[0]} is {report[broken[0]]}"
        if {*ACCURACIES, GRADIENT} <= report.keys():
            self._accuracies.append(tuple(report[name] for name in ACCURACIES))
            self._gradients.append(report[GRADIENT])
            if len(self._first) < LONG:
                self._first.append(report[GRADIENT])
        return None

    def spread(self, images: Images) -> float:
        """Mean distance of two generated images, over that of two recordings: 1 is as varied, 0 all the same."""
        return _mean_distance(coarse(images)) / self._varied

    def judge(self, spread: float) -> str | None:
        """Tell what is wrong before a checkpoint, if anything is."""
        if not np.isfinite(spread):
            return f"the spread of generated images is {spread}"
        self._widest = max(self._widest, spread)
        if self._widest >= ALIVE and spread < COLLAPSED:
            return f"generated images collapsed to {spread:.3f} of the recordings' spread"
        if len(self._gradients) == LONG and min(map(min, self._accuracies)) >= 1:
            left = float(np.median(self._gradients) / np.median(self._first))
            if left < VANISHED:
                return f"the discriminator was right {LONG} times; the generator's gradient is {left:.1e} of its first"
        return None

    def narrow(self, images: Images, steps: int) -> str | None:
        """Tell if images fill much less of their range than recordings do, once all is taught for `LONG` steps."""
        if steps < LONG:
            return None  # an untaught generator fills little, and one that still grows shows means
        for name, (low, high) in _ranges(images).items():
            bottom, top = self._ranges[name]
            if high - low < NARROW * (top - bottom):
                part = (high - low) / (top - bottom)
                return (
                    f"{name}: {NARROWLY} {part:.0%} of the range of recordings "
                    f"({low:.2f} to {high:.2f} of {bottom:.2f} to {top:.2f})"
                )
        return None


def fills(images: Images) -> list[str]:
    """Say which channels of a dataset's images use little of their range; 0.1 % at either end are left out."""
    return [
        f"{name}: only {(high - low) / 2:.0%} of the range is filled ({low:.2f} to {high:.2f} of -1 to 1); another "
        "codec or level may be learnt better"
        for name, (low, high) in _ranges(images).items()
        if (high - low) / 2 < FILLED
    ]


def coarse(images: Images) -> Images:
    """Images seen from afar, (B, n): at most 16 x 16 means a channel."""
    batch, height, width, channels = images.shape
    tall, wide = height // min(16, height), width // min(16, width)
    cut = images[:, : height // tall * tall, : width // wide * wide]
    blocks = cut.reshape(batch, height // tall, tall, width // wide, wide, channels)
    means: Images = blocks.mean(axis=(2, 4)).reshape(batch, -1)
    return means


def _ranges(images: Images) -> dict[str, tuple[float, float]]:
    """Lowest and highest level of each channel; 0.1 % at either end are left out."""
    channels = images.shape[-1]
    parts = {f"channel {n + 1} of the images": images[..., n] for n in range(channels)}
    if channels > COLOURS:  # of slices, each sample is one
        parts = {"the images": images}
    ends = {name: np.percentile(part, (0.1, 99.9)) for name, part in parts.items()}
    return {name: (float(low), float(high)) for name, (low, high) in ends.items()}


def _mean_distance(images: Images) -> float:
    """Average the distances of all pairs."""
    squares = np.mean(np.square(images[:, None] - images[None]), axis=2)
    return float(np.sqrt(squares).sum() / max(1, len(images) * (len(images) - 1)))
