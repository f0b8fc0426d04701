from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.audio.interface.controls import HEARD, OPENING, SILENT
from gesturegan_live.audio.mix.dc_blocker import CUTOFF, DcBlocker

RATE = 44100


def _blocked(voice: np.ndarray, blocks: tuple[int, ...] = (128,), first: int = OPENING) -> np.ndarray:
    blocker, samples = DcBlocker(1, RATE), voice.astype(np.float32)[None].copy()
    done = turn = 0
    while done < samples.shape[1]:
        frames = min(blocks[turn % len(blocks)], samples.shape[1] - done)
        part = np.ascontiguousarray(samples[:, done : done + frames])
        blocker.block(part, frames, np.array([HEARD if done else first]))
        samples[:, done : done + frames] = part
        done += frames
        turn += 1
    return samples[0]


def test_an_offset_is_gone_within_a_fifth_of_a_second_and_the_tone_stays(sine) -> None:
    tone = sine(440, RATE)
    heard = _blocked(tone + 0.5)[RATE // 5 :]
    assert abs(heard[: RATE // 2].mean()) < 1e-3
    assert np.abs(heard[-4410:] - tone[-4410:]).max() < 0.3 * 1.1 * CUTOFF / 440


@pytest.mark.parametrize(("frequency", "gain_db"), [(CUTOFF, -3.01), (20.0, -0.26), (40.0, -0.07), (1000.0, 0.0)])
def test_what_is_heard_passes(frequency: float, gain_db: float, sine) -> None:
    heard, tone = (signal[RATE:] for signal in (_blocked(sine(frequency, 3 * RATE)), sine(frequency, 3 * RATE)))
    assert 10 * np.log10((heard**2).mean() / (tone**2).mean()) == pytest.approx(gain_db, abs=0.02)


def test_the_blocks_do_not_matter() -> None:
    noise = np.random.default_rng(0).normal(0.3, 0.1, 3000)
    np.testing.assert_array_equal(_blocked(noise, (1, 17, 256)), _blocked(noise))


def test_a_voice_that_opens_has_no_past_and_one_that_is_silent_is_left_alone() -> None:
    blocker = DcBlocker(1, RATE)
    first, second, silent = (np.full((1, 64), 0.5, np.float32) for _ in range(3))
    blocker.block(first, 64, np.array([OPENING]))
    blocker.block(silent, 64, np.array([SILENT]))
    blocker.block(second, 64, np.array([OPENING]))
    np.testing.assert_array_equal(first, second)
    assert (silent == 0.5).all()


def test_what_is_no_number_is_left_to_the_mixer_and_does_no_harm() -> None:
    wrong = np.full(1000, 0.25)
    wrong[100:103] = np.nan, np.inf, -np.inf
    heard = _blocked(wrong)
    assert np.isfinite(heard).sum() == 997
    np.testing.assert_allclose(np.delete(heard, [100, 101, 102]), _blocked(np.full(997, 0.25)), rtol=1e-6)


def test_an_offset_ends_at_nothing_and_not_below_what_is_quick_to_add() -> None:
    blocker, silence = DcBlocker(1, RATE), np.zeros((1, RATE), np.float32)
    blocker._offsets[:] = 1e-28
    blocker.block(silence, RATE, np.array([HEARD]))
    assert blocker._offsets[0] == 0.0
    assert np.abs(silence).max() < 1e-27
