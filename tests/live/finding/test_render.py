"""A score looks for sounds too: the same samples every time, like the sound that was asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.__main__ import main
from gesturegan_live.finding import search
from gesturegan_live.models.bundle import Bundle
from tests.conftest import Done, command

SCORE = """
0    /gan/voice/1/gate  1
0    /gan/voice/1/find  {name}
0.5  /gan/voice/2/find  gone.wav
"""


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "COUNT", 128)
    monkeypatch.setattr(search, "GENERATIONS", 8)


def render(bundle: Bundle, home: Path, output: Path, name: str) -> Done:
    score = output.with_suffix(".txt")
    score.write_text(SCORE.format(name=name))
    arguments = ("-o", output, "--bundle", bundle.path, "--home", home, "--seconds", "1")
    return command(main, "render", score, *arguments)


def test_a_sound_is_found_and_heard_the_same_every_time(tiny_bundle: Bundle, tmp_path: Path) -> None:
    rate, recordings = tiny_bundle.codec.sample_rate, tmp_path / "home" / "recordings"
    recordings.mkdir(parents=True)
    sound = 0.4 * np.sin(2 * np.pi * 330 * np.arange(2 * rate) / rate)
    soundfile.write(recordings / "hum.wav", sound, rate)
    first = render(tiny_bundle, tmp_path / "home", tmp_path / "a.wav", "hum")
    again = render(tiny_bundle, tmp_path / "home", tmp_path / "b.wav", "last 1.5")
    assert "/done /gan/voice/1/find hum 0." in first.err
    assert "/done /gan/voice/1/find last 0." in again.err
    assert "model tiny brings no sounds of its own" in first.err
    assert "/fail /gan/voice/2/find recording 'gone.wav': there is none of that name" in first.err
    one, other = (soundfile.read(tmp_path / name)[0] for name in ("a.wav", "b.wav"))
    np.testing.assert_array_equal(one, other)
    spectrum = np.abs(np.fft.rfft(one[rate // 2 :, 0]))
    assert np.argmax(spectrum) * rate / len(one[rate // 2 :]) == pytest.approx(330, abs=5)
