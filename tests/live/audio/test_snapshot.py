"""The state of an engine: another one goes on from it with the same samples."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from gesturegan_live import codecs
from gesturegan_live.audio.engine import Engine, make_bank
from gesturegan_live.audio.snapshot import Snapshot
from gesturegan_live.audio.spectral.place import NEVER
from gesturegan_live.codecs.codec import Codec
from gesturegan_live.codecs.payload import payloads

VOICES = 3
RATE = 48000  # another than the codecs': samples are converted
SPECTRAL = codecs.from_json({"name": "log-spectrogram", "time_frames": 64})
SINES = codecs.from_json({"name": "sines-noise", "time_frames": 64})
CLIPS = codecs.CODECS["waveform-gray"]()


def _engine(codec: Codec, rate: int) -> Engine:
    engine = Engine(VOICES, 2, rate, 128)
    engine.warm_up()
    engine.switch(make_bank(codec, VOICES, rate, 128))
    return engine


def _images(codec: Codec, seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).standard_normal((VOICES, codec.clip_samples)).astype(np.float32) * 0.1
    return payloads(codec, codec.encode(noise))


@pytest.mark.parametrize("rate", [44100, 48000])
@pytest.mark.parametrize("codec", [SPECTRAL, SINES, CLIPS])
def test_an_engine_goes_on_where_another_was(codec: Codec, rate: int, event, perform) -> None:
    first, second = _engine(codec, rate), _engine(codec, rate)
    images = _images(codec, 1)
    random = np.random.default_rng(5)
    for voice in range(VOICES):
        first.image(voice, images[voice])
        first.events(event(100 * voice, voice, "gate", 1))
        first.events(event(2000, voice, "mode", 2 * voice))  # loop, scrub, endless
        first.events(event(2000, voice, "chaos", 1.0, 0.3))  # on its way when the copy is made
        first.events(event(3000, voice, "gesture", 4 * (voice % 2)))  # none, or pulses
        first.events(event(3100, voice, "energy", 0.8))
        first.events(event(10000 + voice, voice, "mode", voice))  # still to come
    for _ in range(40):
        name, value = [("rate", random.uniform(-2, 2)), ("pan", random.uniform(-1, 1)), ("gain", 2 * random.random())][
            random.integers(3)
        ]
        first.events(event(int(random.integers(12000)), int(random.integers(VOICES)), name, float(value)))
    perform(first, 5120)
    first.image(1, images[2])  # a switch of images is under way
    perform(first, 128)

    copy = Snapshot(first)
    while not copy.gather(10000):
        perform(first, 128)
    copy.finish()
    other = Snapshot(second)
    assert other.layout == copy.layout
    assert len(copy.octets) < sum(array.nbytes for array in first.bank.held) + 2_000_000  # no image is in it twice
    other.octets[:] = copy.octets
    other.restore()
    assert second.clock == first.clock

    later = _images(codec, 2)
    heard = []
    for engine in (first, second):
        start = engine.clock
        part = perform(engine, 4096)
        engine.image(0, later[0])
        engine.events(event(start + 5000, "out", "panic", 1))
        heard.append(np.concatenate([part, perform(engine, 8192)]))
    assert np.abs(heard[0]).max() > 0.01
    np.testing.assert_array_equal(heard[0], heard[1])


def test_an_engine_that_plays_two_banks_or_none_is_not_copied() -> None:
    engine = Engine(1, 1, 44100, 128)
    with pytest.raises(ValueError, match="one bank, not none or two"):
        Snapshot(engine)
    codec = codecs.CODECS["waveform-gray"]()
    for _ in range(2):
        engine.switch(make_bank(codec, 1, 44100, 128))
        engine.process(np.zeros((2000, 1), np.float32))
    engine.switch(make_bank(codec, 1, 44100, 128))
    with pytest.raises(ValueError, match="one bank, not none or two"):
        Snapshot(engine)


def _copy(engine: Engine) -> Snapshot:
    copy = Snapshot(engine)
    while not copy.gather(10**6):
        pass
    copy.finish()
    return copy


@pytest.fixture(scope="module")
def copies(event, perform) -> dict[str, Snapshot]:
    """Copies, by codec, of engines that have played and are to play on: images, modes and events are on their way."""
    made = {}
    for codec in (SPECTRAL, SINES, CLIPS):
        engine, images = _engine(codec, RATE), _images(codec, 1)
        for voice in range(VOICES):
            engine.image(voice, images[voice])
            engine.events(event(0, voice, "mode", voice))
            engine.events(event(0, voice, "rate", 0.7))
            engine.events(event(100 * voice, voice, "gate", 1))
            engine.events(event(6000 + voice, voice, "position", 0.9))
        perform(engine, 5120)
        engine.image(1, images[2])
        perform(engine, 128)
        engine.image(2, images[0])
        made[codec.name] = _copy(engine)
    return made


def _second(codec: Codec, copy: Snapshot) -> tuple[Engine, Snapshot]:
    """Another engine, and what is to be its state."""
    engine = _engine(codec, RATE)
    other = Snapshot(engine)
    other.octets[:] = copy.octets
    return engine, other


def _fields(copy: Snapshot) -> dict[str, tuple[np.ndarray, Any]]:
    """All that is copied beside the images, records by their columns, and the bounds of those that have any."""
    fields = {}
    for name, owner, field, array in copy._fields:
        columns = [f".{column}" for column in array.dtype.names or ()] if field not in owner.bounds else [""]
        for column in columns or [""]:
            part = array[column[1:]] if column else array
            fields[name + column] = part, owner.bounds.get(field + column, "as built")
    return fields


TAMPERED = [
    ("clock", -1e15, "wanted 0 to"),
    ("clock", math.nan, "clock is nan"),
    ("_max_block", 1e6, "_max_block is 1000000, wanted 128"),
    ("sample_rate", 1, "sample_rate is 1, wanted 48000"),
    ("voices", 4, "voices is 4, wanted 3"),
    ("_switch_length", 0, "wanted 1440"),
    ("_switched", -1, "wanted 0 to"),
    ("_queue._count", 3e7, "_queue._count is 30000000, wanted 0 to 16384"),
    ("_queue._count", -3e7, "_queue._count is -30000000, wanted 0 to 16384"),
    ("_limiter._sample_rate", 0, "wanted 48000"),
    ("_limiter.delay", 10**6, "wanted 30"),
    ("_limiter._state.first", 10**12, r"_limiter._state.first is 1e\+12, wanted 0 to 505"),
    ("_limiter._state.count", -1, "wanted 0 to 506"),
    ("_limiter._line", math.inf, "_limiter._line is inf"),
    ("_mixer._ramps.age", 1 << 40, "_mixer._ramps.age"),
    ("_mixer._decay", 2.0, "_mixer._decay is 2, wanted 0.99"),
    ("_stems._frames", 129, "wanted 0 to 128"),
    ("_stems._ramps.age", -1, "_stems._ramps.age"),
    ("_controls.voices.release", 0.0, "wanted 0.005 to 60"),
    ("_controls._ramps._ramps.length", -1, "wanted 0 to"),
    ("_controls._ramps._ramps.start", math.nan, "start is nan"),
    ("_controls._ramps.running", 10**9, "running is 1e\\+09"),
    ("_controls.voices.transpose", 1e6, "wanted -36 to 36"),
    ("_controls.voices.rate", math.nan, "rate is nan"),
    ("_controls.voices.mode", 5, "wanted 0 to 4"),
    ("_controls.voices.chaos", 2.0, "wanted 0 to 1"),
    ("_controls.voices.gesture", 5, "wanted 0 to 4"),
    ("_controls.voices.decay", 0.0, "wanted 0.01 to 60"),
    ("_controls._gestures._states.shape", 2.0, "wanted 0 to 1"),
    ("_controls._gestures._states.next", -1, "wanted 0 to"),
]
TAMPERED_CLIPS = [
    ("bank._samples", 10**9, "wanted 22500"),
    ("bank._reach", 1, "wanted 65"),
    ("bank._seam", 0, "wanted 882"),
    ("bank._levels", 10**9, "bank._levels"),
    ("bank._looping.period", 0.0, "bank._looping.period is 0"),
    ("bank._looping.period", 1e-300, "bank._looping.period"),
    ("bank._attacks", -(1 << 31), "bank._attacks"),
    ("bank._states.slot", 10**7, "bank._states.slot is 10000000, wanted -1 to 2"),
    ("bank._states.old_slot", -2, "wanted -1 to 2"),
    ("bank._states.pending", 3, "wanted -1 to 2"),
    ("bank._states.style", 3, "wanted 0 to 2"),
    ("bank._states.playhead", -1e9, "wanted 0 to 22500"),
    ("bank._states.head", math.nan, "head is nan"),
    ("bank._states.head", 1e300, "head of a loop"),
    ("bank._states.old_head", -1e15, "old_head of a loop"),
    ("bank._states.request", 1e9, "wanted -1 to 22500"),
    ("bank._states.attack", 1e9, "wanted -1 to 22500"),
    ("bank._states.pitch", 0.0, "wanted 0.125 to 8"),
    ("bank._states.step", math.inf, "step is inf"),
    ("bank._states.pong", 2, "wanted 0 to 1"),
    ("bank._states.heard", -1, "heard is -1"),
    ("bank._states.until", math.nan, "until is nan"),
    ("held", math.nan, "a clip's sample is nan"),
]
TAMPERED_SPECTRAL = [
    ("bank._states.next", -(2**60), "bank._states.next"),
    ("bank._states.next", 0, "next after what was made"),
    ("bank._states.next", 10**12, "next after what was made"),
    ("bank._states.last", 10**12, "next after the last"),
    ("bank._states.last", 0, "next after the last"),
    ("bank._states.last", NEVER - 1, "bank._states.last"),
    ("bank._states.place", 1e20, "place is 1e"),
    ("bank._states.place", math.nan, "wanted -1 to 65"),
    ("bank._states.request", 1e9, "wanted -1 to 64"),
    ("bank._states.speed", math.inf, "wanted -4 to 4"),
    ("bank._states.takeover", 1 << 40, "takeover"),
    ("bank._states.present", 2, "wanted 0 to 1"),
    ("bank._states.turned", -1, "wanted 0 to 1"),
    ("bank._states.heard", 1 << 40, "wanted 0 to 4"),
    ("bank._states.until", math.inf, "until is inf"),
    ("bank._made", 0, "samples were made for|next after what was made"),
    ("bank._given", 2**52, "samples were made for"),
    ("bank._given", -1, "wanted 0 to"),
    ("bank._spectrum._phases", math.nan, "bank._spectrum._phases is nan"),
    ("held", math.nan, "a strip's first row is nan"),
]


TAMPERED_SINES = [
    ("bank._spectrum._partials", math.nan, "bank._spectrum._partials is nan"),
    ("bank._spectrum._partials", 1e300, "wanted 0 to"),
    ("bank._spectrum._known", 129, "bank._spectrum._known is 129, wanted 0 to 128"),
    ("bank._spectrum._known", -1, "wanted 0 to 128"),
]


@pytest.mark.parametrize(
    ("codec", "name", "value", "line"),
    [(CLIPS, *one) for one in TAMPERED + TAMPERED_CLIPS]
    + [(SPECTRAL, *one) for one in TAMPERED + TAMPERED_SPECTRAL]
    + [(SINES, *one) for one in TAMPERED_SINES],
)
def test_what_is_no_state_of_such_an_engine_is_refused(
    codec: Codec, name: str, value: float, line: str, copies: dict[str, Snapshot]
) -> None:
    _, copy = _second(codec, copies[codec.name])
    array = copy._held[-1] if name == "held" else _fields(copy)[name][0]
    array.flat[0] = value
    with pytest.raises(ValueError, match=line) as caught:
        copy.restore()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("codec", [SPECTRAL, SINES, CLIPS])
def test_nothing_is_restored_unseen(codec: Codec, copies: dict[str, Snapshot]) -> None:
    _, copy = _second(codec, copies[codec.name])
    free = set()
    for name, (array, bounds) in _fields(copy).items():
        if bounds is None:
            free.add(name)
            continue
        kept = array.copy()
        array.flat[-1] = np.nan if array.dtype.kind == "f" else np.iinfo(array.dtype).min
        with pytest.raises(ValueError, match=f"{name} is .*, wanted "):
            copy.restore()
        array[...] = kept
    scratch = {"_voices", "_old_voices", "_playheads", "_queue.due", "_mixer.bus", "_mixer.heard", "_mixer.levels"}
    scratch |= {"_mixer.wrong", "_limiter._around", "_limiter._scratch", "_limiter.out", "bank._cells"}
    looked_at = {"_queue._waiting", "bank._states.noise", "bank._states.image", "bank._states.strip", "bank._loudness"}
    assert free <= scratch | looked_at


@pytest.mark.parametrize("codec", [SPECTRAL, SINES, CLIPS])
def test_whatever_is_not_refused_is_played(codec: Codec, copies: dict[str, Snapshot], perform) -> None:
    played = 0
    for name, (_, bounds) in _fields(copies[codec.name]).items():
        if bounds == "as built":
            continue
        for edge in bounds or (-1,):
            engine, copy = _second(codec, copies[codec.name])
            array = _fields(copy)[name][0]
            with np.errstate(over="ignore"):  # the largest float64 is too large for a float32, and for a float
                array[...] = np.array(edge).astype(array.dtype) if array.dtype.names is None else edge
            try:
                copy.restore()
            except ValueError:
                continue
            assert np.isfinite(perform(engine, 2000)).all(), name
            played += 1
    assert played > 50
