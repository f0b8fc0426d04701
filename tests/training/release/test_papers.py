"""What goes with a model as text says what it is."""

from __future__ import annotations

import json
from pathlib import Path

from gesturegan_live.codecs import from_json
from gesturegan_live.models.axis_effects import AxisEffect
from tests.training.conftest import CODEC
from training.dataset.manifest import Dataset
from training.release import papers
from training.runs.run import Run, RunConfig

SOURCES = (
    {"name": "b.wav", "labels": [], "licence": "CC0-1.0", "package": "bells 1"},
    {"name": "a.wav", "labels": [], "licence": "CC0-1.0", "package": "bells 1"},
    {"name": "c.wav", "labels": [], "licence": "BSD-3-Clause", "package": "", "author": "Ann"},
)

AXES = (
    AxisEffect("brightness", 0.518, "octaves", 1.0, 0.98, {"attack": 0.1}),
    AxisEffect("attack", 2.62, "dB", 0.96, 1.0, {"brightness": -0.02}),
    AxisEffect("sound", 7.1, "dB"),
    AxisEffect("sound", 5.0, "dB"),
)


def _dataset(tmp_path: Path) -> Dataset:
    codec = from_json(CODEC)
    return Dataset(tmp_path, codec, (), 5, SOURCES, "bells", "abc", notices={"": "Keep this notice.\n"})


def test_every_recording_is_named_with_its_terms(tmp_path: Path) -> None:
    told = papers.licence("deep", _dataset(tmp_path), "CC-BY-4.0")
    assert "The model 'deep' was trained on the corpus 'bells': 3 recordings." in told
    assert "bells 1, CC0-1.0:\n  a.wav\n  b.wav\n" in told
    assert "BSD-3-Clause, by Ann:\n  c.wav\n" in told
    assert told.endswith("Of the recordings:\n\nKeep this notice.\n")


def test_a_card_tells_figures_of_its_own_step_where_there_are_any(tmp_path: Path) -> None:
    run = Run(tmp_path, RunConfig("data", "abc"))
    facts = {"model": "dcgan", "steps": 20, "batch": 4, "clips": 5, "recordings": 3, "held_out": ["c.wav"]}
    facts["licence"] = "CC-BY-4.0"
    names = {"conditions": ("low", "high"), "presets": ("deep drone",), "axes": AXES}
    bare = papers.card("deep", run, _dataset(tmp_path), facts, **names)
    assert "0.26 s an image, 16000 Hz, `log-spectrogram` of 32 x 16 x 1. Family `dcgan`, 20 steps of 4 images" in bare
    assert "Conditions: low, high." in bare
    assert "one standard deviation adds: brightness (0.52 octaves), attack (2.6 dB), 2 that have numbers only." in bare
    assert "| kernel" not in bare
    run.health.write_text("step,seconds,distance,grid\n10,1,9,9\n20,2,1.5,1.25\n", encoding="utf-8")
    scale = {"distance": 0.25, "grid": 1.0, "clear": 1.0}
    run.scale.write_text(json.dumps(dict.fromkeys(("recordings", "baseline", "noise"), scale)), encoding="utf-8")
    told = papers.card("deep", run, _dataset(tmp_path), facts, **names)
    assert "| kernel distance | 1.50 | 0.25 | 0.25 | 0.25 |" in told
    assert "clear partials" not in told
