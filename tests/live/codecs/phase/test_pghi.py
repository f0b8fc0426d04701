from __future__ import annotations

import heapq

import numpy as np
import pytest

from gesturegan_live.codecs.phase.griffin_lim import griffin_lim
from gesturegan_live.codecs.phase.pghi import HANN_GAMMA, LOG_TOLERANCE, rtpghi_frame, rtpghi_work
from gesturegan_live.codecs.spectra.polar import polar
from gesturegan_live.codecs.spectra.transform import stft
from tests.live.codecs.frame_by_frame import rtpghi


def chirp_and_noise(length: int, seed: int = 0) -> np.ndarray:
    time = np.arange(length) / 44100
    noise = np.random.default_rng(seed).standard_normal(length)
    return (0.4 * np.sin(2 * np.pi * (300 * time + 900 * time**2)) + 0.02 * noise).astype(np.float32)


def log_spectrogram(samples: np.ndarray, n_fft: int, hop: int) -> np.ndarray:
    magnitude = np.abs(stft(samples[None], n_fft, hop, len(samples) // hop, (n_fft - hop) // 2))[0]
    return np.log(np.maximum(magnitude, 1e-7))


def heap_frame(
    log_magnitude: np.ndarray, slope: np.ndarray, before: np.ndarray, before_phase: np.ndarray, hop: int, n_fft: int
) -> np.ndarray:
    """The heap as the paper has it, in float64; new islands start from their strongest bin."""
    bins = len(log_magnitude)
    tolerance = max(log_magnitude.max(), before.max()) + LOG_TOLERANCE
    per_bin = -HANN_GAMMA * n_fft / hop * slope - np.pi

    def per_hop(magnitude: np.ndarray) -> np.ndarray:
        gradient = np.zeros(bins)
        gradient[1:-1] = (magnitude[2:] - magnitude[:-2]) / 2
        return gradient * hop / (HANN_GAMMA * n_fft)

    advance = 2 * np.pi * hop * np.arange(bins) / n_fft + (per_hop(log_magnitude) + per_hop(before)) / 2
    heap = [(-before[k] if before[k] >= tolerance else 1e6 - log_magnitude[k], 0, k) for k in range(bins)]
    heapq.heapify(heap)
    phase = np.full(bins, np.nan)
    while heap:
        _, here, k = heapq.heappop(heap)
        if here == 0:
            if np.isnan(phase[k]):
                phase[k] = before_phase[k] + advance[k]
                if log_magnitude[k] >= tolerance:
                    heapq.heappush(heap, (-log_magnitude[k], 1, k))
            continue
        for beside in (k - 1, k + 1):
            if 0 <= beside < bins and np.isnan(phase[beside]):
                phase[beside] = phase[k] + (beside - k) * (per_bin[k] + per_bin[beside]) / 2
                if log_magnitude[beside] >= tolerance:
                    heapq.heappush(heap, (-log_magnitude[beside], 1, beside))
    phase[log_magnitude < tolerance] = np.nan  # drawn at random: nothing to compare
    return phase


@pytest.mark.parametrize(("n_fft", "hop"), [(1024, 256), (512, 64), (2048, 512)])
def test_two_sweeps_give_the_phases_of_the_heap(n_fft: int, hop: int) -> None:
    log_magnitude = log_spectrogram(chirp_and_noise(12288), n_fft, hop)
    bins = n_fft // 2 + 1
    phase = np.zeros(bins, np.float32)
    work = np.empty(rtpghi_work(n_fft), np.float32)
    compared = 0
    for t in range(1, len(log_magnitude) - 1):
        slope = (log_magnitude[t + 1] - log_magnitude[t - 1]) / 2
        expected = heap_frame(log_magnitude[t], slope, log_magnitude[t - 1], phase, hop, n_fft)
        after = np.empty_like(phase)
        rtpghi_frame(log_magnitude[t], slope, log_magnitude[t - 1], phase, after, work, hop, n_fft)
        heard = ~np.isnan(expected)
        wrapped = np.angle(np.exp(1j * (after - expected)[heard]))
        assert np.abs(wrapped).max() < 5e-3
        compared += int(heard.sum())
        phase = after
    assert compared > 0.9 * bins * (len(log_magnitude) - 2)


def test_the_kernel_is_reproducible_and_wraps_its_phase() -> None:
    log_magnitude = log_spectrogram(chirp_and_noise(16384), 1024, 256)
    log_magnitude[10:20] = -16.0  # a silence inside
    log_magnitude[30, 100:] = -30.0
    once = rtpghi(log_magnitude, 256, 1024, 1)
    assert np.array_equal(once, rtpghi(log_magnitude, 256, 1024, 1))
    assert np.isfinite(once).all()
    assert np.abs(once).max() <= 3.1416


@pytest.mark.parametrize(("look_ahead", "wanted_db"), [(0, -18.0), (1, -21.0)])
def test_phase_makes_the_magnitudes_that_were_asked_for(look_ahead: int, wanted_db: float) -> None:
    samples = chirp_and_noise(44032)
    padding = (1024 - 256) // 2
    log_magnitude = log_spectrogram(samples, 1024, 256)
    phase = rtpghi(log_magnitude, 256, 1024, look_ahead)
    magnitude = np.exp(log_magnitude)
    again = griffin_lim(magnitude, polar(log_magnitude, phase), 256, len(samples), padding, 0)
    error = np.exp(log_spectrogram(again, 1024, 256)) - magnitude
    assert 20 * np.log10(np.linalg.norm(error) / np.linalg.norm(magnitude)) < wanted_db
