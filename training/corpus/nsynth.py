"""NSynth: single notes with pitch, velocity and instrument.

Conventions
-----------
``examples.json`` maps a note's name to what is known of it; its recording is ``audio/NAME.wav``. The label is the
instrument's family. Engel et al. 2017, "Neural Audio Synthesis of Musical Notes with WaveNet Autoencoders"; the data
set's terms are CC BY 4.0.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gesturegan_live.show.documents import field, json_object, shown
from training.corpus.files.walk import text, why_not
from training.corpus.source import Corpus, Missing, Source, corpus, unnamed

EXAMPLES = "examples.json"
LARGEST = 1 << 30  # bytes; the whole of NSynth has 300 000 notes in 240 MB
_HIGHEST = 127  # of MIDI
LICENCE, AUTHOR = "CC-BY-4.0", "Engel et al. 2017"
FACTS: dict[str, type[Any]] = {"pitch": int, "velocity": int, "instrument_str": str, "instrument_source_str": str}


def is_nsynth(folder: Path) -> bool:
    """Whether the folder is a part of NSynth."""
    return (folder / EXAMPLES).is_file()


def read(folder: Path) -> Corpus:
    """List the notes."""
    file = folder / EXAMPLES
    sources, missing = [], []
    try:
        told = json_object(file, LARGEST)
        for note, known in sorted(told.items()):
            path = folder / "audio" / f"{Path(note).name}.wav"
            if reason := why_not(path):
                missing.append(Missing(text(note), f"audio/{text(path.name)} {reason}, though {EXAMPLES} names it"))
                continue
            facts = tuple((name.removesuffix("_str"), field(known, name, kind)) for name, kind in FACTS.items())
            _check(note, known)
            family = field(known, "instrument_family_str", str)
            sources.append(Source(path, note, (family,), LICENCE, "nsynth", AUTHOR, facts))
    except (ValueError, TypeError) as error:
        raise ValueError(f"{file}: is no NSynth table ({error})") from error
    missing, lines = unnamed(folder, sources, missing, [EXAMPLES])
    return corpus(folder, sources, missing, f"note that {EXAMPLES} names", lines)


def _check(note: str, known: dict[str, Any]) -> None:
    """Refuse what MIDI cannot say."""
    for name in ("pitch", "velocity"):
        if not 0 <= known[name] <= _HIGHEST:
            raise ValueError(f"{shown(note)} has {name} {shown(known[name])}, expected 0 to {_HIGHEST}")
