from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.codecs.measures.quality import (
    FLOOR_DB,
    at_best_gain,
    clips,
    log_spectral_distance,
    magnitudes,
    spectral_convergence,
)


def test_spectral_convergence_is_in_decibels() -> None:
    wanted = np.ones((4, 5), np.float32)
    assert spectral_convergence(wanted, wanted * 1.1) == pytest.approx(-20, abs=1e-3)
    assert spectral_convergence(wanted, wanted) == FLOOR_DB


def test_clips_hold_the_whole_sound() -> None:
    cut = clips(np.arange(5, dtype=np.float32), 3)
    assert cut.tolist() == [[0, 1, 2], [3, 4, 0]]


def test_log_spectral_distance_is_in_decibels_down_to_what_is_heard() -> None:
    wanted = np.ones((3, 4), np.float32)
    assert log_spectral_distance(wanted, wanted * 10) == pytest.approx(20, abs=1e-4)
    assert log_spectral_distance(wanted, wanted * 0) == pytest.approx(80, abs=1e-3)


def test_the_best_gain_undoes_a_gain() -> None:
    wanted = np.random.default_rng(0).uniform(0, 1, (3, 4)).astype(np.float32)
    np.testing.assert_allclose(at_best_gain(wanted, 0.1 * wanted), wanted, rtol=1e-5)


def test_a_full_scale_sine_has_a_quarter_of_the_window() -> None:
    sine = np.sin(2 * np.pi * 32 * np.arange(8192) / 1024).astype(np.float32)
    assert magnitudes(sine)[8:-8].max() == pytest.approx(256, rel=1e-4)
