"""Sound files that can be played whatever ended their writing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from gesturegan_live.recording.sound_file import SoundFile, format_of

RATE = 44100
WRITE = """
import os, resource, signal, sys
from pathlib import Path
import numpy as np
from gesturegan_live.recording.sound_file import SoundFile

path, ending = Path(sys.argv[1]), sys.argv[2]
noise = (np.random.default_rng(0).standard_normal((441000, 2)) * 0.1).astype(np.float32)
if ending in {"full", "no room"}:
    size = 1 << 20 if ending == "full" else 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
try:
    with SoundFile(path, 44100, 2) as file:
        for start in range(0, len(noise), 4410):
            file.write(noise[start : start + 4410])
            if start == 352800:
                file.settle()
        if ending == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
except OSError as error:
    print(error.strerror)
"""


def noise() -> np.ndarray:
    return (np.random.default_rng(0).standard_normal((441000, 2)) * 0.1).astype(np.float32)


def write(path: Path, ending: str) -> str:
    """Write ten seconds of `noise` in another process, which ends in that way; return what it printed."""
    command = [sys.executable, "-c", WRITE, str(path), ending]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
@pytest.mark.parametrize(("ending", "least"), [("closed", 441000), ("killed", 352800), ("full", 170000)])
def test_what_was_written_is_there_and_is_what_it_was(suffix: str, ending: str, least: int, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    said = write(path, ending)
    assert said == ("File too large\n" if ending == "full" else "")
    samples, rate = soundfile.read(path, dtype="float32")
    assert rate == RATE
    assert least <= len(samples) <= 441000
    assert soundfile.info(path).frames == len(samples)
    np.testing.assert_allclose(samples, noise()[: len(samples)], atol=2**-22)


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
def test_where_there_is_no_room_for_a_header_the_system_says_so(suffix: str, tmp_path: Path) -> None:
    assert write(tmp_path / f"a{suffix}", "no room") == "File too large\n"


def test_a_flac_settles_before_its_first_frame(tmp_path: Path) -> None:
    with SoundFile(tmp_path / "a.flac", RATE, 2) as file:
        file.settle()
        file.write(noise()[:1000])
    assert soundfile.info(tmp_path / "a.flac").frames == 1000


def test_a_short_wav_has_the_header_that_every_program_reads_and_room_for_the_long_one(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with SoundFile(path, RATE, 2) as file:
        file.write(noise()[:1000])
        head = path.read_bytes()[:80]
    assert head[:4] == b"RIFF"
    assert head[8:16] == b"WAVEJUNK"  # where RF64's ds64 goes
    assert path.read_bytes()[:4] == b"RIFF"


@pytest.mark.parametrize(
    ("name", "channels", "line"),
    [
        ("a.mp3", 2, r"sound file 'a.mp3': wanted a name that ends in .flac or .wav"),
        ("a.flac", 9, r"'a.flac': FLAC holds 8 channels, not 9; wanted .wav"),
    ],
)
def test_what_no_file_can_hold_is_refused(name: str, channels: int, line: str) -> None:
    with pytest.raises(ValueError, match=line):
        format_of(Path(name), channels)


def test_where_it_cannot_be_written_the_system_says_why(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file or directory"):
        SoundFile(tmp_path / "nowhere" / "a.flac", RATE, 2)
