from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live import codecs
from gesturegan_live.audio import hop, place
from gesturegan_live.audio.controls import HEARD, LOOP, ONCE, OPENING, SCRUB, Controls
from gesturegan_live.audio.spectral import DELAY_SECONDS, SILENCE, SpectralBank
from gesturegan_live.codecs.codec import FrameLayout
from gesturegan_live.codecs.payload import STRIP_ROWS, payloads, strip_shape
from gesturegan_live.ipc import Board, Mailbox

RATE = 44100
CODEC = codecs.from_json({"name": "log-spectrogram", "time_frames": 128})
LAYOUT = CODEC.layout
assert LAYOUT is not None
SAMPLES = CODEC.clip_samples


def _payload(samples: np.ndarray) -> np.ndarray:
    clip = np.zeros((1, SAMPLES), np.float32)
    clip[0, : len(samples)] = samples[:SAMPLES]
    return payloads(CODEC, CODEC.encode(clip))[0]


def _strip(image: np.ndarray, first: int) -> np.ndarray:
    return np.concatenate([[np.float32(first)], image[0, first : first + STRIP_ROWS].reshape(-1)])


def _drum() -> np.ndarray:
    """Noise that strikes at once and dies away."""
    noise = np.random.default_rng(5).standard_normal(SAMPLES)
    return (0.3 * noise * np.exp(-np.arange(SAMPLES) / 4000)).astype(np.float32)


class Voice:
    """One voice of a bank, played without mixer or limiter."""

    def __init__(self, layout: FrameLayout = LAYOUT, *, mode: int = LOOP, output_rate: int = RATE) -> None:
        self.bank = SpectralBank(1, layout, output_rate, 256)
        self.controls = Controls(1, 1).voices
        self.controls["mode"] = mode

    def set(self, **values: float) -> None:
        for name, value in values.items():
            self.controls[name] = value
            if name == "position":
                self.controls["jumps"] += 1

    def play(self, samples: int, image: np.ndarray | None = None, heard: int = HEARD, block: int = 128) -> np.ndarray:
        """Play on; an image comes anew before every block."""
        out, parts = np.zeros((1, 256), np.float32), []
        for start in range(0, samples, block):
            if image is not None:
                self.bank.image(0, image)
            frames = min(block, samples - start)
            self.bank.render(out, frames, self.controls, np.array([heard if start == 0 else HEARD]))
            parts.append(out[0, :frames].copy())
        return np.concatenate(parts)

    @property
    def playhead(self) -> float:
        where = np.zeros(1)
        self.bank.playheads(where)
        return float(where[0])


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
    voice.bank.image(0, _payload(chord))
    heard = voice.play(20000 * output_rate // RATE, heard=OPENING)
    decoded = CODEC.decode(CODEC.encode(chord[None]))[0, :20000]
    if output_rate != RATE:
        at = np.arange(19000) * output_rate / RATE
        heard = np.interp(at, np.arange(len(heard)), heard)
    assert _convergence(heard[2000:19000], decoded[2000:19000]) < -15


def test_once_begins_with_the_attack_at_the_sample_and_ends() -> None:
    drum = _drum()
    voice = Voice(mode=ONCE)
    voice.bank.image(0, _payload(drum))
    voice.play(1000)
    voice.controls["starts"] += 1
    heard = voice.play(SAMPLES + 4000, heard=OPENING)
    early = [np.sqrt((part[:512] ** 2).mean()) for part in (heard, drum)]
    assert early[0] > 0.6 * early[1]
    assert _convergence(heard[:SAMPLES], drum) < -4  # noise, through 128 bands
    assert np.abs(heard[SAMPLES + 1000 :]).max() < 1e-6
    assert voice.playhead == 1.0


def test_phase_runs_on_through_new_images(sine) -> None:
    voice = Voice()
    image = _payload(sine(440, SAMPLES))
    voice.bank.image(0, image)
    voice.play(6000)
    assert _purity(voice.play(20000), 440) > 35
    assert _purity(voice.play(20000, image), 440) > 30  # an image before every block of 128


def test_phase_runs_on_through_the_seam_and_through_jumps(sine, roughness) -> None:
    voice = Voice()
    voice.bank.image(0, _payload(sine(440, SAMPLES)))
    voice.play(6000)
    seams = voice.play(3 * SAMPLES)
    bend = 0.32 * (2 * np.pi * 440 / RATE) ** 2
    assert roughness(seams) < 3 * bend
    for turn in range(30):
        voice.set(position=(turn * 0.37) % 1.0)
        assert roughness(voice.play(1111)) < 3 * bend


def test_a_new_image_has_taken_over_within_6_ms(sine, roughness) -> None:
    low, high = _payload(sine(400, SAMPLES)), _payload(sine(4000, SAMPLES))
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
    voice.bank.image(0, _payload(sine(700, SAMPLES)))
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
    voice.bank.image(0, _payload(noise))
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
    voice.bank.image(0, _payload(rising))
    for position in (0.2, 0.9):
        voice.set(position=position)
        voice.play(20000)
        heard = voice.play(8192)
        spectrum = np.abs(np.fft.rfft(heard * np.hanning(8192)))
        assert voice.playhead == pytest.approx(position, abs=0.01)
        assert spectrum.argmax() * RATE / 8192 == pytest.approx(300 + 2700 * position, abs=150)


def test_conversion_to_another_rate_delays_by_no_more_than_a_millisecond() -> None:
    """A jump is heard from the same moment on, whatever the output's rate."""
    silent, loud = np.full((1, 128, 128), SILENCE, np.float32), _payload(_drum())
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
        voice.bank.image(0, _payload(_drum()))
        voice.play(3000)
        voice.set(freeze=1)
        heard.append(voice.play(10000))
    np.testing.assert_array_equal(*heard)
    assert heard[0].std() > 1e-3


def test_an_image_that_comes_late_is_played_from_then_on(sine) -> None:
    voice = Voice()
    voice.play(100000)
    voice.bank.image(0, _payload(sine(440, SAMPLES)))
    assert voice.play(128).std() > 0
    assert voice.playhead * SAMPLES <= 256


def test_restarting_a_voice_lets_it_sound_again(sine) -> None:
    voice = Voice()
    voice.bank.image(0, _payload(sine(440, SAMPLES)))
    voice.play(6000)
    voice.bank._phases[0] = np.nan  # what a broken frame leaves behind
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
        voice.bank.image(0, _payload(sine(600, SAMPLES)))
    level, out = np.std(plain.play(30000)[6000:]), moved.play(30000)[6000:]
    assert _purity(out, 600 * 2 ** (semitones / 12)) > 20
    assert abs(20 * np.log10(np.std(out) / level)) < 3
    assert moved.playhead == pytest.approx(plain.playhead, abs=0.01)


def test_what_is_moved_beyond_nyquist_is_silent(sine):
    voice = Voice()
    voice.set(transpose=36)
    voice.bank.image(0, _payload(sine(4000, SAMPLES)))
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


def test_a_strip_is_heard_at_once_and_the_image_it_is_of_changes_nothing(sine) -> None:
    before, after = (_payload(sine(frequency, SAMPLES)) for frequency in (500, 1500))
    whole, part = Voice(), Voice()
    for voice in (whole, part):
        voice.bank.image(0, before)
        voice.play(8192)
    part.bank.strip(0, _strip(after, int(whole.playhead * LAYOUT.frames) - 8))
    whole.bank.image(0, after)
    heard = part.play(1024)
    np.testing.assert_array_equal(heard, whole.play(1024))
    part.bank.image(0, after)  # to the samples: the rows around the playhead were there
    np.testing.assert_array_equal(part.play(2048), whole.play(2048))
    spectrum = np.abs(np.fft.rfft(heard[-512:] * np.hanning(512)))
    assert np.argmax(spectrum) == pytest.approx(1500 * 512 / RATE, abs=1)


def test_rows_that_the_newest_strip_does_not_hold_are_the_images(sine) -> None:
    before, after = (_payload(sine(frequency, SAMPLES)) for frequency in (500, 1500))
    voice = Voice()
    voice.bank.image(0, before)
    voice.set(freeze=1)
    for first, row, frequency in ((0, 10, 1500), (0, 60, 500), (48, 60, 1500), (48, 10, 500)):
        voice.bank.strip(0, _strip(after, first))
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
    image = _payload(sine(440, SAMPLES))
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


def _bursts(sound: np.ndarray, every: int = 8000) -> np.ndarray:
    """A sound struck again and again."""
    clip = np.zeros(SAMPLES, np.float32)
    for start in range(3000, SAMPLES - len(sound), every):
        clip[start : start + len(sound)] += sound
    return clip


def _assert_sharp(out: np.ndarray, attack: int) -> None:
    level = np.sqrt(np.convolve(out[attack - 1500 : attack + 1500] ** 2, np.ones(44) / 44, "same"))
    before, after = level[:1300], level[1400:]
    assert before.max() < 0.05 * level.max()  # nothing of it five milliseconds early
    assert np.argmax(after > 0.5 * level.max()) < 400  # and most of it at once: 7 ms would be a swell
    assert level[1400:1900].max() > 0.7 * level.max()


def test_attacks_are_found_in_strips_as_in_the_whole_image() -> None:
    noise = 0.4 * np.random.default_rng(1).standard_normal(4000) * np.exp(-np.arange(4000) / 600)
    image = _payload(_bursts(noise.astype(np.float32)))
    voice = Voice()
    voice.bank.image(0, np.full_like(image, SILENCE))
    pieces = []
    for start in range(0, SAMPLES - 2048, 2048):
        first = min(max(start // LAYOUT.hop_length - 8, 0), LAYOUT.frames - STRIP_ROWS)
        voice.bank.strip(0, _strip(image, first))
        pieces.append(voice.play(2048))
    for attack in (3000, 11000, 19000):
        _assert_sharp(np.concatenate(pieces), attack)


def test_all_that_a_callback_calls_is_compiled_before_it_does() -> None:
    bank = SpectralBank(2, LAYOUT, RATE, 128)
    bank.warm_up()
    kernels = [place.take_image, place.take_strip, hop.play, place.tell_places]
    known = [len(kernel.signatures) for kernel in kernels]
    images, strips = Mailbox(2, bank.payload_shape), Mailbox(2, strip_shape(CODEC))
    board = Board(("playhead", 2))
    images.publish(1, _payload(_drum()))
    strips.publish(1, np.zeros(strips.shape, np.float32))
    bank.image(1, images.take(1))
    bank.strip(1, strips.take(1))
    bank.render(np.zeros((2, 128), np.float32), 128, Controls(2, 1).voices, np.full(2, HEARD))
    bank.playheads(board["playhead"])
    assert known == [len(kernel.signatures) for kernel in kernels]
    for memory in (images, strips, board):
        memory.close()


@pytest.mark.parametrize("rate", [0.5, 1.0, 2.0])
def test_an_attack_inside_a_clip_stays_sharp_at_any_speed(rate: float) -> None:
    n = np.arange(4000)
    voice = Voice()
    voice.set(rate=rate)
    noise = np.random.default_rng(1).standard_normal(4000)
    voice.bank.image(0, _payload(_bursts((0.4 * noise * np.exp(-n / 600)).astype(np.float32))))
    out = voice.play(int(24000 / rate))
    for attack in (3000, 11000, 19000):
        _assert_sharp(out, int(attack / rate))


def test_a_struck_tone_is_a_tone_at_once(sine) -> None:
    n = np.arange(6000)
    tone = sum(sine(440 * k, 6000, level=0.2 / k) for k in (1, 2, 3)) * np.exp(-n / 3000)
    voice = Voice()
    voice.bank.image(0, _payload(_bursts(tone.astype(np.float32))))
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
    voice.bank.image(0, _payload(clip))
    heard = voice.play(2 * SAMPLES)
    assert np.abs(heard[SAMPLES - 4000 : SAMPLES + 4000]).max() < 0.02 * np.abs(heard).max()
