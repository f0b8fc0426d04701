"""A sound that a model made is found in it again, and kept as the instrument reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import soundfile
from keras import layers

from gesturegan_live.codecs.codec import Codec
from gesturegan_live.finding import search
from gesturegan_live.latent.presets import Presets
from gesturegan_live.latent.space import Space
from gesturegan_live.models import bundle as bundles
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.show.home import Home
from tests.training.conftest import command
from training.dataset.recording import CANCELS
from training.metrics.model import Model
from training.release import projections
from training.release.project import Projection, Projector, read
from training.teaching.precision import made_in

LATENT_DIM = 3


def generator(codec: Codec, conditions: int = 0) -> keras.Model:
    """Two ridges, whose places and heights are the coordinates; a condition lays a band over the top."""
    height, width, _ = codec.image_shape
    z = keras.Input((LATENT_DIM,), name="z")
    given = [z, keras.Input((conditions,), name="condition")] if conditions else z
    hidden = layers.Concatenate()(given) if conditions else z
    draw = np.random.default_rng(0)
    for size in (48, height * width):
        dense = layers.Dense(size, activation="tanh")
        hidden = dense(hidden)
        dense.set_weights([draw.normal(0, 0.8 / np.sqrt(w.shape[0]) ** 0.5, w.shape) for w in dense.get_weights()])
    return keras.Model(given, layers.Reshape(codec.image_shape)(hidden))


@pytest.fixture
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look from few points for a short time: three coordinates are soon found."""
    monkeypatch.setattr(search, "COUNT", 96)
    monkeypatch.setattr(search, "GENERATIONS", 16)


@pytest.mark.usefixtures("few_steps")
def test_the_image_of_a_point_leads_back_to_it(codec: Codec, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the codec nothing else would fit: here images come straight from the generator."""
    model = Model(generator(codec), codec, LATENT_DIM)
    wanted = np.array([[0.7, -1.2, 0.4]], np.float32)
    image = model.images(wanted)
    monkeypatch.setattr(type(codec), "encode", lambda *_: image)
    steps: list[tuple[int, int]] = []
    found = Projector(model)(np.zeros(codec.clip_samples, np.float32), lambda done, whole: steps.append((done, whole)))
    assert steps == [(done, 16) for done in range(17)]
    assert found.heard < 0.7 * found.chance < found.chance < found.random
    assert found.condition.shape == (0,)
    np.testing.assert_array_equal(found.target, image[0])
    np.testing.assert_array_equal(found.found, model.images(found.z[None])[0])


@pytest.mark.usefixtures("few_steps")
def test_images_are_float32_whatever_a_generator_computes_in(codec: Codec) -> None:
    with made_in("mixed_bfloat16"):
        model = Model(generator(codec), codec, LATENT_DIM)
    found = Projector(model)(np.sin(np.arange(codec.clip_samples, dtype=np.float32) * 0.2))
    assert found.found.dtype == np.float32
    assert np.isfinite(found.heard)
    assert model.generator(found.z[None]).dtype == "bfloat16"


@pytest.mark.usefixtures("few_steps")
def test_conditions_are_sought_and_an_encoder_is_asked(codec: Codec, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = np.array([[0.2, 0.9, -0.5]], np.float32)
    asked = []

    def encoder(image: np.ndarray, training: bool) -> np.ndarray:
        asked.append(image)
        return wanted

    model = Model(generator(codec, 2), codec, LATENT_DIM, ("low", "high"), encoder)
    image = model.images(wanted, np.array([[0.0, 1.0]], np.float32))
    monkeypatch.setattr(type(codec), "encode", lambda *_: image)
    found = Projector(model)(np.zeros(codec.clip_samples, np.float32))
    assert len(asked) == 1
    np.testing.assert_array_equal(found.condition, [0, 1])
    np.testing.assert_array_equal(found.z, wanted[0])
    assert found.heard == pytest.approx(0, abs=1e-3)


@pytest.fixture
def bundle(codec: Codec, tmp_path: Path) -> Bundle:
    generator(codec).save(tmp_path / "generator.keras")
    return bundles.write(
        tmp_path / "bundle",
        name="ridges",
        codec=codec,
        latent_dim=LATENT_DIM,
        files={"generator.keras": tmp_path / "generator.keras"},
    )


def projection(codec: Codec, condition: tuple[float, ...] = ()) -> Projection:
    images = np.random.default_rng(0).uniform(-1, 1, (2, *codec.image_shape)).astype(np.float32)
    z = np.array([0.5, -0.25, 2.0], np.float32)
    return Projection(z, np.array(condition, np.float32), images[0], images[1], 3.0, 4.0, 6.0, 1.24)


def keep(home: Path, recording: Path, bundle: Bundle, found: Projection) -> dict[str, Any]:
    return projections.write(home, recording, bundle.name, Model(None, bundle.codec, LATENT_DIM), found)


def test_the_instrument_recalls_what_was_found(codec: Codec, bundle: Bundle, tmp_path: Path) -> None:
    figures = keep(tmp_path / "home", Path("there/bell: C4.wav"), bundle, projection(codec))
    assert figures["preset"] == "bell- C4"
    assert projections.line(figures) == (
        "preset 'bell- C4', 3.0 away by ear, 25% nearer than the best of 32 random points "
        "(4.0; a random one 6.0), 1.2 s"
    )
    presets = Presets(Home(tmp_path / "home"), "ridges", Space(LATENT_DIM), {})
    assert presets.names() == ["bell- C4"]
    np.testing.assert_array_equal(presets.read("bell- C4").z, [0.5, -0.25, 2.0])
    kept = tmp_path / "home" / "projections"
    assert json.loads((kept / "bell- C4.json").read_text(encoding="utf-8")) == figures
    assert (kept / "bell- C4.png").is_file()
    for what in ("target", "found"):
        sound, rate = soundfile.read(kept / f"bell- C4-{what}.flac")
        assert (rate, len(sound)) == (codec.sample_rate, codec.clip_samples)


def test_how_many_beat_chance_is_told() -> None:
    figures = [{"heard": heard, "chance": 4.0} for heard in (3.0, 3.9, 4.0, 5.0)]
    assert projections.summary(figures) == "2 of 4 nearer than the best of 32 random points"


def test_conditions_are_kept_and_another_models_preset_is_left_alone(
    codec: Codec, bundle: Bundle, tmp_path: Path
) -> None:
    keep(tmp_path, Path("bell.wav"), bundle, projection(codec, (0.25, 0.75)))
    presets = Presets(Home(tmp_path), "ridges", Space(LATENT_DIM, ("low", "high")), {})
    np.testing.assert_array_equal(presets.read("bell").condition, [0.25, 0.75])
    (tmp_path / "presets" / "bell.json").write_text('{"model": "other"}', encoding="utf-8")
    with pytest.raises(ValueError, match=r"bell.json: belongs to model 'other', not 'ridges'; it is left alone"):
        keep(tmp_path, Path("bell.wav"), bundle, projection(codec))


def test_another_recording_of_the_same_name_is_refused_and_the_same_one_is_written_again(
    codec: Codec, bundle: Bundle, tmp_path: Path
) -> None:
    keep(tmp_path, Path("a/kick.wav"), bundle, projection(codec))
    kept = (tmp_path / "presets" / "kick.json").read_bytes()
    with pytest.raises(ValueError, match=r"kick.json: is of .*a/kick.wav, not of .*b/kick.wav; it is left alone"):
        keep(tmp_path, Path("b/kick.wav"), bundle, projection(codec))
    assert (tmp_path / "presets" / "kick.json").read_bytes() == kept
    keep(tmp_path, Path("a/kick.wav"), bundle, projection(codec))


@pytest.mark.parametrize("name", [129 * "a", 120 * "é", "a\x07b"])
def test_names_that_could_not_be_recalled_are_refused(name: str, codec: Codec, bundle: Bundle, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=rf"^{name[:5]}.*\.wav: name "):
        keep(tmp_path / "home", Path(f"{name}.wav"), bundle, projection(codec))
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("name", [128 * "a", 117 * "é" + "e"])
def test_the_longest_names_are_recalled(name: str, codec: Codec, bundle: Bundle, tmp_path: Path) -> None:
    keep(tmp_path / "home", Path(f"{name}.wav"), bundle, projection(codec))
    assert Presets(Home(tmp_path / "home"), "ridges", Space(LATENT_DIM), {}).read(name).name == name


def test_the_loudest_clip_is_cut_and_brought_to_level(codec: Codec, tmp_path: Path) -> None:
    time = np.arange(3 * codec.clip_samples) / codec.sample_rate
    sound = 0.1 * np.sin(2 * np.pi * 440 * time) * np.repeat([0.5, 2.0, 1.0], codec.clip_samples)
    soundfile.write(tmp_path / "long.wav", sound, codec.sample_rate, subtype="FLOAT")
    clip = read(tmp_path / "long.wav", codec, "tile")
    np.testing.assert_allclose(clip, sound[codec.clip_samples : 2 * codec.clip_samples] * 4.5, atol=1e-3)


def test_the_channel_that_is_taken_where_they_cancel_is_told(codec: Codec, tmp_path: Path) -> None:
    sound = 0.1 * np.sin(np.arange(codec.clip_samples) * 0.2)
    soundfile.write(tmp_path / "wide.wav", np.stack([sound, -sound], axis=1), codec.sample_rate)
    told: list[str] = []
    read(tmp_path / "wide.wav", codec, "tile", told.append)
    assert told == [CANCELS]


def test_what_holds_no_sound_is_told_in_one_line(codec: Codec, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "silent.wav", np.zeros(9000), codec.sample_rate)
    soundfile.write(tmp_path / "empty.wav", np.zeros(0), codec.sample_rate)
    soundfile.write(tmp_path / "nan.wav", np.array([0.1, np.nan]), codec.sample_rate, subtype="FLOAT")
    (tmp_path / "broken.wav").write_bytes(b"no sound")
    messages = {
        "gone": "no such file",
        "silent": "holds nothing but silence",
        "empty": "holds no samples",
        "nan": "holds samples that are not finite",
        "broken": "Format",
    }
    for name, message in messages.items():
        with pytest.raises(ValueError, match=f"{name}.wav: .*{message}"):
            read(tmp_path / f"{name}.wav", codec, "pad")


def test_recordings_of_one_name_are_refused_before_the_search(bundle: Bundle, tmp_path: Path) -> None:
    sounds = (tmp_path / "a" / "kick.wav", tmp_path / "b" / "kick.wav")
    done = command("project", bundle.path, *sounds, "-o", tmp_path / "home")
    line = f"{sounds[0]} and {sounds[1]} would both be preset 'kick'; rename one"
    assert (done.status, done.err) == (2, f"gesturegan-train: {line}\n")
    with pytest.raises(ValueError, match="name 'l+' of a preset, expected up to 128"):
        projections.check_names([Path("kick.wav"), Path("l" * 129 + ".wav")])
