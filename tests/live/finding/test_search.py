"""Points of a model that are alike a sound are found, nearer than chance, the same every time."""

from __future__ import annotations

import time

import numpy as np
import pytest

from gesturegan_live.codecs.log_spectrogram import LogSpectrogram
from gesturegan_live.finding import ear, search
from gesturegan_live.finding.search import Found, Search, own_sounds

CODEC = LogSpectrogram(sample_rate=16000, n_fft=256, hop_length=128, time_frames=64, bands=32)
TIME = np.arange(CODEC.clip_samples) / CODEC.sample_rate
LATENT_DIM = 4


def sounds(z: np.ndarray, condition: np.ndarray) -> np.ndarray:
    """A harmonic tone: pitch, brightness, decay and tremolo by the coordinates; the second condition adds hiss."""
    hiss = np.random.default_rng(0).normal(0, 0.1, len(TIME))
    made = []
    for point, weights in zip(z, condition, strict=True):
        hertz, steep, decay, depth = 300 * 2.0 ** point[0], 1.5 + 0.4 * point[1], 2.0 ** point[2], point[3]
        tone = sum(np.sin(2 * np.pi * k * hertz * TIME) / k**steep for k in range(1, 8) if k * hertz < 7500)
        swell = 1 + 0.4 * np.tanh(depth) * np.sin(2 * np.pi * 7 * TIME)
        made.append(0.2 * tone * swell * np.exp(-3 * decay * TIME) + (weights[1] * hiss if len(weights) > 1 else 0))
    return np.clip(np.stack(made), -1, 1).astype(np.float32)


def make(z: np.ndarray, condition: np.ndarray) -> np.ndarray:
    return CODEC.encode(sounds(z, condition))


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "COUNT", 96)
    monkeypatch.setattr(search, "GENERATIONS", 12)


def clip(seed: int, conditions: int = 0) -> np.ndarray:
    z = np.random.default_rng(seed).standard_normal((1, LATENT_DIM))
    return sounds(z, np.eye(conditions)[-1:] if conditions else np.zeros((1, 0)))[0]


def test_what_is_found_is_nearer_than_chance_and_than_what_was_known_at_once() -> None:
    look = Search(make, CODEC, LATENT_DIM, own_sounds(make, CODEC, LATENT_DIM, ()))
    for seed in range(100, 104):
        steps = list(look(clip(seed)))
        assert len(steps) == 1 + search.GENERATIONS
        near = [found.near for found in steps]
        assert near == sorted(near, reverse=True)
        assert near[-1] < 0.5 * min(near[0], steps[0].chance)
        assert steps[-1].condition.shape == (0,)
        np.testing.assert_array_less(np.linalg.norm(steps[-1].z), np.sqrt(LATENT_DIM) + 1.01)


def test_the_same_sound_finds_the_same_point() -> None:
    own = own_sounds(make, CODEC, LATENT_DIM, ())
    first, second = (list(Search(make, CODEC, LATENT_DIM, own)(clip(100)))[-1] for _ in range(2))
    np.testing.assert_array_equal(first.z, second.z)
    assert first.near == second.near


def test_chance_is_the_best_of_sounds_that_have_no_part_in_the_search() -> None:
    own = own_sounds(make, CODEC, LATENT_DIM, ())
    target = sounds(own.points(LATENT_DIM)[3:4], np.zeros((1, 0)))[0]  # one of those itself
    found = next(Search(make, CODEC, LATENT_DIM, own)(target))
    assert found.chance == pytest.approx(0, abs=1e-4)
    assert found.near > 0.01


def test_conditions_are_found_and_an_encoder_is_asked_under_those_of_the_nearest() -> None:
    asked = []
    truth = np.random.default_rng(100).standard_normal((1, LATENT_DIM))

    def encode(image: np.ndarray) -> np.ndarray:
        asked.append(image)
        return truth

    own = own_sounds(make, CODEC, LATENT_DIM, ("clean", "hissing"))
    target = clip(100, 2)
    without: Found = list(Search(make, CODEC, LATENT_DIM, own)(target))[-1]
    assert without.condition[1] > 0.7
    found = next(Search(make, CODEC, LATENT_DIM, own, encode)(target))
    np.testing.assert_allclose(found.z, truth[0], rtol=1e-6)
    assert found.condition.tolist() == [0, 1]
    assert found.near == pytest.approx(0, abs=1e-3)
    np.testing.assert_array_equal(asked[0], CODEC.encode(target[None]))


def test_a_sound_of_a_models_own_has_one_pitch_and_one_category() -> None:
    names = ("pitch 60", "pitch 61", "pitch 62", "flute", "reed")
    own = own_sounds(make, CODEC, LATENT_DIM, names)
    assert (own.version, own.heard.shape) == (ear.VERSION, (96, ear.NUMBERS))
    assert set(own.conditions[:, :3].sum(axis=1)) == set(own.conditions[:, 3:].sum(axis=1)) == {1}
    assert (own.conditions.sum(axis=0) > 10).all()


def test_time_ends_a_search() -> None:
    look = Search(make, CODEC, LATENT_DIM, own_sounds(make, CODEC, LATENT_DIM, ()))
    assert len(list(look(clip(100), until=time.monotonic() - 1))) == 1
