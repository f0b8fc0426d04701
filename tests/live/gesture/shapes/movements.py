"""Movements that a hand makes: six shapes, each time a little otherwise, and what is none of them.

No recorded set of such shapes is at hand: these are made, with what repetitions by hand have: another tempo, which
changes on the way, another size and place, a sensor's noise, and rest before and after.
"""

from __future__ import annotations

import numpy as np

from gesturegan_live.gesture.shapes.shape import STEP

_WAY = np.linspace(0, 1, 80)[:, None]
_TURN = 2 * np.pi * _WAY
REST = 40  # frames before a movement, and after it
FORMS = {
    "circle": 0.5 + np.hstack([0.35 * np.sin(_TURN), 0.35 * (np.cos(_TURN) - 1), 0.1 * np.sin(2 * _TURN)]),
    "eight": 0.5 + np.hstack([0.35 * np.sin(_TURN), 0.3 * np.sin(2 * _TURN), 0 * _TURN]),
    "line": 0.5 + np.hstack([0.4 * np.sin(_TURN / 2) ** 2, 0.1 * np.sin(_TURN / 2), 0.1 * np.sin(_TURN / 2)]),
    "strike": 0.5
    + np.hstack(
        [0 * _WAY, -0.45 * np.exp(-(((_WAY - 0.5) / 0.12) ** 2)), 0.3 * np.exp(-(((_WAY - 0.35) / 0.15) ** 2))]
    ),
    "spiral": 0.5 + np.hstack([0.4 * _WAY * np.sin(2 * _TURN), 0.4 * _WAY * np.cos(2 * _TURN), -0.3 * _WAY]),
    "zigzag": 0.5 + np.hstack([0.4 * _WAY, 0.25 * np.abs((4 * _WAY) % 2 - 1) - 0.25, 0.2 * _WAY]),
}


def made(name: str, rng: np.random.Generator) -> np.ndarray:
    """A repetition of a shape: 1.1 to 2.3 s, 85 to 115 % in each direction, frames of shape (frames, 3)."""
    form = FORMS[name]
    way = np.linspace(0, 1, round(1.6 * np.exp(rng.uniform(-0.35, 0.35)) / STEP))
    way = way + 0.06 * np.sin(2 * np.pi * way + rng.uniform(0, 6))
    way = np.clip((way - way[0]) / (way[-1] - way[0]), 0, 1)
    moved = np.stack([np.interp(way, _WAY[:, 0], each) for each in form.T], axis=1)
    return form[0] + (moved - form[0]) * rng.uniform(0.85, 1.15, 3) + rng.uniform(-0.04, 0.04, 3)


def sensed(frames: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What a sensor says of it, with the rest before it and after it."""
    whole = np.concatenate([np.repeat(frames[:1], REST, axis=0), frames, np.repeat(frames[-1:], REST, axis=0)])
    return np.clip(whole + 0.02 * rng.standard_normal(whole.shape), 0, 1)


def wandering(rng: np.random.Generator) -> np.ndarray:
    """Six seconds of a hand that goes about where the shapes are made, and makes none, frames of shape (300, 3)."""
    way = np.cumsum(rng.standard_normal((300, 3)), axis=0)
    window = np.exp(-(np.linspace(-3, 3, 41) ** 2))
    way = np.stack([np.convolve(each, window / window.sum(), "same") for each in way.T], axis=1)
    way = 0.1 + 0.8 * (way - way.min(axis=0)) / (way.max(axis=0) - way.min(axis=0))
    return np.clip(way + 0.02 * rng.standard_normal(way.shape), 0, 1)
