from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.audio.spectral.onsets import AFTER, BEFORE, clear_of_onsets, next_onset, onset
from gesturegan_live.audio.spectral.rows import SILENCE, loudness_of
from gesturegan_live.codecs.payload import STRIP_ROWS
from tests.live.audio.spectral.spectral_voice import LAYOUT, RATE, SAMPLES, Voice, bursts, payload_of, strip_of
from tests.live.called import called

FRAMES, BANDS = 64, 16


def _loudness(image: np.ndarray) -> np.ndarray:
    return np.array([called(loudness_of)(row, np.float32(20), 1) for row in image.astype(np.float32)], np.float32)


def _found(image: np.ndarray) -> np.ndarray:
    places = np.array([onset(_loudness(image), t, False) for t in range(len(image))])
    return places[places >= 0]


def test_a_stroke_is_found_where_half_of_a_frame_lies_after_it() -> None:
    image = np.full((FRAMES, BANDS), -10.0)
    image[20] = -3.0  # a frame that only its end reaches into the stroke
    image[21] = 0.0
    image[22:] = -0.1 * np.arange(FRAMES - 22)[:, None]
    (place,) = _found(image)
    assert 20.5 < place < 21.5


def test_steady_noise_and_slow_swells_have_no_attack() -> None:
    noise = np.random.default_rng(2).normal(0, 0.6, (FRAMES, BANDS))
    assert len(_found(noise)) == 0
    assert len(_found(np.linspace(-8, 0, FRAMES)[:, None] + noise / 4)) == 0


def test_a_note_that_beats_has_no_attack() -> None:
    up = [-1.41, -1.37, -0.83, -0.3, 0.2, 0.49, 0.65, 0.79, 0.87, 1.07, 1.15]  # of a recorded note, sum of two
    beats = np.tile(np.concatenate([up, np.linspace(up[-1], up[0], 21)]), 2) / 2
    assert len(_found(np.tile(beats[:, None], (1, BANDS)))) == 0


def test_what_rises_again_within_a_frame_belongs_to_the_attack_before() -> None:
    image = np.tile(np.array([-10.0, 0.0])[np.arange(FRAMES) % 2, None], (1, BANDS))
    assert len(_found(image)) == 1
    image[12:20] = -10.0
    assert np.diff(_found(image)).min() >= 3.9


@pytest.mark.parametrize(
    ("place", "read", "expected"),
    [
        (5.0, 6.5, (6.5, 0, FRAMES - 1)),  # far from it
        (18.0, 19.5, (20.0 - BEFORE, 0, 17)),  # soon: nothing of it
        (20.0, 21.5, (21.5, 21, FRAMES - 1)),  # it begins now
        (20.1, 20.3, (20.0 + AFTER, 21, FRAMES - 1)),  # stretched: all of it
    ],
)
def test_a_hop_is_read_on_its_own_side_of_an_attack(place: float, read: float, expected) -> None:
    image = np.full((FRAMES, BANDS), -10.0)
    image[19], image[20], image[21:] = -0.375, -0.125, 0.0  # half of the attack lies right between 19 and 20
    loudness = _loudness(image)
    np.testing.assert_array_equal(_found(image), [20.0])
    assert clear_of_onsets(loudness, place, read, False) == pytest.approx(expected)
    assert called(next_onset)(loudness, 20.0, 30.0, False) == -1


def _assert_sharp(out: np.ndarray, attack: int) -> None:
    level = np.sqrt(np.convolve(out[attack - 1500 : attack + 1500] ** 2, np.ones(44) / 44, "same"))
    before, after = level[:1300], level[1400:]
    assert before.max() < 0.05 * level.max()  # nothing of it five milliseconds early
    assert np.argmax(after > 0.5 * level.max()) < 400  # and most of it at once: 7 ms would be a swell
    assert level[1400:1900].max() > 0.7 * level.max()


def test_attacks_are_found_in_strips_as_in_the_whole_image() -> None:
    noise = 0.4 * np.random.default_rng(1).standard_normal(4000) * np.exp(-np.arange(4000) / 600)
    image = payload_of(bursts(noise.astype(np.float32)))
    voice = Voice()
    voice.bank.image(0, np.full_like(image, SILENCE))
    pieces = []
    for start in range(0, SAMPLES - 2048, 2048):
        first = min(max(start // LAYOUT.hop_length - 8, 0), LAYOUT.frames - STRIP_ROWS)
        voice.bank.strip(0, strip_of(image, first))
        pieces.append(voice.play(2048))
    for attack in (3000, 11000, 19000):
        _assert_sharp(np.concatenate(pieces), attack)


@pytest.mark.parametrize("rate", [0.5, 1.0, 2.0])
def test_an_attack_inside_a_clip_stays_sharp_at_any_speed(rate: float) -> None:
    n = np.arange(4000)
    voice = Voice()
    voice.set(rate=rate)
    noise = np.random.default_rng(1).standard_normal(4000)
    voice.bank.image(0, payload_of(bursts((0.4 * noise * np.exp(-n / 600)).astype(np.float32))))
    out = voice.play(int(24000 / rate))
    for attack in (3000, 11000, 19000):
        _assert_sharp(out, int(attack / rate))


def test_a_struck_tone_is_a_tone_at_once(sine) -> None:
    n = np.arange(6000)
    tone = sum(sine(440 * k, 6000, level=0.2 / k) for k in (1, 2, 3)) * np.exp(-n / 3000)
    voice = Voice()
    voice.bank.image(0, payload_of(bursts(tone.astype(np.float32))))
    heard = voice.play(16000)[11100:13148]
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(2048))) ** 2
    frequency = np.fft.rfftfreq(2048, 1 / RATE)
    partials = np.min(np.abs(frequency[:, None] - 440 * np.arange(1, 4)), axis=1) < 60
    assert 10 * np.log10(spectrum[partials].sum() / spectrum[~partials].sum()) > 15


def test_an_attack_sounds_no_earlier_at_the_seam_of_a_loop() -> None:
    noise = 0.4 * np.random.default_rng(1).standard_normal(2000) * np.exp(-np.arange(2000) / 400)
    clip = np.zeros(SAMPLES, np.float32)
    clip[16000:18000] = noise
    voice = Voice()
    voice.bank.image(0, payload_of(clip))
    heard = voice.play(2 * SAMPLES)
    assert np.abs(heard[SAMPLES - 4000 : SAMPLES + 4000]).max() < 0.02 * np.abs(heard).max()
