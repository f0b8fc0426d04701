"""Images and strips are played where they lie, within bounds."""

from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.audio.interface.controls import HEARD
from gesturegan_live.codecs.payload import STRIP_ROWS, strip_shape
from tests.live.audio.spectral.spectral_voice import CODEC, LAYOUT, RATE, SAMPLES, Voice, payload_of, strip_of


def test_a_strip_is_heard_at_once_and_the_image_it_is_of_changes_nothing(sine) -> None:
    before, after = (payload_of(sine(frequency, SAMPLES)) for frequency in (500, 1500))
    whole, part = Voice(), Voice()
    for voice in (whole, part):
        voice.bank.image(0, before)
        voice.play(8192)
    part.bank.strip(0, strip_of(after, int(whole.playhead * LAYOUT.frames) - 8))
    whole.bank.image(0, after)
    heard = part.play(1024)
    np.testing.assert_array_equal(heard, whole.play(1024))
    part.bank.image(0, after)  # to the samples: the rows around the playhead were there
    np.testing.assert_array_equal(part.play(2048), whole.play(2048))
    spectrum = np.abs(np.fft.rfft(heard[-512:] * np.hanning(512)))
    assert np.argmax(spectrum) == pytest.approx(1500 * 512 / RATE, abs=1)


def test_rows_that_the_newest_strip_does_not_hold_are_the_images(sine) -> None:
    before, after = (payload_of(sine(frequency, SAMPLES)) for frequency in (500, 1500))
    voice = Voice()
    voice.bank.image(0, before)
    voice.set(freeze=1)
    for first, row, frequency in ((0, 10, 1500), (0, 60, 500), (48, 60, 1500), (48, 10, 500)):
        voice.bank.strip(0, strip_of(after, first))
        voice.set(position=row / LAYOUT.frames)
        spectrum = np.abs(np.fft.rfft(voice.play(2048)[-1024:] * np.hanning(1024)))
        assert np.argmax(spectrum) == pytest.approx(frequency * 1024 / RATE, abs=1)


def test_a_strip_of_another_shape_is_refused() -> None:
    voice = Voice()
    (size,) = strip_shape(CODEC)
    for payload in (np.zeros(size - 1), np.full(size, LAYOUT.frames - STRIP_ROWS + 1.0), np.full(size, -1.0)):
        with pytest.raises(ValueError, match="strip of"):
            voice.bank.strip(0, payload.astype(np.float32))


def test_values_that_are_no_numbers_are_counted_and_silent(sine) -> None:
    image = payload_of(sine(440, SAMPLES))
    image[0, :, 60:] = np.nan
    image[0, 40:, :] = np.inf
    voice = Voice()
    voice.bank.image(0, image)
    controls, heard, out = voice.controls, np.array([HEARD]), np.zeros((1, 256), np.float32)
    counts, loudest = [], []
    for _ in range(60):
        counts.append(voice.bank.render(out, 256, controls, heard))
        loudest.append(np.abs(out).max())
    assert np.isfinite(loudest).all()
    assert counts[5] == LAYOUT.band_bins.size - 60
    assert counts[50] == LAYOUT.band_bins.size
    assert loudest[10] > 0.2
    assert loudest[50] < 1e-3
