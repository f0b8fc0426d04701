from __future__ import annotations

from math import gcd

import numpy as np
import pytest

from gesturegan_live.audio.playhead.conversion import convert
from gesturegan_live.audio.playhead.resample import SincBank, level_of, read, sinc_table
from gesturegan_live.kernel import kernel
from tests.live.called import called


@kernel
def _read_all(data, base, positions, level, coefficients, levels, out):
    for i in range(len(positions)):
        out[i] = read(data, base, positions[i], level, coefficients, levels)


def _play(clip: np.ndarray, speed: float, count: int, fastest: float = 8.0) -> np.ndarray:
    bank = SincBank(fastest)
    data = np.pad(clip, bank.reach)
    positions = 200.0 + np.arange(count) * speed
    out = np.zeros(count)
    _read_all(data, bank.reach, positions, called(level_of)(speed, bank.levels), bank.coefficients, bank.levels, out)
    return out


def _snr(signal: np.ndarray, frequency: float) -> float:
    """Of a sine of `frequency` (cycles a sample) in dB, its amplitude and phase free."""
    time = 2 * np.pi * frequency * np.arange(len(signal))
    basis = np.stack([np.sin(time), np.cos(time)], axis=1)
    fit = basis @ np.linalg.lstsq(basis, signal, rcond=None)[0]
    return float(10 * np.log10((fit**2).sum() / ((signal - fit) ** 2).sum()))


def test_whole_positions_copy() -> None:
    clip = np.random.default_rng(0).standard_normal(1000).astype(np.float32)
    np.testing.assert_array_equal(_play(clip, 1.0, 500), clip[200:700])


@pytest.mark.parametrize(("frequency", "wanted"), [(100, 80), (1000, 80), (5000, 80), (12000, 60)])
def test_a_slow_playhead_keeps_a_sine_a_sine(sine, frequency: float, wanted: float) -> None:
    speed = 44100 / 48000
    assert _snr(_play(sine(frequency, 8000), speed, 4096), frequency / 44100 * speed) > wanted


def test_a_fast_playhead_does_not_fold_what_it_cannot_play(sine) -> None:
    heard = _play(sine(15000, 60000), 4.0, 8192)  # would be heard at 60 kHz
    assert heard.std() < 0.02 * 0.3
    kept = _play(sine(1000, 60000), 4.0, 8192)
    assert kept.std() == pytest.approx(0.3 / np.sqrt(2), rel=0.02)


@pytest.mark.parametrize(("source", "target"), [(44100, 48000), (16000, 44100), (48000, 44100), (44100, 96000)])
def test_rate_conversion_in_blocks_of_any_size(sine, source: int, target: int) -> None:
    half = 24
    divisor = gcd(source, target)
    p, q = source // divisor, target // divisor
    table = sinc_table(2 * half, 512, min(1.0, target / source))
    clip = np.stack([sine(3000, 9000, source), sine(700, 9000, source)])
    line = np.zeros((2, 1000), np.float32)
    heard, given, made = [], 0, 0
    sizes = np.random.default_rng(1).integers(1, 200, 60)
    for size in sizes:
        until = (given + int(size) - 1) * p // q + half + 1
        fresh = until - made
        line[:, 2 * half : 2 * half + fresh] = clip[:, made:until]
        out = np.zeros((2, 200), np.float32)
        convert(line, fresh, given * p - (made - 2 * half) * q, int(size), p, q, table, out)
        heard.append(out[:, :size])
        made, given = until, given + int(size)
    played = np.concatenate(heard, axis=1)
    time = np.arange(played.shape[1]) / target
    for row, frequency in zip(played, (3000, 700), strict=True):
        # no delay and no shift: sample i is the sound of i / target, known half a table (half a millisecond) ahead
        error = row - 0.3 * np.sin(2 * np.pi * frequency * time)
        assert 10 * np.log10((row[200:] ** 2).sum() / (error[200:] ** 2).sum()) > 75
