"""Peaks lie where partials are."""

from __future__ import annotations

import numpy as np

from training.metrics import peaks


def test_peaks_are_found_to_a_few_cents_at_any_rate() -> None:
    for rate in (16000, 48000):
        time = np.arange(rate) / rate
        found = peaks.find(np.sin(2 * np.pi * 1234.5 * time)[None].astype(np.float32), rate)
        np.testing.assert_allclose(found.hertz, 1234.5, rtol=0.001)
        np.testing.assert_allclose(found.level_db, 0, atol=1e-4)
