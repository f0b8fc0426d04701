from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.audio.playhead.grain import THINNING, align, thin, weights
from gesturegan_live.kernel import kernel
from tests.live.called import called

SAMPLES = 8192
PADDING = 64
STRIDE = SAMPLES + 2 * PADDING
LENGTH = 600


def _place(old: np.ndarray, new: np.ndarray, head: float, aim: float, **options: float) -> tuple[float, float]:
    """Where to go on in the second clip, and how like it is."""
    clips = np.concatenate([np.pad(clip, PADDING) for clip in (old, new)]).astype(np.float32)
    count = SAMPLES // THINNING
    copies = np.zeros(2 * count, np.float32)
    for number in range(2):
        called(thin)(clips, PADDING + number * STRIDE, copies, number * count, count)
    place, likeness = called(align)(
        clips,
        PADDING,
        PADDING + STRIDE,
        copies,
        0,
        count,
        SAMPLES,
        head,
        aim,
        options.get("search", 400.0),
        LENGTH,
        options.get("low", 0.0),
        options.get("high", SAMPLES - 1.0),
        bool(options.get("backwards", False)),
        head % 1 == 0,
    )
    return float(place), float(likeness)


def _noise(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(SAMPLES) * 0.1


@pytest.mark.parametrize("shift", [-333, -8, 0, 1, 77, 400])
@pytest.mark.parametrize("backwards", [False, True])
def test_the_same_sound_is_found_again_to_the_sample(shift: int, backwards: bool) -> None:
    sound = np.convolve(_noise(), np.hanning(32), "same")
    place, likeness = _place(sound, np.roll(sound, shift), 3000.0, 3000.0, backwards=backwards)
    assert place == 3000 + shift
    assert likeness == pytest.approx(1.0, abs=1e-4)


def test_of_all_equal_periods_the_nearest_is_taken() -> None:
    period = np.sin(2 * np.pi * np.arange(SAMPLES) / 50)
    assert _place(period, period, 3000.0, 4010.0)[0] == 4000
    assert _place(period, period, 3000.25, 4010.0)[0] == 4000.25


def test_a_high_tone_is_found_though_the_thinned_copy_has_none_of_it() -> None:
    tone = np.sin(2 * np.pi * np.arange(SAMPLES) / 7.31)
    place, likeness = _place(tone, np.roll(tone, 3), 3000.0, 3000.0)
    assert likeness > 0.99
    assert place == pytest.approx(3000, abs=400)


def test_a_loud_stroke_does_not_pass_for_the_quiet_sound_it_resembles() -> None:
    sound = np.convolve(_noise(), np.hanning(32), "same")
    loud = np.concatenate([sound[:2900] * 0.1, sound[2900:] * 10])
    place, _ = _place(sound * 0.1, loud, 3500.0, 2500.0)
    assert place + LENGTH <= 2910


def test_the_place_keeps_within_search_bounds_and_clip() -> None:
    sound, other = _noise(1), _noise(2)
    for head in (0.0, 10.0, SAMPLES - 10.0, SAMPLES - 1.0):
        for aim in (0.0, 4000.0, SAMPLES - 1.0):
            for backwards in (False, True):
                place, likeness = _place(sound, other, head, aim, low=5.0, high=8000.0, backwards=backwards)
                assert 5 <= place <= 8000
                assert abs(place - min(max(aim, 5), 8000)) <= 400
                assert likeness < 0.5


def test_silence_and_a_head_that_has_left_its_clip_go_on_where_they_are_asked_to() -> None:
    assert _place(np.zeros(SAMPLES), np.zeros(SAMPLES), 3000.0, 3500.0) == (3500.0, 0.0)
    assert _place(_noise(), _noise(), SAMPLES + 20.0, 3500.0) == (3500.0, 0.0)


@pytest.mark.parametrize("likeness", [0.0, 0.4, 1.0])
def test_a_crossover_keeps_the_power_of_sounds_of_that_correlation(likeness: float) -> None:
    @kernel
    def of(turn: float, likeness: float) -> tuple[float, float]:
        return weights(turn, likeness)

    for turn in np.linspace(0, 1, 11):
        fall, rise = of(turn, likeness)
        assert fall**2 + rise**2 + 2 * likeness * fall * rise == pytest.approx(1)
        if likeness == 1.0:
            assert fall + rise == pytest.approx(1)
    assert of(0.0, likeness) == pytest.approx((1.0, 0.0))
    assert of(1.0, likeness) == pytest.approx((0.0, 1.0))
