"""Notes of a real instrument: what is recorded of a chord."""

from __future__ import annotations

import time

import numpy as np
import pytest
import soundfile
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message_builder import build_msg

pytestmark = pytest.mark.long
KEYS = 60, 64, 67
TONE = 220.0  # Hz, of the model's first coordinate


def onset(samples: np.ndarray) -> int:
    return int(np.flatnonzero(np.abs(samples) > 1e-5)[0])


@pytest.mark.parametrize("jack_server", ["sync"], indirect=True)
def test_a_chord_of_a_bundle_is_heard_at_one_sample_and_at_its_pitches(jack_server, play, tiny_bundle, tmp_path):
    instrument = play(
        tiny_bundle.path,
        "--no-walk",
        "--home",
        tmp_path,
        "--record",
        tmp_path / "a.wav",
        "--record-voices",
        server=jack_server,
    )
    instrument.wait_for("OSC on")
    instrument.send("/gan/voice/*/z", 1.0, 0.0, 0.0, 0.0)
    assert instrument.ask("/sync", 1) == [1]
    time.sleep(0.3)  # for the images
    for after, notes in ((0.5, [("on", key, 1.0) for key in KEYS]), (1.0, [("off",)])):
        bundle = OscBundleBuilder(time.time() + after)
        for name, *values in notes:
            bundle.add_content(build_msg(f"/gan/note/{name}", values))
        instrument.socket.sendto(bundle.build().dgram, ("127.0.0.1", instrument.port))
    time.sleep(1.0)
    instrument.send("/gan/note/on", 72, 0.5)  # at once
    time.sleep(0.3)
    assert instrument.ask("/gan/note/held") == [4, 72.0]
    assert instrument.end() == 0
    folder = next(path for path in tmp_path.iterdir() if path.is_dir() and path.name.startswith("a"))
    voices = [soundfile.read(path) for path in sorted(folder.glob("*.wav")) if "voice" in path.stem][:4]
    rate = voices[0][1]
    assert np.ptp([onset(samples) for samples, _ in voices[:3]]) <= 2  # a low tone rises more slowly
    for (samples, _), key in zip(voices, (*KEYS, 72), strict=True):
        heard = samples[onset(samples) + 1000 :][: rate // 4]
        spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard)), 8 * len(heard)))
        pitch = np.argmax(spectrum) * rate / (8 * len(heard))
        assert 12 * np.log2(pitch / TONE) == pytest.approx(key - 60, abs=0.1)
    loudness = [np.abs(samples[onset(samples) :][1000:10000]).max() for samples, _ in voices]
    assert 20 * np.log10(loudness[3] / loudness[0]) == pytest.approx(-15, abs=0.5)
