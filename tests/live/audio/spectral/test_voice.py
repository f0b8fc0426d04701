from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

from gesturegan_live import codecs
from gesturegan_live.audio.interface.controls import HEARD, ONCE, OPENING, SCRUB, Controls
from gesturegan_live.audio.spectral import partials, vocoder
from gesturegan_live.audio.spectral.voice import DELAY_SECONDS, SILENCE, SpectralBank
from gesturegan_live.codecs.codec import Codec, FrameLayout
from gesturegan_live.codecs.payload import payloads, strip_shape
from gesturegan_live.processes.ipc import Board
from gesturegan_live.processes.mailbox import Mailbox
from tests.live.audio.spectral.spectral_voice import CODEC, RATE, SAMPLES, SINES, Voice, drum, payload_of


def _magnitudes(samples: np.ndarray) -> np.ndarray:
    pieces = np.lib.stride_tricks.sliding_window_view(samples, 1024)[::256]
    return np.abs(np.fft.rfft(pieces * np.hanning(1024), axis=1))


def _convergence(heard: np.ndarray, wanted: np.ndarray) -> float:
    """Spectral convergence in dB."""
    a, b = _magnitudes(heard), _magnitudes(wanted)
    return float(20 * np.log10(np.linalg.norm(a - b) / np.linalg.norm(b)))


def _purity(samples: np.ndarray, frequency: float) -> float:
    """Energy within 20 Hz of a frequency against all else, dB."""
    spectrum = np.abs(np.fft.rfft(samples * np.blackman(len(samples)))) ** 2
    near = np.abs(np.fft.rfftfreq(len(samples), 1 / RATE) - frequency) < 20
    return float(10 * np.log10(spectrum[near].sum() / spectrum[~near].sum()))


@pytest.mark.parametrize("output_rate", [44100, 48000])
def test_it_sounds_as_the_codec_decodes(sine, output_rate: int) -> None:
    chord = sine(330, SAMPLES) + sine(550, SAMPLES, level=0.2) + sine(1210, SAMPLES, level=0.1)
    voice = Voice(output_rate=output_rate)
    voice.bank.image(0, payload_of(chord))
    heard = voice.play(20000 * output_rate // RATE, heard=OPENING)
    decoded = CODEC.decode(CODEC.encode(chord[None]))[0, :20000]
    if output_rate != RATE:
        at = np.arange(19000) * output_rate / RATE
        heard = np.interp(at, np.arange(len(heard)), heard)
    assert _convergence(heard[2000:19000], decoded[2000:19000]) < -15


def test_once_begins_with_the_attack_at_the_sample_and_ends() -> None:
    struck = drum()
    voice = Voice(mode=ONCE)
    voice.bank.image(0, payload_of(struck))
    voice.play(1000)
    voice.controls["starts"] += 1
    heard = voice.play(SAMPLES + 4000, heard=OPENING)
    early = [np.sqrt((part[:512] ** 2).mean()) for part in (heard, struck)]
    assert early[0] > 0.6 * early[1]
    assert _convergence(heard[:SAMPLES], struck) < -4  # noise, through 128 bands
    assert np.abs(heard[SAMPLES + 1000 :]).max() < 1e-6
    assert voice.playhead == 1.0


def test_phase_runs_on_through_new_images(sine) -> None:
    voice = Voice()
    image = payload_of(sine(440, SAMPLES))
    voice.bank.image(0, image)
    voice.play(6000)
    assert _purity(voice.play(20000), 440) > 35
    assert _purity(voice.play(20000, image), 440) > 30  # an image before every block of 128


def test_phase_runs_on_through_the_seam_and_through_jumps(sine, roughness) -> None:
    voice = Voice()
    voice.bank.image(0, payload_of(sine(440, SAMPLES)))
    voice.play(6000)
    seams = voice.play(3 * SAMPLES)
    bend = 0.32 * (2 * np.pi * 440 / RATE) ** 2
    assert roughness(seams) < 3 * bend
    for turn in range(30):
        voice.set(position=(turn * 0.37) % 1.0)
        assert roughness(voice.play(1111)) < 3 * bend


def test_a_new_image_has_taken_over_within_6_ms(sine, roughness) -> None:
    low, high = payload_of(sine(400, SAMPLES)), payload_of(sine(4000, SAMPLES))
    for wait in range(0, 256, 37):
        voice = Voice()
        voice.bank.image(0, low)
        voice.play(5000 + wait)
        voice.bank.image(0, high)
        heard = voice.play(2000)
        taken_over = heard[round(0.006 * RATE) :]
        spectrum = np.abs(np.fft.rfft(taken_over[:512] * np.hanning(512)))
        assert spectrum[2:8].max() < 0.1 * spectrum[40:52].max()
        assert roughness(heard[:264]) < 1.5 * roughness(heard[512:])


@pytest.mark.parametrize("rate", [0.25, 0.5, 2.0, -1.0])
def test_rate_changes_the_speed_and_not_the_pitch(sine, rate: float) -> None:
    voice = Voice()
    voice.bank.image(0, payload_of(sine(700, SAMPLES)))
    voice.set(rate=rate, position=0.5)
    voice.play(2048)
    before = voice.playhead
    heard = voice.play(4096)
    assert (voice.playhead - before) * SAMPLES == pytest.approx(4096 * rate, abs=abs(256 * rate))
    assert _purity(np.concatenate([heard, voice.play(8192)]), 700) > 25


@pytest.mark.parametrize("hold", [{"freeze": 1}, {"rate": 0.0}, {"mode": SCRUB}])
def test_a_held_sound_stays_sounds_on_and_does_not_repeat_itself(hold: dict[str, float]) -> None:
    noise = (0.1 * np.random.default_rng(2).standard_normal(SAMPLES)).astype(np.float32)
    voice = Voice()
    voice.bank.image(0, payload_of(noise))
    voice.set(position=0.5, **hold)
    voice.play(20000)
    before = voice.playhead
    heard = voice.play(RATE)
    assert voice.playhead == pytest.approx(before)
    assert heard.reshape(-1, 441).std(axis=1).min() > 0.02
    # the energy must not come and go with the hops (172 Hz), as it does when one frame is repeated
    high = np.convolve(heard, [1, -2, 1], "same")
    envelope = np.convolve(high**2, np.hanning(64), "same")
    spectrum = np.abs(np.fft.rfft((envelope / envelope.mean() - 1) * np.hanning(RATE)))
    pulse = spectrum[165:180].max() / np.median(spectrum[50:400])
    assert pulse < 8


def test_scrub_glides_to_the_position(sine) -> None:
    rising = np.sin(2 * np.pi * np.cumsum(np.linspace(300, 3000, SAMPLES)) / RATE).astype(np.float32) * 0.3
    voice = Voice(mode=SCRUB)
    voice.bank.image(0, payload_of(rising))
    for position in (0.2, 0.9):
        voice.set(position=position)
        voice.play(20000)
        heard = voice.play(8192)
        spectrum = np.abs(np.fft.rfft(heard * np.hanning(8192)))
        assert voice.playhead == pytest.approx(position, abs=0.01)
        assert spectrum.argmax() * RATE / 8192 == pytest.approx(300 + 2700 * position, abs=150)


def test_conversion_to_another_rate_delays_by_no_more_than_a_millisecond() -> None:
    """A jump is heard from the same moment on, whatever the output's rate."""
    silent, loud = np.full((1, 128, 128), SILENCE, np.float32), payload_of(drum())
    for rate in (44100, 48000, 96000, 22050):
        voice = Voice(output_rate=rate)
        voice.bank.image(0, silent)
        voice.play(4000)
        voice.bank.image(0, loud)
        first = np.flatnonzero(np.abs(voice.play(2000)) > 1e-4)[0]
        assert first / rate <= DELAY_SECONDS + 0.0002


def test_a_known_frequency_is_kept_to_the_hertz() -> None:
    bins = 1025
    layout = FrameLayout(16000, 2048, 512, 32, np.arange(bins, dtype=np.float32), has_frequency=True)
    frequency = 1234.5
    image = np.full((2, 32, bins), SILENCE, np.float32)
    centre = frequency * 2048 / 16000
    for k in range(round(centre) - 2, round(centre) + 3):  # the main lobe of a Hann window
        x = k - centre
        lobe = np.sinc(x) / (1 - x**2)
        image[0, :, k] = np.log(max(abs(lobe), 1e-6) * 0.3 * 2048 / 4)
    image[1] = np.angle(np.exp(1j * 2 * np.pi * frequency * 512 / 16000))  # modulo a turn, as a codec may give it
    voice = Voice(layout, output_rate=16000)
    voice.bank.image(0, image)
    voice.play(4000)
    heard = voice.play(16000)
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(16000)))
    assert spectrum.argmax() == pytest.approx(frequency, abs=1)
    near = np.abs(np.arange(8001) - frequency) < 10
    assert 10 * np.log10((spectrum[near] ** 2).sum() / (spectrum[~near] ** 2).sum()) > 25


def test_the_same_events_make_the_same_samples() -> None:
    heard = []
    for _ in range(2):
        voice = Voice()
        voice.bank.image(0, payload_of(drum()))
        voice.play(3000)
        voice.set(freeze=1)
        heard.append(voice.play(10000))
    np.testing.assert_array_equal(*heard)
    assert heard[0].std() > 1e-3


def test_an_image_that_comes_late_is_played_from_then_on(sine) -> None:
    voice = Voice()
    voice.play(100000)
    voice.bank.image(0, payload_of(sine(440, SAMPLES)))
    assert voice.play(128).std() > 0
    assert voice.playhead * SAMPLES <= 256


def test_restarting_a_voice_lets_it_sound_again(sine) -> None:
    voice = Voice()
    voice.bank.image(0, payload_of(sine(440, SAMPLES)))
    voice.play(6000)
    voice.bank._spectrum._phases[0] = np.nan  # what a broken frame leaves behind
    voice.bank._sums[0] = np.nan
    voice.play(1000)
    voice.bank.restart(0)
    assert np.isfinite(voice.play(1000)).all()
    assert voice.play(10000).std() == pytest.approx(0.21, abs=0.03)


def test_an_image_of_another_shape_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"image of voice 0 has shape \(5,\), its bank plays \(1, 128, 128\)"):
        Voice().bank.image(0, np.zeros(5, np.float32))


def test_a_voice_that_is_not_there_gets_no_image() -> None:
    bank = Voice().bank
    for voice in (-1, 1, 1 << 40):
        with pytest.raises(ValueError, match=f"image of voice {voice}, its bank plays voices 0 to 0"):
            bank.image(voice, np.zeros(bank.payload_shape, np.float32))
        with pytest.raises(ValueError, match=f"image of voice {voice}"):
            bank.strip(voice, np.zeros(strip_shape(CODEC), np.float32))


@pytest.mark.parametrize("semitones", [-12, -5, 3, 7, 12, 24])
def test_a_partial_moves_by_the_semitones_asked_for_at_the_same_speed(sine, semitones):
    plain, moved = Voice(), Voice()
    moved.set(transpose=semitones)
    for voice in (plain, moved):
        voice.bank.image(0, payload_of(sine(600, SAMPLES)))
    level, out = np.std(plain.play(30000)[6000:]), moved.play(30000)[6000:]
    assert _purity(out, 600 * 2 ** (semitones / 12)) > 20
    assert abs(20 * np.log10(np.std(out) / level)) < 3
    assert moved.playhead == pytest.approx(plain.playhead, abs=0.01)


def test_what_is_moved_beyond_nyquist_is_silent(sine):
    voice = Voice()
    voice.set(transpose=36)
    voice.bank.image(0, payload_of(sine(4000, SAMPLES)))
    assert np.abs(voice.play(10000)[4000:]).max() < 1e-3


def test_known_frequencies_are_moved_too(sine):
    codec = codecs.CODECS["specgram"]()
    assert codec.layout is not None
    clip = sine(440, codec.clip_samples, codec.sample_rate)[None]
    voice = Voice(codec.layout, output_rate=codec.sample_rate)
    voice.set(transpose=12)
    voice.bank.image(0, payloads(codec, codec.encode(clip))[0])
    spectrum = np.abs(np.fft.rfft(voice.play(40000)[24000:40000]))  # a second: a bin is 1 Hz
    assert np.argmax(spectrum) == pytest.approx(880, abs=2)


@pytest.mark.parametrize(("codec", "way"), [(CODEC, vocoder), (SINES, partials)])
def test_all_that_a_callback_calls_is_compiled_before_it_does(codec: Codec, way: ModuleType) -> None:
    assert codec.layout is not None
    bank = SpectralBank(2, codec.layout, RATE, 128)
    bank.warm_up()
    known = len(way.play.signatures)
    images, strips = Mailbox(2, bank.payload_shape), Mailbox(2, strip_shape(codec))
    board = Board(("playhead", 2))
    images.publish(1, payload_of(drum(), codec))
    strips.publish(1, np.zeros(strips.shape, np.float32))
    bank.image(1, images.take(1))
    bank.strip(1, strips.take(1))
    bank.render(np.zeros((2, 128), np.float32), 128, Controls(2, 1).voices, np.full(2, HEARD))
    bank.playheads(board["playhead"])
    assert known == len(way.play.signatures) > 0
    for memory in (images, strips, board):
        memory.close()
