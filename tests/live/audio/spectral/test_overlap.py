from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.audio.spectral.overlap import add_frame, synthesis_window, take_samples
from tests.live.called import called

N_FFT, SPACING = 1024, 256


def _overlap(times: list[int], takeovers: list[int], levels: list[float], count: int) -> np.ndarray:
    """Frames of a steady sound, each as the analysis window shapes it, at the times given."""
    windows, shares, lead = synthesis_window(N_FFT, SPACING)
    analysis = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(N_FFT) / N_FFT)
    sums, weights = np.zeros((1, 8192), np.float32), np.zeros((1, 8192), np.float32)
    for time, takeover, level in zip(times, takeovers, levels, strict=True):
        frame = (level * analysis).astype(np.float32)
        called(add_frame)(frame, time, takeover, 0, windows, shares, SPACING, N_FFT // 2 - lead, sums[0], weights[0])
    out = np.zeros((1, count), np.float32)
    called(take_samples)(sums, weights, 0, count, out, 0)
    assert (weights[0, :count] == 0).all()
    return out[0]


@pytest.mark.parametrize(("n_fft", "spacing"), [(1024, 256), (2048, 85), (2048, 256), (64, 16)])
def test_the_windows_sum_to_one(n_fft: int, spacing: int) -> None:
    windows, shares, lead = synthesis_window(n_fft, spacing)
    assert windows.shape == (2, 3 * spacing)
    assert 3 * spacing <= n_fft
    np.testing.assert_array_equal(windows[0, spacing // 2 :], windows[1, spacing // 2 :])
    np.testing.assert_allclose(shares[0].reshape(3, spacing).sum(axis=0), 1.0, atol=1e-6)
    assert 0 < lead < n_fft // 2


def test_a_steady_sound_rises_once_and_stays_level() -> None:
    times = list(range(0, 4000, SPACING))
    heard = _overlap(times, [0] * len(times), [0.5] * len(times), 4000)
    np.testing.assert_allclose(heard[2 * SPACING :], 0.5, rtol=1e-5)
    assert np.diff(heard).max() < 0.02
    assert heard[0] < 0.01


def test_the_level_is_the_same_however_close_the_frames_are() -> None:
    times = [0, 256, 300, 400, 656, 657, 720, 976, 1232]
    heard = _overlap(times, [0] * len(times), [0.5] * len(times), 1400)
    np.testing.assert_allclose(heard[512:], 0.5, rtol=1e-5)


def test_a_frame_takes_over_in_the_time_given() -> None:
    times = [*range(0, 1024, SPACING), 1000, 1256, 1512]
    heard = _overlap(times, [0] * 4 + [132, 0, 0], [0.5] * 4 + [-0.2] * 3, 1700)
    np.testing.assert_allclose(heard[600:1000], 0.5, rtol=1e-5)
    np.testing.assert_allclose(heard[1132:], -0.2, rtol=1e-4)
    assert (np.diff(heard[1000:1132]) <= 1e-6).all()
    assert np.abs(np.diff(heard[990:1140])).max() < 0.7 / 40
    assert np.abs(np.diff(heard[990:1140], 2)).max() < 0.7 / 1000  # no corner where the old sound ends


def test_a_frame_that_began_in_the_past_takes_over_from_what_is_still_to_be_heard() -> None:
    windows, shares, lead = synthesis_window(N_FFT, SPACING)
    frame = (0.5 * np.hanning(N_FFT + 1)[:-1]).astype(np.float32)
    sums, weights = np.zeros((1, 8192), np.float32), np.zeros((1, 8192), np.float32)
    out = np.zeros((1, 1500), np.float32)
    hops = [(time, 0, 0, 1) for time in range(0, 1024, SPACING)]
    for time, takeover, now, sign in [*hops, (900, 132, 1000, -1)]:
        signed, start = np.float32(sign) * frame, N_FFT // 2 - lead
        called(add_frame)(signed, time, takeover, now, windows, shares, SPACING, start, sums[0], weights[0])
    called(take_samples)(sums, weights, 0, 1500, out, 0)
    np.testing.assert_allclose(out[0, 600:1000], 0.5, rtol=1e-5)
    np.testing.assert_allclose(out[0, 1132:1400], -0.5, rtol=1e-4)
    assert np.abs(np.diff(out[0, 990:1140])).max() < 1 / 40


def test_a_frame_can_drop_all_that_went_before() -> None:
    heard = _overlap([0, 256, 400], [0, 0, -1], [0.5, 0.5, 0.1], 600)
    np.testing.assert_allclose(heard[410:600], 0.1, rtol=1e-3)
