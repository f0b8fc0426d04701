"""How a run stands, in words and on scales: its figures beside recordings, the baseline and white noise.

Conventions
-----------
Figures are those of `metrics.quick`, out of ``health.csv``, at the step of the best checkpoint, which ``export`` takes,
or at the last one that has any; what they are read by lies in ``scale.json`` (`metrics.scale`). On every scale white
noise is at the left and recordings at the right, but for the grid, which neither has: there the left is a plain one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from gesturegan_live.show.documents import DocumentError, json_object
from training.runs import checkpoint
from training.runs.run import Run
from training.runs.table import Columns

RUN, RECORDINGS, BASELINE, NOISE = "run", "recordings", "baseline", "noise"
NO_GRID, FAINT = 1.5, 3.0  # times the recordings'
PLAIN = 10.0  # times: the left end of the grid's scale
WIDEST = 1.3  # times the recordings': the right end of what may be more than theirs


@dataclass(frozen=True)
class Scale:
    """One figure: what it is, how it is told, where its marks lie from 0, at the left, to 1, and their numbers."""

    title: str
    said: str
    marks: Mapping[str, float]
    numbers: Mapping[str, str]


@dataclass(frozen=True)
class Standing:
    """A sentence, and the scales that it was read from."""

    words: str
    scales: tuple[Scale, ...]


def read(run: Run, health: Columns) -> Standing | None:
    """Tell how a run stands; None where nothing was judged yet."""
    if not run.scale.is_file() or "grid" not in health:
        return None
    try:
        beside = {name: dict(row) for name, row in json_object(run.scale).items() if isinstance(row, dict)}
    except DocumentError:
        return None
    judged = np.flatnonzero(np.isfinite(health["distance"]) & np.isfinite(health["grid"]))
    if not len(judged) or {RECORDINGS, BASELINE, NOISE} - beside.keys():
        return None
    row, is_best = _row(run, health, judged)
    figures = {name: float(values[row]) for name, values in health.items() if np.isfinite(values[row])}
    scales = tuple(
        scale for scale in (_nearness(figures, beside), *_lines(figures, beside), _grid(figures, beside)) if scale
    )
    taken = ", which export takes" if is_best else ""
    told = "; ".join(scale.said for scale in scales)
    return Standing(
        f"Step {figures['step']:.0f}, after {timedelta(seconds=round(figures['seconds']))}{taken}: {told}.", scales
    )


def _row(run: Run, health: Columns, judged: np.ndarray[tuple[int], np.dtype[np.intp]]) -> tuple[int, bool]:
    """Row of the best checkpoint, or of the last that was judged."""
    try:
        best = checkpoint.step_of_best(run.checkpoints)
    except ValueError:
        best = None
    found = judged[health["step"][judged] == best] if best is not None else judged[:0]
    return (int(found[-1]), True) if len(found) else (int(judged[-1]), False)


def _nearness(figures: Mapping[str, float], beside: Mapping[str, Mapping[str, float]]) -> Scale | None:
    known = _together("distance", figures, beside)
    if known is None:
        return None
    far, near = known[NOISE], known[RECORDINGS]
    way = {name: (far - value) / max(far - near, 1e-9) for name, value in known.items()}
    said = (
        f"as near as other recordings of yours would be: {way[RUN]:.0%} of the way from white noise "
        f"(without a network, in seconds: {way[BASELINE]:.0%})"
    )
    return Scale("how near", said, _placed(way, 0.0, 1.0), {name: f"{part:.0%}" for name, part in way.items()})


def _lines(figures: Mapping[str, float], beside: Mapping[str, Mapping[str, float]]) -> list[Scale]:
    scales = []
    for name, title, of in (
        ("partials", "how sharp partials are", "partials {} as sharp"),
        ("clear", "how many clear partials", "{} as many clear ones"),
        ("attacks", "how sharp attacks are", "attacks {} as sharp"),
    ):
        known = _together(name, figures, beside)
        if known is not None:
            part = {mark: value / max(known[RECORDINGS], 1e-9) for mark, value in known.items()}
            told = {mark: f"{value:.0%}" for mark, value in part.items()}
            scales.append(Scale(title, of.format(told[RUN]), _placed(part, 0.0, WIDEST), told))
    return scales


def _grid(figures: Mapping[str, float], beside: Mapping[str, Mapping[str, float]]) -> Scale | None:
    known = _together("grid", figures, beside)
    if known is None:
        return None
    over = known[RUN] / max(known[RECORDINGS], 1.0)
    said = (
        "no grid"
        if over <= NO_GRID
        else f"{'a faint' if over <= FAINT else 'a'} grid, {over:.1f} times the recordings'"
    )
    if figures.get("hum", 0.0) > beside[RECORDINGS].get("hum", 0.0):
        said += f", and {figures['hum']:.0%} of the sounds hum on it"
    steps = {mark: np.log(max(value, 1.0)) for mark, value in known.items()}
    told = {mark: f"{value:.1f} x" for mark, value in known.items()}
    return Scale("how free of a grid", said, _placed(steps, float(np.log(PLAIN)), 0.0), told)


def _together(
    name: str, figures: Mapping[str, float], beside: Mapping[str, Mapping[str, float]]
) -> dict[str, float] | None:
    """Figure of the run and of what stands beside it; None where one of them is not known."""
    known = {RUN: figures.get(name), **{mark: beside[mark].get(name) for mark in (RECORDINGS, BASELINE, NOISE)}}
    whole = {mark: float(value) for mark, value in known.items() if value is not None}
    return whole if len(whole) == len(known) else None


def _placed(values: Mapping[str, float], left: float, right: float) -> dict[str, float]:
    return {mark: float(np.clip((value - left) / (right - left), 0.0, 1.0)) for mark, value in values.items()}
