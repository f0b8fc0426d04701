"""Projections on disk: a preset that the instrument recalls, both sounds, both pictures, the figures.

Conventions
-----------
The folder can be the instrument's home (``gesturegan-live --home``): presets lie in ``presets``, one JSON file each,
under the recording's name, as `gesturegan_live.latent.presets` reads them; all else lies in ``projections``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from gesturegan_live.finding.search import CHANCE
from gesturegan_live.show.documents import DocumentError, field, json_object
from gesturegan_live.show.names import one_form
from training.dataset.manifest import write_json
from training.metrics.model import Model
from training.release.project import Projection
from training.runs.diary import preview

PRESET_FORMAT = 1
LONGEST, LONGEST_BYTES = 128, 235  # of a preset's name, which the instrument recalls
SOUNDS = "projections"
_FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


def check_names(recordings: Sequence[Path]) -> None:
    """Refuse recordings of one name, and names that could not be recalled, before anything is looked for."""
    taken: dict[str, Path] = {}
    for recording in recordings:
        name = name_of(recording)
        if name in taken:
            raise ValueError(f"{taken[name]} and {recording} would both be preset {name!r}; rename one")
        taken[name] = recording


def write(folder: Path, recording: Path, owner: str, model: Model, found: Projection) -> dict[str, Any]:
    """Write one projection into a model of this name; return its figures.

    Raises
    ------
    ValueError
        Where a preset of that name belongs to another model or recording, or the instrument could not recall it.
    """
    name = name_of(recording)
    preset, sounds = folder / "presets" / f"{name}.json", folder / SOUNDS
    _check_free(preset, owner)
    _check_same(sounds / f"{name}.json", recording)
    preset.parent.mkdir(parents=True, exist_ok=True)
    sounds.mkdir(exist_ok=True)
    point = {
        "format": PRESET_FORMAT,
        "model": owner,
        "latent_dim": model.latent_dim,
        "z": [float(value) for value in found.z],
        "condition": [float(value) for value in found.condition],
    }
    write_json(preset, point)
    images = np.stack([found.target, found.found])
    preview.save_grid(sounds / f"{name}.png", images, model.codec, columns=2)
    for what, sound in zip(("target", "found"), model.codec.decode(images), strict=True):
        scaled = sound / max(1.0, float(np.max(np.abs(sound))))
        soundfile.write(sounds / f"{name}-{what}.flac", scaled, model.codec.sample_rate, subtype="PCM_16")
    figures = {
        "preset": name,
        "recording": str(recording.resolve()),
        "heard": found.heard,
        "chance": found.chance,
        "random": found.random,
        "length": float(np.linalg.norm(found.z) / np.sqrt(len(found.z))),
        "seconds": round(found.seconds, 1),
    }
    write_json(sounds / f"{name}.json", figures)
    return figures


def line(figures: Mapping[str, Any]) -> str:
    """Tell a projection's figures to people."""
    near, chance = figures["heard"], figures["chance"]
    beside = f"{abs(1 - near / max(chance, 1e-9)):.0%} {'nearer' if near < chance else 'farther'}"
    return (
        f"preset {figures['preset']!r}, {near:.1f} away by ear, {beside} than the best of {CHANCE} random points "
        f"({chance:.1f}; a random one {figures['random']:.1f}), {figures['seconds']} s"
    )


def summary(figures: Sequence[Mapping[str, Any]]) -> str:
    """Tell how many of several projections beat chance."""
    nearer = sum(one["heard"] < one["chance"] for one in figures)
    return f"{nearer} of {len(figures)} nearer than the best of {CHANCE} random points"


def name_of(recording: Path) -> str:
    """Name the preset of a recording; ValueError where the instrument could not recall it."""
    name = one_form(recording.stem).translate(_FORBIDDEN).strip(". ") or "sound"
    if not name.isprintable() or len(name) > LONGEST or len(name.encode()) > LONGEST_BYTES:
        wanted = f"up to {LONGEST} printable characters ({LONGEST_BYTES} bytes)"
        raise ValueError(f"{recording}: name {name!r} of a preset, expected {wanted}")
    return name


def _check_same(figures: Path, recording: Path) -> None:
    if not figures.exists():
        return
    try:
        other = field(json_object(figures), "recording", str)
    except DocumentError:
        return  # of an older version, which did not say
    if other != str(recording.resolve()):
        raise ValueError(f"{figures}: is of {other}, not of {recording.resolve()}; it is left alone")


def _check_free(preset: Path, wanted: str) -> None:
    if not preset.exists():
        return
    try:
        owner = field(json_object(preset), "model", str)
    except DocumentError:
        owner = ""
    if owner != wanted:
        raise ValueError(f"{preset}: belongs to model {owner!r}, not {wanted!r}; it is left alone")
