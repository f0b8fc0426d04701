from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.bench.codecs import INVERSIONS, load, measure
from gesturegan_live.bench.material.sounds import synthesised
from gesturegan_live.codecs import CODECS
from gesturegan_live.codecs.measures.quality import FLOOR_DB

pytestmark = pytest.mark.long

LIVE = {"live_lsd_db", "sine_outside_db", "sine_cents", "noise_pulse_db", "click_rise_ms", "click_pre_db"}


def test_a_row_for_each_codec_then_the_inversions(tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    tone = 0.5 * np.sin(2 * np.pi * 500 * np.arange(22050) / 22050)
    soundfile.write(path, np.stack([tone, tone], axis=1), 22050)
    rows = json.loads(json.dumps(measure([path])))
    assert [row["codec"] for row in rows] == [*CODECS, *INVERSIONS]
    assert {"griffinlim32", "griffinlim100"} <= set(INVERSIONS)
    for row in rows:
        spectral = row["codec"] in CODECS and CODECS[row["codec"]]().layout is not None
        assert set(row) == {"codec", "sc_db", "encode_rtf", "decode_rtf"} | (LIVE if spectral else set())
        assert np.isfinite([row["sc_db"], row["encode_rtf"], row["decode_rtf"]]).all()
        assert row["sc_db"] < -4
    tones, bands = (next(row for row in rows if row["codec"] == name) for name in ("sines-noise", "log-spectrogram"))
    assert max(tones["sine_outside_db"]) < -30 < max(bands["sine_outside_db"])
    assert max(tones["sine_cents"]) < 2 < max(bands["sine_cents"])
    assert tones["noise_pulse_db"] < 10 < bands["noise_pulse_db"]
    assert tones["click_rise_ms"] < 2
    assert tones["click_pre_db"] < -40 < bands["click_pre_db"]
    assert tones["live_lsd_db"] < 6
    exact = {row["codec"]: row["sc_db"] for row in rows}
    assert exact["waveform-rgb"] == pytest.approx(FLOOR_DB, abs=0.01)
    assert exact["slices"] < -120


def test_files_that_are_no_sound_are_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.wav"
    path.write_text("not a sound")
    with pytest.raises(ValueError, match=r"bench codecs: .*notes\.wav cannot be read \(.*\); wanted a sound file"):
        load(path)
    soundfile.write(path, np.zeros(1000), 44100)
    with pytest.raises(ValueError, match="bench codecs: 1 files are all silent; wanted a sound"):
        measure([path])


def test_synthesised_sounds_are_the_same_every_time() -> None:
    for once, again in zip(synthesised(), synthesised(), strict=True):
        assert np.array_equal(once.samples, again.samples)
        assert 0.5 < np.abs(once.samples).max() <= 1
