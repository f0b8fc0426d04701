"""Notes of a SoundFont, rendered as a folder of sounds."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.training.corpus import soundfonts
from training.corpus import folder, soundfont

HEAD = ",".join(soundfont.COLUMNS) + "\n"
needs_fluidsynth = pytest.mark.skipif(
    shutil.which("fluidsynth") is None, reason="needs fluidsynth: apt install fluidsynth"
)


def table(place: Path, *rows: str) -> Path:
    path = place / "notes.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


@needs_fluidsynth
def test_each_note_is_a_file_at_its_pitch_and_the_manifest_tells_what_it_is(tmp_path: Path) -> None:
    notes = table(tmp_path, "tones,sine,0,0,69,72,3,40 100,0.5")
    made = tmp_path / "made"
    soundfont.render(
        soundfonts.write(tmp_path / "sine.sf2"), notes, made, licence="MIT", package="sines 1", notice="(C)"
    )
    corpus = folder.read(made)
    assert [source.name for source in corpus.sources] == [
        f"sine/{p:03d}-{v:03d}.flac" for p in (69, 72) for v in (40, 100)
    ]
    last = corpus.sources[-1]
    assert (last.labels, last.licence, last.package) == (("tones",), "MIT", "sines 1")
    assert dict(last.facts) == {"pitch": 72, "velocity": 100, "instrument": "sine"}
    assert corpus.notices == (("sines 1", "(C)"),)
    assert not corpus.left_out[1:]
    for source, wanted in ((corpus.sources[0], 441.0), (last, 441.0 * 2 ** (3 / 12))):
        samples, rate = soundfile.read(source.path)
        assert (len(samples), rate) == (22050, 44100)
        crossings = np.count_nonzero(np.diff(np.signbit(samples[2205:19845])))
        assert crossings / 2 / 0.4 == pytest.approx(wanted, abs=4)
        assert np.abs(samples).max() == pytest.approx(0.9, abs=1e-3)


@needs_fluidsynth
def test_a_pitch_that_does_not_sound_is_left_and_a_kit_has_no_pitches(tmp_path: Path) -> None:
    notes = table(tmp_path, "drums,kit,128,0,58,61,1,100,0.2")
    soundfont.render(soundfonts.write(tmp_path / "sine.sf2"), notes, tmp_path / "made")
    (first, second) = folder.read(tmp_path / "made").sources
    assert (first.name, second.name) == ("kit/060-100.flac", "kit/061-100.flac")
    assert "pitch" not in dict(first.facts)


@needs_fluidsynth
def test_what_was_rendered_is_kept_until_something_else_is_asked_for(tmp_path: Path) -> None:
    font, made = soundfonts.write(tmp_path / "sine.sf2"), tmp_path / "made"
    soundfont.render(font, table(tmp_path, "tones,sine,0,0,69,69,1,100,0.2"), made)
    before = (made / "sine" / "069-100.flac").stat().st_mtime_ns
    soundfont.render(font, tmp_path / "notes.csv", made)
    assert (made / "sine" / "069-100.flac").stat().st_mtime_ns == before
    soundfont.render(font, table(tmp_path, "tones,sine,0,0,69,70,1,100,0.2"), made)
    assert len(folder.read(made).sources) == 2
    soundfont.render(font, table(tmp_path, "tones,sine,0,0,70,70,1,100,0.2"), made)
    assert [source.name for source in folder.read(made).sources] == ["sine/070-100.flac"]


@needs_fluidsynth
def test_a_preset_that_is_silent_and_a_file_that_is_none_are_told(tmp_path: Path) -> None:
    font = soundfonts.write(tmp_path / "sine.sf2")
    with pytest.raises(ValueError, match=r"sine.sf2: bank 0, program 0 \(low\) gives nothing but silence"):
        soundfont.render(font, table(tmp_path, "tones,low,0,0,20,30,1,100,0.2"), tmp_path / "made")
    with pytest.raises(ValueError, match=r"sine.sf2: fluidsynth cannot render flute \(.*\[bank=0 prog=73\]"):
        soundfont.render(font, table(tmp_path, "tones,flute,0,73,60,61,1,100,0.2"), tmp_path / "made")
    font.write_bytes(b"RIFF none")
    with pytest.raises(ValueError, match="sine.sf2: fluidsynth cannot render sine"):
        soundfont.render(font, table(tmp_path, "tones,sine,0,0,69,69,1,100,0.2"), tmp_path / "made")


@needs_fluidsynth
def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "mine.wav").write_bytes(b"mine")
    font = soundfonts.write(tmp_path / "sine.sf2")
    with pytest.raises(ValueError, match="made: holds other things, expected an empty folder or notes"):
        soundfont.render(font, table(tmp_path, "tones,sine,0,0,69,69,1,100,0.2"), tmp_path / "made")


def test_a_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    font = soundfonts.write(tmp_path / "sine.sf2")
    with pytest.raises(ValueError, match="fluidsynth: is not on the PATH"):
        soundfont.render(font, table(tmp_path, "tones,sine,0,0,69,69,1,100,0.2"), tmp_path / "made")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("tones,sine,0,0,60,128,1,100,1", "sine: highest is '128', expected 0 to 127"),
        ("tones,sine,129,0,60,61,1,100,1", "sine: bank is '129', expected 0 to 128"),
        ("tones,sine,0,0,60,61,1,loud,1", "sine: velocities is 'loud', expected 1 to 127"),
        ("tones,sine,0,0,62,61,1,100,1", "sine: asks for no note"),
        ("tones,sine,0,0,60,61,1,100,nan", "sine: seconds are 'nan', expected 0.05 to 60"),
        ("tones,../sine,0,0,60,61,1,100,1", "name is '../sine', expected a name of a folder"),
    ],
)
def test_rows_that_ask_for_what_is_none_are_refused(tmp_path: Path, row: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        soundfont.read(table(tmp_path, row))
