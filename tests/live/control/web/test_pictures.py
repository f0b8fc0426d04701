import numpy as np
import pytest

from gesturegan_live import codecs
from gesturegan_live.codecs.payload import payload_shape
from gesturegan_live.control.web.pictures import SPECTRUM, WAVE, Pictures, picture


def opened(shown: bytes) -> tuple[int, int, np.ndarray]:
    voice, kind = shown[:2]
    height, width = np.frombuffer(shown[2:6], "<u2")
    return voice, kind, np.frombuffer(shown[6:], np.uint8).reshape(height, width)


def test_a_partial_is_seen_where_it_is_however_thin_and_silence_is_black():
    codec = codecs.CODECS["log-spectrogram"]()
    levels = np.full(payload_shape(codec), -20.0, np.float32)
    levels[0, :, 41] = np.log(codec.n_fft / 4)  # as loud as a sine can be
    _, kind, pixels = opened(picture(codec, levels))
    assert kind == SPECTRUM
    assert pixels.shape == (128, 64)
    assert set(np.flatnonzero(pixels.max(axis=0))) == {20}
    assert pixels.max() == 255


def test_a_clip_is_an_outline():
    codec = codecs.CODECS["waveform-gray"]()
    samples = np.zeros(codec.clip_samples, np.float32)
    samples[-100:] = 0.5
    samples[:40] = -1.0
    _, kind, pixels = opened(picture(codec, samples))
    assert kind == WAVE
    assert pixels.shape[0] == 2
    assert (pixels[0, 0], pixels[1, 0], pixels[0, 9], pixels[1, -1]) == (1, 128, 128, 191)


@pytest.mark.parametrize("name", sorted(codecs.CODECS))
def test_every_codec_has_pictures_of_a_few_kilobytes(name):
    codec = codecs.CODECS[name]()
    shown = picture(codec, np.full(payload_shape(codec), np.nan, np.float32))
    assert 6 < len(shown) <= 6 + 128 * 64


def test_pictures_are_made_once_and_of_some_voices_at_a_time_each_in_its_turn():
    newest, asked = [1, 1, 1, 1], []
    codec = codecs.CODECS["log-spectrogram"]()

    def look(voice, since, read):
        if newest[voice] <= since:
            return None
        asked.append(voice)
        return newest[voice], read(codec, np.zeros(payload_shape(codec), np.float32))

    pictures = Pictures(4, look)
    pictures.renew(3)
    assert (asked, pictures.numbers) == ([0, 1, 2], [1, 1, 1, 0])
    newest[0] = 2
    pictures.renew(3)
    pictures.renew(3)
    assert asked == [0, 1, 2, 3, 0]
    assert [opened(pictures[voice])[0] for voice in range(4)] == [0, 1, 2, 3]
