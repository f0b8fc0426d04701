"""The four types of gesture: what the energy of a hand makes of a steady voice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from gesturegan_live.audio.clip import ClipBank
from gesturegan_live.audio.engine import Engine
from gesturegan_live.audio.interface.controls import Controls
from gesturegan_live.audio.interface.ramps import STEP
from gesturegan_live.show.parameters import GESTURES

RATE = 44100


@pytest.fixture
def shaped(event):
    """The gain of a voice, every `STEP` samples, while energies come at their seconds."""

    def shape(gesture: str, energies: Sequence[tuple[float, float]], seconds: float, **wanted: float) -> np.ndarray:
        controls = Controls(1, 1, sample_rate=RATE)
        for name, value in {"gesture": GESTURES.index(gesture), **wanted}.items():
            controls.apply(event(0, 0, name, value), 1, 0)
        waiting, gains, clock = list(energies), [], 0
        while clock < seconds * RATE:
            while waiting and waiting[0][0] * RATE <= clock:
                controls.apply(event(clock, 0, "energy", waiting.pop(0)[1]), 1, clock)
            controls.follow(clock)
            gains.append(float(controls.voices["gain"][0]))
            clock += controls.before(clock, STEP)
        return np.array(gains)

    return shape


def _strokes(gains: np.ndarray) -> np.ndarray:
    """Where the gain rises by more than a tenth at once."""
    return np.flatnonzero(np.diff(gains) > 0.1)


def _at(gains: np.ndarray, seconds: float) -> float:
    return float(gains[round(seconds * RATE / STEP)])


def test_without_a_gesture_the_energy_does_nothing(shaped) -> None:
    assert (shaped("off", [(0.0, 1.0), (0.1, 0.0)], 0.2) == 1.0).all()


def test_a_trigger_strikes_once_as_strong_as_the_energy_and_decays(shaped) -> None:
    energies = [(0.1, 0.2), (0.2, 0.5), (0.22, 0.8), (0.5, 0.7), (0.9, 0.25), (1.0, 0.6), (1.5, 0.1), (1.6, 0.9)]
    gains = shaped("trigger", energies, 2.2, decay=0.5)
    assert gains[: round(0.19 * RATE / STEP)].max() == 0  # below the threshold
    assert _at(gains, 0.21) == pytest.approx(0.5, rel=0.2)
    assert _at(gains, 0.225) == pytest.approx(0.8, rel=0.1)  # it rises with the hand for a moment
    assert _at(gains, 0.475) == pytest.approx(0.8 * 10 ** (-3 * 0.5), rel=0.2)  # and fades, whatever that holds
    assert _at(gains, 1.1) < 0.01  # it was not well below the threshold
    assert _at(gains, 1.61) == pytest.approx(0.9, rel=0.2)
    assert len(_strokes(gains)) == 3  # the second of them is the first one's rise


def test_a_trigger_that_goes_on_strikes_at_full_strength_and_then_follows_the_energy(shaped) -> None:
    gains = shaped("trigger-continuous", [(0.1, 0.4), (1.0, 0.7), (1.5, 0.0)], 2.5, decay=0.5)
    assert _at(gains, 0.09) == 0
    assert _at(gains, 0.105) > 0.8
    assert _at(gains, 0.9) == pytest.approx(0.4)
    assert _at(gains, 1.4) == pytest.approx(0.7)
    assert _at(gains, 2.4) < 0.01


def test_a_continuous_variation_swells_and_ebbs(shaped) -> None:
    gains = shaped("continuous-variation", [(0.1, 0.1), (0.5, 0.9), (1.0, 0.2)], 2.0, decay=0.5)
    assert _at(gains, 0.45) == pytest.approx(0.1, abs=0.01)  # it has no threshold
    assert _at(gains, 0.95) == pytest.approx(0.9, abs=0.01)
    assert 0.2 < _at(gains, 1.05) < 0.9
    assert _at(gains, 1.9) == pytest.approx(0.2, abs=0.01)
    assert len(_strokes(gains)) == 0


def test_a_repetition_strikes_at_its_pulse_for_as_long_as_the_energy_lasts(shaped) -> None:
    gains = shaped("repetition", [(0.1, 0.5), (0.6, 1.0), (1.12, 0.0)], 2.0, pulse=10.0, decay=0.08)
    strokes = _strokes(gains)
    assert len(strokes) == 11
    assert gains[strokes[1:] + 1].min() > 0.4
    assert gains[strokes[7] + 1] > 0.9  # with the energy of the moment
    assert gains[-1] < 1e-3


def test_pulses_come_with_their_samples_and_begin_a_clip_anew(event) -> None:
    controls = Controls(1, 1, sample_rate=RATE)
    for name, value in (("gesture", 4), ("pulse", 30.0), ("energy", 1.0)):
        controls.apply(event(0, 0, name, value), 1, 7)
    clock, pulses, starts = 7, [], int(controls.voices["starts"][0])
    assert starts == 1
    while clock < RATE:
        clock += controls.before(clock, 50)
        controls.follow(clock)
        if controls.voices["starts"][0] > starts:
            pulses.append(clock)
            starts = int(controls.voices["starts"][0])
    assert pulses == [7 + 1470 * turn for turn in range(1, 31)]


def test_a_muted_voice_is_silent_and_its_gesture_goes_on(event) -> None:
    controls = Controls(1, 1, sample_rate=RATE)
    for name, value in (("gesture", 3), ("energy", 1.0), ("gain", 0.5), ("mute", 1)):
        controls.apply(event(0, 0, name, value), 1, 0)
    for clock in range(0, RATE, STEP):
        controls.follow(clock)
    assert controls.voices["gain"][0] == 0
    controls.apply(event(0, 0, "mute", 0), 1, RATE)
    assert controls.voices["gain"][0] == pytest.approx(0.5)


def test_a_stroke_is_heard_with_its_sample_and_without_a_click(event, perform, roughness) -> None:
    def heard(*blocks: int) -> np.ndarray:
        engine = Engine(1, 1, RATE, 256)
        bank = ClipBank(1, 22500, RATE, RATE)
        bank.image(0, (0.3 * np.sin(2 * np.pi * 200 * RATE / 22500 * np.arange(22500) / RATE)).astype(np.float32))
        engine.switch(bank)
        engine.events(np.concatenate([event(0, 0, "gate", 1), event(0, 0, "gesture", 1)]))
        engine.events(np.concatenate([event(10001, 0, "energy", 0.9), event(20000, 0, "energy", 0.0)]))
        engine.events(event(30011, 0, "energy", 0.5))
        return perform(engine, 40000, blocks)

    whole = heard(256)
    for blocks in ((64,), (1, 17, 256, 3, 100)):
        np.testing.assert_array_equal(heard(*blocks), whole)
    assert np.abs(whole[:10001]).max() == 0
    assert np.abs(whole[10001 + 64 : 10001 + 64 + 400]).max() > 0.15
    assert np.abs(whole[25000:30011]).max() < 0.01
    assert roughness(whole) < 6 * 0.3 * (2 * np.pi * 392 / RATE) ** 2
