from __future__ import annotations

import numpy as np
import pytest

from gesturegan_live.audio.clip import SEAM_SECONDS, SHORTER_SECONDS, ClipBank
from gesturegan_live.audio.interface.controls import HEARD, LOOP, ONCE, OPENING, SCRUB, Controls
from gesturegan_live.audio.playhead.heads import CROSSOVER_SECONDS, LAG_SECONDS

RATE = 44100
SAMPLES = 16384
LONG = 4 * SAMPLES
SEAM = int(SEAM_SECONDS * RATE)
SHORTER = SHORTER_SECONDS * RATE
PERIOD = LONG - SEAM
CROSSOVER = round(CROSSOVER_SECONDS * RATE)


class Voice:
    """One voice of a bank, played without mixer or limiter."""

    def __init__(self, *, rate: float = 1.0, mode: int = LOOP, output_rate: int = RATE, samples: int = SAMPLES) -> None:
        self.bank = ClipBank(1, samples, RATE, output_rate)
        self.controls = Controls(1, 1).voices
        self.set(rate=rate, mode=mode)
        self.bank.adopt(np.zeros(1), self.controls)

    def set(self, **values: float) -> None:
        for name, value in values.items():
            self.controls[name] = value
            if name == "position":
                self.controls["jumps"] += 1

    def start(self) -> None:
        self.controls["starts"] += 1

    def play(self, samples: int, heard: int = HEARD) -> np.ndarray:
        out = np.zeros((1, samples), np.float32)
        self.bank.render(out, samples, self.controls, np.array([heard]))
        return out[0]

    @property
    def playhead(self) -> float:
        where = np.zeros(1)
        self.bank.playheads(where)
        return float(where[0])


def _settled(clip: np.ndarray, *, transpose: float = 0.0, **options: float) -> Voice:
    """A voice whose clip has been heard for long enough, its playhead back at 0."""
    voice = Voice(samples=len(clip), **options)
    voice.set(transpose=transpose)
    voice.bank.image(0, clip)
    voice.play(CROSSOVER + 1)
    voice.set(position=0.0)
    return voice


def _smooth(turn: np.ndarray) -> np.ndarray:
    return turn * turn * (3 - 2 * turn)


def _purity(samples: np.ndarray, frequency: float) -> float:
    """Energy within 20 Hz of a frequency against all else, dB."""
    spectrum = np.abs(np.fft.rfft(samples * np.blackman(len(samples)))) ** 2
    near = np.abs(np.fft.rfftfreq(len(samples), 1 / RATE) - frequency) < 20
    return float(10 * np.log10(spectrum[near].sum() / spectrum[~near].sum()))


def _level(samples: np.ndarray) -> np.ndarray:
    """Root mean square of every 20 ms."""
    return np.sqrt(np.convolve(samples.astype(np.float64) ** 2, np.ones(882) / 882, "valid"))


def test_a_loop_copies_the_clip_and_overlaps_end_and_beginning() -> None:
    clip = np.random.default_rng(0).uniform(-1, 1, SAMPLES).astype(np.float32)
    voice = Voice()
    voice.bank.image(0, clip)
    voice.play(1, OPENING)
    period = SAMPLES - SEAM
    heard = np.concatenate([[0.0], voice.play(2 * period)])
    np.testing.assert_array_equal(heard[SEAM:period], clip[SEAM:period])
    np.testing.assert_array_equal(heard[period + SEAM : 2 * period], clip[SEAM:period])
    angle = _smooth(np.arange(SEAM) / SEAM) * np.pi / 2
    overlap = np.sin(angle) * clip[:SEAM] + np.cos(angle) * clip[period:]
    np.testing.assert_allclose(heard[period : period + SEAM], overlap, atol=1e-6)


@pytest.mark.parametrize("rate", [1.0, 0.7, 2.3, -1.0, -0.4, 7.9])
@pytest.mark.parametrize("output_rate", [44100, 48000])
def test_the_seam_of_a_loop_does_not_click(sine, roughness, rate: float, output_rate: int) -> None:
    clip = sine(331.7, SAMPLES)  # ends in the middle of a period
    voice = _settled(clip, rate=rate, output_rate=output_rate)
    heard = voice.play(60000)[6000:]
    bend = 0.3 * (2 * np.pi * 331.7 / output_rate) ** 2
    assert roughness(heard) < 1.2 * bend
    assert _level(heard).min() > 0.98 * np.median(_level(heard))


@pytest.mark.parametrize("change", ["image", "jump", "mode", "freeze", "rest", "images"])
def test_nothing_sudden_clicks(sine, roughness, change: str) -> None:
    clip, other = sine(331.7, SAMPLES), sine(497.3, SAMPLES, level=-0.3)
    voice = _settled(clip)
    heard = [voice.play(3000)]
    for turn in range(40):
        if change == "image":
            voice.bank.image(0, other if turn % 2 == 0 else clip)
        elif change == "images":
            voice.bank.image(0, (other if turn % 2 == 0 else clip) * np.float32(0.5))
            voice.bank.image(0, other if turn % 2 == 0 else clip)
        elif change == "jump":
            voice.set(position=(turn * 0.37) % 1.0)
        elif change == "mode":
            voice.set(mode=(turn + 1) % 3)
        elif change == "freeze":
            voice.set(freeze=(turn + 1) % 2)
        else:
            voice.set(rate=float(turn % 2))
        heard.append(voice.play(300 + 211 * (turn % 5)))
    bend = 0.3 * (2 * np.pi * 497.3 / RATE) ** 2
    assert roughness(np.concatenate(heard)[1000:]) < 3 * bend


def test_a_new_image_is_taken_over_at_the_same_place_with_equal_power() -> None:
    random = np.random.default_rng(1)
    old, new = (random.standard_normal(SAMPLES).astype(np.float32) * 0.1 for _ in range(2))
    voice = _settled(old, mode=ONCE)
    voice.play(1000)
    place = round(voice.playhead * (SAMPLES - 1))
    voice.bank.image(0, new)
    heard = voice.play(1000)
    angle = _smooth(np.minimum(np.arange(1000) / (CROSSOVER_SECONDS * RATE), 1.0)) * np.pi / 2
    there = slice(place, place + 1000)
    np.testing.assert_allclose(heard, np.cos(angle) * old[there] + np.sin(angle) * new[there], atol=1e-6)


def test_of_images_that_come_during_a_crossover_the_newest_is_heard() -> None:
    voice = _settled(np.zeros(SAMPLES, np.float32))
    for level in (0.1, 0.2, 0.3, 0.4):
        voice.bank.image(0, np.full(SAMPLES, level, np.float32))
        voice.play(100)
    heard = voice.play(2 * CROSSOVER)
    assert heard[-1] == pytest.approx(0.4)
    assert not np.isclose(heard[: CROSSOVER - 320], 0.3).any()


def test_once_plays_from_the_first_sample_to_the_last_and_ends() -> None:
    clip = np.full(SAMPLES, 0.5, np.float32)
    voice = Voice(mode=ONCE)
    voice.bank.image(0, clip)
    voice.start()
    heard = voice.play(1, OPENING)
    heard = np.concatenate([heard, voice.play(SAMPLES + 2000)])
    assert heard[0] == 0.5  # nothing softens the attack
    edge = round(0.005 * RATE)
    np.testing.assert_array_equal(heard[: SAMPLES - edge - 2], 0.5)
    assert (np.diff(heard[SAMPLES - edge - 2 : SAMPLES]) <= 0).all()
    assert (heard[SAMPLES:] == 0).all()
    assert voice.playhead == 1.0
    voice.start()
    assert voice.play(2000)[1000] == 0.5


def test_once_plays_backwards_from_the_end() -> None:
    clip = np.linspace(0.1, 0.6, SAMPLES, dtype=np.float32)
    voice = Voice(mode=ONCE, rate=-1.0)
    voice.bank.image(0, clip)
    voice.start()
    heard = np.concatenate([voice.play(1, OPENING), voice.play(SAMPLES + 500)])
    np.testing.assert_allclose(heard[: SAMPLES - 300], clip[::-1][: SAMPLES - 300], atol=1e-6)
    assert (heard[SAMPLES + 10 :] == 0).all()


@pytest.mark.parametrize(
    ("rate", "semitones"),
    [(0.25, 0), (0.5, 0), (1.5, 0), (2, 0), (-1, 0), (-0.5, 0), (8, 0), (1, -12), (1, 7), (1, 24), (-0.5, 5), (2, -3)],
)
@pytest.mark.parametrize("frequency", [110.0, 331.7, 1500.0])
def test_rate_is_the_speed_and_transposition_the_pitch(sine, rate: float, semitones: float, frequency: float) -> None:
    voice = _settled(sine(frequency, LONG), rate=rate, transpose=semitones)
    voice.set(position=0.5)
    voice.play(1000)
    before = voice.playhead
    heard = voice.play(2000)
    moved = ((voice.playhead - before) * (LONG - 1) + 0.5 * PERIOD) % PERIOD - 0.5 * PERIOD  # it may have looped
    assert moved == pytest.approx((2000 * rate + 0.5 * PERIOD) % PERIOD - 0.5 * PERIOD, abs=SHORTER)
    heard = np.concatenate([heard, voice.play(32768)])
    assert _purity(heard, frequency * 2 ** (semitones / 12)) > 35
    assert _level(heard).min() > 0.94 * np.median(_level(heard))


@pytest.mark.parametrize(("rate", "semitones"), [(1.0, 0.0), (2.0, 12.0), (-1.0, 0.0), (0.5, -12.0)])
def test_where_pitch_and_rate_agree_the_clip_is_read_straight_through(rate: float, semitones: float) -> None:
    clip = np.random.default_rng(3).uniform(-1, 1, SAMPLES).astype(np.float32)
    clip[:64] = clip[-64:] = 0.0
    clip = np.convolve(clip, np.hanning(64) / 32, "same").astype(np.float32)  # nothing to lose at twice the speed
    voice = Voice(rate=rate, mode=ONCE)
    voice.set(transpose=semitones)
    voice.bank.image(0, clip)
    voice.start()
    heard = voice.play(SAMPLES // 4, OPENING)
    places = np.arange(SAMPLES // 4) * abs(rate)
    if rate < 0:
        places = SAMPLES - 1 - places
    whole = places % 1 == 0
    np.testing.assert_allclose(heard[whole], clip[places[whole].astype(int)], atol=0 if abs(rate) == 1 else 1e-3)


@pytest.mark.parametrize("frequency", [110.0, 331.7, 1500.0, 4000.0])
def test_the_same_pitch_in_another_phase_crosses_without_a_dip_or_a_drift(sine, frequency: float) -> None:
    clips = [np.roll(sine(frequency, SAMPLES + 1000), turn)[:SAMPLES] for turn in (0, 31, 77, 140, 205, 390)]
    voice = _settled(clips[0])
    heard = []
    for turn in range(1000):
        voice.bank.image(0, clips[turn % 6])
        heard.append(voice.play(400 + turn % 7))
    level = _level(np.concatenate(heard)[1000:])
    assert 20 * np.log10(level.min() / np.median(level)) > -1
    state = voice.bank._states[0]
    assert abs(state["head"] - state["playhead"]) < LAG_SECONDS * RATE + 1


@pytest.mark.parametrize("hold", [{"freeze": 1}, {"rate": 0.0}, {"mode": SCRUB, "position": 0.5}])
def test_a_held_voice_stays_where_it_is_and_sounds_on(sine, hold: dict[str, float]) -> None:
    clip = np.concatenate([sine(300, SAMPLES // 2), sine(1500, SAMPLES // 2)])
    voice = _settled(clip)
    voice.play(SAMPLES // 4)
    voice.set(**hold)
    voice.play(20000)
    before = voice.playhead
    heard = voice.play(40000)
    assert voice.playhead == pytest.approx(before, abs=1e-6)
    assert heard.reshape(-1, 2000).std(axis=1).min() > 0.05
    if "position" not in hold:
        assert _purity(heard, 300) > 35
        assert _level(heard).min() > 0.94 * np.median(_level(heard))


@pytest.mark.parametrize("hold", [{"freeze": 1}, {"rate": 0.0}, {"mode": SCRUB, "position": 0.4}])
def test_held_noise_does_not_ring(hold: dict[str, float]) -> None:
    noise = (0.1 * np.random.default_rng(2).standard_normal(LONG)).astype(np.float32)
    voice = _settled(noise)
    voice.set(position=0.4)
    voice.play(5000)
    voice.set(**hold)
    voice.play(20000)
    heard = voice.play(RATE)
    power = np.abs(np.fft.rfft(heard, 2 * RATE)) ** 2
    repeated = np.fft.irfft(power)[100:8000] / np.fft.irfft(power)[0]
    assert np.abs(repeated).max() < 0.12  # of one grain again and again it is near 1
    pieces = np.lib.stride_tricks.sliding_window_view(heard, 4096)[::2048] * np.hanning(4096)
    bins = (np.abs(np.fft.rfft(pieces)) ** 2).mean(axis=0)[20:1500]
    assert np.exp(np.log(bins).mean()) / bins.mean() > 0.6


@pytest.mark.parametrize("rate", [0.25, 0.5, 0.8, 1.5, 2.0, 4.0])
def test_a_stretched_stroke_is_heard_once_on_time_and_whole(rate: float) -> None:
    decay = np.arange(400)
    stroke = 0.8 * np.exp(-decay / 60) * np.sin(2 * np.pi * 2000 * decay / RATE)
    clip = 0.001 * np.random.default_rng(0).standard_normal(LONG).astype(np.float32)
    places = np.arange(4410, LONG - 8000, 11025)
    for place in places:
        clip[place : place + 400] += stroke.astype(np.float32)
    voice = Voice(rate=rate, mode=ONCE, samples=LONG)
    voice.bank.image(0, clip)
    voice.start()
    heard = voice.play(int((LONG - 8000) / rate), OPENING)
    level = np.sqrt(np.convolve(heard.astype(np.float64) ** 2, np.ones(200) / 200, "same"))
    full = np.sqrt((stroke[:200] ** 2).mean())
    loud = np.flatnonzero(level > 0.03 * full)  # -30 dB
    groups = np.split(loud, np.flatnonzero(np.diff(loud) > 100) + 1)
    assert len(groups) == len(places)
    for place, group in zip(places, groups, strict=True):
        assert 20 * np.log10(level[group].max() / full) == pytest.approx(0, abs=0.5)
        assert (group[0] + 100 - place / rate) / RATE == pytest.approx(0, abs=0.004 / min(rate, 1))


def test_a_start_while_the_voice_sounds_keeps_its_attack() -> None:
    clip = np.concatenate([np.full(300, 0.8), np.zeros(SAMPLES - 300)]).astype(np.float32)
    voice = Voice(mode=ONCE)
    voice.bank.image(0, clip)
    voice.start()
    voice.play(5000, OPENING)
    voice.start()
    heard = voice.play(300)
    assert (heard[round(0.001 * RATE) + 1 :] > 0.79).all()


def test_scrub_glides_to_the_position(sine) -> None:
    voice = _settled(sine(300, SAMPLES), mode=SCRUB)
    voice.set(position=0.8)
    places = []
    for _ in range(100):
        voice.play(128)
        places.append(voice.playhead)
    assert (np.diff(places) >= -1e-12).all()
    assert places[2] < 0.5
    assert places[-1] == pytest.approx(0.8, abs=1e-3)


def test_samples_that_are_no_numbers_are_counted_and_silent() -> None:
    clip = np.full(SAMPLES, 0.1, np.float32)
    clip[100:103] = np.nan, np.inf, -np.inf
    voice = Voice()
    voice.bank.image(0, clip)
    out, heard = np.zeros((1, 256), np.float32), np.array([HEARD])
    assert [voice.bank.render(out, 256, voice.controls, heard) for _ in range(2)] == [3, 0]
    assert np.isfinite(voice.play(3000)).all()


def test_an_image_of_another_shape_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"image of voice 0 has shape \(5,\), its bank plays \(16384,\)"):
        Voice().bank.image(0, np.zeros(5, np.float32))


def test_a_bank_goes_on_where_the_one_before_it_was(sine) -> None:
    voice = Voice(mode=ONCE)
    voice.controls["starts"] = 3  # past, and not to be acted on again
    voice.bank.adopt(np.array([0.25]), voice.controls)
    voice.bank.image(0, sine(300, SAMPLES))
    voice.play(100)
    assert voice.playhead == pytest.approx(0.25 + 100 / SAMPLES, abs=1e-3)
