"""A run on one page: how it went, what it looked like and sounded like on the way; nothing else is needed to read it.

Conventions
-----------
Made of the run's own files, so that a run that was killed has one too. No ML framework is imported here. Sounds are Ogg
Vorbis within the page; of many previews, `SHOWN` spread evenly.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import soundfile
from markupsafe import Markup

from training.pages import charts, media, standing
from training.pages.template import page
from training.runs import disk, table
from training.runs.diary import growth, preview
from training.runs.run import Run
from training.runs.table import Columns

SHOWN = 12
RECORDINGS = "recordings"
# What stands on each scale, the run last.
MARKS = {
    standing.NOISE: "white noise",
    standing.BASELINE: "without a network",
    standing.RECORDINGS: "other recordings",
    standing.RUN: "this run",
}
# Title, columns by their names in the chart, whether the axis is logarithmic, what it shows at least.
Chart = tuple[str, dict[str, str], bool, tuple[float, float] | None]
# Charts of log.csv.
LOG_CHARTS: tuple[Chart, ...] = (
    ("losses", {"discriminator": "d_loss", "generator": "g_loss"}, False, None),
    ("right about", {"recordings": "real_accuracy", "generated": "fake_accuracy"}, False, (0, 1)),
    ("gradient norms", {"discriminator": "d_gradient", "generator": "g_gradient"}, True, None),
    ("range of generated images", {"lowest": "lowest", "highest": "highest"}, False, (-1, 1)),
)
# Charts of health.csv.
HEALTH_CHARTS: tuple[Chart, ...] = (
    ("spread of generated images, over the recordings'", {"spread": "spread"}, False, None),
    ("kernel distance of their sounds to the recordings'", {"distance": "distance"}, False, None),
    ("grid, times the recordings'", {"grid": "grid"}, True, None),
    ("part of the sounds that hum on it", {"hum": "hum"}, False, (0, 0.1)),
    (
        "lines, over the recordings'",
        {"clear partials": "clear", "sharpness of partials": "partials", "of attacks": "attacks"},
        False,
        (0, 1),
    ),
)


@dataclass(frozen=True)
class Preview:
    """One moment of a run: its label, and its picture and sound as data URIs."""

    label: str
    picture: str
    sound: str


def write(run: Run) -> Path:
    """Write ``report.html`` into the run's folder."""
    log, health = table.read(run.log), table.read(run.health)
    drawn = [*_charts(LOG_CHARTS, log), *_charts(HEALTH_CHARTS, health)]
    shown = growth.spread(preview.steps(run.previews), SHOWN)
    recordings = run.previews / "recordings.png"
    previews = [_preview(path, f"step {int(path.stem.removeprefix('step-'))}") for path in shown]
    if recordings.is_file() and recordings.with_suffix(".flac").is_file():
        previews.append(_preview(recordings, RECORDINGS))
    notes = run.notes.read_text(encoding="utf-8-sig").splitlines() if run.notes.is_file() else []
    film = run.growth.with_suffix(".gif"), run.growth.with_suffix(".flac")
    text = page(
        "run.html",
        name=run.path.resolve().name,
        told=_told(run, log),
        standing=_standing(run, health),
        charts=drawn,
        growth=_film(*film) if all(path.is_file() for path in film) else None,
        previews=previews,
        newest=max((place for place, preview in enumerate(previews) if preview.label != RECORDINGS), default=0),
        notes=notes,
    )
    disk.replace(run.report, text)
    return run.report


def _standing(run: Run, health: Columns) -> dict[str, object] | None:
    """Tell how the run stands, each figure with its scale; None where nothing was judged yet."""
    found = standing.read(run, health)
    if found is None:
        return None
    rows = [
        {
            "title": one.title,
            "scale": charts.scale(one.title, {name: one.marks[name] for name in MARKS}),
            "numbers": [one.numbers[name] for name in reversed(MARKS)],
        }
        for one in found.scales
    ]
    names = [{"name": MARKS[name], "colour": colour} for name, colour in zip(MARKS, charts.COLOURS[::-1], strict=True)]
    return {"words": found.words, "rows": rows, "names": names[::-1]}


def _charts(wanted: tuple[Chart, ...], columns: Columns) -> list[Markup]:
    known = {column for _, names, _, _ in wanted for column in names.values()} | {"step", "seconds"}
    others: tuple[Chart, ...] = tuple((name, {name: name}, False, None) for name in columns if name not in known)
    told = {name for name, values in columns.items() if np.isfinite(values).any()}
    return [
        charts.line_chart(title, columns["step"], series, logarithmic=logarithmic, span=span)
        for title, names, logarithmic, span in (*wanted, *others)
        if (series := {name: columns[column] for name, column in names.items() if column in told})
    ]


def _told(run: Run, log: Columns) -> dict[str, str]:
    """Tell what the run was asked for, and how far it is."""
    config = run.config
    recipe = config.recipe.to_json()
    told = {
        "model": f"{config.model}, {config.preset}",
        "dataset": Path(config.dataset).name,
        "batch": str(config.batch),
        "numbers": config.precision,
        "seed": str(config.seed),
        **{name.replace("_", " "): str(value) for name, value in recipe.items() if not isinstance(value, dict)},
    }
    if not log:
        return told
    seconds, steps = log["seconds"], log["step"]
    last = slice(-min(len(steps), 500), None)
    pace = float(np.median(np.diff(seconds[last]))) if len(seconds) > 1 else 0.0
    rate = {"images a second": f"{config.batch / pace:.1f}"} if pace > 0 else {}
    return {"steps": f"{steps[-1]:.0f}", "taught for": str(timedelta(seconds=round(seconds[-1]))), **rate, **told}


def _preview(path: Path, label: str) -> Preview:
    return Preview(label, media.picture(path.read_bytes(), "png"), _sound(path.with_suffix(".flac")))


def _film(picture: Path, sound: Path) -> dict[str, str]:
    return {"picture": media.picture(picture.read_bytes(), "gif"), "sound": _sound(sound)}


def _sound(path: Path) -> str:
    samples, rate = soundfile.read(path, dtype="float32")
    return media.ogg(samples, rate)
