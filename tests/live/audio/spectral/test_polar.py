from __future__ import annotations

import numpy as np

from gesturegan_live.audio.spectral.polar import write_polar
from tests.live.called import called


def test_magnitude_and_phase_are_right_to_a_millionth() -> None:
    random = np.random.default_rng(0)
    log_magnitude = np.concatenate([random.uniform(-40, 12, 2000), [0.0, -40.0, 12.0]]).astype(np.float32)
    phase = np.concatenate([random.uniform(-np.pi, np.pi, 2000), [0.0, np.pi, -np.pi]]).astype(np.float32)
    scale, real, imag = (np.zeros(2003, np.float32) for _ in range(3))
    called(write_polar)(log_magnitude, phase, scale, scale.view(np.int32), real, imag)
    wanted = np.exp(log_magnitude.astype(np.float64)) * np.exp(1j * phase.astype(np.float64))
    assert (np.abs(real + 1j * imag - wanted) / np.abs(wanted)).max() < 3e-6
