from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.audio.interface.controls import HEARD, OPENING, SILENT, Controls
from gesturegan_live.audio.mix.mixer import Mixer
from gesturegan_live.show.parameters import MODES

RATE = 44100
ONES = np.ones((1, 256), np.float32)


def _bus(mixer: Mixer, controls: Controls, samples: int, voices: np.ndarray = ONES) -> np.ndarray:
    parts = []
    for _ in range(samples // 256):
        mixer.mix(voices, 256, controls)
        parts.append(mixer.bus.copy())
    return np.concatenate(parts, axis=1)


def test_the_gate_opens_in_5_ms_and_closes_in_30(event) -> None:
    controls, mixer = Controls(1, 1), Mixer(1, 1, RATE, 256)
    mixer.listen(controls)
    assert mixer.heard.tolist() == [SILENT]
    controls.apply(event(0, 0, "gate", 1), 1)
    _bus(mixer, controls, 256 * 40)  # the gain has settled
    controls.apply(event(0, 0, "gate", 0), 1)
    _bus(mixer, controls, 256 * 40)
    controls.apply(event(0, 0, "gate", 1), 1)
    mixer.listen(controls)
    assert mixer.heard.tolist() == [OPENING]
    rise = _bus(mixer, controls, 256 * 8)[0]
    mixer.listen(controls)
    assert mixer.heard.tolist() == [HEARD]
    assert (np.diff(rise) >= 0).all()
    assert rise[round(0.005 * RATE) + 1] == pytest.approx(1.0)
    assert 0.6 < rise[round(0.0025 * RATE)] < 0.9
    controls.apply(event(0, 0, "gate", 0), 1)
    fall = _bus(mixer, controls, 256 * 8)[0]
    assert (np.diff(fall) <= 0).all()
    assert fall[round(0.029 * RATE)] > 0
    assert fall[round(0.030 * RATE) + 1] == 0.0


@pytest.mark.parametrize("mode", MODES)
def test_attack_and_release_take_their_seconds_and_fade_by_equal_ratios(event, mode: str) -> None:
    controls, mixer = Controls(1, 1), Mixer(1, 1, RATE, 256)
    for name, value in (("attack", 0.1), ("release", 0.5), ("mode", MODES.index(mode))):
        controls.apply(event(0, 0, name, value), 1)
    _bus(mixer, controls, 256 * 40)
    controls.apply(event(0, 0, "gate", 1), 1)
    rise = _bus(mixer, controls, 256 * 20)[0]
    assert (np.diff(rise) >= 0).all()
    assert np.flatnonzero(rise < 1.0)[-1] == pytest.approx(0.1 * RATE, abs=2)
    controls.apply(event(0, 0, "gate", 0), 1)
    fall = _bus(mixer, controls, 256 * 90)[0]
    assert np.flatnonzero(fall)[-1] == pytest.approx(0.5 * RATE, abs=2)
    decibels = 20 * np.log10(fall[[round(part * RATE) for part in (0.1, 0.2, 0.3)]])
    assert np.diff(decibels) == pytest.approx([-12, -14], abs=3)


def test_panic_waits_for_no_release(event) -> None:
    controls, mixer = Controls(1, 1), Mixer(1, 1, RATE, 256)
    for name, value in (("release", 10.0), ("gate", 1)):
        controls.apply(event(0, 0, name, value), 1)
    _bus(mixer, controls, 256 * 40)
    controls.apply(event(0, "out", "panic", 1), 1)
    assert not _bus(mixer, controls, 256 * 2)[0, -1]
    for gate in (1, 0):
        controls.apply(event(0, 0, "gate", gate), 1)
        _bus(mixer, controls, 256 * 40)
    assert mixer.bus[0, -1] > 0.1


def test_gain_and_pan_move_without_steps(event) -> None:
    controls, mixer = Controls(1, 2), Mixer(1, 2, RATE, 256)
    controls.apply(event(0, 0, "gate", 1), 1)
    _bus(mixer, controls, 256 * 40)
    for name, value in (("gain", 2.0), ("pan", -1.0), ("gain", 0.0)):
        controls.apply(event(0, 0, name, value), 1)
        moved = _bus(mixer, controls, 256 * 20)
        assert np.abs(np.diff(moved, axis=1)).max() < 2.0 / (0.004 * RATE) * 1.5
    assert mixer.bus[:, -1] == pytest.approx([0.0, 0.0], abs=1e-9)


def test_voices_add_up_in_their_places(event) -> None:
    controls, mixer = Controls(3, 4), Mixer(3, 4, RATE, 256)
    for voice, pan in enumerate((-1.0, 1.0, -1 / 3)):
        for name, value in (("gate", 1), ("pan", pan), ("gain", voice + 1)):
            controls.apply(event(0, voice, name, value), 1)
    bus = _bus(mixer, controls, 256 * 60, np.full((3, 256), 0.1, np.float32))
    np.testing.assert_allclose(bus[:, -1], [0.1, 0.3, 0.0, 0.2], atol=1e-6)
    np.testing.assert_allclose(np.sqrt(mixer.squares), [0.1, 0.2, 0.3], rtol=0.05)


def test_a_voice_that_is_no_number_goes_as_silence_and_is_named(event) -> None:
    controls, mixer = Controls(2, 1), Mixer(2, 1, RATE, 256)
    for voice in (0, 1):
        controls.apply(event(0, voice, "gate", 1), 1)
    voices = np.full((2, 256), 0.1, np.float32)
    _bus(mixer, controls, 256 * 40, voices)
    voices[1, 7:10] = np.nan, np.inf, -np.inf
    assert mixer.mix(voices, 256, controls) == 3
    assert mixer.wrong.tolist() == [0, 3]
    np.testing.assert_allclose(mixer.bus[0, 5:11], [0.2, 0.2, 0.1, 0.1, 0.1, 0.2], rtol=1e-5)


def test_the_blocks_do_not_matter_while_gains_move(event) -> None:
    voices = np.random.default_rng(0).uniform(-0.2, 0.2, (3, 6000)).astype(np.float32)

    def mixed(blocks: tuple[int, ...]) -> np.ndarray:
        controls, mixer = Controls(3, 4), Mixer(3, 4, RATE, 256)
        for voice in range(3):
            controls.apply(event(0, voice, "gate", 1), 1)
        parts, done, turn, moves = [], 0, 0, [0, 700, 701, 1500, 5500]
        while done < 6000:
            if moves and moves[0] == done:
                controls.apply(event(0, moves.pop(0) % 3, "azimuth", done % 180), 1)
            frames = min(blocks[turn % len(blocks)], (moves or [6000])[0] - done)
            mixer.mix(voices[:, done : done + frames], frames, controls)
            parts.append(mixer.bus[:, :frames].copy())
            done += frames
            turn += 1
        return np.concatenate(parts, axis=1)

    for blocks in ((64,), (1, 17, 256, 3, 100)):
        np.testing.assert_array_equal(mixed(blocks), mixed((256,)))


def test_a_gain_moves_as_a_one_pole_filter_does(event) -> None:
    controls, mixer = Controls(1, 1), Mixer(1, 1, RATE, 256)
    controls.apply(event(0, 0, "gate", 1), 1)
    _bus(mixer, controls, 256 * 40)
    controls.apply(event(0, 0, "gain", 3.0), 1)
    first = _bus(mixer, controls, 256)[0]
    controls.apply(event(0, 0, "gain", 0.5), 1)
    moved = np.concatenate([first, _bus(mixer, controls, 256 * 30)[0]])
    gain, expected = 1.0, []
    for sample in range(len(moved)):
        gain += (1 - np.exp(-1 / (0.004 * RATE))) * ((3.0 if sample < 256 else 0.5) - gain)
        expected.append(gain)
    np.testing.assert_allclose(moved, expected, atol=1e-6)
    assert moved[-1] == 0.5
