"""Notes of a SoundFont (``.sf2``), rendered by the program ``fluidsynth``.

Conventions
-----------
A table says which: each row a preset, by its ``bank`` and ``program`` (bank 128 is drum kits), with the ``name`` and
the ``category`` that its notes get, the pitches (MIDI) from ``lowest`` to ``highest`` in steps of ``step``, the
``velocities`` with blanks between them, and ``seconds``, through which each note is held. A note becomes
``NAME/PITCH-VELOCITY.flac``: 44.1 kHz, both sides mixed, without reverb and chorus, at the same peak; a pitch or
velocity that the preset does not answer gives none. The ``manifest.csv`` beside them is written last.
"""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import mido
import numpy as np
import soundfile
from numpy.typing import NDArray

from training.corpus import tables
from training.corpus.folder import MANIFEST

PROGRAM = "fluidsynth"
SAMPLE_RATE = 44_100
COLUMNS = ("category", "name", "bank", "program", "lowest", "highest", "step", "velocities", "seconds")
FORMAT = 1
DRUMS = 128
_MADE_OF, _NOTICE = "made-of.txt", "notice.txt"  # digests of SoundFont, table and what is said; terms
_DRUM_CHANNEL = 9  # counted from 0
_ALL_SOUND_OFF = 120
_LEAD, _GAP = 0.5, 0.1  # seconds before the first note, and between two
_WRONG = ("error:", "substituted", "No preset")  # what it says and goes on all the same
_FADE, _PEAK, _SILENCE = 0.01, 0.9, 1e-4


@dataclass(frozen=True)
class Notes:
    """Notes of one preset, as a row of the table asks for them."""

    category: str
    name: str
    bank: int
    program: int
    pitches: tuple[int, ...]
    velocities: tuple[int, ...]
    seconds: float


def render(
    soundfont: Path,
    table: Path,
    folder: Path,
    *,
    licence: str = "",
    package: str = "",
    notice: str = "",
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Make a folder of notes; what was made of the same SoundFont and table is kept.

    Parameters
    ----------
    licence, package : str
        What the manifest says of every note.
    notice : str
        What the terms of the SoundFont want to go with them.
    progress : callable
        Told rows of the table done, and rows in all.

    Raises
    ------
    ValueError
        One line: where the program is not there, the table asks for what is none, or a preset is silent.
    """
    asked = read(table)
    with soundfont.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    wanted = f"{FORMAT} {digest} {_sha256(repr((tables.text(table), licence, package, notice)))}"
    made_of = folder / _MADE_OF
    ours = made_of.is_file()
    if ours and made_of.read_text(encoding="ascii") == wanted and (folder / MANIFEST).is_file():
        progress(len(asked), len(asked))
        return
    if shutil.which(PROGRAM) is None:
        raise ValueError(f"{PROGRAM}: is not on the PATH, expected it to render {soundfont} (Debian: {PROGRAM})")
    if ours:
        shutil.rmtree(folder)
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ValueError(f"{folder}: holds other things, expected an empty folder or notes")
    folder.mkdir(parents=True, exist_ok=True)
    made_of.write_text(wanted, encoding="ascii")
    rows: list[dict[str, object]] = []
    for done, notes in enumerate(asked):
        progress(done, len(asked))
        rows += _preset(soundfont, notes, folder)
    if notice:
        (folder / _NOTICE).write_text(notice, encoding="utf-8")
    draft = folder / f"{MANIFEST}.tmp"
    with draft.open("w", encoding="utf-8", newline="") as stream:
        fields = ("path", "category", "licence", "package", "notice", "instrument", "pitch", "velocity")
        writer = csv.DictWriter(stream, fields, lineterminator="\n")
        writer.writeheader()
        told = {"licence": licence, "package": package, "notice": _NOTICE if notice else ""}
        writer.writerows({**row, **told} for row in rows)
    draft.replace(folder / MANIFEST)
    progress(len(asked), len(asked))


def read(table: Path) -> tuple[Notes, ...]:
    """Read a table of notes."""
    return tuple(_notes(table, row) for row in tables.rows(table, COLUMNS))


def _notes(table: Path, row: dict[str, str]) -> Notes:
    def number(column: str, least: int, most: int, text: str | None = None) -> int:
        told = row[column] if text is None else text
        if not (told.isdecimal() and least <= int(told) <= most):
            raise ValueError(f"{table}: {row['name']}: {column} is {told!r}, expected {least} to {most}")
        return int(told)

    lowest, highest, step = number("lowest", 0, 127), number("highest", 0, 127), number("step", 1, 127)
    velocities = tuple(number("velocities", 1, 127, told) for told in row["velocities"].split())
    try:
        seconds = float(row["seconds"])
    except ValueError:
        seconds = 0.0
    if not 0.05 <= seconds <= 60:
        raise ValueError(f"{table}: {row['name']}: seconds are {row['seconds']!r}, expected 0.05 to 60")
    if not velocities or highest < lowest:
        raise ValueError(f"{table}: {row['name']}: asks for no note")
    if not row["name"] or Path(row["name"]).name != row["name"]:
        raise ValueError(f"{table}: name is {row['name']!r}, expected a name of a folder")
    bank, program = number("bank", 0, DRUMS), number("program", 0, 127)
    return Notes(
        row["category"], row["name"], bank, program, tuple(range(lowest, highest + 1, step)), velocities, seconds
    )


def _preset(soundfont: Path, notes: Notes, folder: Path) -> list[dict[str, object]]:
    """Render one preset's notes and tell a row of the manifest for each that sounds."""
    asked = [(pitch, velocity) for pitch in notes.pitches for velocity in notes.velocities]
    samples = _rendered(soundfont, notes, asked)
    rows: list[dict[str, object]] = []
    for number, (pitch, velocity) in enumerate(asked):
        start = round((_LEAD + number * (notes.seconds + _GAP)) * SAMPLE_RATE)
        note = samples[start : start + round(notes.seconds * SAMPLE_RATE)].copy()
        loudest = float(np.max(np.abs(note), initial=0))
        if loudest < _SILENCE:
            continue
        fade = round(_FADE * SAMPLE_RATE)
        note[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)[: len(note)]
        path = folder / notes.name / f"{pitch:03d}-{velocity:03d}.flac"
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, note * (_PEAK / loudest), SAMPLE_RATE, subtype="PCM_16")
        pitched = {} if notes.bank == DRUMS else {"pitch": pitch}
        told = {"path": path.relative_to(folder).as_posix(), "category": notes.category, "instrument": notes.name}
        rows.append({**told, **pitched, "velocity": velocity})
    if not rows:
        raise ValueError(
            f"{soundfont}: bank {notes.bank}, program {notes.program} ({notes.name}) gives nothing but silence"
        )
    return rows


def _rendered(soundfont: Path, notes: Notes, asked: list[tuple[int, int]]) -> NDArray[np.float32]:
    """Play the notes one after the other into samples."""
    with tempfile.TemporaryDirectory() as scratch:
        score, sound = Path(scratch) / "notes.mid", Path(scratch) / "notes.wav"
        _score(notes, asked).save(score)
        options = ["-ni", "-q", "-f", os.devnull, "-R", "0", "-C", "0", "-g", "0.5", "-r", str(SAMPLE_RATE)]
        options += ["-O", "float", "-T", "wav", "-F", str(sound), "-o", "synth.dynamic-sample-loading=1"]
        options += ["-o", "synth.default-soundfont="]  # else what it cannot read gives way to the system's own
        ended = subprocess.run(
            [PROGRAM, *options, str(soundfont), str(score)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        lines = [line.strip() for line in ended.stderr.decode(errors="replace").splitlines()]
        wrong = next((line for line in lines if any(word in line for word in _WRONG)), "")
        if wrong or ended.returncode != 0 or not sound.is_file():
            told = wrong or f"status {ended.returncode}"
            raise ValueError(f"{soundfont}: {PROGRAM} cannot render {notes.name} ({told})")
        samples, _ = soundfile.read(sound, dtype="float32", always_2d=True)
    return np.asarray(samples.mean(axis=1), np.float32)


def _score(notes: Notes, asked: list[tuple[int, int]]) -> mido.MidiFile:
    """Write the notes as MIDI, one tick a millisecond."""
    score = mido.MidiFile(ticks_per_beat=1000)
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=1_000_000)])
    score.tracks.append(track)
    drums = notes.bank == DRUMS
    channel = _DRUM_CHANNEL if drums else 0
    bank = 0 if drums else notes.bank
    track.append(mido.Message("control_change", channel=channel, control=0, value=bank))
    track.append(mido.Message("program_change", channel=channel, program=notes.program))
    wait = round(_LEAD * 1000)
    for pitch, velocity in asked:
        track.append(mido.Message("note_on", channel=channel, note=pitch, velocity=velocity, time=wait))
        off = round(notes.seconds * 1000)
        track.append(mido.Message("control_change", channel=channel, control=_ALL_SOUND_OFF, value=0, time=off))
        track.append(mido.Message("note_off", channel=channel, note=pitch))
        wait = round(_GAP * 1000)
    track.append(mido.MetaMessage("end_of_track", time=wait))
    return score


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
