from __future__ import annotations

import json

import numpy as np
import pytest

from gesturegan_live.codecs import CODECS, from_json


@pytest.mark.parametrize("name", CODECS)
def test_parameters_round_trip_through_json(name: str) -> None:
    codec = CODECS[name]()
    assert from_json(json.loads(json.dumps(codec.to_json()))) == codec
    for preset in CODECS[name].PRESETS:
        made = CODECS[name].preset(preset)
        assert from_json(json.loads(json.dumps(made.to_json()))) == made


@pytest.mark.parametrize(
    ("description", "message"),
    [
        ({}, "codec None is unknown; wanted one of"),
        ({"name": "mp3"}, "codec 'mp3' is unknown; wanted one of"),
        ({"name": ["stft"]}, "is unknown"),
        ({"name": "waveform-rgb", "colour": 1}, "waveform-rgb: no parameter 'colour'; wanted one of sample_rate, side"),
        ({"name": "waveform-rgb", "side": 100}, "waveform-rgb: side is 100; wanted a power of two from 4 to 1024"),
        ({"name": "waveform-rgb", "side": True}, "waveform-rgb: side is True; wanted int"),
        ({"name": "waveform-rgb", "side": 128.0}, "waveform-rgb: side is 128.0; wanted int"),
        ({"name": "waveform-gray", "sample_rate": 0}, "waveform-gray: sample_rate is 0; wanted 1000 to 384000 Hz"),
        ({"name": "log-spectrogram", "dynamic_range_db": float("nan")}, "dynamic_range_db is nan; wanted float"),
        ({"name": "log-spectrogram", "hop_length": 1000}, "hop_length is 1000; wanted an even number from 16 to"),
    ],
)
def test_wrong_descriptions_are_refused_in_one_line(description: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]*$") as refused:
        from_json(description)
    assert message in str(refused.value)


@pytest.mark.parametrize("name", CODECS)
def test_an_unknown_preset_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name}: no preset 'x'; wanted one of"):
        CODECS[name].preset("x")


@pytest.mark.parametrize("name", CODECS)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e300])
def test_what_is_not_finite_is_refused(name: str, bad: float) -> None:
    codec = CODECS[name]()
    samples = np.zeros((2, codec.clip_samples))
    samples[1, 7] = bad
    with pytest.raises(ValueError, match=rf"^{name}: samples hold -?(nan|inf) at \(1, 7\); wanted finite numbers$"):
        codec.encode(samples)
    image = np.zeros((2, *codec.image_shape))
    image[1, 2, 0, 0] = bad
    with pytest.raises(ValueError, match=rf"^{name}: image hold -?(nan|inf) at \(1, 2, 0, 0\); wanted finite numbers$"):
        codec.decode(image)


@pytest.mark.parametrize("name", CODECS)
def test_wrong_shapes_and_types_are_refused(name: str) -> None:
    codec = CODECS[name]()
    with pytest.raises(
        ValueError, match=rf"^{name}: samples have shape \(1, 10\); wanted \(B, {codec.clip_samples}\)$"
    ):
        codec.encode(np.zeros((1, 10), np.float32))
    with pytest.raises(ValueError, match=rf"^{name}: samples have shape \({codec.clip_samples},\)"):
        codec.encode(np.zeros(codec.clip_samples, np.float32))
    with pytest.raises(ValueError, match=rf"^{name}: image has shape \(1, 2, 3, 4\); wanted \(B, "):
        codec.decode(np.zeros((1, 2, 3, 4), np.float32))
    with pytest.raises(TypeError, match=f"^{name}: samples of dtype complex64; wanted float32$"):
        codec.encode(np.zeros((1, codec.clip_samples), np.complex64))
    with pytest.raises(TypeError, match=f"^{name}: image of dtype object; wanted float32$"):
        codec.decode(np.full((1, *codec.image_shape), None))


@pytest.mark.parametrize("name", CODECS)
def test_clip_codecs_have_no_frames_and_spectral_ones_do(name: str) -> None:
    codec = CODECS[name]()
    image = np.zeros((1, *codec.image_shape), np.float32)
    if codec.layout is None:
        with pytest.raises(ValueError, match=f"{name}: has no frames"):
            codec.frames(image)
    else:
        frames = codec.frames(image)
        assert frames.log_magnitude.shape == (1, codec.layout.frames, len(codec.layout.band_bins))
        assert (frames.frequency is not None) == codec.layout.has_frequency
