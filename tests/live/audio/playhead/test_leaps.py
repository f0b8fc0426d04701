"""Clips with ends, back and forth, and clips that find their way for ever."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.audio.clip import ClipBank
from gesturegan_live.audio.interface.controls import ENDLESS, HEARD, LOOP, PINGPONG, Controls
from gesturegan_live.audio.playhead.leaps import WHOLE_SECONDS

RATE, SAMPLES = 44100, 32768


class Clip:
    """One clip voice."""

    def __init__(self, samples: np.ndarray, **wanted: float) -> None:
        self.bank = ClipBank(1, SAMPLES, RATE, RATE)
        self.bank.image(0, samples.astype(np.float32))
        self.controls = Controls(1, 1).voices
        for name, value in wanted.items():
            self.controls[name] = value
            self.controls["jumps"] += name == "position"

    def play(self, samples: int) -> tuple[np.ndarray, np.ndarray]:
        """Give the samples, and where the playhead is after each 128."""
        out, parts, places = np.zeros((1, 128), np.float32), [], []
        for _ in range(samples // 128):
            self.bank.render(out, 128, self.controls, np.array([HEARD]))
            parts.append(out[0].copy())
            places.append(float(self.bank._states["playhead"][0]))
        return np.concatenate(parts), np.array(places)


def _noise(seed: int = 1) -> np.ndarray:
    random = np.random.default_rng(seed)
    swell = np.interp(np.arange(SAMPLES), np.arange(0, SAMPLES + 1, 2048), random.random(SAMPLES // 2048 + 1))
    return 0.2 * swell * random.standard_normal(SAMPLES)


@pytest.mark.parametrize("rate", [1.0, -1.0, 0.6])
def test_a_loop_goes_round_between_its_ends(rate: float) -> None:
    _, places = Clip(_noise(), loop_low=0.25, loop_high=0.5, rate=rate, position=0.4).play(4 * SAMPLES)
    assert places.min() >= 0.25 * SAMPLES - 200
    assert places.max() <= 0.5 * SAMPLES + 200
    assert (np.diff(places) * rate < 0).sum() >= 5


def test_back_and_forth_turns_at_the_ends() -> None:
    for low, high in ((0.25, 0.5), (0.0, 1.0)):
        _, places = Clip(_noise(), mode=PINGPONG, loop_low=low, loop_high=high, position=0.4).play(6 * SAMPLES)
        assert places.min() >= low * SAMPLES - 1
        assert places.max() <= high * SAMPLES
        assert np.abs(np.diff(places)).max() <= 129
        assert (np.diff(np.sign(np.diff(places))) != 0).sum() >= 4


@pytest.mark.parametrize("wanted", [{}, {"rate": 0.6, "transpose": 3.0}])
def test_an_endless_clip_does_not_come_again_as_it_was(wanted: dict[str, float], roughness) -> None:
    clip = _noise()
    heard = {}
    for name, mode, chaos in (("loop", LOOP, 0.5), ("endless", ENDLESS, 0.5), ("no chaos", ENDLESS, 0.0)):
        heard[name], places = Clip(clip, mode=mode, chaos=chaos, **wanted).play(10 * SAMPLES)
        if name == "endless":
            assert (np.abs(np.diff(places)) > 2000).sum() > 15
    np.testing.assert_array_equal(heard["no chaos"], heard["loop"])
    levels = [np.log((one.reshape(-1, 1024) ** 2).mean(axis=1) + 1e-6) for one in (heard["loop"], heard["endless"])]
    lag = SAMPLES // 1024
    alike = [np.corrcoef(level[lag : -lag or None], level[2 * lag :])[0, 1] for level in levels]
    assert alike[1] < 0.5
    assert heard["endless"].std() == pytest.approx(heard["loop"].std(), rel=0.25)
    assert roughness(heard["endless"]) < 1.5 * roughness(heard["loop"])


def test_a_steady_tone_goes_on_as_if_nothing_had_been(sine, roughness) -> None:
    heard, places = Clip(sine(441, SAMPLES), mode=ENDLESS, chaos=1.0).play(8 * SAMPLES)
    assert (np.abs(np.diff(places)) > 2000).sum() > 20
    assert roughness(heard[2000:]) < 2 * 0.3 * (2 * np.pi * 441 / RATE) ** 2
    assert np.abs(heard[2048:].reshape(-1, 128)).max(axis=1).min() > 0.2  # a period has 100 samples


def test_attacks_stay_whole() -> None:
    clip = 0.001 * np.random.default_rng(2).standard_normal(SAMPLES)
    attacks = np.arange(4000, SAMPLES - 3000, 9000)
    for attack in attacks:
        clip[attack : attack + 2000] += np.random.default_rng(1).standard_normal(2000) * np.exp(-np.arange(2000) / 400)
    _, places = Clip(0.2 * clip, mode=ENDLESS, chaos=1.0).play(20 * SAMPLES)
    leaps = np.flatnonzero(np.abs(np.diff(places) - 128) > 1500)
    assert len(leaps) > 30
    for place in (places[leaps], places[leaps + 1]):
        after = place[:, None] - attacks
        assert not ((after > 300) & (after < WHOLE_SECONDS * RATE - 300)).any()
