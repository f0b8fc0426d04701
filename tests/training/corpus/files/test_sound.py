"""Sound files as they are found: headers without a length or with a false one, names that say nothing, no files."""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from training.corpus.files import sound

RATE, FRAMES = 16000, 24000


def _samples() -> np.ndarray:
    rng = np.random.default_rng(0)
    return (0.3 * np.sin(np.arange(FRAMES) * 0.1) + 0.05 * rng.standard_normal(FRAMES)).astype(np.float32)


def _written(path: Path, container: str, subtype: str = "PCM_16", **more: object) -> bytearray:
    soundfile.write(path, _samples(), RATE, format=container, subtype=subtype, **more)
    return bytearray(path.read_bytes())


def _set(data: bytearray, name: bytes, offset: int, layout: str, *values: int) -> None:
    struct.pack_into(layout, data, data.find(name) + offset, *values)


def _heard(path: Path) -> int:
    with sound.opened(path) as opened:
        frames = opened.frames()
        count = 0
        while block := len(opened.read(5000)):
            count += block
    assert frames == count
    return count


def _wav(riff: int, data: int) -> Callable[[bytearray], None]:
    def change(whole: bytearray) -> None:
        struct.pack_into("<I", whole, 4, riff)
        _set(whole, b"data", 4, "<I", data)

    return change


def _rf64(told: int) -> Callable[[bytearray], None]:
    return lambda whole: _set(whole, b"ds64", 8, "<QQQ", told, told, told)


def _aiff(frames: int, sound_bytes: int) -> Callable[[bytearray], None]:
    def change(whole: bytearray) -> None:
        _set(whole, b"COMM", 10, ">I", frames)
        _set(whole, b"SSND", 4, ">I", sound_bytes)

    return change


def _flac(frames: int) -> Callable[[bytearray], None]:
    def change(whole: bytearray) -> None:
        whole[21] = whole[21] & 0xF0 | frames >> 32
        whole[22:26] = struct.pack(">I", frames & 0xFFFFFFFF)

    return change


@pytest.mark.parametrize(
    ("container", "change"),
    [
        pytest.param("WAV", _wav(0, 0), id="wav-empty"),
        pytest.param("WAV", _wav(36, 0), id="wav-header-written-first"),
        pytest.param("WAV", _wav(0xFFFFFFFF, 0), id="wav-half-filled-in"),
        pytest.param("WAV", _wav(0xFFFFFFFF, 0xFFFFFFFF), id="wav-endless"),
        pytest.param("WAV", _wav(0x7FFFF024, 0x7FFFF000), id="wav-as-sox-pipes"),
        pytest.param("WAV", _wav(0, 1000), id="wav-of-a-part"),
        pytest.param("RF64", _rf64(0), id="rf64-empty"),
        pytest.param("RF64", _rf64(2**64 - 1), id="rf64-endless"),
        pytest.param("RF64", lambda whole: _set(whole, b"ds64", 0, "4s", b"JUNK"), id="rf64-without-sizes"),
        pytest.param("RF64", lambda whole: _set(whole, b"RF64", 0, "4s", b"BW64"), id="bw64"),
        pytest.param("W64", lambda whole: _set(whole, b"data\xf3", 16, "<Q", 0), id="w64-empty"),
        pytest.param("AIFF", _aiff(0, 8), id="aiff-empty"),
        pytest.param("AIFF", _aiff(0xFFFFFFFF, 0xFFFFFFFF), id="aiff-endless"),
        pytest.param("AU", lambda whole: _set(whole, b".snd", 8, ">I", 0), id="au-empty"),
        pytest.param("AU", lambda whole: _set(whole, b".snd", 8, ">I", 0xFFFFFFFF), id="au-endless"),
        pytest.param("AU", lambda whole: _set(whole, b".snd", 8, ">I", 0x7FFFFFFF), id="au-too-long"),
        pytest.param("CAF", lambda whole: _set(whole, b"data", 4, ">Q", 4), id="caf-empty"),
        pytest.param("CAF", lambda whole: _set(whole, b"data", 4, ">q", -1), id="caf-endless"),
        pytest.param("FLAC", _flac(0), id="flac-unknown"),
        pytest.param("FLAC", _flac(2**36 - 1), id="flac-endless"),
        pytest.param("FLAC", _flac(2 * FRAMES), id="flac-too-long"),
        pytest.param("FLAC", _flac(1), id="flac-of-one"),
        pytest.param("FLAC", _flac(FRAMES - 1), id="flac-one-too-few"),
    ],
)
def test_what_is_there_is_read_whatever_the_header_says(
    tmp_path: Path, container: str, change: Callable[[bytearray], None]
) -> None:
    whole = _written(tmp_path / "plain", container)
    change(whole)
    (tmp_path / "changed").write_bytes(whole)
    assert _heard(tmp_path / "changed") == FRAMES
    with sound.opened(tmp_path / "changed") as opened:
        np.testing.assert_allclose(opened.read(FRAMES)[:, 0], _samples(), atol=1e-4)


def test_a_header_of_nothing_is_believed_where_nothing_but_chunks_follow(tmp_path: Path) -> None:
    whole = _written(tmp_path / "a.wav", "WAV")[:44]
    _set(whole, b"data", 4, "<I", 0)
    (tmp_path / "a.wav").write_bytes(whole + b"LIST" + struct.pack("<I", 5) + b"INFOx\0")
    assert _heard(tmp_path / "a.wav") == 0


@pytest.mark.parametrize("behind", [b"LIST\x05\0\0\0INFOx\0", b"TAG" + bytes(125), bytes(3000), b"odd"])
def test_what_lies_behind_the_sound_is_not_heard(tmp_path: Path, behind: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(_written(tmp_path / "a.wav", "WAV") + behind)
    assert _heard(tmp_path / "a.wav") == FRAMES


def test_more_than_a_consistent_header_tells_of_is_told(tmp_path: Path) -> None:
    whole = _written(tmp_path / "a.wav", "WAV")
    _wav(36 + 20000, 20000)(whole)
    (tmp_path / "a.wav").write_bytes(whole)
    assert _heard(tmp_path / "a.wav") == 10000
    with sound.opened(tmp_path / "a.wav") as opened:
        assert opened.remark.startswith("hold more behind the sound")


TAG = b"ID3\x03\0\0\0\0\x01\x10" + bytes(0x90)
FOOTED = b"ID3\x04\0\x10\0\0\0\x05" + bytes(5) + b"3DI\x04\0\x10\0\0\0\x05"  # told again at its end


@pytest.mark.parametrize("tag", [TAG, TAG + TAG, FOOTED], ids=["one", "two", "footed"])
@pytest.mark.parametrize("container", ["WAV", "RF64", "AIFF", "AU", "CAF", "FLAC", "MP3"])
def test_a_tag_in_front_is_passed_over(tmp_path: Path, container: str, tag: bytes) -> None:
    whole = _written(tmp_path / "a", container, "MPEG_LAYER_III" if container == "MP3" else "PCM_16")
    (tmp_path / "a").write_bytes(tag + whole)
    assert _heard(tmp_path / "a") == FRAMES


def test_a_header_of_nothing_is_put_right_behind_a_tag_too(tmp_path: Path) -> None:
    whole = _written(tmp_path / "a.wav", "WAV")
    _wav(36, 0)(whole)
    (tmp_path / "a.wav").write_bytes(TAG + whole)
    assert _heard(tmp_path / "a.wav") == FRAMES


@pytest.mark.parametrize(("container", "subtype"), [("FLAC", "PCM_16"), ("MP3", "MPEG_LAYER_III")])
def test_what_is_cut_off_is_read_up_to_there_and_told(tmp_path: Path, container: str, subtype: str) -> None:
    whole = _written(tmp_path / "a", container, subtype)
    (tmp_path / "a").write_bytes(whole[: len(whole) // 2])
    assert FRAMES // 4 < _heard(tmp_path / "a") < FRAMES * 3 // 4
    with sound.opened(tmp_path / "a") as opened:
        opened.read(FRAMES)
        assert opened.remark == sound.SHORT


def test_an_mp3_that_does_not_count_its_frames_is_read_to_its_end(tmp_path: Path) -> None:
    loud = np.concatenate([_samples(), np.zeros(4 * RATE, np.float32)])  # later frames take fewer bits than the first
    soundfile.write(tmp_path / "a.mp3", loud, RATE, format="MP3", bitrate_mode="VARIABLE")
    whole = (tmp_path / "a.mp3").read_bytes()
    (tmp_path / "a.mp3").write_bytes(whole[whole.index(whole[:2], 4) :])  # the first frame counts them
    assert abs(_heard(tmp_path / "a.mp3") - len(loud)) < 0.1 * RATE
    with sound.opened(tmp_path / "a.mp3") as opened:
        opened.read(10 * len(loud))
        assert opened.remark == ""


@pytest.mark.parametrize("mode", ["CONSTANT", "VARIABLE"])
@pytest.mark.parametrize("cut", [1, 700, 0.5])
def test_an_mp3_that_is_cut_at_its_front_is_read_to_its_end(tmp_path: Path, cut: float, mode: str) -> None:
    soundfile.write(tmp_path / "a.mp3", np.tile(_samples(), 4), RATE, format="MP3", bitrate_mode=mode)
    whole = (tmp_path / "a.mp3").read_bytes()
    left = whole[int(cut if cut >= 1 else cut * len(whole)) :]
    (tmp_path / "a.mp3").write_bytes(left)
    wanted = 4 * FRAMES * len(left) / len(whole)
    assert abs(_heard(tmp_path / "a.mp3") - wanted) < 0.05 * 4 * FRAMES
    with sound.opened(tmp_path / "a.mp3") as opened:
        opened.read(10 * FRAMES)
        assert opened.remark == ""


def test_a_tag_that_is_longer_than_the_file_is_none(tmp_path: Path) -> None:
    whole = _written(tmp_path / "a.mp3", "MP3", "MPEG_LAYER_III")
    (tmp_path / "a.mp3").write_bytes(b"ID3\x03\0\0\x7f\x7f\x7f\x7f" + whole)
    assert _heard(tmp_path / "a.mp3") == FRAMES


def test_a_page_in_the_place_of_an_mp3_is_none_and_not_said_to_be_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_text("<html>404</html>" * 99, encoding="utf-8")
    with (
        pytest.raises(ValueError, match="nothing that libsndfile reads .no frame of MP3"),
        sound.opened(tmp_path / "a.mp3"),
    ):
        pass


def test_mp3s_that_were_joined_are_read_to_the_end(tmp_path: Path) -> None:
    whole = _written(tmp_path / "a.mp3", "MP3", "MPEG_LAYER_III")
    (tmp_path / "a.mp3").write_bytes(whole + whole)
    assert 2 * FRAMES <= _heard(tmp_path / "a.mp3") < 2 * FRAMES + 0.2 * RATE


@pytest.mark.parametrize(("container", "subtype"), [("OGG", "VORBIS"), ("FLAC", "PCM_16"), ("CAF", "PCM_16")])
def test_of_sounds_that_were_joined_the_first_is_read_and_the_rest_told(
    tmp_path: Path, container: str, subtype: str
) -> None:
    whole = _written(tmp_path / "a", container, subtype)
    (tmp_path / "a").write_bytes(whole)
    with sound.opened(tmp_path / "a") as opened:
        assert opened.remark == ""
    (tmp_path / "a").write_bytes(whole + whole)
    assert _heard(tmp_path / "a") == FRAMES
    with sound.opened(tmp_path / "a") as opened:
        assert opened.remark.startswith("hold more behind the sound")


@pytest.mark.parametrize("container", ["WAV", "AIFF", "FLAC", "OGG", "CAF", "AU"])
def test_contents_tell_what_a_file_is(tmp_path: Path, container: str) -> None:
    _written(tmp_path / "sound.pdf", container, "VORBIS" if container == "OGG" else "PCM_16")
    assert sound.is_sound(tmp_path / "sound.pdf")


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.4", "a,b\n1,2\n".encode("utf-16") * 99, b"\xff\xfb\x90\x00 by chance" * 9, bytes(9000)]
)
def test_what_is_no_sound_is_taken_for_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "thing").write_bytes(data)
    assert not sound.is_sound(tmp_path / "thing")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.wav")
    with pytest.raises(ValueError, match="is a pipe, expected a file"), sound.opened(tmp_path / "a.wav"):
        pass


@pytest.mark.parametrize("number", range(60))
def test_damage_is_one_refusal(tmp_path: Path, number: int) -> None:
    rng = np.random.default_rng(number)
    container = ["WAV", "RF64", "AIFF", "CAF", "AU", "FLAC"][number % 6]
    whole = _written(tmp_path / "a", container)
    for place in rng.integers(4, 120, 6):
        whole[place] = rng.choice([0, 0x7F, 0x80, 0xFF])
    (tmp_path / "a").write_bytes(whole[: rng.choice([30, 60, len(whole)])])
    with contextlib.suppress(ValueError), sound.opened(tmp_path / "a") as opened:  # whatever else escapes fails here
        assert len(opened.read(1000)) <= 1000
